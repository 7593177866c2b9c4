/** Where on the leak the page is: several looks, of which the one that most features agree on is taken. */
import type { Homography } from './algebra.ts';
import { type Described, describe, findIn, type Found } from './features.ts';
import type { OpenCv } from './opencv.ts';
import type { Plane } from './plane.ts';

/** The page is looked at with this long side, the leak with each of these until one is clear. */
export const PAGE_SIDE = 1100;
const LEAK_SIDES = [1100, 1600, 700] as const;
export const FEATURES = 3000;
const MATCH_TOLERANCE = 6;
const CLEAR = 60;
const FEWEST = 10;
/** A cut-out of a page has its few features in fine print. */
const FINE_SIDE = 1754;
const FINE_FEATURES = 5000;

/** A leak and what was found on it, each look made once. */
export type Looks = { readonly plane: Plane; readonly seen: Map<string, Described> };

export function looksAt(plane: Plane): Looks {
  return { plane, seen: new Map() };
}

export function lookAt(cv: OpenCv, { plane, seen }: Looks, side: number, count = FEATURES): Described {
  const longest = Math.min(side, Math.max(plane.width, plane.height));
  const key = `${longest} ${count}`;
  const known = seen.get(key);
  if (known !== undefined) return known;
  const made = describe(cv, plane, longest, count);
  seen.set(key, made);
  return made;
}

/** Leak px that a feature may be off. */
export function toleranceOf({ plane }: Looks, side: number): number {
  return Math.max(4, (5 * Math.max(plane.width, plane.height)) / side);
}

/** What is remembered of a page to tell it from others: its features, not its pixels. */
export function describePage(cv: OpenCv, page: Plane): Described {
  return describe(cv, page, PAGE_SIDE, FEATURES);
}

/** One look, for telling pages apart. */
export function match(cv: OpenCv, page: Described, leak: Looks): Found | undefined {
  return findIn(cv, page, lookAt(cv, leak, PAGE_SIDE), MATCH_TOLERANCE);
}

/** The perspective canonical page -> leak; `undefined` when too few features agree. */
export function locate(cv: OpenCv, page: Looks, leak: Looks): Found | undefined {
  const described = lookAt(cv, page, PAGE_SIDE);
  const long = Math.max(leak.plane.width, leak.plane.height);
  let best: Found | undefined;
  // A small leak looks the same at every size above its own.
  const looks = LEAK_SIDES.map((side) => Math.min(side, long));
  for (const side of LEAK_SIDES.filter((one, at) => looks.indexOf(Math.min(one, long)) === at)) {
    const found = findIn(cv, described, lookAt(cv, leak, side), toleranceOf(leak, side));
    if (found !== undefined && found.inliers > (best?.inliers ?? 0)) best = found;
    if (best !== undefined && best.inliers > CLEAR) break;
  }
  return best !== undefined && best.inliers >= FEWEST ? best : undefined;
}

/** Another look at fine print, for when the first led nowhere. */
export function locateFine(cv: OpenCv, page: Looks, leak: Looks): Homography | undefined {
  const described = lookAt(cv, page, FINE_SIDE, FINE_FEATURES);
  const found = findIn(cv, described, lookAt(cv, leak, FINE_SIDE, FINE_FEATURES), toleranceOf(leak, FINE_SIDE));
  return found !== undefined && found.inliers >= FEWEST ? found.homography : undefined;
}
