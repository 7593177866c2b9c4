/** One leak and one page: registered in whatever way works best, then observed. Everything here is made without any key. */
import type { Corners, NotRegistered, Observation, Point } from '../port.ts';
import { CANONICAL_WIDTH, type Grids, gridsOf } from '../../mark/grids.ts';
import { type Homography, homographyOfPoints } from './algebra.ts';
import type { Described } from './features.ts';
import { drawLeak, type Frame, frameOf, plainPlacement } from './frame.ts';
import { describePage, locate, locateFine, type Looks, looksAt, match } from './locate.ts';
import { locateCut } from './locate-cut.ts';
import { observeCells, observeCellsBlind } from './observe-cells.ts';
import { observeNodes } from './observe-nodes.ts';
import type { OpenCv } from './opencv.ts';
import { emptyPlane, invert, lightOf, type Plane } from './plane.ts';
import { type Registered, register } from './register.ts';

/** Below this a registration is wrong, or cannot be told from a wrong one. */
const LEAST_QUALITY = 0.2;
const LEAST_QUALITY_FINE = 0.3;
const LEAST_QUALITY_CUT = 0.7;
const FIGURES = 3;
const DARK = 110;

/** The leak as it is and with dark and light exchanged, each with what was seen on it; the second is made when it is needed. */
export class Prepared {
  readonly plain: Looks;
  /** Whether it is dark as a whole, as pages seldom are. */
  readonly dark: boolean;
  /** Pixels of the plane to one of the file. */
  readonly #scale: number;
  #inverted: Looks | undefined;

  /** `width`: of the picture in the file. */
  constructor(plane: Plane, width: number) {
    this.plain = looksAt(plane);
    this.#scale = plane.width / width;
    this.dark = lightOf(plane) < DARK;
  }

  get inverted(): Looks {
    this.#inverted ??= looksAt(invert(this.plain.plane));
    return this.#inverted;
  }

  /** Corners that were picked on the picture as it is in the file. */
  onPlane(corners: Corners): Corners {
    const [a, b, c, d] = corners;
    const move = ({ x, y }: Point): Point => ({ x: x * this.#scale - 0.5, y: y * this.#scale - 0.5 });
    return [move(a), move(b), move(c), move(d)];
  }
}

/** What is remembered of a page that several leaks are held against. */
export function describeBase(cv: OpenCv, base: Plane): Described {
  return describePage(cv, frameOf(base).page);
}

/** Features that the leak and the page have in common. */
export function matchPage(cv: OpenCv, leak: Prepared, page: Described): number {
  const inliers = (looks: Looks): number => match(cv, page, looks)?.inliers ?? 0;
  return leak.dark ? Math.max(inliers(leak.plain), inliers(leak.inverted)) : inliers(leak.plain);
}

/** Each way that is tried adds to the figures of a candidate, although the choice between them is made without any. */
export function observe(cv: OpenCv, leak: Prepared, base: Plane, corners?: Corners): Observation | NotRegistered {
  const frame = frameOf(base);
  const page = looksAt(frame.page);
  const picked = corners === undefined ? undefined : leak.onPlane(corners);
  let quality = 0;
  for (const [at, inverted] of directionsOf(leak, frame.page).entries()) {
    const looks = inverted ? leak.inverted : leak.plain;
    for (const { homography, least } of picked === undefined ? waysOf(cv, page, looks) : byHand(frame.page, picked)) {
      const found = homography();
      if (found === undefined) continue;
      const registered = register(cv, frame, looks.plane, found, picked !== undefined);
      if (registered.quality >= least) return read(frame, registered, inverted, (at + 1) * FIGURES);
      quality = Math.max(quality, registered.quality);
    }
  }
  return { kind: 'not_registered', quality };
}

/** Whether to invert, the likelier first. A light leak of a light page is not inverted; a dark one may be, or is a photo in the dark. */
function directionsOf(leak: Prepared, page: Plane): readonly boolean[] {
  return leak.dark === lightOf(page) < DARK ? [false] : [true, false];
}

/** A way to the perspective, and what it must come to: the further one looks, the more is found by chance. */
type Way = { readonly homography: () => Homography | undefined; readonly least: number };

function waysOf(cv: OpenCv, page: Looks, leak: Looks): readonly Way[] {
  return [
    { homography: () => locate(cv, page, leak)?.homography, least: LEAST_QUALITY },
    { homography: () => locateFine(cv, page, leak), least: LEAST_QUALITY_FINE },
    { homography: () => locateCut(cv, page.plane, leak.plane), least: LEAST_QUALITY_CUT },
  ];
}

function byHand(page: Plane, corners: Corners): readonly Way[] {
  return [{ homography: () => ofCorners(page, corners), least: LEAST_QUALITY }];
}

function read(frame: Frame, { drawn, moved, quality }: Registered, inverted: boolean, figures: number): Observation {
  return {
    kind: 'observed',
    L: observeCells(frame.page, drawn, frame.grids),
    W: moved === undefined ? noNodes(frame.grids) : observeNodes(moved, frame.grids),
    quality,
    inverted,
    scoresPerCandidate: figures,
  };
}

/** Layer L of a leak that shows one whole page, to its edges or to the corners. */
export function observeBlind(leak: Prepared, aspect: number, corners?: Corners): Observation {
  const { plane } = leak.plain;
  const grids = gridsOf(CANONICAL_WIDTH, Math.round(CANONICAL_WIDTH * aspect));
  const frame: Frame = { page: emptyPlane(CANONICAL_WIDTH, grids.height), grids };
  const homography = ofCorners(frame.page, corners === undefined ? edgesOf(plane) : leak.onPlane(corners));
  const drawn = homography === undefined ? undefined : drawLeak(plane, plainPlacement(homography, grids), frame);
  return {
    kind: 'observed',
    L: drawn === undefined ? new Float32Array(grids.cells.columns * grids.cells.rows) : observeCellsBlind(drawn, grids),
    W: noNodes(grids),
    quality: 0,
    inverted: false,
    scoresPerCandidate: FIGURES,
  };
}

function noNodes({ nodes }: Grids): Float32Array {
  return new Float32Array(2 * nodes.columns * nodes.rows);
}

function edgesOf({ width, height }: Plane): Corners {
  const [x, y] = [width - 0.5, height - 0.5];
  return [
    { x: -0.5, y: -0.5 },
    { x, y: -0.5 },
    { x, y },
    { x: -0.5, y },
  ];
}

/** Corners are edges of pixels, half a pixel outside of the outermost centres. */
function ofCorners(page: Plane, corners: Corners): Homography | undefined {
  return homographyOfPoints(edgesOf(page), corners);
}
