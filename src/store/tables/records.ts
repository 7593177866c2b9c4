/** Rows of legal_basis: what lifts objections, of one transfer or of every later one within a scope. */
import type { Insertable } from 'kysely';
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
