/**
 * What can be said from a link alone: that one cannot get in, or that something is wrong with what was sent. INVARIANT: nobody learns from the
 * answer whether the link is known, or whether the same was said before.
 */
import { RATE_RULES } from '../../access/rate-limit.ts';
import type { Report } from '../../model/api/access-requests.ts';
import { listTold } from '../../store/tables/outbox-after.ts';
import { findTransfer, type TransferRow } from '../../store/tables/transfers.ts';
import { tx } from '../../store/transaction.ts';
import type { Tenant } from '../deps.ts';
import { findVisit } from '../landing.ts';
import type { OpenDeps, Opener } from '../recipient-access.ts';
import { requestContexts } from './contexts.ts';
import { keepRequest } from './keep.ts';

/** Returns `received` whatever the link is; `limited` when this client or this link says too much. */
export async function reportFromLink(
  deps: OpenDeps,
  tenant: Tenant,
  opener: Opener,
  { handle, kind, reason }: Report,
): Promise<'received' | 'limited'> {
  const byClient = await deps.access.limiter.take(RATE_RULES.reportClient, opener.client);
  const byHandle = await deps.access.limiter.take(RATE_RULES.reportHandle, handle);
  if (byClient.kind === 'limited' || byHandle.kind === 'limited') return 'limited';
  const requestId = deps.ids.uuid();
  // Sealed whether or not it will be kept, so that the time says little.
  const reasonSealed = await deps.fields.seal(requestContexts(requestId).reason, reason);
  const found = await behind(deps, tenant, handle);
  if (found === undefined) return 'received';
  const { transfer, recipientId } = found;
  const made = { requestId, kind, transfer, objectId: null, recipientId, proved: false };
  await tx(deps.db, (trx) =>
    keepRequest(deps, trx, tenant, { ...made, place: opener.place.jurisdiction, reasonSealed }),
  );
  deps.log.nudge();
  return 'received';
}

/** The transfer behind a link, the newest of several; who it was sent to is known where the link is for one person. */
async function behind(
  deps: OpenDeps,
  tenant: Tenant,
  handle: string,
): Promise<{ readonly transfer: TransferRow; readonly recipientId: string | null } | undefined> {
  const found = await findVisit(deps, tenant, handle);
  if (found === undefined) return undefined;
  const { visit, recipientId } = found;
  const transferId =
    visit.kind === 'transfer' ? visit.id : (await listTold(deps.db.query, tenant.orgId, visit.id)).at(-1)?.transfer_id;
  const transfer = transferId === undefined ? undefined : await findTransfer(deps.db.query, tenant.orgId, transferId);
  return transfer === undefined ? undefined : { transfer, recipientId };
}
