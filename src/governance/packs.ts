/** Which rules were in use is itself in the audit log, so that a decision can be replayed with exactly those rules. */
import type { World } from '../base/deps.ts';
import type { Database } from '../store/database.ts';
import { findNewestEvent } from '../store/tables/audit.ts';
import { type Trx, tx } from '../store/transaction.ts';
import { type AuditDeps, openEventFields, recordEvent } from '../transfers/audit.ts';

export type PackVersion = { readonly pack: string; readonly version: string; readonly digest: string };
export type PackDeps = Pick<World, 'clock'> & AuditDeps & { readonly db: Database };

/** Position of `packVersions` among EVENT_FIELDS. */
const PACK_VERSIONS = 7;

/** At start: records the packs when they are not the ones recorded last. Returns whether they were recorded. */
export async function recordPackChange(deps: PackDeps, orgId: string, packs: readonly PackVersion[]): Promise<boolean> {
  const newest = await findNewestEvent(deps.db.query, orgId, 'packs.loaded');
  if (newest?.fields_sealed !== null && newest !== undefined) {
    const fields = await openEventFields(deps, newest.event_id, newest.fields_sealed);
    if (JSON.stringify(fields[PACK_VERSIONS]) === JSON.stringify(packs.map(inOrder))) return false;
  }
  await tx(deps.db, (trx) => recordPacks(deps, trx, orgId, packs));
  return true;
}

/** Writes the event into the caller's transaction. */
export async function recordPacks(
  deps: PackDeps,
  trx: Trx,
  orgId: string,
  packs: readonly PackVersion[],
): Promise<void> {
  await recordEvent(
    deps,
    trx,
    { orgId },
    { kind: 'packs.loaded', at: deps.clock.now(), actor: { kind: 'system' }, packs },
  );
}

/** Members as canonical JSON sorts them. */
function inOrder({ digest, pack, version }: PackVersion): PackVersion {
  return { digest, pack, version };
}
