/** One transfer, several recipients: each is decided alone, the strictest outcome holds for all. */
import { EFFECTS, type Obligation, type Objection, OUTCOMES, type PolicyDecision } from '../model/policy-decision.ts';
import { earliestDeadline } from '../policy/periods.ts';

/** Returns the decision that is at least as strict as each of `decisions`. There is at least one. */
export function mergeDecisions(first: PolicyDecision, ...others: readonly PolicyDecision[]): PolicyDecision {
  return others.reduce(mergeTwo, first);
}

function mergeTwo(a: PolicyDecision, b: PolicyDecision): PolicyDecision {
  const objections = uniqueBy([...a.objections, ...b.objections], (one: Objection) =>
    [one.pack, one.ruleId, ...one.remedies].join(' '),
  );
  return {
    ...a,
    outcome: OUTCOMES[Math.max(OUTCOMES.indexOf(a.outcome), OUTCOMES.indexOf(b.outcome))] ?? 'refused',
    effect: EFFECTS.find((effect) => effect === a.effect || effect === b.effect) ?? null,
    objections,
    remedies: unique([...a.remedies, ...b.remedies]),
    obligations: mergeObligations([...a.obligations, ...b.obligations]),
    evidence: unique([...a.evidence, ...b.evidence]),
    deadline: earliestDeadline([a.deadline, b.deadline]),
    unknown: unique([...a.unknown, ...b.unknown]),
    trail: uniqueBy([...a.trail, ...b.trail], (one) => `${one.pack}/${one.ruleId}/${one.result}`),
    packs: uniqueBy([...a.packs, ...b.packs], (one) => `${one.pack}/${one.digest}`),
  };
}

/** Of two limits on days the shorter one holds. */
function mergeObligations(all: readonly Obligation[]): Obligation[] {
  const byKind = new Map<string, Obligation>();
  for (const one of all) {
    const known = byKind.get(one.kind);
    const stricter = known === undefined || (one.value !== null && (known.value === null || one.value < known.value));
    if (stricter) byKind.set(one.kind, one);
  }
  return [...byKind.values()];
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function uniqueBy<T>(values: readonly T[], key: (value: T) => string): T[] {
  return [...new Map(values.map((value) => [key(value), value])).values()];
}
