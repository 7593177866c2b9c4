/** Puts the mark of one view into the image of one page: first the warp, then the cells. */
import type { PageMark } from '../pages/port.ts';
import { blocksOf, COLOURED } from './blocks.ts';
import { Cells } from './cells.ts';
import { chipsOf } from './chips.ts';
import { chipCount, type Grids, gridsOf, STRENGTH_L, STRENGTH_W } from './grids.ts';
import { encode, payloadOf } from './payload.ts';
import { type Pixels, pixelsOf } from './pixels.ts';
import { Rows } from './rows.ts';
import { reachOf, Warp } from './warp.ts';

/**
 * Marks the image in place. `rgba`: four bytes a pixel, row by row; opaque, with the visible watermark already in it.
 *
 * The same page, view and size give the same bytes; another resolution carries the same mark.
 * @throws on a size that does not fit the bytes, and on a view id that is not 12 lower-case hex digits
 */
export function embedMark(rgba: Uint8Array, width: number, height: number, mark: PageMark): void {
  const grids = gridsOf(width, height);
  const pixels = pixelsOf(rgba, width, height);
  const code = encode(payloadOf(mark.viewId));
  const count = chipCount(grids);
  drawChips(
    pixels,
    grids,
    chipsOf(mark.keys.carrierL, mark.keys.fingerprintL, code, count.L),
    chipsOf(mark.keys.carrierW, mark.keys.fingerprintW, code, count.W),
  );
  if (pixels.data.buffer !== rgba.buffer) rgba.set(new Uint8Array(pixels.data.buffer));
}

/** Draws the chips of both layers, in one pass from top to bottom; strengths of 0 leave a layer out. */
export function drawChips(
  pixels: Pixels,
  grids: Grids,
  chipsL: Int8Array,
  chipsW: Int8Array,
  strengths = { L: STRENGTH_L, W: STRENGTH_W },
): void {
  const { width, height } = pixels;
  const blocks = blocksOf(pixels);
  // A pixel is mixed from one before to two after the one that its place falls into.
  const around = 2 + Math.floor(reachOf(width, strengths.W));
  const rows = new Rows(pixels, around, blocks.kinds.includes(COLOURED));
  const warp = new Warp(pixels, rows, blocks, chipsW, grids.nodes, strengths.W);
  const cells = new Cells(pixels, chipsL, grids.cells, strengths.L);
  const bright = (row: number): Uint8Array => rows.bright.subarray(rows.startOf(row), rows.startOf(row) + width);
  for (let y = 0; y < height; y += 1) {
    rows.reach(y);
    warp.draw(y);
    // The rows above a pair are never looked at again, but this one's neighbour below is still needed as it was.
    if (y % 2 === 1) cells.draw(y - 1, bright(y - 1), bright(y));
    else if (y === height - 1) cells.draw(y, bright(y), bright(y));
  }
}
