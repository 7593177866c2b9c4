/** Finds a cut-out with too few features of its own, such as part of a chart: tried at every size and place, upright only. */
import { compose, type Homography, scaling } from './algebra.ts';
import type { OpenCv } from './opencv.ts';
import { type Plane, resize } from './plane.ts';

/** Px that the page is wide while it is searched. */
const PAGE_WIDTH = 480;
const STEP = 1.03;
/** The sizes around the best one are tried more finely. */
const FINE_STEPS = [0.985, 0.99, 0.995, 1.005, 1.01, 1.015];
const SMALLEST = 40;
const LEAST_CORRELATION = 0.3;

type Place = { readonly factor: number; readonly x: number; readonly y: number; readonly correlation: number };

/** The perspective canonical page -> leak, when the leak shows a part of the page and nothing else. */
export function locateCut(cv: OpenCv, page: Plane, leak: Plane): Homography | undefined {
  const share = PAGE_WIDTH / page.width;
  const small = resize(page, PAGE_WIDTH, Math.max(1, Math.round(page.height * share)));
  const largest = Math.min(small.width / leak.width, small.height / leak.height);
  let best: Place | undefined;
  for (let factor = largest; Math.min(leak.width, leak.height) * factor >= SMALLEST; factor /= STEP)
    best = better(best, placeAt(cv, small, leak, factor));
  const coarse = best?.factor;
  if (coarse === undefined) return undefined;
  for (const step of FINE_STEPS)
    if (coarse * step <= largest) best = better(best, placeAt(cv, small, leak, coarse * step));
  if (best === undefined || best.correlation < LEAST_CORRELATION) return undefined;
  const { x, y, factor } = best;
  const move = Float64Array.from([1, 0, -x, 0, 1, -y, 0, 0, 1]);
  return compose(scaling(1 / factor, 1 / factor), compose(move, scaling(share, small.height / page.height)));
}

function better(one: Place | undefined, other: Place): Place {
  return one === undefined || other.correlation > one.correlation ? other : one;
}

function placeAt(cv: OpenCv, page: Plane, leak: Plane, factor: number): Place {
  const width = Math.min(page.width, Math.max(1, Math.round(leak.width * factor)));
  const height = Math.min(page.height, Math.max(1, Math.round(leak.height * factor)));
  const { data, width: columns } = cv.correlation(page, resize(leak, width, height));
  let at = 0;
  for (let n = 1; n < data.length; n += 1) if ((data[n] ?? 0) > (data[at] ?? 0)) at = n;
  return { factor: width / leak.width, x: at % columns, y: Math.floor(at / columns), correlation: data[at] ?? 0 };
}
