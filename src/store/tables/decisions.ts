/** Rows of policy_decision: facts and decision of every event, so that each can be replayed. */
import type { Selectable } from 'kysely';
import type { Facts } from '../../model/facts.ts';
import type { PolicyDecision } from '../../model/policy-decision.ts';
import type { Executor } from '../database.ts';
import { insertMany } from '../insert-many.ts';
import type { PolicyDecisionTable } from '../schema.ts';
import type { Trx } from '../transaction.ts';

export type DecisionRow = Selectable<PolicyDecisionTable>;

export type NewDecision = {
  readonly id: string;
  readonly transferId: string;
  readonly recipientId: string | null;
  readonly facts: Facts;
  readonly decision: PolicyDecision;
  readonly at: Date;
};

export async function insertDecisions(trx: Trx, orgId: string, decisions: readonly NewDecision[]): Promise<void> {
  await insertMany(
    trx,
    'policy_decision',
    decisions.map((one) => ({
      org_id: orgId,
      decision_id: one.id,
      transfer_id: one.transferId,
      recipient_id: one.recipientId,
      event: one.decision.event,
      outcome: one.decision.outcome,
      facts: JSON.stringify(one.facts),
      decision: JSON.stringify(one.decision),
      at: one.at,
    })),
    ['facts', 'decision'],
  );
}

/** Decisions of the newest round on `send`, one per recipient. */
export async function latestSendDecisions(db: Executor, orgId: string, transferId: string): Promise<DecisionRow[]> {
  const rows = await db
    .selectFrom('policy_decision')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('event', '=', 'send')
    .orderBy('at', 'desc')
    .limit(200)
    .execute();
  const newest = rows[0]?.at.getTime();
  return rows.filter((row) => row.at.getTime() === newest);
}

/** The same for several transfers at once: of each the round that it points to. */
export function latestSendDecisionsOf(
  db: Executor,
  orgId: string,
  transferIds: readonly string[],
): Promise<DecisionRow[]> {
  if (transferIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('transfer')
    .innerJoin('policy_decision as head', (join) =>
      join.onRef('head.org_id', '=', 'transfer.org_id').onRef('head.decision_id', '=', 'transfer.decision_id'),
    )
    .innerJoin('policy_decision as round', (join) =>
      join
        .onRef('round.org_id', '=', 'transfer.org_id')
        .onRef('round.transfer_id', '=', 'transfer.transfer_id')
        .onRef('round.at', '=', 'head.at')
        .on('round.event', '=', 'send'),
    )
    .selectAll('round')
    .where('transfer.org_id', '=', orgId)
    .where('transfer.transfer_id', 'in', [...transferIds])
    .execute();
}

export function findDecision(
  db: Executor,
  orgId: string,
  transferId: string,
  decisionId: string,
): Promise<DecisionRow | undefined> {
  return db
    .selectFrom('policy_decision')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('decision_id', '=', decisionId)
    .executeTakeFirst();
}

/** Every decision about a transfer, newest first. */
export function listDecisionsOf(
  db: Executor,
  orgId: string,
  transferId: string,
  limit: number,
): Promise<DecisionRow[]> {
  return db
    .selectFrom('policy_decision')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .orderBy('at', 'desc')
    .orderBy('decision_id', 'desc')
    .limit(limit)
    .execute();
}
