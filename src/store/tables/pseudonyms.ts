/** Rows of pseudonym_table and pseudonym_look. */
import type { Insertable, Selectable } from 'kysely';
import type { Executor } from '../database.ts';
import type { PseudonymLookTable, PseudonymTableTable } from '../schema-classification.ts';
import type { Trx } from '../transaction.ts';

export type PseudonymTableRow = Selectable<PseudonymTableTable>;
export type PseudonymLookRow = Selectable<PseudonymLookTable>;

export async function insertPseudonymTable(trx: Trx, row: Insertable<PseudonymTableTable>): Promise<void> {
  await trx.insertInto('pseudonym_table').values(row).execute();
}

export async function findPseudonymTable(
  db: Executor,
  orgId: string,
  tableId: string,
): Promise<PseudonymTableRow | undefined> {
  return await db
    .selectFrom('pseudonym_table')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('table_id', '=', tableId)
    .executeTakeFirst();
}

/** The newest first, at most 200; of one person, or of all. */
export function listPseudonymTables(
  db: Executor,
  orgId: string,
  madeBy: string | undefined,
): Promise<PseudonymTableRow[]> {
  let query = db.selectFrom('pseudonym_table').selectAll().where('org_id', '=', orgId);
  if (madeBy !== undefined) query = query.where('made_by', '=', madeBy);
  return query.orderBy('made_at', 'desc').limit(200).execute();
}

/** Tables of the files of these transfers. */
export function listTablesOfTransfers(
  db: Executor,
  orgId: string,
  transferIds: readonly string[],
): Promise<PseudonymTableRow[]> {
  if (transferIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('pseudonym_table')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', 'in', [...transferIds])
    .orderBy('made_at')
    .execute();
}

/** Says which transfer the files of these uploads go with. */
export async function linkTables(
  trx: Trx,
  orgId: string,
  uploadIds: readonly string[],
  transferId: string,
): Promise<void> {
  if (uploadIds.length === 0) return;
  await trx
    .updateTable('pseudonym_table')
    .set({ transfer_id: transferId })
    .where('org_id', '=', orgId)
    .where('upload_id', 'in', [...uploadIds])
    .where('transfer_id', 'is', null)
    .execute();
}

/** Deletes what leads back; false when it is gone already. */
export async function eraseTable(trx: Trx, orgId: string, tableId: string, by: string, at: Date): Promise<boolean> {
  const result = await trx
    .updateTable('pseudonym_table')
    .set({ table_sealed: null, erased_at: at, erased_by: by })
    .where('org_id', '=', orgId)
    .where('table_id', '=', tableId)
    .where('table_sealed', 'is not', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function insertPseudonymLook(trx: Trx, row: Insertable<PseudonymLookTable>): Promise<void> {
  await trx.insertInto('pseudonym_look').values(row).execute();
}

/** Looks into these tables, the newest first. */
export function listPseudonymLooks(
  db: Executor,
  orgId: string,
  tableIds: readonly string[],
): Promise<PseudonymLookRow[]> {
  if (tableIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('pseudonym_look')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('table_id', 'in', [...tableIds])
    .orderBy('looked_at', 'desc')
    .limit(1000)
    .execute();
}
