/**
 * The page behind a notice says that its script ran. It changes nothing about access and is answered alike for every handle. What fetches the
 * page without running its script is not seen here: a GET changes nothing.
 */
import { RATE_RULES } from '../../access/rate-limit.ts';
import { utf8 } from '../../base/bytes.ts';
import { notePreview } from '../../store/tables/receipts.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../audit.ts';
import type { Tenant, TransferDeps } from '../deps.ts';
import { findVisit } from '../landing.ts';
import type { OpenDeps, Opener } from '../recipient-access.ts';
import { robotOf } from './robots.ts';

/** Counts one load; the first by each kind of robot is recorded. */
export async function noteSeen(
  deps: OpenDeps,
  tenant: Tenant,
  opener: Pick<Opener, 'client' | 'place'>,
  handle: string,
  userAgent: string | undefined,
): Promise<void> {
  const byClient = await deps.access.limiter.take(RATE_RULES.seenClient, opener.client);
  const byHandle = await deps.access.limiter.take(RATE_RULES.seenHandle, handle);
  if (byClient.kind === 'limited' || byHandle.kind === 'limited') return;
  const found = await findVisit(deps, tenant, handle);
  if (found === undefined) return;
  const robot = robotOf(userAgent);
  const at = deps.clock.now();
  const isFirst = await tx(deps.db, async (trx) => {
    const row = { org_id: tenant.orgId, handle_hash: handleHash(deps, handle), robot, first_at: at };
    const first = await notePreview(trx, row);
    if (first)
      await recordEvent(deps, trx, tenant, {
        kind: 'notice.previewed',
        at,
        actor: { kind: 'system' },
        ...(found.recipientId === null ? {} : { subjectId: found.recipientId }),
        ...(found.visit.kind === 'transfer' ? { transferId: found.visit.id } : {}),
        place: opener.place.jurisdiction,
        detail: { robot },
      });
    return first;
  });
  if (isFirst) deps.log.nudge();
}

/** How a notice's handle is kept beside what was seen of it. */
export function handleHash({ sha256 }: Pick<TransferDeps, 'sha256'>, handle: string): Uint8Array<ArrayBuffer> {
  return sha256(utf8(`entrepot.preview/v1\0${handle}`));
}
