/**
 * A member's own grant, made from the audience's when he first opens an object: split anew, counted for him alone, ended with the transfer.
 * So a message to two hundred people costs two grants when it is sent, and each still has openings of his own.
 */
import { findAudienceGrant, findGrant, type GrantRow, insertGrants } from '../store/tables/grants.ts';
import type { TransferRow } from '../store/tables/transfers.ts';
import { lockTransfer } from '../store/tables/transfers.ts';
import { type Trx, tx } from '../store/transaction.ts';
import { recordEvent } from './audit.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { OPENING } from './errors.ts';
import { grantRow, holderOf } from './grant.ts';
import { contentOf } from './terms/split.ts';

/**
 * The grant by which a recipient opens an object; for a member of an audience it is made now if there was none. Undefined when there is
 * nothing to make it from. The caller has made sure that the transfer is for this recipient and that he is still in the audience.
 *
 * INVARIANT: one grant per object and recipient: two requests at once make one, under the transfer's lock.
 */
export async function grantOf(
  deps: TransferDeps,
  tenant: Tenant,
  transfer: TransferRow,
  objectId: string,
  recipientId: string,
): Promise<GrantRow | undefined> {
  const { orgId } = tenant;
  const { transfer_id: transferId } = transfer;
  const own = await findGrant(deps.db.query, orgId, transferId, objectId, recipientId);
  if (own !== undefined || transfer.audience_id === null) return own;
  return tx(deps.db, async (trx) => {
    const locked = await lockTransfer(trx, orgId, transferId);
    return locked === undefined ? undefined : grantOfMember(deps, trx, tenant, locked, objectId, recipientId);
  });
}

/** A member's own grant of an object of a transfer to his audience, made if there was none. The caller holds the transfer's lock. */
export async function grantOfMember(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  locked: TransferRow,
  objectId: string,
  recipientId: string,
): Promise<GrantRow | undefined> {
  const { orgId } = tenant;
  const { transfer_id: transferId } = locked;
  const meanwhile = await findGrant(trx, orgId, transferId, objectId, recipientId);
  const source = await findAudienceGrant(trx, orgId, transferId, objectId);
  if (meanwhile !== undefined || source === undefined) return meanwhile;
  // An ended transfer has no secret left to split: what ended it is said by the audience's own grant.
  if (source.wrapped_secret === null) return source;
  const row = await memberGrant(deps, trx, tenant, locked, source, recipientId);
  await insertGrants(trx, [row]);
  await recordEvent(deps, trx, tenant, {
    kind: 'grant.made',
    at: deps.clock.now(),
    actor: { kind: 'system' },
    subjectId: recipientId,
    transferId,
    objectId,
    detail: { grant: row.grant_id, from: source.grant_id },
  });
  return findGrant(trx, orgId, transferId, objectId, recipientId);
}

/** Reads by the transaction it is in: a second connection per opening could wait for ever for those that wait for it. */
async function memberGrant(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  transfer: TransferRow,
  source: GrantRow,
  recipientId: string,
): ReturnType<typeof grantRow> {
  if (source.permission === 'records') throw OPENING.damaged({ reason: 'missing' });
  return grantRow(deps, tenant, {
    ...(await contentOf(deps, trx, tenant, source)),
    holder: holderOf(source.permission),
    permission: source.permission,
    recipientId,
    opens: transfer.opens_max,
    transferId: transfer.transfer_id,
    decisionId: source.decision_id,
    at: source.not_before,
    expiresAt: source.expires_at,
  });
}
