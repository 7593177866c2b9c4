/** Layer L: faint cells of 1.35 mm, darker on bright ground and lighter on dark ground, with the rounding error spread. */
import { CANONICAL_WIDTH, CELL, type Grid } from './grids.ts';
import { type Pixels, type Positions, positions } from './pixels.ts';

const BRIGHT = 128;

/**
 * Adds the cells in place, `strength` in grey levels. `bright`: of each pixel, whether the page was bright there before anything was moved
 * (see brightOf): it decides the direction.
 */
export function shade(pixels: Pixels, bright: Uint8Array, chips: Int8Array, cells: Grid, strength: number): void {
  const { width, height } = pixels;
  const step = (CELL * width) / CANONICAL_WIDTH;
  const across = positions(width, step, 0.5, cells.columns);
  const down = positions(height, step, 0.5, cells.rows);
  const line = new Float64Array(cells.columns);
  // What each pixel of the row above hands down.
  const below = new Float64Array(width);
  for (let y = 0; y < height; y += 1) {
    const upper = (down.index[y] ?? 0) * cells.columns;
    const t = down.part[y] ?? 0;
    for (let i = 0; i < cells.columns; i += 1) {
      const chip = chips[upper + i] ?? 0;
      line[i] = strength * (chip + t * ((chips[upper + cells.columns + i] ?? 0) - chip));
    }
    shadeRow(pixels, y, bright, line, across, below, strength);
  }
}

function shadeRow(
  { data, width }: Pixels,
  y: number,
  bright: Uint8Array,
  line: Float64Array,
  { index, part }: Positions,
  below: Float64Array,
  strength: number,
): void {
  let right = 0;
  for (let x = 0, at = y * width; x < width; x += 1, at += 1) {
    const i = index[x] ?? 0;
    const left = line[i] ?? 0;
    const offset = (bright[at] ?? 0) === 1 ? -strength : strength;
    const want = left + (part[x] ?? 0) * ((line[i + 1] ?? 0) - left) + offset + right + (below[x] ?? 0) / 2;
    const change = Math.floor(want + 0.5);
    right = (want - change) / 2;
    below[x] = want - change;
    if (change !== 0) data[at] = addTo(data[at] ?? 0, change);
  }
}

function addTo(pixel: number, change: number): number {
  const red = clamp((pixel & 255) + change);
  const green = clamp(((pixel >>> 8) & 255) + change);
  const blue = clamp(((pixel >>> 16) & 255) + change);
  return (pixel & 0xff000000) | (blue << 16) | (green << 8) | red;
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/** 1 where the luma is 128 or more, else 0. */
export function brightOf({ data }: Pixels): Uint8Array {
  const bright = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += 1) {
    const pixel = data[at] ?? 0;
    const luma = (77 * (pixel & 255) + 150 * ((pixel >>> 8) & 255) + 29 * ((pixel >>> 16) & 255)) >> 8;
    bright[at] = luma >= BRIGHT ? 1 : 0;
  }
  return bright;
}
