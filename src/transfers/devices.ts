/** Browsers that show a key of their own. A device says nothing about who somebody is; it says that it is the same browser as before. */
import { deviceChallenge, isSignedByDevice, readDeviceKey } from '../access/device-key.ts';
import { RATE_RULES } from '../access/rate-limit.ts';
import { type Bytes, fromBase64url, hex } from '../base/bytes.ts';
import type { DeviceList, ShowDevice } from '../model/api/delivery.ts';
import { findDevice, listDevices, noteDevice, removeDevice, setSessionDevice } from '../store/tables/devices.ts';
import { type Trx, tx } from '../store/transaction.ts';
import { type EventActor, recordEvent } from './audit.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { DELIVERY } from './errors.ts';
import { visibleTransfers } from './landing.ts';
import type { OpenDeps, Opener, Visitor } from './recipient-access.ts';

/**
 * Takes the proof that this browser has the private key and binds the session to the device. Returns the device's id; the first time it is
 * recorded.
 *
 * @throws `delivery.device_not_accepted` for a bad key or signature, and for a device that was removed: its key counts no more.
 */
export async function showDevice(
  deps: OpenDeps,
  tenant: Tenant,
  visitor: Visitor,
  opener: Opener,
  command: Pick<ShowDevice, 'publicKey' | 'signature'>,
): Promise<string> {
  const limited = await deps.access.limiter.take(RATE_RULES.deviceClient, opener.client);
  const key = readDeviceKey(command.publicKey);
  const signature = signatureOf(command.signature);
  if (limited.kind === 'limited' || key === undefined || signature === undefined) throw DELIVERY.device_not_accepted();
  if (!isSignedByDevice(key, deviceChallenge(visitor.csrf, command.publicKey), signature))
    throw DELIVERY.device_not_accepted();
  const transferId = (await visibleTransfers(deps, tenant, visitor)).at(-1)?.transfer_id;
  const now = deps.clock.now();
  const deviceId = await tx(deps.db, async (trx) => {
    const id = deps.ids.uuid();
    const { orgId } = tenant;
    const { recipientId, sessionHash } = visitor;
    const device = await noteDevice(trx, {
      org_id: orgId,
      device_id: id,
      recipient_id: recipientId,
      public_key: key,
      first_at: now,
      last_at: now,
    });
    if (device.removed_at !== null) return undefined;
    await setSessionDevice(trx, orgId, { sessionHash, recipientId }, device.device_id);
    if (device.device_id === id)
      await recordEvent(deps, trx, tenant, {
        kind: 'device.seen',
        at: now,
        actor: { kind: 'recipient', id: recipientId },
        ...(transferId === undefined ? {} : { transferId }),
        place: opener.place.jurisdiction,
        detail: { device: id, key: fingerprintOf(deps, key) },
      });
    return device.device_id;
  });
  if (deviceId === undefined) throw DELIVERY.device_not_accepted();
  deps.log.nudge();
  return deviceId;
}

function signatureOf(text: string): Bytes | undefined {
  try {
    return fromBase64url(text);
  } catch {
    return undefined;
  }
}

/** SHA-256 of the point, hex. */
export function fingerprintOf({ sha256 }: Pick<TransferDeps, 'sha256'>, publicKey: Uint8Array): string {
  return hex(sha256(publicKey));
}

/** A recipient's own devices. */
export async function ownDevices(deps: TransferDeps, tenant: Tenant, visitor: Visitor): Promise<DeviceList> {
  const rows = await listDevices(deps.db.query, tenant.orgId, [visitor.recipientId]);
  return {
    devices: rows.map((row) => ({
      id: row.device_id,
      recipientId: row.recipient_id,
      firstAt: row.first_at.toISOString(),
      lastAt: row.last_at.toISOString(),
      current: row.device_id === visitor.deviceId,
    })),
  };
}

/** Removes a device for good, and ends its sessions. @throws `delivery.unknown_device` for one that is not this recipient's */
export async function forgetDevice(
  deps: TransferDeps,
  tenant: Tenant,
  actor: EventActor,
  recipientId: string,
  deviceId: string,
): Promise<void> {
  await tx(deps.db, (trx) => remove(deps, trx, tenant, actor, recipientId, deviceId));
  deps.log.nudge();
}

async function remove(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  actor: EventActor,
  recipientId: string,
  deviceId: string,
): Promise<void> {
  const at = deps.clock.now();
  const found = await findDevice(trx, tenant.orgId, deviceId);
  if (found === undefined || !(await removeDevice(trx, tenant.orgId, recipientId, deviceId, at)))
    throw DELIVERY.unknown_device();
  await recordEvent(deps, trx, tenant, {
    kind: 'device.removed',
    at,
    actor,
    subjectId: recipientId,
    detail: { device: deviceId, key: fingerprintOf(deps, found.public_key) },
  });
}
