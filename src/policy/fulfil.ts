/** What an installation can and cannot do about the obligations of a decision. */
import { EFFECTS, type Objection, type PolicyDecision } from '../model/policy-decision.ts';
import { BUILTIN_PACK, CANNOT_FULFIL } from './builtin-rules.ts';
import { releaseTerms } from './obligations.ts';

/** `drawsPages`: messages and files can be shown as page images with a watermark. */
export type Capabilities = { readonly drawsPages: boolean };

/**
 * Returns the decision with an objection more when it asks for something that cannot be done: view-only for what cannot be shown as pages
 * here. Two officers who allow the download lift it, because then the packs ask for no view-only.
 *
 * @param showsAll - Everything in the transfer could be shown, as far as sizes, names and types tell.
 */
export function withCapabilities(decision: PolicyDecision, showsAll: boolean): PolicyDecision {
  if (showsAll || !releaseTerms(decision).viewOnly) return decision;
  const objection: Objection = {
    ruleId: CANNOT_FULFIL.id,
    pack: BUILTIN_PACK,
    effect: CANNOT_FULFIL.effect,
    citation: { cite: CANNOT_FULFIL.cite, url: null, confidence: 'H', kind: 'org_policy' },
    remedies: ['approval:two_officer'],
    evidence: ['officers_decision', 'reason'],
    deadline: null,
  };
  const effects = [decision.effect, objection.effect];
  return {
    ...decision,
    outcome: decision.outcome === 'refused' ? 'refused' : 'held',
    effect: EFFECTS.find((effect) => effects.includes(effect)) ?? objection.effect,
    objections: [...decision.objections, objection],
    remedies: [...new Set([...decision.remedies, ...objection.remedies])].sort(),
    evidence: [...new Set([...decision.evidence, ...objection.evidence])].sort(),
    trail: [...decision.trail, { ruleId: objection.ruleId, pack: objection.pack, result: 'objects' }],
  };
}
