/** What a row of the queue says about time and about who is still needed. */
import type { WaitingApproval } from '../../../src/model/api/approvals.ts';

const DAY_MS = 86_400_000;

/** Whole days that a transfer has waited. */
export function daysWaited({ since }: Pick<WaitingApproval, 'since'>, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / DAY_MS));
}

/** Officers whose names delegates may use here; the reader himself is not one of them. */
export function officersStoodInFor({ answerAs }: Pick<WaitingApproval, 'answerAs'>): readonly string[] {
  return answerAs.flatMap(({ officerId, name }) => (officerId === null ? [] : [name]));
}

/** The queue in two: what only officers can lift, and what somebody else could lift as well. Both stay in order. */
export function bySort(waiting: readonly WaitingApproval[]): {
  readonly required: readonly WaitingApproval[];
  readonly optional: readonly WaitingApproval[];
} {
  return { required: waiting.filter((one) => one.required), optional: waiting.filter((one) => !one.required) };
}
