/** Rows of sweep and sweep_item. */
import { type Insertable, type Selectable, sql } from 'kysely';
import type { SweepProgress, SweepRemedy, SweepState } from '../../model/sweep.ts';
import type { Executor } from '../database.ts';
import type { SweepItemTable, SweepTable } from '../schema-classification.ts';
import type { Trx } from '../transaction.ts';

export type SweepRow = Selectable<SweepTable>;
export type SweepItemRow = Selectable<SweepItemTable>;
export type NewSweepItem = Insertable<SweepItemTable>;

export async function insertSweep(trx: Trx, row: Insertable<SweepTable>): Promise<void> {
  await trx.insertInto('sweep').values(row).execute();
}

export async function findSweep(db: Executor, orgId: string, sweepId: string): Promise<SweepRow | undefined> {
  return await db
    .selectFrom('sweep')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('sweep_id', '=', sweepId)
    .executeTakeFirst();
}

/** The newest first, at most 50. */
export function listSweeps(db: Executor, orgId: string): Promise<SweepRow[]> {
  return db
    .selectFrom('sweep')
    .selectAll()
    .where('org_id', '=', orgId)
    .orderBy('started_at', 'desc')
    .limit(50)
    .execute();
}

/** Name of the lease on a sweep (leases.ts). */
export function sweepLease(sweepId: string): string {
  return `sweep:${sweepId}`;
}

/** Those that say they run and whose lease nobody has at `now`: their process ended before they did. */
export async function listAbandonedSweeps(db: Executor, orgId: string, now: Date): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('sweep')
    .leftJoin('lease', (join) =>
      join
        .onRef('lease.org_id', '=', 'sweep.org_id')
        .on('lease.name', '=', sql<string>`'sweep:' || sweep.sweep_id::text`)
        .on('lease.expires_at', '>=', now),
    )
    .select('sweep.sweep_id')
    .where('sweep.org_id', '=', orgId)
    .where('sweep.state', '=', 'running')
    .where('lease.holder', 'is', null)
    .orderBy('sweep.started_at')
    .execute();
  return rows.map((row) => row.sweep_id);
}

/** Moves a sweep on; false when it is not in one of these states. */
export async function moveSweep(
  trx: Trx,
  orgId: string,
  sweepId: string,
  from: readonly SweepState[],
  to: SweepState,
  finishedAt: Date | null = null,
): Promise<boolean> {
  const result = await trx
    .updateTable('sweep')
    .set({ state: to, finished_at: finishedAt })
    .where('org_id', '=', orgId)
    .where('sweep_id', '=', sweepId)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function setSweepProgress(
  trx: Trx,
  orgId: string,
  sweepId: string,
  progress: SweepProgress,
  report: Uint8Array,
): Promise<void> {
  await trx
    .updateTable('sweep')
    .set({ progress: JSON.stringify(progress), report_sealed: report })
    .where('org_id', '=', orgId)
    .where('sweep_id', '=', sweepId)
    .execute();
}

/** Writes what was found in a file; what was done about it stays. */
export async function upsertSweepItem(trx: Trx, row: NewSweepItem): Promise<void> {
  const { size, modified_at, sha256_key, level, problem, classification, scanned_at } = row;
  const found = { size, modified_at, sha256_key, level, problem, classification, scanned_at };
  await trx
    .insertInto('sweep_item')
    .values(row)
    .onConflict((conflict) => conflict.columns(['org_id', 'sweep_id', 'path_key']).doUpdateSet(found))
    .execute();
}

export async function findSweepItem(
  db: Executor,
  orgId: string,
  sweepId: string,
  pathKey: Uint8Array,
): Promise<SweepItemRow | undefined> {
  return await db
    .selectFrom('sweep_item')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('sweep_id', '=', sweepId)
    .where('path_key', '=', pathKey)
    .executeTakeFirst();
}

export type SweepItemFilter = {
  readonly level?: SweepItemRow['level'];
  readonly type?: string;
  /** Changed from then on, and before then. `unknown`: nobody knows when. */
  readonly changed?: { readonly from: Date | null; readonly before: Date | null } | 'unknown';
  readonly remedy?: SweepRemedy | 'none';
};

function matching(db: Executor, orgId: string, sweepId: string, filter: SweepItemFilter) {
  let query = db.selectFrom('sweep_item').where('org_id', '=', orgId).where('sweep_id', '=', sweepId);
  if (filter.level !== undefined) query = query.where('level', '=', filter.level);
  if (filter.type !== undefined)
    query = query.where(sql<boolean>`classification->'counts'->>${filter.type} is not null`);
  if (filter.remedy === 'none') query = query.where('remedy', 'is', null);
  else if (filter.remedy !== undefined) query = query.where('remedy', '=', filter.remedy);
  const { changed } = filter;
  if (changed === 'unknown') return query.where('modified_at', 'is', null);
  if (changed?.from instanceof Date) query = query.where('modified_at', '>=', changed.from);
  if (changed?.before instanceof Date) query = query.where('modified_at', '<', changed.before);
  return query;
}

/** In the order of keys, after `after`. */
export function pageSweepItems(
  db: Executor,
  orgId: string,
  sweepId: string,
  filter: SweepItemFilter,
  after: Uint8Array | undefined,
  limit: number,
): Promise<SweepItemRow[]> {
  let query = matching(db, orgId, sweepId, filter).selectAll();
  if (after !== undefined) query = query.where('path_key', '>', after);
  return query.orderBy('path_key').limit(limit).execute();
}

export async function countSweepItems(
  db: Executor,
  orgId: string,
  sweepId: string,
  filter: SweepItemFilter,
): Promise<number> {
  const row = await matching(db, orgId, sweepId, filter)
    .select((select) => select.fn.countAll().as('count'))
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

/** Says what was done about a file; with `null` that nothing is to be done. */
export async function setRemedy(
  trx: Trx,
  item: Pick<SweepItemRow, 'org_id' | 'sweep_id' | 'path_key'>,
  remedy: SweepRemedy | null,
  by: string,
  at: Date,
  uploadId: string | null,
): Promise<void> {
  await trx
    .updateTable('sweep_item')
    .set({ remedy, remedied_at: remedy === null ? null : at, remedied_by: by, upload_id: uploadId })
    .where('org_id', '=', item.org_id)
    .where('sweep_id', '=', item.sweep_id)
    .where('path_key', '=', item.path_key)
    .execute();
}

/** Removes a sweep that is not under way, with all it found. */
export async function deleteSweep(trx: Trx, orgId: string, sweepId: string): Promise<boolean> {
  const result = await trx
    .deleteFrom('sweep')
    .where('org_id', '=', orgId)
    .where('sweep_id', '=', sweepId)
    .where('state', '!=', 'running')
    .executeTakeFirst();
  if (result.numDeletedRows !== 1n) return false;
  await trx.deleteFrom('sweep_item').where('org_id', '=', orgId).where('sweep_id', '=', sweepId).execute();
  return true;
}
