/** Quantises trained weights to a byte each and writes the file that `readModel` reads. */
import { deflateSync } from 'fflate';
import { FEATURE_BITS } from '../../src/classify/model/features.ts';
import { MAGIC, ROW } from '../../src/classify/model/names-model.ts';
import { TAGS } from '../../src/classify/model/tags.ts';
import type { LexiconData } from './lexicon-list.ts';
import type { Trained } from './perceptron.ts';

const ROWS = 1 << FEATURE_BITS;

/** Weights that are rounded to nothing cost nothing: `least` (in trained units) and what is below it is left out. */
export function writeModel(
  trained: Trained,
  lexicon: LexiconData,
  version: string,
  scale: number,
  least: number,
): Uint8Array {
  const { keys, entries, pairs } = lexicon;
  const size = 28 + TAGS * TAGS * 2 + TAGS * ROWS + keys.length * 5 + pairs.length * 2;
  const body = new Uint8Array(size);
  const view = new DataView(body.buffer);
  body.set(new TextEncoder().encode(version.padEnd(16).slice(0, 16)), 0);
  view.setUint32(16, Math.round(scale * 1000), true);
  view.setUint32(20, keys.length, true);
  view.setUint32(24, pairs.length, true);
  let at = 28;
  for (const value of trained.transitions) {
    view.setInt16(at, Math.max(-32_768, Math.min(32_767, Math.round(value * scale))), true);
    at += 2;
  }
  for (let tag = 0; tag < TAGS; tag += 1)
    for (let i = 0; i < ROWS; i += 1)
      body[at + tag * ROWS + i] = quantise(trained.weights[i * ROW + tag] ?? 0, scale, least);
  at += TAGS * ROWS;
  let before = 0;
  for (const [i, key] of keys.entries()) {
    const difference = key - before;
    before = key;
    for (let plane = 0; plane < 3; plane += 1) body[at + plane * keys.length + i] = (difference >>> (8 * plane)) & 0xff;
  }
  at += keys.length * 3;
  for (const [i, entry] of entries.entries()) {
    body[at + i] = entry & 0xff;
    body[at + keys.length + i] = entry >>> 8;
  }
  at += keys.length * 2;
  for (const [i, code] of pairs.entries()) view.setUint16(at + 2 * i, code, true);
  const packed = deflateSync(body, { level: 9, mem: 12 });
  const file = new Uint8Array(packed.length + 4);
  file.set(new TextEncoder().encode(MAGIC), 0);
  file.set(packed, 4);
  return file;
}

function quantise(weight: number, scale: number, least: number): number {
  if (Math.abs(weight) < least) return 0;
  return Math.max(-127, Math.min(127, Math.round(weight * scale))) & 0xff;
}
