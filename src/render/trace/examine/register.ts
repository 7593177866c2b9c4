/** Lays the leak over the page: a perspective first, then what bends, then what is left at each node. */
import { compose, type Homography, project, scaling } from './algebra.ts';
import { matchBlocks, type Pass } from './blocks.ts';
import { drawLeak, type Frame, type Placement, plainPlacement, qualityOf } from './frame.ts';
import { type Displacements, displacements } from './lucas-kanade.ts';
import type { OpenCv } from './opencv.ts';
import { type Plane, reduceBy } from './plane.ts';
import { fitPolynomial, type Samples, valueAt } from './polynomial.ts';

const PASSES: readonly Pass[] = [
  { reach: 24, half: 56, tolerance: 3, degree: 2 },
  { reach: 10, half: 44, tolerance: 1.5, degree: 3 },
];
const PASS_BY_HAND: Pass = { reach: 48, half: 64, tolerance: 6, degree: 2 };
/** More leak pixels to one of the page than this are noise and time. */
const LARGEST_SCALE = 1.35;
const REFINEMENTS = 2;
const REFINE_DEGREE = 4;
const LARGEST_SHIFT = 6;
/** Without blocks that were found again and below this correlation nothing finer is tried. */
const HOPELESS = 0.1;

export type Registered = {
  readonly drawn: Plane;
  /** Nothing when it was given up. */
  readonly moved: Displacements | undefined;
  /** Correlation of the page and the leak laid over it. */
  readonly quality: number;
};

/** `homography`: canonical page -> leak, off by up to 24 px of the page, or twice that when it was picked by hand. */
export function register(cv: OpenCv, frame: Frame, leak: Plane, homography: Homography, byHand: boolean): Registered {
  const { image, mapping } = atScaleOfPage(frame, leak, homography);
  let rough = drawLeak(image, mapping, frame);
  let found = false;
  for (const pass of byHand ? [PASS_BY_HAND, ...PASSES] : PASSES) {
    const field = matchBlocks(cv, frame, rough, pass);
    if (field === undefined) continue;
    found = true;
    shift(
      mapping,
      (node) => valueAt(field.x, node),
      (node) => valueAt(field.y, node),
    );
    rough = drawLeak(image, mapping, frame);
  }
  const quality = qualityOf(frame, rough);
  return !found && quality < HOPELESS
    ? { drawn: rough, moved: undefined, quality }
    : refined(frame, image, mapping, rough);
}

function refined(frame: Frame, image: Plane, mapping: Placement, rough: Plane): Registered {
  let drawn = rough;
  let moved = displacements(frame, drawn, 4);
  for (let n = 0; n < REFINEMENTS; n += 1) {
    refine(mapping, frame, moved);
    drawn = drawLeak(image, mapping, frame);
    moved = displacements(frame, drawn, 3);
  }
  return { drawn, moved, quality: qualityOf(frame, drawn) };
}

/** A leak with more pixels than the page is reduced to as many. */
function atScaleOfPage(frame: Frame, leak: Plane, homography: Homography): { image: Plane; mapping: Placement } {
  const [x, y] = [frame.page.width / 2, frame.page.height / 2];
  const [a, b] = [project(homography, x - 50, y), project(homography, x + 50, y)];
  const scale = Math.hypot(b.x - a.x, b.y - a.y) / 100;
  if (!(scale > LARGEST_SCALE)) return { image: leak, mapping: plainPlacement(homography, frame.grids) };
  const { plane, factorX, factorY } = reduceBy(leak, 1 / scale);
  return { image: plane, mapping: plainPlacement(compose(scaling(factorX, factorY), homography), frame.grids) };
}

function refine(mapping: Placement, { grids }: Frame, moved: Displacements): void {
  const fit = (value: Float64Array, weight: Float64Array): ((node: number) => number) => {
    const samples: Samples = { node: Int32Array.from(value.keys()), value, weight };
    const polynomial = fitPolynomial(grids.nodes, samples, REFINE_DEGREE);
    return (node) => Math.min(LARGEST_SHIFT, Math.max(-LARGEST_SHIFT, valueAt(polynomial, node)));
  };
  shift(mapping, fit(moved.x, moved.weightX), fit(moved.y, moved.weightY));
}

function shift({ shiftX, shiftY }: Placement, x: (node: number) => number, y: (node: number) => number): void {
  for (let node = 0; node < shiftX.length; node += 1) {
    shiftX[node] = (shiftX[node] ?? 0) + x(node);
    shiftY[node] = (shiftY[node] ?? 0) + y(node);
  }
}
