/** Acts about one recipient of a transfer that is no change of terms: ending his grants for good, forgetting his devices. */
import { forgetDevices } from '../../store/tables/access-terms.ts';
import { shredGrantsOf } from '../../store/tables/grant-terms.ts';
import { cancelOutboxOf } from '../../store/tables/outbox.ts';
import { lockTransfer, type TransferRow } from '../../store/tables/transfers.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { recordEvent } from '../audit.ts';
import type { StaffActor, Tenant, TransferDeps } from '../deps.ts';
import { TRANSFER } from '../errors.ts';
import { TERMS } from './errors.ts';
import { makeMemberGrants, recipientsOf } from './set-terms.ts';

/**
 * Deletes one recipient's release secrets: nothing gives them back. A member of an audience gets none again from the audience's grant.
 *
 * @throws `transfer.not_found`, `terms.ended`, `terms.not_of_transfer`, `terms.nothing_to_revoke`
 */
export async function revokeRecipient(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  transferId: string,
  recipientId: string,
): Promise<void> {
  await tx(deps.db, async (trx) => {
    const transfer = await lockGranted(trx, tenant, transferId, recipientId);
    // INVARIANT: a revoked grant of his own stands where one would be made from the audience's.
    await makeMemberGrants(deps, trx, tenant, transfer, recipientId);
    const at = deps.clock.now();
    const ended = await shredGrantsOf(trx, tenant.orgId, transferId, recipientId, at);
    if (ended === 0) throw TERMS.nothing_to_revoke();
    await cancelOutboxOf(trx, tenant.orgId, transferId, recipientId);
    await recordEvent(deps, trx, tenant, {
      kind: 'access.revoked',
      at,
      actor: { kind: 'staff', id: actor.id },
      subjectId: recipientId,
      transferId,
      detail: { grants: ended },
    });
  });
  deps.log.nudge();
}

/**
 * Lets a recipient start anew with his devices; those that opened before are forgotten. Returns how many were.
 *
 * @throws `transfer.not_found`, `terms.ended`, `terms.not_of_transfer`
 */
export async function forgetDevicesOf(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  transferId: string,
  recipientId: string,
): Promise<number> {
  const forgotten = await tx(deps.db, async (trx) => {
    await lockGranted(trx, tenant, transferId, recipientId);
    const devices = await forgetDevices(trx, tenant.orgId, transferId, recipientId);
    await recordEvent(deps, trx, tenant, {
      kind: 'access.devices_forgotten',
      at: deps.clock.now(),
      actor: { kind: 'staff', id: actor.id },
      subjectId: recipientId,
      transferId,
      detail: { devices },
    });
    return devices;
  });
  deps.log.nudge();
  return forgotten;
}

async function lockGranted(trx: Trx, tenant: Tenant, transferId: string, recipientId: string): Promise<TransferRow> {
  const transfer = await lockTransfer(trx, tenant.orgId, transferId);
  if (transfer === undefined) throw TRANSFER.not_found();
  if (transfer.state !== 'granted') throw TERMS.ended();
  if (!(await recipientsOf(trx, tenant.orgId, transfer)).has(recipientId)) throw TERMS.not_of_transfer();
  return transfer;
}
