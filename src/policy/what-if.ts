/** Everything that is shown about an imagined situation: the decision, its words, who was asked and which facts are worth stating. */
import type { ExplainedDecision } from '../model/api/transfers.ts';
import type { Facts } from '../model/facts.ts';
import type { Locale } from '../model/locale.ts';
import type { PolicyDecision } from '../model/policy-decision.ts';
import { BUILTIN_PACK } from './builtin-rules.ts';
import { decide } from './decide.ts';
import type { PolicyEngine } from './engine.ts';
import { explainRule } from './explain.ts';
import { explainedDecision } from './explain-decision.ts';
import { askedFacts, type FurtherFact } from './situations.ts';

export type TrailRow = PolicyDecision['trail'][number] & { readonly title: string; readonly cite: string };
export type AttachedPack = PolicyDecision['packs'][number] & {
  readonly title: string;
  /** What was looked at in it, in the order of the trail. */
  readonly trail: readonly TrailRow[];
};
export type WhatIf = {
  /** As the server would make it, to the byte. */
  readonly decision: PolicyDecision;
  readonly explained: ExplainedDecision;
  readonly packs: readonly AttachedPack[];
  /** Rules that belong to no pack. */
  readonly builtin: readonly TrailRow[];
  readonly asked: readonly FurtherFact[];
};

/** Returns the answer to a situation, in the reader's language. @throws `policy.bad_facts` when `facts.at` is no time. */
export function whatIf(engine: PolicyEngine, facts: Facts, locale: Locale): WhatIf {
  const decision = decide(engine, facts);
  const trail = decision.trail.map((entry): TrailRow => {
    const { title, cite } = explainRule(engine, entry.ruleId, locale);
    return { ...entry, title, cite };
  });
  const titles = new Map(engine.packs.map(({ file }) => [file.pack, file.title[locale]]));
  return {
    decision,
    explained: explainedDecision(engine, decision, locale),
    packs: decision.packs.map((pack) => ({
      ...pack,
      title: titles.get(pack.pack) ?? pack.pack,
      trail: trail.filter((row) => row.pack === pack.pack),
    })),
    builtin: trail.filter((row) => row.pack === BUILTIN_PACK),
    asked: askedFacts(engine, facts),
  };
}
