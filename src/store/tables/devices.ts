/** Rows of recipient_device: browsers that showed a key of their own, each of one recipient. */
import type { Selectable } from 'kysely';
import type { Executor } from '../database.ts';
import type { RecipientDeviceTable } from '../schema-opening.ts';
import type { Trx } from '../transaction.ts';

export type DeviceRow = Selectable<RecipientDeviceTable>;

/** Adds a device, or notes that it is here again. Returns the row as it is: the id is the first one that the key had. */
export async function noteDevice(trx: Trx, row: Omit<DeviceRow, 'removed_at'>): Promise<DeviceRow> {
  return await trx
    .insertInto('recipient_device')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['org_id', 'recipient_id', 'public_key']).doUpdateSet({ last_at: row.last_at }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function findDevice(db: Executor, orgId: string, deviceId: string): Promise<DeviceRow | undefined> {
  return await db
    .selectFrom('recipient_device')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('device_id', '=', deviceId)
    .executeTakeFirst();
}

/** Those of these recipients that were not removed, oldest first. */
export function listDevices(db: Executor, orgId: string, recipientIds: readonly string[]): Promise<DeviceRow[]> {
  if (recipientIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('recipient_device')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('recipient_id', 'in', [...recipientIds])
    .where('removed_at', 'is', null)
    .orderBy('first_at')
    .limit(1000)
    .execute();
}

/** Devices by id, removed ones among them: receipts outlive them. */
export function findDevices(db: Executor, orgId: string, deviceIds: readonly string[]): Promise<DeviceRow[]> {
  if (deviceIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('recipient_device')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('device_id', 'in', [...deviceIds])
    .execute();
}

/** Notes which device a session runs on. False when the session is gone. */
export async function setSessionDevice(
  trx: Trx,
  orgId: string,
  session: { readonly sessionHash: Uint8Array; readonly recipientId: string },
  deviceId: string,
): Promise<boolean> {
  const result = await trx
    .updateTable('recipient_session')
    .set({ device_id: deviceId })
    .where('org_id', '=', orgId)
    .where('session_hash', '=', session.sessionHash)
    .where('recipient_id', '=', session.recipientId)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/**
 * Removes a device of this recipient and ends the sessions that run on it. False when there is none, or it was removed before.
 *
 * INVARIANT: its key is never taken again: the row stays.
 */
export async function removeDevice(
  trx: Trx,
  orgId: string,
  recipientId: string,
  deviceId: string,
  at: Date,
): Promise<boolean> {
  const result = await trx
    .updateTable('recipient_device')
    .set({ removed_at: at })
    .where('org_id', '=', orgId)
    .where('recipient_id', '=', recipientId)
    .where('device_id', '=', deviceId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  await trx
    .deleteFrom('recipient_session')
    .where('org_id', '=', orgId)
    .where('recipient_id', '=', recipientId)
    .where('device_id', '=', deviceId)
    .execute();
  return result.numUpdatedRows === 1n;
}
