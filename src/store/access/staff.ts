/** Rows of staff. Names and addresses are sealed by the caller; this file never sees them. */
import type { Insertable, Selectable } from 'kysely';
import type { Bytes } from '../../base/bytes.ts';
import type { Executor } from '../database.ts';
import type { StaffTable } from '../schema.ts';
import type { Trx } from '../transaction.ts';

export type StaffRow = Selectable<StaffTable>;

/** False when somebody with the same address is there already. */
export async function insertStaff(trx: Trx, row: Insertable<StaffTable>): Promise<boolean> {
  const result = await trx
    .insertInto('staff')
    .values(row)
    .onConflict((conflict) => conflict.columns(['org_id', 'email_index']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export function listStaff(db: Executor, orgId: string): Promise<StaffRow[]> {
  return db.selectFrom('staff').selectAll().where('org_id', '=', orgId).orderBy('created_at').limit(1000).execute();
}

export function findStaff(db: Executor, orgId: string, staffId: string): Promise<StaffRow | undefined> {
  return db
    .selectFrom('staff')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('staff_id', '=', staffId)
    .executeTakeFirst();
}

/** The person who signs in with this account. */
export function findStaffByAccount(db: Executor, orgId: string, authUserId: string): Promise<StaffRow | undefined> {
  return db
    .selectFrom('staff')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('auth_user_id', '=', authUserId)
    .executeTakeFirst();
}

export function findStaffByAddress(db: Executor, orgId: string, emailIndex: Bytes): Promise<StaffRow | undefined> {
  return db
    .selectFrom('staff')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('email_index', '=', emailIndex)
    .executeTakeFirst();
}

/** Gives an invited person the account just made; false when the person is not (or no longer) waiting for one. */
export async function linkAccount(trx: Trx, orgId: string, staffId: string, authUserId: string): Promise<boolean> {
  const result = await trx
    .updateTable('staff')
    .set({ auth_user_id: authUserId, state: 'enrolling' })
    .where('org_id', '=', orgId)
    .where('staff_id', '=', staffId)
    .where('state', 'in', ['invited', 'enrolling'])
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Moves a person from one of the states to another; false when the person is in none of them. */
export async function moveStaff(
  trx: Trx,
  orgId: string,
  staffId: string,
  from: readonly StaffRow['state'][],
  to: StaffRow['state'],
): Promise<boolean> {
  const result = await trx
    .updateTable('staff')
    .set({ state: to })
    .where('org_id', '=', orgId)
    .where('staff_id', '=', staffId)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
