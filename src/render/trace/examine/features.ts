/** Finds the page in the leak by points of interest: which page, and roughly where. */
import type { Homography } from './algebra.ts';
import type { Features, OpenCv } from './opencv.ts';
import { blur, type Plane, reduceTo } from './plane.ts';

const SIGMA = 1.2;
const WORDS = 8;
/** Of 256 bits at most so many may differ, and clearly fewer than for the second best. */
const FARTHEST = 90;
const BEST_TO_SECOND = 0.88;
const FEWEST = 8;

/** Features of an image that was reduced; places are in pixels of the full image. */
export type Described = {
  readonly points: Float32Array;
  readonly words: Uint32Array;
  /** Full pixels to one reduced pixel. */
  readonly scale: number;
};

export type Found = { readonly homography: Homography; readonly inliers: number };

/** `longest`: px of the long side that is looked at. */
export function describe(cv: OpenCv, plane: Plane, longest: number, count: number): Described {
  const { plane: small, factorX, factorY } = reduceTo(plane, longest);
  const { points, descriptors }: Features = cv.features(blur(small, SIGMA), count);
  const full = points.map((value, n) => (value + 0.5) / (n % 2 === 0 ? factorX : factorY) - 0.5);
  return { points: full, words: new Uint32Array(descriptors.buffer), scale: 1 / Math.min(factorX, factorY) };
}

/** The perspective page -> leak that most pairs agree on. `tolerance`: leak px. */
export function findIn(cv: OpenCv, page: Described, leak: Described, tolerance: number): Found | undefined {
  const pairs = matchesOf(page.words, leak.words);
  if (pairs.length < FEWEST) return undefined;
  const from = new Float32Array(2 * pairs.length);
  const to = new Float32Array(2 * pairs.length);
  for (const [n, [a, b]] of pairs.entries()) {
    from.set(page.points.subarray(2 * a, 2 * a + 2), 2 * n);
    to.set(leak.points.subarray(2 * b, 2 * b + 2), 2 * n);
  }
  const found = cv.homography(from, to, tolerance);
  return found === undefined ? undefined : { homography: found.matrix, inliers: found.inliers };
}

/** Pairs of the page's and the leak's features. */
function matchesOf(page: Uint32Array, leak: Uint32Array): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  const nearest = new Nearest(leak);
  for (let a = 0; a < page.length / WORDS; a += 1) {
    nearest.find(page, a * WORDS);
    if (nearest.best < FARTHEST && nearest.best < BEST_TO_SECOND * nearest.second) pairs.push([a, nearest.at]);
  }
  return pairs;
}

/** The two nearest of many descriptors. Ten million distances for each page and leak: unrolled, and broken off when it is clear. */
class Nearest {
  best = 0;
  second = 0;
  at = 0;
  readonly #words: Uint32Array;

  constructor(words: Uint32Array) {
    this.#words = words;
  }

  // oxlint-disable-next-line complexity -- every element that is read counts as a branch
  find(from: Uint32Array, at: number): void {
    const words = this.#words;
    const [a0 = 0, a1 = 0, a2 = 0, a3 = 0, a4 = 0, a5 = 0, a6 = 0, a7 = 0] = from.subarray(at, at + WORDS);
    let best = 257;
    let second = 257;
    let nearest = 0;
    for (let b = 0; b < words.length; b += WORDS) {
      // Of three words each the bits by four; a four is at most twelve.
      const x = fours(a0 ^ (words[b] ?? 0)) + fours(a1 ^ (words[b + 1] ?? 0)) + fours(a2 ^ (words[b + 2] ?? 0));
      const y = fours(a3 ^ (words[b + 3] ?? 0)) + fours(a4 ^ (words[b + 4] ?? 0)) + fours(a5 ^ (words[b + 5] ?? 0));
      let distance = total(eights(x) + eights(y));
      if (distance >= second) continue;
      distance += total(eights(fours(a6 ^ (words[b + 6] ?? 0)) + fours(a7 ^ (words[b + 7] ?? 0))));
      if (distance < best) {
        second = best;
        best = distance;
        nearest = b;
      } else if (distance < second) second = distance;
    }
    [this.best, this.second, this.at] = [best, second, nearest / WORDS];
  }
}

function fours(bits: number): number {
  const twos = bits - ((bits >>> 1) & 0x55555555);
  return (twos & 0x33333333) + ((twos >>> 2) & 0x33333333);
}

function eights(counts: number): number {
  return (counts & 0x0f0f0f0f) + ((counts >>> 4) & 0x0f0f0f0f);
}

function total(counts: number): number {
  return Math.imul(counts, 0x01010101) >>> 24;
}
