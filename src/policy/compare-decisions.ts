/** Two decisions about the same facts, side by side: what a change of the rules would have meant. */
import type { Facts } from '../model/facts.ts';
import { EFFECTS, OUTCOMES, type PolicyDecision } from '../model/policy-decision.ts';
import { decide } from './decide.ts';
import type { PolicyEngine } from './engine.ts';

export type Direction = 'stricter' | 'looser' | 'other';
export type DecisionDifference = {
  readonly before: Pick<PolicyDecision, 'outcome' | 'effect'>;
  readonly after: Pick<PolicyDecision, 'outcome' | 'effect'>;
  readonly direction: Direction;
  /** Ids of rules that object, or oblige, only in one of the two; with the number where there is one. */
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
};
export type Compared = 'same' | 'undecided' | DecisionDifference;

/** Decides by both; `undecided` when one of them cannot be asked about these facts. */
export function compareBy(before: PolicyEngine, after: PolicyEngine, facts: Facts): Compared {
  const old = ask(before, facts);
  const now = ask(after, facts);
  return old === null || now === null ? 'undecided' : difference(old, now);
}

/** Facts of long ago may have members that are read differently today; they say nothing rather than something wrong. */
function ask(engine: PolicyEngine, facts: Facts): PolicyDecision | null {
  try {
    return decide(engine, facts);
  } catch {
    return null;
  }
}

/** Returns what differs for those whom the decision concerns; versions of packs do not. */
export function difference(before: PolicyDecision, after: PolicyDecision): 'same' | DecisionDifference {
  const [old, now] = [sayings(before), sayings(after)];
  const onlyBefore = old.filter((one) => !now.includes(one));
  const onlyAfter = now.filter((one) => !old.includes(one));
  const moved = before.outcome !== after.outcome || before.effect !== after.effect;
  if (!moved && onlyBefore.length === 0 && onlyAfter.length === 0) return 'same';
  return {
    before: { outcome: before.outcome, effect: before.effect },
    after: { outcome: after.outcome, effect: after.effect },
    direction: directionOf(before, after, onlyBefore, onlyAfter),
    onlyBefore,
    onlyAfter,
  };
}

/** What each rule says. Objections of the same rule differ by their remedies. */
function sayings({ objections, obligations }: PolicyDecision): readonly string[] {
  return [
    ...objections.map(({ ruleId, effect, remedies }) => `${ruleId} ${effect} ${remedies.join(',')}`.trim()),
    ...obligations.map(({ ruleId, kind, value }) => `${ruleId} ${kind}${value === null ? '' : ` ${value}`}`),
  ];
}

/** Outcome first, then effect, then who says more. */
function directionOf(
  before: PolicyDecision,
  after: PolicyDecision,
  onlyBefore: readonly string[],
  onlyAfter: readonly string[],
): Direction {
  const byOutcome = OUTCOMES.indexOf(after.outcome) - OUTCOMES.indexOf(before.outcome);
  const rank = ({ effect }: PolicyDecision): number => (effect === null ? EFFECTS.length : EFFECTS.indexOf(effect));
  const order = byOutcome === 0 ? rank(before) - rank(after) : byOutcome;
  if (order !== 0) return order > 0 ? 'stricter' : 'looser';
  if (onlyBefore.length === 0) return 'stricter';
  return onlyAfter.length === 0 ? 'looser' : 'other';
}
