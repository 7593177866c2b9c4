/** Which approvals of a transfer count, and in whose name somebody may answer. */
import { equal, ownBytes } from '../base/bytes.ts';
import type { AnswerAs, ApprovalView } from '../model/api/approvals.ts';
import type { ApprovalKind } from '../model/facts.ts';
import type { PolicyDecision } from '../model/policy-decision.ts';
import { type ApprovalRow, listApprovals } from '../store/tables/approvals.ts';
import type { DelegationRow } from '../store/tables/delegations.ts';
import type { TransferRow } from '../store/tables/transfers.ts';
import type { Trx } from '../store/transaction.ts';
import type { Tenant } from './deps.ts';

type Subject = Pick<TransferRow, 'sender_id' | 'content_hash'>;

/**
 * Whether an answer counts as an approval: of exactly these bytes, names and people, not lapsed, not past its end. Neither who gave it nor
 * the officer in whose name it was given may be the sender.
 */
export function countsAt(row: ApprovalRow, transfer: Subject, at: Date): boolean {
  return (
    row.outcome === 'approved' &&
    row.lapsed_at === null &&
    row.approver_id !== transfer.sender_id &&
    row.principal_id !== transfer.sender_id &&
    (row.valid_until === null || at < row.valid_until) &&
    equal(ownBytes(row.content_hash), ownBytes(transfer.content_hash))
  );
}

/** How many different officers have approved: an officer and his delegate are one. */
export function officersAmong(rows: readonly ApprovalRow[], transfer: Subject, at: Date): number {
  const counting = rows.filter((row) => countsAt(row, transfer, at));
  // One person in two officers' names is still one person.
  return Math.min(
    new Set(counting.map((row) => row.principal_id)).size,
    new Set(counting.map((row) => row.approver_id)).size,
  );
}

/** What the rules are told: approved by an officer, by two different ones. */
export async function approvalsOf(trx: Trx, tenant: Tenant, transfer: TransferRow, at: Date): Promise<ApprovalKind[]> {
  const rows = await listApprovals(trx, tenant.orgId, [transfer.transfer_id]);
  const officers = officersAmong(rows, transfer, at);
  return [...(officers >= 1 ? ['officer' as const] : []), ...(officers >= 2 ? ['two_officer' as const] : [])];
}

export type Asked = { readonly asks: ApprovalKind; readonly required: boolean };

/**
 * What a decision asks of officers; undefined when no approval would lift anything. `required`: something is lifted by nothing else. What is
 * asked there is what counts; otherwise an approval is one way among others.
 */
export function asksOf(decision: Pick<PolicyDecision, 'outcome' | 'objections'>): Asked | undefined {
  if (decision.outcome !== 'held') return undefined;
  const lists = decision.objections.map((one) => one.remedies).filter((remedies) => remedies.some(isApproval));
  const alone = lists.filter((remedies) => remedies.every(isApproval));
  const required = alone.length > 0;
  // Of several ways within one rule the easier one is enough; of several rules the strictest counts.
  const kinds = (required ? alone : lists).map((remedies) => (remedies.includes(OFFICER) ? 'officer' : 'two_officer'));
  if (kinds.length === 0) return undefined;
  return { asks: kinds.includes('two_officer') ? 'two_officer' : 'officer', required };
}

const OFFICER = 'approval:officer';

function isApproval(remedy: string): boolean {
  return remedy.startsWith('approval:');
}

/** An answer in words. `people` are names of staff by id. */
export function viewApproval(
  row: ApprovalRow,
  transfer: Subject,
  at: Date,
  people: ReadonlyMap<string, string>,
): ApprovalView {
  return {
    by: people.get(row.approver_id) ?? '?',
    onBehalfOf: row.on_behalf_of === null ? null : (people.get(row.on_behalf_of) ?? '?'),
    at: row.at.toISOString(),
    outcome: row.outcome,
    validUntil: row.valid_until?.toISOString() ?? null,
    counts: countsAt(row, transfer, at),
  };
}

/** Ids of staff that a list of answers names. */
export function peopleIn(rows: readonly ApprovalRow[]): string[] {
  return rows.flatMap((row) => [row.approver_id, ...(row.on_behalf_of === null ? [] : [row.on_behalf_of])]);
}

/** Who asks, with what he may do about approvals. */
export type Approver = {
  readonly id: string;
  /** He decides in his own right. */
  readonly isOfficer: boolean;
  /** Delegations in force that name him. */
  readonly delegations: readonly Pick<DelegationRow, 'from_staff'>[];
};

/**
 * In whose name `approver` may answer about a held transfer now: himself first. Empty for the sender, for whoever has answered already,
 * and when the officers whom he stands in for have sent it, or have answered.
 */
export function answersAs(
  approver: Approver,
  transfer: Subject,
  rows: readonly ApprovalRow[],
  at: Date,
): readonly (string | null)[] {
  const standing = rows.filter((row) => countsAt(row, transfer, at));
  if (transfer.sender_id === approver.id) return [];
  if (standing.some((row) => row.approver_id === approver.id)) return [];
  const answered = new Set(standing.map((row) => row.principal_id));
  // An officer's own word replaces what was said in his name.
  const own = approver.isOfficer ? [null] : [];
  const others = approver.delegations
    .map((row) => row.from_staff)
    .filter((id) => id !== transfer.sender_id && id !== approver.id && !answered.has(id));
  return [...own, ...new Set(others)];
}

/** The same with names, for people. */
export function namedAnswers(
  answers: readonly (string | null)[],
  people: ReadonlyMap<string, string>,
  self: string,
): AnswerAs[] {
  return answers.map((officerId) => ({ officerId, name: people.get(officerId ?? self) ?? '?' }));
}
