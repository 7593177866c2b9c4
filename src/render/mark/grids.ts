/**
 * Places of the mark. All is a function of the place on the page and not of the pixels: the canonical page is 1240 px wide (A4 at 150 dpi),
 * and every delivered resolution carries the same mark.
 */

export const CANONICAL_WIDTH = 1240;
/** Canonical px between two chips of layer L (1.35 mm on A4), and between two nodes of layer W (6.8 mm). */
export const CELL = 8;
export const NODE = 40;

/** Strengths in canonical units: grey levels, and px of displacement (0.07 mm). */
export const STRENGTH_L = 1.25;
export const STRENGTH_W = 0.4;

/** A page more than 50 times as high as wide is marked down to there: chips must not cost more than pixels. */
const HIGHEST = 50 * CANONICAL_WIDTH;

export type Grid = { readonly columns: number; readonly rows: number };

/** Chips of both layers run row by row. Rows are of one length, so that a height that was rounded otherwise only adds or drops the last. */
export type Grids = {
  /** Height of the canonical page. */
  readonly height: number;
  readonly cells: Grid;
  readonly nodes: Grid;
};

/** For an image of this size, at any resolution. @throws on a size that is not of whole pixels */
export function gridsOf(width: number, height: number): Grids {
  if (!Number.isSafeInteger(width) || !Number.isSafeInteger(height) || width < 1 || height < 1)
    throw new RangeError('an image has a width and a height in whole pixels');
  const canonical = Math.min(HIGHEST, Math.max(1, Math.round((height * CANONICAL_WIDTH) / width)));
  return {
    height: canonical,
    cells: { columns: Math.ceil(CANONICAL_WIDTH / CELL) + 1, rows: Math.ceil(canonical / CELL) + 1 },
    nodes: { columns: Math.ceil(CANONICAL_WIDTH / NODE) + 1, rows: Math.ceil(canonical / NODE) + 1 },
  };
}

/** Number of chips: one a cell, two a node (x and y). */
export function chipCount(grids: Grids): { readonly L: number; readonly W: number } {
  return { L: grids.cells.columns * grids.cells.rows, W: 2 * grids.nodes.columns * grids.nodes.rows };
}
