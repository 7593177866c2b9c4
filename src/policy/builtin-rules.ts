/** The rules that belong to no pack: they object when the packs cannot speak or what they ask cannot be done. They cannot be switched off. */
import type { Effect } from '../model/policy-decision.ts';

export type BuiltinRule = { readonly id: string; readonly effect: Effect; readonly cite: string };

/** Pack name under which they stand in a decision. */
export const BUILTIN_PACK = 'policy';

export const NO_PACK: BuiltinRule = {
  id: 'policy.no_pack',
  effect: 'need_approval(internal)',
  cite: 'Organisation policy, places without rules',
};
export const UNKNOWN_FACT: BuiltinRule = {
  id: 'policy.unknown_fact',
  effect: 'need_approval(internal)',
  cite: 'Organisation policy, unknown facts',
};
/** Cedar alone would skip a rule that fails and let the transfer pass. */
export const RULE_ERROR: BuiltinRule = {
  id: 'policy.rule_error',
  effect: 'forbid',
  cite: 'Organisation policy, rules that fail',
};
/** An obligation that this installation cannot keep: promised and not done is worse than refused. */
export const CANNOT_FULFIL: BuiltinRule = {
  id: 'policy.cannot_fulfil',
  effect: 'need_approval(internal)',
  cite: 'Organisation policy, obligations that cannot be kept',
};
export const BUILTIN_RULES: readonly BuiltinRule[] = [NO_PACK, RULE_ERROR, UNKNOWN_FACT, CANNOT_FULFIL];
