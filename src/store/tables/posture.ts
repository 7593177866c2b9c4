/** Rows of posture_run, posture_finding and posture_answer, and what this installation says about itself. */
import { type Insertable, type Selectable, sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { PostureAnswerTable, PostureFindingTable, PostureRunTable } from '../schema-border.ts';
import type { Trx } from '../transaction.ts';

export type RunRow = Selectable<PostureRunTable>;
export type FindingRow = Selectable<PostureFindingTable>;
export type AnswerRow = Selectable<PostureAnswerTable>;

/** A run and its findings are written when it has ended. */
export async function insertRun(
  trx: Trx,
  run: Insertable<PostureRunTable>,
  findings: readonly Omit<Insertable<PostureFindingTable>, 'org_id' | 'run_id'>[],
): Promise<void> {
  await trx.insertInto('posture_run').values(run).execute();
  await trx
    .insertInto('posture_finding')
    .values(findings.map((finding) => ({ ...finding, org_id: run.org_id, run_id: run.run_id })))
    .execute();
}

/** Newest first. */
export function listRuns(db: Executor, orgId: string, limit: number): Promise<RunRow[]> {
  return db
    .selectFrom('posture_run')
    .selectAll()
    .where('org_id', '=', orgId)
    .orderBy('run_id', 'desc')
    .limit(limit)
    .execute();
}

/** When the organisation was set up. */
export async function foundedAt(db: Executor, orgId: string): Promise<Date | undefined> {
  const row = await db.selectFrom('organisation').select('created_at').where('org_id', '=', orgId).executeTakeFirst();
  return row?.created_at;
}

export function listFindings(db: Executor, orgId: string, runId: string): Promise<FindingRow[]> {
  return db
    .selectFrom('posture_finding')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('run_id', '=', runId)
    .orderBy('check_id')
    .execute();
}

/** How many checks came to which result, by run. */
export async function countFindings(
  db: Executor,
  orgId: string,
  runIds: readonly string[],
): Promise<{ readonly runId: string; readonly result: FindingRow['result']; readonly n: number }[]> {
  if (runIds.length === 0) return [];
  return db
    .selectFrom('posture_finding')
    .select(['run_id as runId', 'result', sql<number>`count(*)::bigint`.as('n')])
    .where('org_id', '=', orgId)
    .where('run_id', 'in', runIds)
    .groupBy(['run_id', 'result'])
    .execute();
}

export function listAnswers(db: Executor, orgId: string): Promise<AnswerRow[]> {
  return db.selectFrom('posture_answer').selectAll().where('org_id', '=', orgId).execute();
}

/** The newest answer to a check replaces the one before. */
export async function putAnswer(trx: Trx, row: Insertable<PostureAnswerTable>): Promise<void> {
  const { org_id: _org, check_id: _check, ...set } = row;
  await trx
    .insertInto('posture_answer')
    .values(row)
    .onConflict((conflict) => conflict.columns(['org_id', 'check_id']).doUpdateSet(set))
    .execute();
}

export type OwnState = {
  readonly unsignedDoors: number;
  readonly doors: number;
  readonly oldDoors: number;
  readonly oldConnections: number;
  readonly standingRecords: number;
  readonly oldIncidents: number;
  readonly unrecorded: number;
};

/**
 * What the store says: doors without signature, secrets that were last changed before `yearAgo`, records on file, incidents of before
 * `weekAgo` that are open, notices of the last week of which no record of what left exists.
 */
export async function readOwnState(
  db: Executor,
  orgId: string,
  { yearAgo, weekAgo }: { readonly yearAgo: Date; readonly weekAgo: Date },
): Promise<OwnState> {
  const found = await sql<OwnState>`select
    (select count(*) from door where org_id = ${orgId}::uuid and state <> 'removed')::bigint as "doors",
    (select count(*) from door where org_id = ${orgId}::uuid and state <> 'removed' and kind = 'robot'
      and settings -> 'security' ->> 'signed' = 'false')::bigint as "unsignedDoors",
    (select count(*) from door where org_id = ${orgId}::uuid and state <> 'removed' and changed_at < ${yearAgo})::bigint as "oldDoors",
    (select count(*) from connection where org_id = ${orgId}::uuid and state <> 'removed' and changed_at < ${yearAgo})::bigint as "oldConnections",
    (select count(*) from legal_basis where org_id = ${orgId}::uuid and scope is not null and withdrawn_at is null)::bigint as "standingRecords",
    (select count(*) from incident where org_id = ${orgId}::uuid and state = 'open' and at < ${weekAgo})::bigint as "oldIncidents",
    (select count(*) from outbox o where o.org_id = ${orgId}::uuid and o.sent_at >= ${weekAgo} and not exists (
      select 1 from egress e where e.org_id = o.org_id and e.outbox_id = o.outbox_id and e.hash = o.sent_hash))::bigint as "unrecorded"`.execute(
    db,
  );
  const nothing = {
    unsignedDoors: 0,
    doors: 0,
    oldDoors: 0,
    oldConnections: 0,
    standingRecords: 0,
    oldIncidents: 0,
    unrecorded: 0,
  };
  return found.rows[0] ?? nothing;
}
