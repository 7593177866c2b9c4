/** Recipients' devices as staff end them. */
import { listTransferRecipients, type TransferRow } from '../../store/tables/transfers.ts';
import type { StaffActor, Tenant, TransferDeps } from '../../transfers/deps.ts';
import { forgetDevice } from '../../transfers/devices.ts';
import { DELIVERY } from '../../transfers/errors.ts';

/** Removes a device of somebody who is a recipient of this transfer. @throws `delivery.unknown_device` */
export async function forgetDeviceOf(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  transfer: TransferRow,
  device: { readonly recipientId: string; readonly deviceId: string },
): Promise<void> {
  const links = await listTransferRecipients(deps.db.query, tenant.orgId, [transfer.transfer_id]);
  if (!links.some((one) => one.recipient_id === device.recipientId)) throw DELIVERY.unknown_device();
  await forgetDevice(deps, tenant, { kind: 'staff', id: actor.id }, device.recipientId, device.deviceId);
}
