/** The mark drawn pixel by pixel as its specification says, without any of the shortcuts: what is fast must give the same bytes. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chipsOf } from './chips.ts';
import { embedMark } from './embed.ts';
import { chipCount, gridsOf } from './grids.ts';
import { encode, payloadOf } from './payload.ts';
import { streamKeys } from './streams.ts';

const VIEW = '0123456789ab';
const KEYS = streamKeys(new Uint8Array(32).fill(3), 'reference:1', VIEW);

const smooth = (t: number): number => t * t * (3 - 2 * t);
const clamp = (value: number): number => Math.min(255, Math.max(0, value));

function place(at: number, step: number, start: number, count: number): readonly [number, number] {
  const u = Math.max(0, at / step - start);
  const i = Math.min(count - 2, Math.floor(u));
  return [i, smooth(Math.min(1, u - i))];
}

function mixOf(
  value: (i: number, j: number) => number,
  [i, tx]: readonly [number, number],
  [j, ty]: readonly [number, number],
): number {
  const at = (column: number): number => value(column, j) + ty * (value(column, j + 1) - value(column, j));
  return at(i) + tx * (at(i + 1) - at(i));
}

function weights(f: number): number[] {
  return [
    -f / 2 + f ** 2 - f ** 3 / 2,
    1 - (5 * f ** 2) / 2 + (3 * f ** 3) / 2,
    f / 2 + 2 * f ** 2 - (3 * f ** 3) / 2,
    -(f ** 2) / 2 + f ** 3 / 2,
  ];
}

function reference(rgba: Uint8Array, width: number, height: number): Uint8Array {
  const grids = gridsOf(width, height);
  const count = chipCount(grids);
  const code = encode(payloadOf(VIEW));
  const L = chipsOf(KEYS.carrierL, KEYS.fingerprintL, code, count.L);
  const W = chipsOf(KEYS.carrierW, KEYS.fingerprintW, code, count.W);
  const s = width / 1240;
  const source = (x: number, y: number, c: number): number =>
    rgba[4 * (Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))) + c]!;
  const [columns, rows] = [Math.ceil(width / 8), Math.ceil(height / 8)];
  const varied = Array.from({ length: columns * rows }, (_, block) => {
    const [left, top] = [8 * (block % columns), 8 * Math.floor(block / columns)];
    const colours = new Set<number>();
    for (let y = top; y < Math.min(height, top + 8); y += 1)
      for (let x = left; x < Math.min(width, left + 8); x += 1)
        colours.add(source(x, y, 0) + 256 * source(x, y, 1) + 65_536 * source(x, y, 2));
    return colours.size > 1;
  });
  const near = (x: number, y: number): boolean => {
    for (let row = (y >> 3) - 1; row <= (y >> 3) + 1; row += 1)
      for (let column = (x >> 3) - 1; column <= (x >> 3) + 1; column += 1)
        if (row >= 0 && column >= 0 && row < rows && column < columns && varied[row * columns + column]!) return true;
    return false;
  };
  const out = rgba.slice();
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (!near(x, y)) continue;
      const [across, down] = [place(x, 40 * s, 0, grids.nodes.columns), place(y, 40 * s, 0, grids.nodes.rows)];
      const [dx, dy] = [0, 1].map(
        (axis) => 0.4 * s * mixOf((i, j) => W[2 * (j * grids.nodes.columns + i) + axis]!, across, down),
      );
      const [sx, sy] = [x - dx!, y - dy!];
      const [ix, iy] = [Math.floor(sx), Math.floor(sy)];
      const [wx, wy] = [sx - ix, sy - iy].map((f) => weights(Math.floor(f * 256 + 0.5) / 256));
      for (let c = 0; c < 3; c += 1) {
        let sum = 0;
        for (let n = 0; n < 16; n += 1)
          sum += wx![n % 4]! * wy![n >> 2]! * source(ix - 1 + (n % 4), iy - 1 + (n >> 2), c);
        out[4 * (y * width + x) + c] = clamp(Math.floor(sum + 0.5));
      }
    }
  }
  const below = new Float64Array(width);
  for (let y = 0; y < height; y += 1) {
    let right = 0;
    for (let x = 0; x < width; x += 1) {
      const v = mixOf(
        (i, j) => L[j * grids.cells.columns + i]!,
        place(x, 8 * s, 0.5, grids.cells.columns),
        place(y, 8 * s, 0.5, grids.cells.rows),
      );
      const luma = (77 * source(x, y, 0) + 150 * source(x, y, 1) + 29 * source(x, y, 2)) >> 8;
      const want = 1.25 * (v + (luma >= 128 ? -1 : 1)) + right + below[x]! / 2;
      const q = Math.floor(want + 0.5);
      right = (want - q) / 2;
      below[x] = want - q;
      for (let c = 0; c < 3; c += 1) out[4 * (y * width + x) + c] = clamp(out[4 * (y * width + x) + c]! + q);
    }
  }
  return out;
}

/** Paper with rectangles of any colour, some of them grey and some aligned to blocks of eight. */
function drawing(
  width: number,
  height: number,
  shapes: readonly (readonly [number, number, number, number, number, boolean])[],
  paper: number,
): Uint8Array {
  const rgba = new Uint8Array(4 * width * height).fill(paper);
  for (let n = 3; n < rgba.length; n += 4) rgba[n] = 255;
  for (const [x0, y0, w, h, colour, grey] of shapes) {
    for (let y = y0 % height; y < Math.min(height, (y0 % height) + h); y += 1)
      for (let x = x0 % width; x < Math.min(width, (x0 % width) + w); x += 1)
        rgba.set(
          grey ? [colour & 255, colour & 255, colour & 255] : [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255],
          4 * (y * width + x),
        );
  }
  return rgba;
}

describe('the fast mark', () => {
  const shape = fc.tuple(
    fc.nat(60),
    fc.nat(60),
    fc.integer({ min: 1, max: 30 }),
    fc.integer({ min: 1, max: 30 }),
    fc.nat(0xffffff),
    fc.boolean(),
  );

  it('gives the bytes of the specification on any small drawing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.array(shape, { maxLength: 8 }),
        fc.constantFrom(255, 250, 128, 127, 0),
        (width, height, shapes, paper) => {
          const rgba = drawing(width, height, shapes, paper);
          const expected = reference(rgba, width, height);
          embedMark(rgba, width, height, { viewId: VIEW, keys: KEYS });
          expect(Buffer.compare(rgba, expected)).toBe(0);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('gives them where a pixel is mixed from further away, as on very large pages', () => {
    const [width, height] = [3200, 18];
    const shapes = Array.from(
      { length: 60 },
      (_, n) => [n * 53, n * 7, 3 + (n % 20), 2 + (n % 9), n * 711_001, n % 3 > 0] as const,
    );
    const rgba = drawing(width, height, shapes, 255);
    const expected = reference(rgba, width, height);
    embedMark(rgba, width, height, { viewId: VIEW, keys: KEYS });
    expect(Buffer.compare(rgba, expected)).toBe(0);
  });
});
