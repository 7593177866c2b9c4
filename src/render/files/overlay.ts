/** Layer L of the mark as a picture of one pixel per chip, to be multiplied over a page: it survives re-printing, photos and scans. */
import { chipsOf } from '../mark/chips.ts';
import { CANONICAL_WIDTH, CELL, gridsOf } from '../mark/grids.ts';
import { encode, payloadOf } from '../mark/payload.ts';
import type { StreamKeys } from '../mark/port.ts';

/** White, and what a chip of -1 leaves of it: twice the strength of layer L, as the page cannot get lighter than it is. */
const LIGHT = 255;
const DARK = 251;

export type Overlay = {
  readonly columns: number;
  readonly rows: number;
  /** One byte of grey per chip, row by row. */
  readonly grey: Uint8Array;
  /** Size on the page, in widths of the page. */
  readonly width: number;
  readonly height: number;
};

/** @param size - Of the page as it is shown, in any unit. */
export function overlayOf(
  keys: StreamKeys,
  viewId: string,
  size: { readonly width: number; readonly height: number },
): Overlay {
  const { cells } = gridsOf(tenths(size.width), tenths(size.height));
  const count = cells.columns * cells.rows;
  const chips = chipsOf(keys.carrierL, keys.fingerprintL, encode(payloadOf(viewId)), count);
  return {
    ...cells,
    grey: Uint8Array.from(chips, (chip) => (chip > 0 ? LIGHT : DARK)),
    width: (cells.columns * CELL) / CANONICAL_WIDTH,
    height: (cells.rows * CELL) / CANONICAL_WIDTH,
  };
}

/** The grid wants whole numbers; a tenth of a point is finer than a chip by far. */
function tenths(length: number): number {
  return Math.max(1, Math.round(length * 10));
}
