/** Held transfers that wait for an officer's decision, oldest first, and what each reader may do about them. */
import type { ApprovalQueue, WaitingApproval } from '../model/api/approvals.ts';
import { type ApprovalKind, purposeSchema } from '../model/facts.ts';
import type { Locale } from '../model/locale.ts';
import type { Objection, PolicyDecision } from '../model/policy-decision.ts';
import type { Executor } from '../store/database.ts';
import { type ApprovalRow, listApprovals } from '../store/tables/approvals.ts';
import { latestSendDecisionsOf } from '../store/tables/decisions.ts';
import { findRecipients } from '../store/tables/recipients.ts';
import { listHeld, listTransferRecipients, type TransferRow } from '../store/tables/transfers.ts';
import { type Approver, answersAs, asksOf, namedAnswers, officersAmong, peopleIn, viewApproval } from './approvals.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { mergeDecisions } from './merge-decisions.ts';
import type { StaffNames } from './read.ts';

/** More waiting transfers than this are a staffing problem; the oldest are shown. */
const LISTED = 200;

/** A held transfer that asks for approval, with the answers so far. */
export type Waiting = {
  readonly transfer: TransferRow;
  readonly decision: PolicyDecision;
  readonly asks: ApprovalKind;
  /** Nothing but an approval lifts at least one objection. */
  readonly required: boolean;
  /** Officers that still have to approve. */
  readonly missing: number;
  readonly approvals: readonly ApprovalRow[];
};

/** Held transfers that ask for approval, oldest first. */
export async function listWaiting(db: Executor, tenant: Tenant, at: Date): Promise<Waiting[]> {
  const held = await listHeld(db, tenant.orgId, LISTED);
  const ids = held.map((row) => row.transfer_id);
  const decisions = await latestSendDecisionsOf(db, tenant.orgId, ids);
  const approvals = await listApprovals(db, tenant.orgId, ids);
  return held.flatMap((transfer) => {
    const own = decisions.filter((row) => row.transfer_id === transfer.transfer_id);
    const [first, ...others] = own.map((row) => row.decision);
    if (first === undefined) return [];
    const decision = mergeDecisions(first, ...others);
    const asked = asksOf(decision);
    if (asked === undefined) return [];
    const { asks, required } = asked;
    const answers = approvals.filter((row) => row.transfer_id === transfer.transfer_id);
    const needed = asks === 'two_officer' ? 2 : 1;
    const missing = Math.max(0, needed - officersAmong(answers, transfer, at));
    return [{ transfer, decision, asks, required, missing, approvals: answers }];
  });
}

/** The queue as one reader sees it: officers and auditors all of it, others what they may answer and what they have sent. */
export async function readApprovalQueue(
  deps: TransferDeps,
  tenant: Tenant,
  names: StaffNames,
  reader: { readonly approver: Approver; readonly readAll: boolean; readonly locale: Locale },
): Promise<ApprovalQueue['waiting']> {
  const at = deps.clock.now();
  const { approver } = reader;
  const shown = (await listWaiting(deps.db.query, tenant, at))
    .map((one) => ({ ...one, answers: answersAs(approver, one.transfer, one.approvals, at) }))
    .filter((one) => reader.readAll || one.answers.length > 0 || one.transfer.sender_id === approver.id);
  const destinations = await destinationsOf(deps.db.query, tenant, shown);
  const people = await names([
    ...new Set([
      approver.id,
      ...shown.flatMap((one) => [
        one.transfer.sender_id,
        ...peopleIn(one.approvals),
        ...one.answers.flatMap((id) => (id === null ? [] : [id])),
      ]),
    ]),
  ]);
  return shown.map((one) => ({
    ...headOf(one.transfer),
    sender: people.get(one.transfer.sender_id) ?? '?',
    destinations: destinations.get(one.transfer.transfer_id) ?? [],
    asks: one.asks,
    required: one.required,
    missing: one.missing,
    rules: [...new Set(one.decision.objections.filter(asksApproval).map((rule) => titleOf(deps, rule, reader.locale)))],
    others: one.decision.objections.filter((rule) => !asksApproval(rule)).length,
    approvals: one.approvals.map((row) => viewApproval(row, one.transfer, at, people)),
    answerAs: namedAnswers(one.answers, people, approver.id),
    own: one.transfer.sender_id === approver.id,
  }));
}

function headOf(
  row: TransferRow,
): Pick<WaitingApproval, 'transferId' | 'reference' | 'level' | 'purpose' | 'since' | 'until'> {
  return {
    transferId: row.transfer_id,
    reference: row.reference,
    level: row.level,
    purpose: purposeSchema.parse(row.purpose),
    since: row.created_at.toISOString(),
    until: row.expires_at?.toISOString() ?? null,
  };
}

function asksApproval(rule: Objection): boolean {
  return rule.remedies.some((remedy) => remedy.startsWith('approval:'));
}

function titleOf(deps: Pick<TransferDeps, 'policy'>, rule: Objection, locale: Locale): string {
  return deps.policy.explain(rule.pack, rule.ruleId, locale).title;
}

async function destinationsOf(
  db: Executor,
  tenant: Tenant,
  shown: readonly Waiting[],
): Promise<ReadonlyMap<string, string[]>> {
  const ids = shown.map((one) => one.transfer.transfer_id);
  const links = await listTransferRecipients(db, tenant.orgId, ids);
  const wanted = [...new Set(links.map((link) => link.recipient_id))];
  const places = new Map(
    (await findRecipients(db, tenant.orgId, wanted)).map((row) => [row.recipient_id, row.jurisdiction]),
  );
  return new Map(
    ids.map((id) => [
      id,
      [
        ...new Set(
          links.filter((link) => link.transfer_id === id).flatMap((link) => places.get(link.recipient_id) ?? []),
        ),
      ].sort(),
    ]),
  );
}
