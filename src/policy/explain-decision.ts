/** A decision in words from the packs' own texts, for wherever the engine is: on the server or in a browser. */
import type { ExplainedDecision } from '../model/api/transfers.ts';
import type { Locale } from '../model/locale.ts';
import type { PolicyDecision } from '../model/policy-decision.ts';
import type { PolicyEngine } from './engine.ts';
import { explainRule } from './explain.ts';

/** Returns the decision in the reader's language. @throws `policy.unknown_rule` when the decision was made by another engine. */
export function explainedDecision(engine: PolicyEngine, decision: PolicyDecision, locale: Locale): ExplainedDecision {
  const { outcome, effect, remedies, obligations, evidence, unknown, deadline, packs } = decision;
  return {
    outcome,
    effect,
    at: new Date(decision.at).toISOString(),
    objections: decision.objections.map((objection) => {
      const { title, why, lift, cite, url, statute, note, checked } = explainRule(engine, objection.ruleId, locale);
      const { ruleId, pack, citation } = objection;
      const { confidence, kind } = citation;
      const rest = { statute, note, checked, remedies: objection.remedies, deadline: objection.deadline };
      return { ruleId, pack, effect: objection.effect, title, why, lift, cite, url, confidence, kind, ...rest };
    }),
    remedies,
    obligations,
    evidence,
    unknown,
    deadline,
    packs,
  };
}
