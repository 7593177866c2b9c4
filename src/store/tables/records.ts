/** Rows of legal_basis: what lifts objections, of one transfer or of every later one within a scope. */
import { type Insertable, sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { LegalBasisTable } from '../schema.ts';
import type { Trx } from '../transaction.ts';
import type { LegalBasisRow } from './transfers.ts';

export async function insertRecord(trx: Trx, row: Insertable<LegalBasisTable>): Promise<void> {
  await trx.insertInto('legal_basis').values(row).execute();
}

/** Records of the transfer itself, and standing ones of its legal entity; withdrawn ones left out. Oldest first. */
export function listRecordsFor(
  db: Executor,
  orgId: string,
  transferId: string | null,
  entityId: string,
): Promise<LegalBasisRow[]> {
  return db
    .selectFrom('legal_basis')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('withdrawn_at', 'is', null)
    .where((where) =>
      where.or([
        where.and([where('entity_id', '=', entityId), where('scope', 'is not', null)]),
        ...(transferId === null ? [] : [where('transfer_id', '=', transferId)]),
      ]),
    )
    .orderBy('recorded_at')
    .orderBy('basis_id')
    .execute();
}

/** Standing records, newest first, withdrawn and expired ones included. */
export function listStandingRecords(db: Executor, orgId: string, limit: number): Promise<LegalBasisRow[]> {
  return db
    .selectFrom('legal_basis')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('scope', 'is not', null)
    .orderBy('recorded_at', 'desc')
    .orderBy('basis_id')
    .limit(limit)
    .execute();
}

export function findRecord(db: Executor, orgId: string, basisId: string): Promise<LegalBasisRow | undefined> {
  return db
    .selectFrom('legal_basis')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('basis_id', '=', basisId)
    .executeTakeFirst();
}

/** False when it was withdrawn already. */
export async function withdrawRecord(trx: Trx, orgId: string, basisId: string, by: string, at: Date): Promise<boolean> {
  const result = await trx
    .updateTable('legal_basis')
    .set({ withdrawn_at: at, withdrawn_by: by })
    .where('org_id', '=', orgId)
    .where('basis_id', '=', basisId)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Says on which standing records a transfer's last decision counted; what it counted on before is forgotten. */
export async function replaceRecordUses(
  trx: Trx,
  orgId: string,
  transferId: string,
  basisIds: readonly string[],
  at: Date,
): Promise<void> {
  await trx
    .deleteFrom('record_use')
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .$if(basisIds.length > 0, (query) => query.where('basis_id', 'not in', [...basisIds]))
    .execute();
  if (basisIds.length === 0) return;
  await trx
    .insertInto('record_use')
    .values(basisIds.map((id) => ({ org_id: orgId, basis_id: id, transfer_id: transferId, at })))
    .onConflict((conflict) => conflict.columns(['org_id', 'basis_id', 'transfer_id']).doNothing())
    .execute();
}

export type RecordUse = { readonly id: string; readonly used: number; readonly granted: number };

/** Per standing record: transfers that counted on it, and those of them that are granted now. Records that none used are left out. */
export async function countRecordUses(db: Executor, orgId: string): Promise<RecordUse[]> {
  const found = await sql<RecordUse>`
    select u.basis_id::text as id, count(*)::bigint as used,
      (count(*) filter (where t.state = 'granted'))::bigint as granted
    from (
      select org_id, basis_id, transfer_id from record_use where org_id = ${orgId}::uuid
      union
      select org_id, basis_id, transfer_id from legal_basis
        where org_id = ${orgId}::uuid and scope is not null and transfer_id is not null
    ) u join transfer t on t.org_id = u.org_id and t.transfer_id = u.transfer_id
    group by u.basis_id`.execute(db);
  return found.rows;
}

/** Ids of transfers that counted on a standing record, newest first. */
export async function listRecordUses(db: Executor, orgId: string, basisId: string, limit: number): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select t.transfer_id::text as id from transfer t
    where t.org_id = ${orgId}::uuid and (
      exists (select 1 from record_use u
        where u.org_id = t.org_id and u.transfer_id = t.transfer_id and u.basis_id = ${basisId}::uuid)
      or exists (select 1 from legal_basis b
        where b.org_id = t.org_id and b.transfer_id = t.transfer_id and b.basis_id = ${basisId}::uuid))
    order by t.created_at desc limit ${limit}`.execute(db);
  return found.rows.map((row) => row.id);
}
