/** Rows of duty: the clocks that run. */
import type { Insertable, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { DutyTable } from '../schema-law.ts';
import type { Trx } from '../transaction.ts';

export type DutyRow = Selectable<DutyTable>;
export type DutyState = DutyRow['state'];

/** False when the same duty of the same thing was opened before, whatever became of it. */
export async function insertDuty(trx: Trx, row: Insertable<DutyTable>): Promise<boolean> {
  const result = await trx
    .insertInto('duty')
    .values(row)
    .onConflict((conflict) => conflict.columns(['org_id', 'rule_id', 'subject_key']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** The duty of a rule about one thing, locked until the transaction ends. */
export function lockDutyOf(trx: Trx, orgId: string, ruleId: string, subjectKey: string): Promise<DutyRow | undefined> {
  return trx
    .selectFrom('duty')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('rule_id', '=', ruleId)
    .where('subject_key', '=', subjectKey)
    .forUpdate()
    .executeTakeFirst();
}

export function findDuty(db: Executor, orgId: string, dutyId: string): Promise<DutyRow | undefined> {
  return db.selectFrom('duty').selectAll().where('org_id', '=', orgId).where('duty_id', '=', dutyId).executeTakeFirst();
}

/** The same row, locked until the transaction ends: it is completed, dismissed or reopened once. */
export function lockDuty(trx: Trx, orgId: string, dutyId: string): Promise<DutyRow | undefined> {
  return trx
    .selectFrom('duty')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('duty_id', '=', dutyId)
    .forUpdate()
    .executeTakeFirst();
}

export type DutyFilter = { readonly state?: DutyState; readonly entityId?: string; readonly subjectKey?: string };

/** Open ones first, the most urgent first; then closed ones, the newest first. */
export function listDutyRows(db: Executor, orgId: string, filter: DutyFilter, limit: number): Promise<DutyRow[]> {
  let query = db.selectFrom('duty').selectAll().where('org_id', '=', orgId);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.entityId !== undefined) query = query.where('entity_id', '=', filter.entityId);
  if (filter.subjectKey !== undefined) query = query.where('subject_key', '=', filter.subjectKey);
  return query
    .orderBy('closed_at', (order) => order.desc().nullsFirst())
    .orderBy('due_at')
    .orderBy('duty_id')
    .limit(limit)
    .execute();
}

/** Makes an open duty due earlier. */
export async function advanceDuty(
  trx: Trx,
  orgId: string,
  ruleId: string,
  subjectKey: string,
  dueAt: Date,
): Promise<void> {
  await trx
    .updateTable('duty')
    .set({ due_at: dueAt })
    .where('org_id', '=', orgId)
    .where('rule_id', '=', ruleId)
    .where('subject_key', '=', subjectKey)
    .where('state', '=', 'open')
    .where('due_at', '>', dueAt)
    .execute();
}

export type DutyCounts = { readonly open: number; readonly overdue: number; readonly soon: number };

/** Open duties, those that are over at `now`, and those that will be before `soon`. */
export async function countDuties(db: Executor, orgId: string, now: Date, soon: Date): Promise<DutyCounts> {
  const row = await db
    .selectFrom('duty')
    .select([
      sql<number>`count(*)`.as('open'),
      sql<number>`count(*) filter (where due_at < ${now})`.as('overdue'),
      sql<number>`count(*) filter (where due_at >= ${now} and due_at < ${soon})`.as('soon'),
    ])
    .where('org_id', '=', orgId)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return { open: row?.open ?? 0, overdue: row?.overdue ?? 0, soon: row?.soon ?? 0 };
}

export type DutyChange = {
  readonly state: DutyState;
  readonly closed_at: Date | null;
  readonly closed_by: string | null;
  readonly reference_sealed?: Uint8Array | null;
  readonly note_sealed?: Uint8Array | null;
};

/** Moves a duty between its states; false when it is no longer in one of `from`. */
export async function moveDuty(
  trx: Trx,
  orgId: string,
  dutyId: string,
  from: readonly DutyState[],
  change: DutyChange,
): Promise<boolean> {
  const result = await trx
    .updateTable('duty')
    .set(change)
    .where('org_id', '=', orgId)
    .where('duty_id', '=', dutyId)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Keeps what an officer filled in; null forgets it. False when there is no such duty. */
export async function updateDutyDraft(
  trx: Trx,
  orgId: string,
  dutyId: string,
  draft: Uint8Array | null,
): Promise<boolean> {
  const result = await trx
    .updateTable('duty')
    .set({ draft_sealed: draft })
    .where('org_id', '=', orgId)
    .where('duty_id', '=', dutyId)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Open duties that are over and of which the log does not know it yet. */
export function listNewlyOverdue(db: Executor, orgId: string, now: Date, limit: number): Promise<DutyRow[]> {
  return db
    .selectFrom('duty')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('state', '=', 'open')
    .where('due_at', '<', now)
    .where('overdue_at', 'is', null)
    .orderBy('due_at')
    .limit(limit)
    .execute();
}

/** False when it was marked before, or is done meanwhile. */
export async function markOverdue(trx: Trx, orgId: string, dutyId: string, at: Date): Promise<boolean> {
  const result = await trx
    .updateTable('duty')
    .set({ overdue_at: at })
    .where('org_id', '=', orgId)
    .where('duty_id', '=', dutyId)
    .where('state', '=', 'open')
    .where('overdue_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Withdraws the records that were made when the duty was completed. Returns how many there were. */
export async function withdrawDutyRecords(
  trx: Trx,
  orgId: string,
  dutyId: string,
  by: string,
  at: Date,
): Promise<number> {
  const result = await trx
    .updateTable('legal_basis')
    .set({ withdrawn_at: at, withdrawn_by: by })
    .where('org_id', '=', orgId)
    .where('duty_id', '=', dutyId)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}
