/** Puts the mark of one view into the image of one page: first the warp, then the cells. */
import type { PageMark } from '../pages/port.ts';
import { brightOf, shade } from './cells.ts';
import { chipsOf } from './chips.ts';
import { chipCount, gridsOf, STRENGTH_L, STRENGTH_W } from './grids.ts';
import { encode, payloadOf } from './payload.ts';
import { pixelsOf } from './pixels.ts';
import { warp } from './warp.ts';

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
  const bright = brightOf(pixels);
  warp(pixels, chipsOf(mark.keys.carrierW, mark.keys.fingerprintW, code, count.W), grids.nodes, STRENGTH_W);
  shade(pixels, bright, chipsOf(mark.keys.carrierL, mark.keys.fingerprintL, code, count.L), grids.cells, STRENGTH_L);
  if (pixels.data.buffer !== rgba.buffer) rgba.set(new Uint8Array(pixels.data.buffer));
}
