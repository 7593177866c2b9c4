import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hex } from '../../base/bytes.ts';
import { carrierOf, chipsOf, fingerprintOf } from './chips.ts';
import { drawChips } from './embed.ts';
import { chipCount, gridsOf, STRENGTH_L, STRENGTH_W } from './grids.ts';
import { encode, payloadOf } from './payload.ts';
import { type Pixels, pixelsOf } from './pixels.ts';
import { streamKeys } from './streams.ts';

const VIEW = 'fea6eaeca9ca';
const KEYS = streamKeys(new Uint8Array(32).fill(7), 'doc1:1', VIEW);
const A4 = gridsOf(1240, 1754);
const CODE = encode(payloadOf(VIEW));
const COUNT = chipCount(A4);
const CHIPS_L = chipsOf(KEYS.carrierL, KEYS.fingerprintL, CODE, COUNT.L);
const CHIPS_W = chipsOf(KEYS.carrierW, KEYS.fingerprintW, CODE, COUNT.W);

const signs = (values: Int8Array, count = values.length): string =>
  [...values.subarray(0, count)].map((value) => (value > 0 ? '+' : '-')).join('');
const ones = (values: Int8Array): string => [...values].map((value) => (value > 0 ? '1' : '0')).join('');

function page(width: number, height: number, grey: (x: number, y: number) => number): Pixels {
  const rgba = new Uint8Array(4 * width * height).fill(255);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) rgba.fill(grey(x, y), 4 * (y * width + x), 4 * (y * width + x) + 3);
  return pixelsOf(rgba, width, height);
}

const red = ({ data, width }: Pixels, x: number, y: number): number => (data[y * width + x] ?? 0) & 255;

describe('the known answers of the mark', () => {
  it('has their payload and code', () => {
    expect(hex(payloadOf(VIEW))).toBe('fea6eaeca9ca1e1f');
    expect(ones(CODE.subarray(0, 42))).toBe('111011000101000011100011000000101101001001');
    expect(ones(CODE.subarray(192))).toBe('100111100001100111');
  });

  it('has their chips of layer L', () => {
    const carrier = carrierOf(KEYS.carrierL, COUNT.L);
    expect(COUNT.L).toBe(34_476);
    expect([...carrier.isPayload.subarray(0, 24)].join('')).toBe('101111001110010001110110');
    expect([...carrier.bit.subarray(0, 8)]).toEqual([64, 163, 41, 155, 179, 128, 185, 12]);
    expect(signs(carrier.sign, 24)).toBe('-++-+--+-+-+-----++--+-+');
    expect(signs(fingerprintOf(KEYS.fingerprintL, COUNT.L), 24)).toBe('+-++-----++-+---+-+-+-++');
    expect(signs(CHIPS_L, 24)).toBe('--+++-----+-++--+--++-++');
    expect(carrier.isPayload.reduce((sum, one) => sum + one, 0)).toBe(17_296);
    expect(createHash('sha256').update(signs(CHIPS_L)).digest('hex')).toBe(
      '93d71fd8d3aa544b5fa1fcb2198dbcbdd11f416b8c12f03aedec35518d354c4d',
    );
  });

  it('has their chips of layer W', () => {
    const carrier = carrierOf(KEYS.carrierW, COUNT.W);
    expect(COUNT.W).toBe(2_880);
    expect([...carrier.isPayload.subarray(0, 24)].join('')).toBe('011010001110110001011100');
    expect([...carrier.bit.subarray(0, 8)]).toEqual([207, 192, 170, 63, 95, 106, 104, 149]);
    expect(signs(carrier.sign, 24)).toBe('---+--++++-+++--+-+++++-');
    expect(signs(fingerprintOf(KEYS.fingerprintW, COUNT.W), 24)).toBe('++++-+-----+-+--------++');
    expect(signs(CHIPS_W, 24)).toBe('+-++++--+--++----+--+-++');
    expect(carrier.isPayload.reduce((sum, one) => sum + one, 0)).toBe(1_419);
    expect(createHash('sha256').update(signs(CHIPS_W)).digest('hex')).toBe(
      'd2d903f0df70ba2a77697bf6df318c3eb8cce54d03f9e2cdeb6dacbde71917e6',
    );
  });

  it('has their pixels of layer L on white', () => {
    const white = page(1240, 1754, () => 255);
    drawChips(white, A4, CHIPS_L, CHIPS_W, { L: STRENGTH_L, W: 0 });
    expect(Array.from({ length: 24 }, (_, x) => red(white, x, 0)).join(' ')).toBe(
      '253 252 253 252 253 252 253 252 253 252 253 252 253 252 253 253 254 254 255 255 255 255 255 255',
    );
    const histogram = new Map<number, number>();
    for (const pixel of white.data) histogram.set(pixel & 255, (histogram.get(pixel & 255) ?? 0) + 1);
    expect([252, 253, 254, 255].map((value) => histogram.get(value))).toEqual([238_315, 715_788, 579_126, 641_731]);
  });

  it('has their pixels of layer W on a board', () => {
    const board = page(1240, 1754, (x, y) => ((Math.floor(x / 10) + Math.floor(y / 10)) % 2 === 1 ? 255 : 0));
    drawChips(board, A4, CHIPS_L, CHIPS_W, { L: 0, W: STRENGTH_W });
    expect(Array.from({ length: 21 }, (_, x) => red(board, 400 + x, 219)).join(' ')).toBe(
      '255 255 255 255 255 255 255 255 255 246 0 0 0 0 0 0 0 0 0 36 255',
    );
  });
});
