/** For each term, the strictest that satisfies two at once. Pure; commutative, associative and never wider than either. */
import {
  type EffectiveTerms,
  FACTORS,
  type Hours,
  PERMISSION_NAMES,
  type PermissionName,
  type TermName,
} from '../../model/access-terms.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { meetNetworks } from './networks.ts';

type Meet = { readonly [K in TermName]: (a: EffectiveTerms[K], b: EffectiveTerms[K]) => EffectiveTerms[K] };

const MEET: Meet = {
  permission: (a, b) => narrower(a, b),
  notBefore: limited((a, b) => (Date.parse(a) >= Date.parse(b) ? a : b)),
  until: limited((a, b) => (Date.parse(a) <= Date.parse(b) ? a : b)),
  opensMax: Math.min,
  countries: limited(common),
  networks: limited(meetNetworks),
  devicesMax: limited(Math.min),
  hours: (a, b) => unionOf(a, b),
  kinds: limited(common),
  factorsMin: Math.max,
  factors: (a, b) => FACTORS.filter((one) => a.includes(one) || b.includes(one)),
  search: (a, b) => a && b,
  textLayer: (a, b) => a && b,
};

/** Returns the strictest of two values of one term. */
export function meetTerm<K extends TermName>(name: K, a: EffectiveTerms[K], b: EffectiveTerms[K]): EffectiveTerms[K] {
  return MEET[name](a, b);
}

export function narrower(a: PermissionName, b: PermissionName): PermissionName {
  return PERMISSION_NAMES.indexOf(a) <= PERMISSION_NAMES.indexOf(b) ? a : b;
}

/** Null is no limit. */
function limited<T>(meet: (a: T, b: T) => T): (a: T | null, b: T | null) => T | null {
  return (a, b) => (a === null ? b : b === null ? a : meet(a, b));
}

function common<T extends string>(a: readonly T[], b: readonly T[]): T[] {
  return a.filter((one) => b.includes(one)).toSorted(inOrder);
}

/** Each once, in one order. */
function unionOf(a: readonly Hours[], b: readonly Hours[]): Hours[] {
  const byText = new Map([...a, ...b].map((one) => [canonicalJson(one), one]));
  return [...byText.keys()].sort().flatMap((text) => byText.get(text) ?? []);
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : 1;
}
