/**
 * Which recipient page was served when: by digest in the audit log, so that a page that was changed for one person, or for a while, is not
 * one that the log knows. Whoever was sent a link can compare what his browser got with the log, without asking us.
 */
import { type Bytes, equal, hex } from '../base/bytes.ts';
import type { World } from '../base/deps.ts';
import type { ServedPage } from '../model/api/system.ts';
import type { Database } from '../store/database.ts';
import { findEventIndex } from '../store/tables/audit.ts';
import { findServedPage, insertServedPage } from '../store/tables/served-pages.ts';
import { type Trx, tx } from '../store/transaction.ts';
import { type AuditDeps, recordEvent } from '../transfers/audit.ts';

type ServedPageDeps = Pick<World, 'clock'> & AuditDeps & { readonly db: Database };

/** At start: records the page when it is not the one recorded last. Two processes that start at once may both record it. */
export async function recordPageAtStart(deps: ServedPageDeps, orgId: string, digest: Bytes): Promise<void> {
  await tx(deps.db, (trx) => recordPage(deps, trx, orgId, digest));
}

/** Writes into the caller's transaction which page is served from now on, unless it is what was written last. */
export async function recordPage(
  deps: Pick<World, 'clock'> & AuditDeps,
  trx: Trx,
  orgId: string,
  digest: Bytes,
): Promise<void> {
  const last = await findServedPage(trx, orgId);
  if (last !== undefined && equal(last.digest, digest)) return;
  const at = deps.clock.now();
  const detail = { sha256: hex(digest) };
  const eventId = await recordEvent(
    deps,
    trx,
    { orgId },
    { kind: 'page.served', at, actor: { kind: 'system' }, detail },
  );
  await insertServedPage(trx, { org_id: orgId, event_id: eventId, digest, since: at });
}

/** Returns what the log says is served now; null before the first start with an organisation. */
export async function readServedPage(db: Database, orgId: string): Promise<ServedPage | null> {
  const row = await findServedPage(db.query, orgId);
  if (row === undefined) return null;
  return {
    sha256: hex(row.digest),
    since: row.since.toISOString(),
    index: (await findEventIndex(db.query, orgId, row.event_id)) ?? null,
  };
}
