/**
 * The organisation's own rules as access policies of fides (ethyca/fides, policy-engine/pkg/pbac). Fides knows data categories, uses, subjects
 * and places, and neither levels of content nor approvals. A rule that it could only deny for good comes switched off, and says what is missing.
 */
import type { Locale } from '../../model/locale.ts';
import type { Pack } from '../../policy/load-pack.ts';
import type { Rule } from '../../policy/rule.ts';
import { ruleTexts } from '../../policy/rule-texts.ts';
import type { PackFiles } from '../../policy/load-pack.ts';
import { toYaml, type Yaml } from '../register/yaml.ts';

/** What fides can be told of a rule's condition. */
const EXPRESSIBLE: ReadonlySet<string> = new Set(['hasPersonalData', 'origin']);
const FIRST_PRIORITY = 1_000;

export type OwnPack = { readonly pack: Pack; readonly files: PackFiles };

/** Returns the objecting rules of the organisation's own packs as YAML, the strictest with the highest priority. */
export function toAccessPolicies(packs: readonly OwnPack[], locale: Locale): string {
  const policies = packs
    .filter(({ pack }) => pack.file.kind === 'organisation')
    .flatMap(({ pack, files }) => {
      const texts = ruleTexts(files);
      return pack.rules.flatMap((rule) => (rule.does === 'objects' ? [policyOf(pack, rule, texts, locale)] : []));
    });
  return toYaml({ policies: policies.map((policy, at) => ({ ...policy, priority: FIRST_PRIORITY - at })) });
}

function policyOf(
  pack: Pack,
  rule: Rule & { readonly does: 'objects' },
  texts: ReadonlyMap<string, string>,
  locale: Locale,
): { readonly [key: string]: Yaml | undefined } {
  const words = pack.texts[locale][rule.id];
  const lost = [...rule.members].filter((member) => !EXPRESSIBLE.has(member)).sort();
  const origin = /context\.origin == "([A-Z]{2})"/.exec(texts.get(rule.id) ?? '')?.[1];
  return {
    id: rule.id,
    key: `entrepot_${rule.id.replaceAll(/[^a-z0-9]+/g, '_')}`,
    // INVARIANT: a policy that denies more than the rule does is never switched on for somebody.
    enabled: lost.length === 0 && rule.remedies.length === 0,
    decision: 'DENY',
    match: { data_category: { any: ['user'] } },
    unless:
      origin === undefined
        ? undefined
        : [{ type: 'geo_location', field: 'environment.geo_location', operator: 'not_in', values: [origin] }],
    action: {
      message: [
        words === undefined ? rule.id : `${words.title}. ${words.why} ${words.lift}`,
        `(${rule.effect}; ${rule.remedies.length === 0 ? '-' : rule.remedies.join(', ')}${lost.length === 0 ? '' : `; not expressible: ${lost.join(', ')}`})`,
      ].join(' '),
    },
  };
}
