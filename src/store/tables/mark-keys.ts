/** Rows of mark_key: the forensic mark's keys, one per period. */
import type { Selectable } from 'kysely';
import type { Executor } from '../database.ts';
import type { MarkKeyTable } from '../schema-opening.ts';
import type { Trx } from '../transaction.ts';

export type MarkKeyRow = Selectable<MarkKeyTable>;

/** The key of the period that holds `at`; undefined when none was made yet. */
export async function findMarkKey(db: Executor, orgId: string, at: Date): Promise<MarkKeyRow | undefined> {
  return await db
    .selectFrom('mark_key')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('starts_at', '<=', at)
    .where('ends_at', '>', at)
    .executeTakeFirst();
}

export async function findMarkKeyById(db: Executor, orgId: string, id: string): Promise<MarkKeyRow | undefined> {
  return await db
    .selectFrom('mark_key')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('mark_key_id', '=', id)
    .executeTakeFirst();
}

/** Adds a key unless the period has one: two processes at once make one. */
export async function insertMarkKey(trx: Trx, row: MarkKeyRow): Promise<void> {
  await trx
    .insertInto('mark_key')
    .values(row)
    .onConflict((conflict) => conflict.columns(['org_id', 'starts_at']).doNothing())
    .execute();
}

/** Deletes the plain keys of periods that ended before. Returns how many. */
export async function forgetMarkKeys(trx: Trx, orgId: string, before: Date): Promise<number> {
  const result = await trx
    .updateTable('mark_key')
    .set({ wrapped: null })
    .where('org_id', '=', orgId)
    .where('ends_at', '<=', before)
    .where('wrapped', 'is not', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}
