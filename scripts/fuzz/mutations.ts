/** Ways in which a file is broken. Each returns new bytes; none of them looks at what the bytes mean. */
import { gzipSync, zipSync } from 'fflate';
import type { Random } from './random.ts';

type Mutation = (bytes: Uint8Array, random: Random, others: readonly Uint8Array[]) => Uint8Array;

const LARGEST = 1_000_000;

const truncate: Mutation = (bytes, random) => bytes.slice(0, random.below(bytes.length + 1));

const flipBits: Mutation = (bytes, random) => {
  const out = bytes.slice();
  for (let i = random.below(20); i >= 0 && out.length > 0; i -= 1) {
    const at = random.below(out.length);
    out[at] = (out[at] ?? 0) ^ (1 << random.below(8));
  }
  return out;
};

/** Numbers that readers believe: lengths, offsets, counts. */
const INTERESTING = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffffe];

const setNumbers: Mutation = (bytes, random) => {
  const out = bytes.slice();
  const view = new DataView(out.buffer);
  for (let i = random.below(6); i >= 0 && out.length >= 4; i -= 1) {
    const at = random.below(out.length - 3);
    const value = random.pick(INTERESTING);
    if (random.below(2) === 0) view.setUint16(at, value & 0xffff, random.below(2) === 0);
    else view.setUint32(at, value, random.below(2) === 0);
  }
  return out;
};

const splice: Mutation = (bytes, random, others) => {
  const other = random.pick(others);
  const [from, to] = [random.below(other.length + 1), random.below(other.length + 1)];
  const piece = other.subarray(Math.min(from, to), Math.max(from, to));
  const at = random.below(bytes.length + 1);
  return join(bytes.subarray(0, at), piece, bytes.subarray(at));
};

const repeat: Mutation = (bytes, random) => {
  const from = random.below(bytes.length + 1);
  const piece = bytes.subarray(from, from + 1 + random.below(2000));
  const times = 1 + random.below(Math.max(1, Math.min(5000, Math.floor(LARGEST / (piece.length + 1)))));
  return join(bytes.subarray(0, from), ...Array.from({ length: times }, () => piece), bytes.subarray(from));
};

const fill: Mutation = (bytes, random) => {
  const out = bytes.slice();
  const from = random.below(out.length + 1);
  out.fill(random.below(256), from, from + random.below(4096));
  return out;
};

const remove: Mutation = (bytes, random) => {
  const from = random.below(bytes.length + 1);
  return join(bytes.subarray(0, from), bytes.subarray(from + random.below(4096)));
};

const nest: Mutation = (bytes, random) => {
  let out = bytes;
  for (let i = random.below(7); i >= 0 && out.length < LARGEST; i -= 1)
    out = random.below(2) === 0 ? gzipSync(out) : zipSync({ [`${i}.bin`]: out, 'a.txt': out.subarray(0, 100) });
  return out;
};

/** In the middle of what the ZIP holds rather than around it. */
const MAGICS = [
  '%PDF-1.7\n',
  'PK\u0003\u0004',
  '{\\rtf1',
  '<?xml version="1.0"?>',
  'From: a@b\nDate: x\nMIME-Version: 1.0\n',
  '<html>',
  '{"a":',
];

const disguise: Mutation = (bytes, random) => join(new TextEncoder().encode(random.pick(MAGICS)), bytes);

const MUTATIONS: readonly Mutation[] = [
  truncate, truncate, flipBits, flipBits, flipBits, setNumbers, setNumbers, splice, repeat, fill, remove, nest, disguise,
]; // biome-ignore format: weights read better in rows

function join(...pieces: readonly Uint8Array[]): Uint8Array {
  const length = Math.min(
    LARGEST,
    pieces.reduce((sum, piece) => sum + piece.length, 0),
  );
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece.subarray(0, Math.max(0, length - at)), Math.min(at, length));
    at += piece.length;
    if (at >= length) break;
  }
  return whole;
}

/** Returns a broken file: one of `files` after one to three mutations. */
export function breakFile(files: readonly Uint8Array[], random: Random): Uint8Array {
  let bytes = random.pick(files);
  for (let i = random.below(3); i >= 0; i -= 1) bytes = random.pick(MUTATIONS)(bytes, random, files);
  return bytes;
}
