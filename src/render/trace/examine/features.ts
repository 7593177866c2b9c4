/** Finds the page in the leak by points of interest: which page, and roughly where. */
import { compose, type Homography, scaling } from './algebra.ts';
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
  const count = leak.length / WORDS;
  for (let a = 0; a < page.length / WORDS; a += 1) {
    let best = 257;
    let second = 257;
    let nearest = 0;
    for (let b = 0; b < count; b += 1) {
      const distance = distanceBelow(page, a * WORDS, leak, b * WORDS, second);
      if (distance < best) {
        second = best;
        best = distance;
        nearest = b;
      } else if (distance < second) second = distance;
    }
    if (count > 1 && best < FARTHEST && best < BEST_TO_SECOND * second) pairs.push([a, nearest]);
  }
  return pairs;
}

/** Number of bits that differ; `limit` or more is as good as far away. */
function distanceBelow(a: Uint32Array, atA: number, b: Uint32Array, atB: number, limit: number): number {
  let distance = 0;
  for (let word = 0; word < WORDS && distance < limit; word += 1) {
    let bits = (a[atA + word] ?? 0) ^ (b[atB + word] ?? 0);
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    distance += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return distance;
}

/** The same perspective for a page of another size: `factor` = this size by that. */
export function forPageOf(found: Homography, factorX: number, factorY: number): Homography {
  return compose(found, scaling(factorX, factorY));
}
