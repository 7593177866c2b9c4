/** Rows of trace_case. Each step is one conditional statement: two officers at once take it once. */
import type { Insertable, Selectable } from 'kysely';
import type { TraceProgress } from '../../model/tracing.ts';
import type { Executor } from '../database.ts';
import type { TraceCaseTable } from '../schema-opening.ts';
import type { Trx } from '../transaction.ts';

export type TraceCaseRow = Selectable<TraceCaseTable>;

export async function insertTraceCase(trx: Trx, row: Insertable<TraceCaseTable>): Promise<void> {
  await trx.insertInto('trace_case').values(row).execute();
}

export async function findTraceCase(db: Executor, orgId: string, caseId: string): Promise<TraceCaseRow | undefined> {
  return await db
    .selectFrom('trace_case')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('case_id', '=', caseId)
    .executeTakeFirst();
}

/** The newest first, at most 100. */
export function listTraceCases(db: Executor, orgId: string): Promise<TraceCaseRow[]> {
  return db
    .selectFrom('trace_case')
    .selectAll()
    .where('org_id', '=', orgId)
    .orderBy('opened_at', 'desc')
    .limit(100)
    .execute();
}

/** The second officer's step: takes the first one's share away. False when it is not waiting, or he is the first. */
export async function approveTraceCase(
  trx: Trx,
  orgId: string,
  caseId: string,
  approver: string,
  at: Date,
): Promise<boolean> {
  const result = await trx
    .updateTable('trace_case')
    .set({ state: 'running', approved_by: approver, approved_at: at, share_sealed: null })
    .where('org_id', '=', orgId)
    .where('case_id', '=', caseId)
    .where('state', '=', 'waiting')
    .where('opened_by', '<>', approver)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function setTraceProgress(
  trx: Trx,
  orgId: string,
  caseId: string,
  progress: TraceProgress,
): Promise<void> {
  await trx
    .updateTable('trace_case')
    .set({ progress: JSON.stringify(progress) })
    .where('org_id', '=', orgId)
    .where('case_id', '=', caseId)
    .where('state', '=', 'running')
    .execute();
}

/** Ends a case; false when it is no longer in one of these states. */
export async function endTraceCase(
  trx: Trx,
  orgId: string,
  caseId: string,
  from: readonly TraceCaseRow['state'][],
  to: 'done' | 'failed' | 'closed',
  result: Uint8Array | null = null,
): Promise<boolean> {
  const ended = await trx
    .updateTable('trace_case')
    .set({
      state: to,
      share_sealed: null,
      ...(to === 'closed' ? { upload_id: null } : {}),
      ...(result === null ? {} : { result_sealed: result }),
    })
    .where('org_id', '=', orgId)
    .where('case_id', '=', caseId)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  return ended.numUpdatedRows === 1n;
}

/** Cases that wait longer than they may, and cases that say they run. */
export function listStaleTraceCases(db: Executor, orgId: string, now: Date): Promise<TraceCaseRow[]> {
  return db
    .selectFrom('trace_case')
    .selectAll()
    .where('org_id', '=', orgId)
    .where((where) =>
      where.or([
        where.and([where('state', '=', 'waiting'), where('expires_at', '<=', now)]),
        where('state', '=', 'running'),
      ]),
    )
    .execute();
}
