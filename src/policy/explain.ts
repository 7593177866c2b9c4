/** Rules in words, for the people who are held up by them. */
import type { Locale } from '../model/locale.ts';
import { BUILTIN_RULES } from './builtin-rules.ts';
import { BUILTIN_TEXTS } from './builtin-texts.ts';
import type { PolicyEngine } from './engine.ts';
import { POLICY } from './errors.ts';

export type RuleExplanation = {
  readonly ruleId: string;
  readonly title: string;
  readonly why: string;
  readonly lift: string;
  /** The citation in English, as it stands in decisions. */
  readonly cite: string;
  /** How the statute names the place in its own language: in the reader's language when there is such a form, else the first one. */
  readonly statute: string | null;
  readonly url: string | null;
  /** Day on which the source was looked at, and what could not be verified. */
  readonly checked: string | null;
  readonly note: string | null;
  readonly confidence: 'H' | 'M' | 'L';
  readonly kind: 'statutory' | 'org_policy';
  /** false: not reviewed by a lawyer. Whatever shows the explanation says so. */
  readonly reviewed: boolean;
};

/**
 * Returns title, reason and remedy of a rule, a duty or a built-in rule, with its citation.
 *
 * @throws `policy.unknown_rule` when no pack of the engine has it.
 */
export function explainRule(engine: PolicyEngine, ruleId: string, locale: Locale): RuleExplanation {
  return explainBuiltin(ruleId, locale) ?? explainFromPack(engine, ruleId, locale);
}

function explainBuiltin(ruleId: string, locale: Locale): RuleExplanation | null {
  const rule = BUILTIN_RULES.find(({ id }) => id === ruleId);
  const text = BUILTIN_TEXTS[locale][ruleId];
  if (rule === undefined || text === undefined) return null;
  const source = { statute: null, url: null, checked: null, note: null };
  return { ruleId, ...text, cite: rule.cite, ...source, confidence: 'H', kind: 'org_policy', reviewed: false };
}

function explainFromPack(engine: PolicyEngine, ruleId: string, locale: Locale): RuleExplanation {
  for (const pack of engine.packs) {
    const duty = pack.file.duties.find(({ id }) => id === ruleId);
    const source = pack.rules.find(({ id }) => id === ruleId) ?? duty;
    const text = pack.texts[locale][ruleId];
    if (source === undefined || text === undefined) continue;
    const cite = pack.file.cites[ruleId];
    return {
      ruleId,
      ...text,
      cite: source.cite,
      statute: cite === undefined ? null : (cite.forms[locale] ?? Object.values(cite.forms)[0] ?? null),
      url: cite?.url ?? null,
      checked: cite?.checked ?? null,
      note: cite?.note ?? null,
      confidence: source.confidence,
      kind: source.kind,
      reviewed: engine.reviewed.has(pack.digest),
    };
  }
  throw POLICY.unknown_rule({ ruleId: ruleId.slice(0, 80) });
}
