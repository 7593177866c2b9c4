/** One leak and one page: registered in whatever way works best, then observed. Everything here is made without any key. */
import type { Corners, NotRegistered, Observation } from '../port.ts';
import { gridsOf } from '../../mark/grids.ts';
import { CANONICAL_WIDTH } from '../../mark/grids.ts';
import { type Homography, homographyOfPoints } from './algebra.ts';
import { drawLeak, type Frame, frameOf, plainMapping } from './frame.ts';
import { locate, locateFine, type Looks, looksAt } from './locate.ts';
import { observeCells, observeCellsBlind } from './observe-cells.ts';
import { observeNodes } from './observe-nodes.ts';
import type { OpenCv } from './opencv.ts';
import { emptyPlane, invert, type Plane } from './plane.ts';
import { type Registered, register } from './register.ts';

/** Below this a registration is wrong, or cannot be told from a wrong one. */
export const LEAST_QUALITY = 0.2;
const FIGURES = 3;

/** The leak as it is and with dark and light exchanged, each with what was seen on it. */
export type Prepared = { readonly plain: Looks; readonly inverted: Looks };

export function prepare(plane: Plane): Prepared {
  return { plain: looksAt(plane), inverted: looksAt(invert(plane)) };
}

export function observe(cv: OpenCv, leak: Prepared, base: Plane, corners?: Corners): Observation | NotRegistered {
  const frame = frameOf(base);
  const page = looksAt(frame.page);
  const plain = best(cv, frame, page, leak.plain, corners);
  if (plain !== undefined && good(plain)) return read(frame, plain, false, FIGURES);
  const inverted = best(cv, frame, page, leak.inverted, corners);
  if (inverted !== undefined && good(inverted)) return read(frame, inverted, true, 2 * FIGURES);
  return { kind: 'not_registered', quality: Math.max(plain?.quality ?? 0, inverted?.quality ?? 0) };
}

function good(registered: Registered | undefined): boolean {
  return registered !== undefined && registered.quality >= LEAST_QUALITY;
}

/** Tries one way after the other until a registration is good. */
function best(cv: OpenCv, frame: Frame, page: Looks, leak: Looks, corners?: Corners): Registered | undefined {
  const ways: (() => Homography | undefined)[] =
    corners === undefined
      ? [() => locate(cv, page, leak)?.homography, () => locateFine(cv, page, leak)]
      : [() => ofCorners(frame.page, corners)];
  let found: Registered | undefined;
  for (const way of ways) {
    const homography = way();
    const registered = homography === undefined ? undefined : register(cv, frame, leak.plane, homography);
    if (registered !== undefined && registered.quality > (found?.quality ?? -1)) found = registered;
    if (good(found)) break;
  }
  return found;
}

function read(frame: Frame, { drawn, moved, quality }: Registered, inverted: boolean, figures: number): Observation {
  return {
    kind: 'observed',
    L: observeCells(frame.page, drawn, frame.grids),
    W: observeNodes(moved, frame.grids),
    quality,
    inverted,
    scoresPerCandidate: figures,
  };
}

/** Layer L of a leak that shows one whole page, to its edges or to the corners. */
export function observeBlind({ plain: { plane } }: Prepared, aspect: number, corners?: Corners): Observation {
  const grids = gridsOf(CANONICAL_WIDTH, Math.round(CANONICAL_WIDTH * aspect));
  const frame: Frame = { page: emptyPlane(CANONICAL_WIDTH, grids.height), grids };
  const homography = ofCorners(frame.page, corners ?? edgesOf(plane));
  const drawn = homography === undefined ? undefined : drawLeak(plane, plainMapping(homography, grids), frame);
  return {
    kind: 'observed',
    L: drawn === undefined ? new Float32Array(grids.cells.columns * grids.cells.rows) : observeCellsBlind(drawn, grids),
    W: new Float32Array(2 * grids.nodes.columns * grids.nodes.rows),
    quality: 0,
    inverted: false,
    scoresPerCandidate: FIGURES,
  };
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
