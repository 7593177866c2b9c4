/** A recipient who proved who he is asks for something, takes it back, or says that it is not for him. */
import { RATE_RULES } from '../../access/rate-limit.ts';
import type { Ask, OwnRequests } from '../../model/api/access-requests.ts';
import { closeAccessRequest, findAccessRequest, listOwnAccessRequests } from '../../store/tables/access-requests.ts';
import { shredGrantsOf } from '../../store/tables/grant-terms.ts';
import { listTransferObjects, lockTransfer, type TransferRow } from '../../store/tables/transfers.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { recordEvent } from '../audit.ts';
import { grantOfMember } from '../audience-grants.ts';
import type { Tenant } from '../deps.ts';
import { OPENING } from '../errors.ts';
import { visibleTransfers } from '../landing.ts';
import type { OpenDeps, Opener, Visitor } from '../recipient-access.ts';
import { requestContexts } from './contexts.ts';
import { ACCESS_REQUEST } from './errors.ts';
import { keepRequest } from './keep.ts';

/**
 * Returns `asked`, also when the same is open already: asking twice is asking once. `limited`: too often.
 *
 * @throws `opening.not_found` for what is not behind this visitor's link
 */
export async function askFor(
  deps: OpenDeps,
  tenant: Tenant,
  visitor: Visitor,
  opener: Opener,
  ask: Omit<Ask, 'handle'>,
): Promise<'asked' | 'limited'> {
  const byClient = await deps.access.limiter.take(RATE_RULES.requestClient, opener.client);
  const byPerson = await deps.access.limiter.take(RATE_RULES.requestPerson, visitor.recipientId);
  if (byClient.kind === 'limited' || byPerson.kind === 'limited') return 'limited';
  const { transfer, objectIds } = await about(deps, tenant, visitor, ask);
  const { recipientId } = visitor;
  const requestId = deps.ids.uuid();
  const reasonSealed = await deps.fields.seal(requestContexts(requestId).reason, ask.reason);
  await tx(deps.db, async (trx) => {
    const { kind, objectId } = ask;
    const whole = kind === 'declined' || kind === 'abuse';
    const made = { requestId, kind, transfer, objectId: whole ? null : objectId, recipientId, proved: true };
    await keepRequest(deps, trx, tenant, { ...made, place: opener.place.jurisdiction, reasonSealed });
    if (kind === 'declined') await endOwn(deps, trx, tenant, transfer.transfer_id, objectIds, recipientId);
  });
  deps.log.nudge();
  return 'asked';
}

/** Which transfer is meant: that of the object, of the reference, or the newest. */
async function about(
  deps: OpenDeps,
  tenant: Tenant,
  visitor: Visitor,
  { objectId, reference }: Pick<Ask, 'objectId' | 'reference'>,
): Promise<{ readonly transfer: TransferRow; readonly objectIds: readonly string[] }> {
  const transfers = await visibleTransfers(deps, tenant, visitor);
  const objects = await listTransferObjects(
    deps.db.query,
    tenant.orgId,
    transfers.map((one) => one.transfer_id),
  );
  const ofObject = objects.find((one) => one.object_id === objectId)?.transfer_id;
  const transfer =
    objectId === null
      ? reference === null
        ? transfers.at(-1)
        : transfers.find((one) => one.reference === reference)
      : transfers.find((one) => one.transfer_id === ofObject);
  if (transfer === undefined) throw OPENING.not_found();
  const own = objects.filter((one) => one.transfer_id === transfer.transfer_id);
  return { transfer, objectIds: own.map((one) => one.object_id) };
}

/** Ends what was granted to this recipient, for good. */
async function endOwn(
  deps: OpenDeps,
  trx: Trx,
  tenant: Tenant,
  transferId: string,
  objectIds: readonly string[],
  recipientId: string,
): Promise<void> {
  const transfer = await lockTransfer(trx, tenant.orgId, transferId);
  if (transfer?.state !== 'granted') return;
  // INVARIANT: an ended grant of his own stands where one would be made from the audience's.
  if (transfer.audience_id !== null)
    for (const objectId of objectIds) await grantOfMember(deps, trx, tenant, transfer, objectId, recipientId);
  const at = deps.clock.now();
  const ended = await shredGrantsOf(trx, tenant.orgId, transferId, recipientId, at);
  if (ended === 0) return;
  await recordEvent(deps, trx, tenant, {
    kind: 'grant.ended',
    at,
    actor: { kind: 'recipient', id: recipientId },
    subjectId: recipientId,
    transferId,
    detail: { grants: ended },
  });
}

/** Takes an own request back. @throws `access_request.not_found`, `access_request.closed` */
export async function takeBack(deps: OpenDeps, tenant: Tenant, visitor: Visitor, requestId: string): Promise<void> {
  const row = await findAccessRequest(deps.db.query, tenant.orgId, requestId);
  const isOwn = row !== undefined && row.proved && row.recipient_id === visitor.recipientId;
  // What is said for good cannot be taken back.
  if (!isOwn || row.kind === 'declined' || row.kind === 'abuse') throw ACCESS_REQUEST.not_found();
  await tx(deps.db, async (trx) => {
    const at = deps.clock.now();
    const closing = { state: 'withdrawn', at, by: null, answer: null } as const;
    if (!(await closeAccessRequest(trx, tenant.orgId, requestId, closing))) throw ACCESS_REQUEST.closed();
    await recordEvent(deps, trx, tenant, {
      kind: 'access_request.withdrawn',
      at,
      actor: { kind: 'recipient', id: visitor.recipientId },
      subjectId: requestId,
      transferId: row.transfer_id,
    });
  });
  deps.log.nudge();
}

/** What this visitor asked for about what is behind the link, newest first, with the answers. */
export async function listOwn(deps: OpenDeps, tenant: Tenant, visitor: Visitor): Promise<OwnRequests> {
  const transfers = await visibleTransfers(deps, tenant, visitor);
  const references = new Map(transfers.map((one) => [one.transfer_id, one.reference]));
  const rows = await listOwnAccessRequests(deps.db.query, tenant.orgId, visitor.recipientId, [...references.keys()]);
  return {
    requests: await Promise.all(
      rows.map(async (row) => ({
        id: row.request_id,
        kind: row.kind,
        reference: references.get(row.transfer_id) ?? '',
        objectId: row.object_id,
        state: row.state,
        at: row.created_at.toISOString(),
        answeredAt: row.answered_at?.toISOString() ?? null,
        answer:
          row.answer_sealed === null
            ? ''
            : await deps.fields.open(requestContexts(row.request_id).answer, row.answer_sealed),
      })),
    ),
  };
}
