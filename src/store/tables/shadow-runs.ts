/** Rows of shadow_run: versions of packs over past decisions. */
import type { Insertable, Selectable } from 'kysely';
import type { Facts } from '../../model/facts.ts';
import type { Executor } from '../database.ts';
import type { ShadowRunTable } from '../schema-law.ts';
import type { Trx } from '../transaction.ts';

export type ShadowRunRow = Selectable<ShadowRunTable>;

export async function insertShadowRun(trx: Trx, row: Insertable<ShadowRunTable>): Promise<void> {
  await trx.insertInto('shadow_run').values(row).execute();
}

export function findShadowRun(db: Executor, orgId: string, runId: string): Promise<ShadowRunRow | undefined> {
  return db
    .selectFrom('shadow_run')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('run_id', '=', runId)
    .executeTakeFirst();
}

/** Runs of one version, newest first. */
export function listShadowRuns(
  db: Executor,
  orgId: string,
  candidateId: string,
  limit: number,
): Promise<ShadowRunRow[]> {
  return db
    .selectFrom('shadow_run')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('candidate_id', '=', candidateId)
    .orderBy('created_at', 'desc')
    .orderBy('run_id', 'desc')
    .limit(limit)
    .execute();
}

/** Says how far a run is, or how it ended. False when it has ended already. */
export async function updateShadowRun(
  trx: Trx,
  orgId: string,
  runId: string,
  change: Partial<{
    readonly state: ShadowRunRow['state'];
    readonly total: number;
    readonly done: number;
    readonly result: string;
    readonly finished_at: Date;
  }>,
): Promise<boolean> {
  const result = await trx
    .updateTable('shadow_run')
    .set(change)
    .where('org_id', '=', orgId)
    .where('run_id', '=', runId)
    .where('state', 'in', ['waiting', 'running'])
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Facts of past decisions with the public reference of their transfer. */
export type PastDecision = {
  readonly decision_id: string;
  readonly transfer_id: string;
  readonly reference: string;
  readonly event: string;
  readonly at: Date;
  readonly facts: Facts;
};

/** Newest first. `before`: the last one of the page before. */
export function pagePastDecisions(
  db: Executor,
  orgId: string,
  before: { readonly at: Date; readonly id: string } | undefined,
  limit: number,
): Promise<PastDecision[]> {
  let query = db
    .selectFrom('policy_decision')
    .innerJoin('transfer', (join) =>
      join
        .onRef('transfer.org_id', '=', 'policy_decision.org_id')
        .onRef('transfer.transfer_id', '=', 'policy_decision.transfer_id'),
    )
    .select([
      'policy_decision.decision_id',
      'policy_decision.transfer_id',
      'transfer.reference',
      'policy_decision.event',
      'policy_decision.at',
      'policy_decision.facts',
    ])
    .where('policy_decision.org_id', '=', orgId);
  if (before !== undefined)
    query = query.where((where) =>
      where.or([
        where('policy_decision.at', '<', before.at),
        where.and([where('policy_decision.at', '=', before.at), where('policy_decision.decision_id', '<', before.id)]),
      ]),
    );
  return query
    .orderBy('policy_decision.at', 'desc')
    .orderBy('policy_decision.decision_id', 'desc')
    .limit(limit)
    .execute();
}

/** How many there are, counted to `most`. */
export async function countPastDecisions(db: Executor, orgId: string, most: number): Promise<number> {
  const row = await db
    .selectFrom(
      db.selectFrom('policy_decision').select('decision_id').where('org_id', '=', orgId).limit(most).as('past'),
    )
    .select((all) => all.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}
