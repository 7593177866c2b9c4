/** In which ways a new version of a pack may ask less than the old one. */
export const WEAKENINGS = [
  'rule_removed',
  'duty_removed',
  'row_removed',
  'effect_softer',
  'remedy_added',
  'obligation_removed',
  'not_statutory',
  'starts_later',
  'ends_earlier',
  'number_looser',
  'attaches_less',
  'covers_more',
  'adequate_more',
  'sensitive_less',
  'not_law',
] as const;
export type WeakeningKind = (typeof WEAKENINGS)[number];
