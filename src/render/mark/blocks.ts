/** Which parts of a page the warp can leave alone. */
import type { Pixels } from './pixels.ts';

export const BLOCK = 8;

/** What the block and its eight neighbours hold: one colour each (blank paper); shades of grey only; colours. */
export const BLANK = 0;
export const GREY = 1;
export const COLOURED = 2;

export type Blocks = { readonly kinds: Uint8Array; readonly columns: number; readonly rows: number };

/** Looks at blocks of 8 x 8 pixels, row by row. */
export function blocksOf(pixels: Pixels): Blocks {
  const columns = Math.ceil(pixels.width / BLOCK);
  const rows = Math.ceil(pixels.height / BLOCK);
  const own = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) own[row * columns + column] = lookAt(pixels, column, row);
  }
  return { kinds: withNeighbours(own, columns, rows), columns, rows };
}

const VARIED = 1;
const HUED = 2;

function lookAt({ data, width, height }: Pixels, column: number, row: number): number {
  const left = column * BLOCK;
  const right = Math.min(width, left + BLOCK);
  const bottom = Math.min(height, (row + 1) * BLOCK);
  const first = data[row * BLOCK * width + left] ?? 0;
  let differing = 0;
  let hued = 0;
  for (let y = row * BLOCK; y < bottom; y += 1) {
    for (let at = y * width + left; at < y * width + right; at += 1) {
      const pixel = data[at] ?? 0;
      differing |= pixel ^ first;
      hued |= pixel ^ (pixel >>> 8);
    }
  }
  return ((differing & 0xffffff) === 0 ? 0 : VARIED) | ((hued & 0xffff) === 0 ? 0 : HUED);
}

function withNeighbours(own: Uint8Array, columns: number, rows: number): Uint8Array {
  const kinds = new Uint8Array(own.length);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let seen = 0;
      for (let y = Math.max(0, row - 1); y < Math.min(rows, row + 2); y += 1) {
        for (let x = Math.max(0, column - 1); x < Math.min(columns, column + 2); x += 1)
          seen |= own[y * columns + x] ?? 0;
      }
      kinds[row * columns + column] = (seen & VARIED) === 0 ? BLANK : (seen & HUED) === 0 ? GREY : COLOURED;
    }
  }
  return kinds;
}
