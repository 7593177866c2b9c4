/**
 * From observations to a finding: pure arithmetic. The fingerprint chips of whoever did not leak are +1 or -1, evenly and independent of what
 * was observed, so that a figure of T or more happens to them with a probability of at most exp(-T²/2), whatever was done to the picture
 * (Hoeffding's inequality).
 */
import { hex } from '../../base/bytes.ts';
import { type Carrier, carrierOf } from '../mark/chips.ts';
import { CODE_BITS, viewOf } from '../mark/payload.ts';
import { carrierKey, fingerprintKey, keystream, type Layer } from '../mark/streams.ts';
import { decode } from '../mark/viterbi.ts';
import type { Observation } from './port.ts';

/** The page whose marks are looked for, and the key of its week. */
export type PageStreams = { readonly pageId: string; readonly key: Uint8Array };

export type Score = {
  readonly viewId: string;
  readonly tL: number;
  readonly tW: number;
  /** The greatest of layer L, layer W and both. */
  readonly t: number;
};

export type Verdict =
  | {
      readonly kind: 'identified';
      readonly viewId: string;
      readonly t: number;
      readonly threshold: number;
      /** At most so likely is it that any of the candidates who did not leak reaches this figure. Less than 1e-30 is not claimed. */
      readonly bound: number;
      /** The greatest figure among all the others; nothing when there was one candidate. */
      readonly runnerUp: number | undefined;
      /** Further views above the threshold: copies of several recipients were mixed. */
      readonly also: readonly Score[];
    }
  | { readonly kind: 'no_finding'; readonly best: number | undefined; readonly threshold: number };

const BOTH = Math.SQRT1_2;
const LEAST_BOUND = 1e-30;

/** The figures of each view. Only fingerprint chips count: the others are alike for views whose ids are. About 0.1 ms a view. */
export function score(
  observation: Pick<Observation, 'L' | 'W'>,
  page: PageStreams,
  viewIds: readonly string[],
): readonly Score[] {
  const L = fingerprintChips(observation.L, page, 'L');
  const W = fingerprintChips(observation.W, page, 'W');
  return viewIds.map((viewId) => withGreatest(viewId, correlate(L, page, viewId), correlate(W, page, viewId)));
}

/**
 * The figures of several pages of one leak as one. The pages must have been chosen before they were scored, and every list must hold the
 * same views in the same order.
 */
export function sumOfPages(pages: readonly (readonly Score[])[]): readonly Score[] {
  const [first = []] = pages;
  const root = Math.sqrt(Math.max(1, pages.length));
  return first.map(({ viewId }, at) => {
    const of = pages.map((page) => page[at]);
    if (of.some((one) => one?.viewId !== viewId)) throw new RangeError('the pages have other views or another order');
    const sum = (layer: 'tL' | 'tW'): number => of.reduce((total, one) => total + (one?.[layer] ?? 0), 0) / root;
    return withGreatest(viewId, sum('tL'), sum('tW'));
  });
}

/** The figure that is a finding. `pFalse`: at most so likely is a finding among candidates who all did not leak. */
export function threshold(candidates: number, scoresPerCandidate: number, pFalse = 1e-6): number {
  return Math.sqrt(2 * Math.log((Math.max(1, candidates) * scoresPerCandidate) / pFalse));
}

/**
 * Names a view, or none. `candidates`: how many were scored for this leak altogether, on whatever pages: leaving out those of former
 * attempts would make the threshold too low.
 */
export function verdict(
  scores: readonly Score[],
  candidates: number,
  scoresPerCandidate: number,
  pFalse = 1e-6,
): Verdict {
  const limit = threshold(Math.max(candidates, scores.length), scoresPerCandidate, pFalse);
  const [best, ...others] = scores.toSorted((a, b) => b.t - a.t);
  if (best === undefined || !(best.t >= limit)) return { kind: 'no_finding', best: best?.t, threshold: limit };
  const tried = Math.max(candidates, scores.length) * scoresPerCandidate;
  return {
    kind: 'identified',
    viewId: best.viewId,
    t: best.t,
    threshold: limit,
    bound: Math.min(1, Math.max(LEAST_BOUND, tried * Math.exp(-(best.t * best.t) / 2))),
    runnerUp: others[0]?.t,
    also: others.filter(({ t }) => t >= limit),
  };
}

/**
 * A view id that can be read without a list of candidates. A hint where to look and no proof: of random pictures three in 65,536 have one,
 * and chips of the payload are alike for everybody who knows the id.
 */
export function decodeId(
  observation: Pick<Observation, 'L' | 'W'>,
  page: PageStreams,
): { readonly viewId: string; readonly layer: Layer | 'both' } | undefined {
  const L = softBits(observation.L, carrierOf(carrierKey(page.key, page.pageId, 'L'), observation.L.length));
  const W = softBits(observation.W, carrierOf(carrierKey(page.key, page.pageId, 'W'), observation.W.length));
  const [scaleL, scaleW] = [scaleOf(observation.L), scaleOf(observation.W)];
  const both = L.map((value, at) => scaleL * value + scaleW * (W[at] ?? 0));
  for (const [layer, soft] of [
    ['L', L],
    ['W', W],
    ['both', both],
  ] as const) {
    const view = soft.some((value) => value !== 0) ? viewOf(decode(soft)) : undefined;
    if (view !== undefined) return { viewId: hex(view), layer };
  }
  return undefined;
}

function withGreatest(viewId: string, tL: number, tW: number): Score {
  return { viewId, tL, tW, t: Math.max(tL, tW, (tL + tW) * BOTH) };
}

type Chips = { readonly layer: Layer; readonly length: number; readonly at: Int32Array; readonly value: Float64Array };

/** The fingerprint chips where something was observed, so that the figure of a view is their sum with its signs. */
function fingerprintChips(observed: Float32Array, page: PageStreams, layer: Layer): Chips {
  const { isPayload } = carrierOf(carrierKey(page.key, page.pageId, layer), observed.length);
  const used = [...observed.keys()].filter((k) => isPayload[k] === 0 && observed[k] !== 0);
  const norm = Math.sqrt(used.reduce((sum, k) => sum + (observed[k] ?? 0) ** 2, 0));
  return {
    layer,
    length: (used.at(-1) ?? -1) + 1,
    at: Int32Array.from(used),
    value: Float64Array.from(used, (k) => (observed[k] ?? 0) / norm),
  };
}

function correlate({ layer, length, at, value }: Chips, page: PageStreams, viewId: string): number {
  if (at.length === 0) return 0;
  const stream = keystream(fingerprintKey(page.key, page.pageId, layer, viewId), length);
  let sum = 0;
  for (let n = 0; n < at.length; n += 1) {
    const chip = value[n] ?? 0;
    sum += ((stream[at[n] ?? 0] ?? 0) & 1) === 1 ? chip : -chip;
  }
  return sum;
}

function softBits(observed: Float32Array, carrier: Carrier): Float64Array {
  const soft = new Float64Array(CODE_BITS);
  for (let k = 0; k < observed.length; k += 1) {
    const bit = carrier.bit[k] ?? 0;
    if (carrier.isPayload[k] === 1) soft[bit] = (soft[bit] ?? 0) + (carrier.sign[k] ?? 0) * (observed[k] ?? 0);
  }
  return soft;
}

/** By the root mean square of what is not zero, so that both layers count alike. */
function scaleOf(observed: Float32Array): number {
  const seen = observed.filter((value) => value !== 0);
  const square = seen.reduce((sum, value) => sum + value * value, 0);
  return square === 0 ? 0 : Math.sqrt(seen.length / square);
}
