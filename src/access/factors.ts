/**
 * The ladder of proofs: what a recipient has proved, what the terms still want, and what he can offer. Two different factors always; the terms
 * of a transfer may ask for more, or for certain ones. Signing in elsewhere says who somebody is and is not counted.
 */
import { type EffectiveTerms, type Factor, FACTORS } from '../model/access-terms.ts';

/** How many different factors, and which must be among them. */
export type FactorNeed = { readonly min: number; readonly required: readonly Factor[] };

/** What holds for everything, whatever the terms say. */
export const LEAST_FACTORS = 2;
export const LEAST_NEED: FactorNeed = { min: LEAST_FACTORS, required: [] };

/** What the terms of one object want; never less than two. */
export function needOf(terms: Pick<EffectiveTerms, 'factorsMin' | 'factors'>): FactorNeed {
  return { min: Math.max(LEAST_FACTORS, terms.factorsMin), required: inOrder(terms.factors) };
}

/** The strictest of several: the highest number, and everything that any of them requires. */
export function strictestNeed(needs: readonly FactorNeed[]): FactorNeed {
  return {
    min: Math.max(LEAST_FACTORS, ...needs.map((one) => one.min)),
    required: inOrder(needs.flatMap((one) => one.required)),
  };
}

export type Missing = {
  /** These have to be proved. */
  readonly required: readonly Factor[];
  /** Besides the required ones, so many others. */
  readonly more: number;
};

/** What is still to be proved; undefined when it is enough. */
export function missingFactors(proved: readonly Factor[], need: FactorNeed): Missing | undefined {
  const required = inOrder(need.required.filter((one) => !proved.includes(one)));
  const after = new Set([...proved, ...required].filter(isCounted)).size;
  const more = Math.max(0, Math.max(LEAST_FACTORS, need.min) - after);
  return required.length === 0 && more === 0 ? undefined : { required, more };
}

/** Whether what was proved is enough for the need. */
export function isEnough(proved: readonly Factor[], need: FactorNeed): boolean {
  return missingFactors(proved, need) === undefined;
}

/**
 * Which of the factors that a recipient can offer bring him further, required ones first. A factor that was proved already brings nothing;
 * `sign_in` only where it is required. Empty when nothing that he has would help: then only the sender can.
 */
export function nextFactors(
  proved: readonly Factor[],
  need: FactorNeed,
  offered: readonly Factor[],
): readonly Factor[] {
  const missing = missingFactors(proved, need);
  if (missing === undefined) return [];
  const open = inOrder(offered).filter((one) => !proved.includes(one));
  const others = missing.more === 0 ? [] : open.filter((one) => isCounted(one) && !missing.required.includes(one));
  return [...open.filter((one) => missing.required.includes(one)), ...others];
}

/** Proved factors with one more, each once, in the order of the model. */
export function withFactor(proved: readonly Factor[], ...more: readonly Factor[]): readonly Factor[] {
  return inOrder([...proved, ...more]);
}

function isCounted(factor: Factor): boolean {
  return factor !== 'sign_in';
}

function inOrder(factors: readonly Factor[]): readonly Factor[] {
  return FACTORS.filter((one) => factors.includes(one));
}
