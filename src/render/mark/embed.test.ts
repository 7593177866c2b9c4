import { describe, expect, it } from 'vitest';
import { chipsOf, carrierOf } from './chips.ts';
import { embedMark } from './embed.ts';
import { chipCount, gridsOf } from './grids.ts';
import { encode, payloadOf } from './payload.ts';
import { downloadPageIdOf, keystream, pageIdOf, streamKeys } from './streams.ts';

const VIEW = 'c0ffee123456';
const KEY = new Uint8Array(32).fill(9);
const MARK = { viewId: VIEW, keys: streamKeys(KEY, pageIdOf('object', 'ab'.repeat(32), 1), VIEW) };

const plain = (width: number, height: number, value = 255): Uint8Array => {
  const rgba = new Uint8Array(4 * width * height).fill(value);
  for (let n = 3; n < rgba.length; n += 4) rgba[n] = 255;
  return rgba;
};

/** How well the darkness of the cells of a marked blank page fits the chips: 1 is all of them. */
function fit(rgba: Uint8Array, width: number, height: number): number {
  const grids = gridsOf(width, height);
  const chips = chipsOf(MARK.keys.carrierL, MARK.keys.fingerprintL, encode(payloadOf(VIEW)), chipCount(grids).L);
  let [right, all] = [0, 0];
  for (let j = 0; j < grids.cells.rows - 2; j += 1) {
    for (let i = 0; i < grids.cells.columns - 2; i += 1) {
      const [x0, x1] = [i, i + 1].map((n) => Math.round((n * 8 * width) / 1240));
      const [y0, y1] = [j, j + 1].map((n) => Math.round((n * 8 * width) / 1240));
      let [sum, count] = [0, 0];
      for (let y = y0!; y < Math.min(height, y1!); y += 1)
        for (let x = x0!; x < x1!; x += 1, count += 1) sum += 255 - rgba[4 * (y * width + x)]!;
      // Midway between a light cell (nothing) and a dark one (twice the strength).
      if (sum / count < 1.25 === chips[j * grids.cells.columns + i]! > 0) right += 1;
      all += 1;
    }
  }
  return right / all;
}

describe('the mark in an image', () => {
  it('names pages of an object, and pages of what is handed over otherwise', () => {
    expect(pageIdOf('o', 'aa', 3)).toBe('o:aa:3');
    expect(downloadPageIdOf('o', 'aa', 3)).toBe('o:aa:d3');
  });

  it('has streams that begin alike however much is read, and differ in every part of their name', () => {
    const keys = streamKeys(KEY, 'p', VIEW);
    expect(keystream(keys.carrierL, 1000).subarray(0, 10)).toEqual(keystream(keys.carrierL, 10));
    const others = [
      streamKeys(KEY, 'q', VIEW),
      streamKeys(KEY, 'p', 'c0ffee123457'),
      streamKeys(new Uint8Array(32), 'p', VIEW),
    ];
    const all = [keys, ...others]
      .flatMap((one) => [one.fingerprintL, one.fingerprintW])
      .map((key) => Buffer.from(key).toString('hex'));
    expect(new Set(all).size).toBe(8);
    // What carries the payload is the same for all views of a page.
    expect(others[1]!.carrierL).toEqual(keys.carrierL);
  });

  it('has chips that begin alike when a page is a little higher', () => {
    const code = encode(payloadOf(VIEW));
    const [short, long] = [gridsOf(910, 1286), gridsOf(910, 1300)].map((grids) =>
      chipsOf(MARK.keys.carrierL, MARK.keys.fingerprintL, code, chipCount(grids).L),
    );
    expect(long!.length).toBeGreaterThan(short!.length);
    expect(long!.subarray(0, short!.length)).toEqual(short);
    expect(carrierOf(MARK.keys.carrierL, 50).bit.every((bit) => bit < 210)).toBe(true);
  });

  it('is the same at 110, 150 and 200 dpi and on pages that are not A4', () => {
    for (const [width, height] of [
      [910, 320],
      [1240, 420],
      [1653, 300],
      [620, 349],
    ] as const) {
      const rgba = plain(width, height);
      embedMark(rgba, width, height, MARK);
      expect(fit(rgba, width, height)).toBeGreaterThan(0.97);
    }
  });

  it('draws the same bytes twice, wherever the image lies in memory', () => {
    const first = plain(200, 120);
    embedMark(first, 200, 120, MARK);
    for (const offset of [1, 2, 3]) {
      const shifted = new Uint8Array(first.length + offset).subarray(offset);
      shifted.set(plain(200, 120));
      embedMark(shifted, 200, 120, MARK);
      expect(Buffer.compare(shifted, first)).toBe(0);
    }
  });

  it('only darkens white and lightens black, and leaves the alpha alone', () => {
    for (const [paper, within] of [
      [255, [250, 255]],
      [0, [0, 5]],
    ] as const) {
      const rgba = plain(160, 90, paper);
      embedMark(rgba, 160, 90, MARK);
      const colours = rgba.filter((_, at) => at % 4 !== 3);
      expect(colours.some((value) => value !== paper)).toBe(true);
      expect(colours.every((value) => value >= within[0] && value <= within[1])).toBe(true);
      expect(rgba.every((value, at) => at % 4 !== 3 || value === 255)).toBe(true);
    }
  });

  it('takes any size, down to one pixel and up to strips without end', () => {
    for (const [width, height] of [
      [1, 1],
      [3, 2],
      [7, 5],
      [900, 1],
      [1, 900],
      [9, 33],
    ] as const) {
      const rgba = plain(width, height, 200);
      embedMark(rgba, width, height, MARK);
      expect(rgba.length).toBe(4 * width * height);
    }
  });

  it('refuses bytes that are not of the size, sizes that are none, and another spelling of the view', () => {
    expect(() => embedMark(plain(10, 10), 10, 11, MARK)).toThrow(RangeError);
    expect(() => embedMark(new Uint8Array(0), 0, 0, MARK)).toThrow(RangeError);
    expect(() => embedMark(plain(10, 10), 10.5, 10, MARK)).toThrow(RangeError);
    expect(() => embedMark(plain(10, 10), 10, 10, { ...MARK, viewId: 'C0FFEE123456' })).toThrow(RangeError);
  });
});
