/** What the names model sees of each unit: hashed features of the unit, its neighbours and what the lexicon knows of them. */
import { hashStart, hashUnit, KIND_SHIFT, type Lexicon, ROLE, ROLE_SHIFT, WORD } from './lexicon.ts';
import { isSyllables } from './syllables.ts';
import { SHAPE, type Tokens } from './tokens.ts';

/** Features per unit. */
export const FEATURES = 30;
/** Features are hashed into so many bits; each has a row of weights. */
export const FEATURE_BITS = 18;

const PAD = 4;

/** Arrays are padded by `PAD` on both sides, so that neighbours need no test. */
export type Units = {
  readonly length: number;
  readonly id: Int32Array;
  readonly shape: Int32Array;
  /** Entry of a word, or of a single Han character. */
  readonly entry: Int32Array;
  /** Han: longest known words that begin here, end here, go through here. */
  readonly words: Int32Array;
  readonly spaced: Int32Array;
  readonly prefix: Int32Array;
  readonly suffix2: Int32Array;
  readonly suffix3: Int32Array;
  /** Nearest neighbours that are no capitalised words. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** The word before the last colon on the line. */
  readonly label: Int32Array;
};

/** Reading beyond the end of an array gives 0. */
function valueAt(list: Int32Array | Uint16Array | Uint8Array, index: number): number {
  return list[index] ?? 0;
}

const UNKNOWN = 0x55;
const SYLLABLES = 1 << 9;

/** Looks every unit up. `blind` tells units whose entry as a name is to be ignored (used in training only). */
export function readUnits(
  codes: Uint16Array,
  tokens: Tokens,
  lexicon: Lexicon,
  blind: ((index: number) => boolean) | null = null,
): Units {
  const size = tokens.length + 2 * PAD;
  const units: Units = {
    length: tokens.length,
    id: new Int32Array(size),
    shape: new Int32Array(size),
    entry: new Int32Array(size),
    words: new Int32Array(size),
    spaced: new Int32Array(size),
    prefix: new Int32Array(size),
    suffix2: new Int32Array(size),
    suffix3: new Int32Array(size),
    left: new Int32Array(size),
    right: new Int32Array(size),
    label: new Int32Array(size),
  };
  for (let i = 0; i < tokens.length; i += 1) {
    const shape = valueAt(tokens.shape, i);
    units.shape[i + PAD] = shape;
    units.spaced[i + PAD] = valueAt(tokens.spaced, i);
    if (shape === SHAPE.han) readHan(codes, tokens, lexicon, units, i);
    else if (shape >= SHAPE.other) readWord(codes, tokens, lexicon, units, i, blind?.(i) === true);
    else if (shape === SHAPE.number)
      units.id[i + PAD] = 0x1000000 + Math.min(9, valueAt(tokens.end, i) - valueAt(tokens.start, i));
    else units.id[i + PAD] = shape === SHAPE.sign ? valueAt(codes, valueAt(tokens.start, i)) : 0x2000000 + shape;
  }
  readContext(units);
  return units;
}

function readWord(
  codes: Uint16Array,
  tokens: Tokens,
  lexicon: Lexicon,
  units: Units,
  index: number,
  blind: boolean,
): void {
  const from = valueAt(tokens.start, index);
  const to = valueAt(tokens.end, index);
  let hash = hashStart();
  for (let i = from; i < to; i += 1) hash = hashUnit(hash, lexicon.fold(valueAt(codes, i)));
  let entry = lexicon.find(hash);
  if (blind) entry &= ~(WORD.given | WORD.surname);
  const shape = valueAt(tokens.shape, index);
  const known = (entry & WORD.rank) !== 0 || entry >>> ROLE_SHIFT !== 0;
  if (shape >= SHAPE.capital && shape <= SHAPE.mixed && to - from > 3 && (entry & WORD.rank) === 0)
    if (isSyllables(codes, from, to, lexicon)) entry |= SYLLABLES;
  const at = index + PAD;
  units.entry[at] = entry;
  // INVARIANT: a word that is nobody's ordinary word has no identity, so that names of training are not learnt by heart.
  units.id[at] = known ? hash : UNKNOWN + shape * 256 + Math.min(15, to - from);
  const a = lexicon.fold(valueAt(codes, to - 1));
  const b = to - from > 1 ? lexicon.fold(valueAt(codes, to - 2)) : 1;
  const c = to - from > 2 ? lexicon.fold(valueAt(codes, to - 3)) : 1;
  units.suffix2[at] = a * 0x10000 + b;
  units.suffix3[at] = mix(a * 0x10000 + b, c);
  units.prefix[at] = mix(
    lexicon.fold(valueAt(codes, from)) * 0x10000 + lexicon.fold(valueAt(codes, from + 1)),
    to - from > 2 ? valueAt(codes, from + 2) : 0,
  );
}

const LONGEST_HAN = 4;

function readHan(codes: Uint16Array, tokens: Tokens, lexicon: Lexicon, units: Units, index: number): void {
  const at = index + PAD;
  const code = lexicon.fold(valueAt(codes, valueAt(tokens.start, index)));
  units.id[at] = code;
  let hash = hashUnit(hashStart(), code);
  units.entry[at] = lexicon.find(hash);
  for (let length = 2; length <= LONGEST_HAN; length += 1) {
    const next = index + length - 1;
    if (tokens.shape[next] !== SHAPE.han) break;
    hash = hashUnit(hash, lexicon.fold(valueAt(codes, valueAt(tokens.start, next))));
    const entry = lexicon.find(hash);
    if (entry !== 0) markWord(units, at, length, entry >>> KIND_SHIFT);
  }
}

/** Longest word wins: lengths come in rising order, and later beginnings only overwrite shorter ones. */
function markWord(units: Units, at: number, length: number, kind: number): void {
  const { words } = units;
  words[at] = (valueAt(words, at) & ~0xff) | (length - 1) | (kind << 2);
  const last = at + length - 1;
  if (((valueAt(words, last) >>> 8) & 3) < length - 1)
    words[last] = (valueAt(words, last) & ~0xff00) | ((length - 1) << 8) | (kind << 10);
  for (let i = at + 1; i < last; i += 1) words[i] = valueAt(words, i) | 0x10000;
}

function readContext(units: Units): void {
  const { id, shape, left, right, label, entry } = units;
  let word = 0;
  let cue = 0;
  for (let i = PAD; i < units.length + PAD; i += 1) {
    left[i] = word;
    label[i] = cue;
    const kind = valueAt(shape, i);
    if (kind === SHAPE.lineEnd || kind === SHAPE.blankLine) cue = 0;
    else if (kind === SHAPE.sign && (id[i] === 0x3a || id[i] === 0xff1a))
      cue = mix(valueAt(id, i - 1), shape[i - 1] === SHAPE.han ? valueAt(id, i - 2) : 0);
    if (!isNameLike(kind, valueAt(entry, i))) word = valueAt(id, i);
  }
  word = 0;
  for (let i = units.length + PAD - 1; i >= PAD; i -= 1) {
    right[i] = word;
    if (!isNameLike(valueAt(shape, i), valueAt(entry, i))) word = valueAt(id, i);
  }
}

function isNameLike(shape: number, entry: number): boolean {
  if (shape >= SHAPE.capital && shape <= SHAPE.mixed) return true;
  return shape === SHAPE.lower && entry >>> ROLE_SHIFT === ROLE.particle;
}

function mix(a: number, b: number): number {
  return Math.imul(a, 0x01000193) ^ Math.imul(b + 0x5bd1, 0x85ebca6b);
}

const SHIFT = 32 - FEATURE_BITS;

/** Row of the weights for a feature: number of the template and up to four values. */
function row(template: number, a: number, b: number, c: number, d: number): number {
  let hash = Math.imul(template + 1, 0x9e3779b1) ^ a;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 15;
  hash = Math.imul(hash ^ b, 0xc2b2ae35);
  hash ^= hash >>> 13;
  hash = Math.imul(hash ^ c, 0x27d4eb2f);
  hash ^= hash >>> 14;
  hash = Math.imul(hash ^ d, 0x165667b1);
  hash ^= hash >>> 16;
  return Math.imul(hash, 0x9e3779b1) >>> SHIFT;
}

/** Writes the `FEATURES` rows of each unit in `from..to` to `out`. */
export function features(units: Units, from: number, to: number, out: Int32Array): void {
  const { id, shape, spaced, left, right, label } = units;
  let at = 0;
  for (let i = from + PAD; i < to + PAD; i += 1) {
    const i0 = valueAt(id, i);
    const before = i - 1 < from + PAD ? 0 : valueAt(id, i - 1);
    const before2 = i - 2 < from + PAD ? 0 : valueAt(id, i - 2);
    const after = i + 1 >= to + PAD ? 0 : valueAt(id, i + 1);
    const after2 = i + 2 >= to + PAD ? 0 : valueAt(id, i + 2);
    const s0 = valueAt(shape, i);
    const shapes = (valueAt(shape, i - 1) << 8) | (s0 << 4) | valueAt(shape, i + 1);
    out[at] = row(0, i0, s0, 0, 0);
    out[at + 1] = row(1, before, s0, 0, 0);
    out[at + 2] = row(2, after, s0, 0, 0);
    out[at + 3] = row(3, before2, s0, 0, 0);
    out[at + 4] = row(4, after2, s0, 0, 0);
    out[at + 5] = row(5, before, i0, 0, 0);
    out[at + 6] = row(6, i0, after, 0, 0);
    out[at + 7] = row(7, before2, before, s0, 0);
    out[at + 8] = row(8, after, after2, s0, 0);
    out[at + 9] = row(9, before, after, s0, 0);
    out[at + 10] = row(10, shapes, valueAt(shape, i - 2), valueAt(shape, i + 2), 0);
    out[at + 11] = row(11, shapes, valueAt(spaced, i), valueAt(spaced, i + 1), 0);
    out[at + 12] = row(12, valueAt(left, i), s0, 0, 0);
    out[at + 13] = row(13, valueAt(right, i), s0, 0, 0);
    out[at + 14] = row(14, valueAt(label, i), s0, 0, 0);
    if (s0 === SHAPE.han) hanFeatures(units, i, out, at + 15);
    else wordFeatures(units, i, out, at + 15);
    at += FEATURES;
  }
}

function hanFeatures(units: Units, i: number, out: Int32Array, at: number): void {
  const { id, entry, words } = units;
  const e0 = valueAt(entry, i);
  const e1 = valueAt(entry, i + 1);
  const e2 = valueAt(entry, i + 2);
  const b1 = valueAt(entry, i - 1);
  const b2 = valueAt(entry, i - 2);
  const w0 = valueAt(words, i);
  const w1 = valueAt(words, i + 1);
  const v1 = valueAt(words, i - 1);
  const i0 = valueAt(id, i);
  const i1 = valueAt(id, i + 1);
  const i2 = valueAt(id, i + 2);
  out[at] = row(20, e0, 0, 0, 0);
  out[at + 1] = row(21, b1, e0, 0, 0);
  out[at + 2] = row(22, e0, e1, 0, 0);
  out[at + 3] = row(23, b1, e0, e1, 0);
  out[at + 4] = row(24, e0, e1, e2, 0);
  out[at + 5] = row(25, b2, b1, e0, 0);
  out[at + 6] = row(26, w0, 0, 0, 0);
  out[at + 7] = row(27, v1, w0, 0, 0);
  out[at + 8] = row(28, w0, w1, 0, 0);
  out[at + 9] = row(29, e0 & 3, w0, w1, valueAt(words, i + 2));
  out[at + 10] = row(30, v1 & 0xff, w0 & 0xffff, e0, 0);
  out[at + 11] = row(31, e0 & 3, e1, e2, valueAt(id, i + 3));
  out[at + 12] = row(32, e0 & 3, e1, i2, 0);
  out[at + 13] = row(33, i0, i1, i2, 0);
  out[at + 14] = row(34, valueAt(id, i - 1), valueAt(id, i - 2), i0, 0);
}

function wordFeatures(units: Units, i: number, out: Int32Array, at: number): void {
  const { entry, shape, left, right, suffix2, suffix3, prefix, spaced } = units;
  const s0 = valueAt(shape, i);
  const e0 = valueAt(entry, i) | (s0 << 16);
  const e1 = valueAt(entry, i + 1) | (valueAt(shape, i + 1) << 16);
  const e2 = valueAt(entry, i + 2) | (valueAt(shape, i + 2) << 16);
  const b1 = valueAt(entry, i - 1) | (valueAt(shape, i - 1) << 16);
  const b2 = valueAt(entry, i - 2) | (valueAt(shape, i - 2) << 16);
  const l0 = valueAt(left, i);
  const r0 = valueAt(right, i);
  out[at] = row(40, e0, 0, 0, 0);
  out[at + 1] = row(41, b1, e0, 0, 0);
  out[at + 2] = row(42, e0, e1, 0, 0);
  out[at + 3] = row(43, b1, e0, e1, 0);
  out[at + 4] = row(44, e0, e1, e2, 0);
  out[at + 5] = row(45, b2, b1, e0, 0);
  out[at + 6] = row(46, valueAt(suffix3, i), s0, 0, 0);
  out[at + 7] = row(47, valueAt(suffix2, i), e0, 0, 0);
  out[at + 8] = row(48, valueAt(prefix, i), s0, 0, 0);
  out[at + 9] = row(49, l0, e0, 0, 0);
  out[at + 10] = row(50, r0, e0, 0, 0);
  out[at + 11] = row(51, l0, r0, s0, 0);
  out[at + 12] = row(52, b1 >>> ROLE_SHIFT, b2 >>> ROLE_SHIFT, e0, 0);
  out[at + 13] = row(53, valueAt(suffix3, i - 1), valueAt(suffix3, i), s0, valueAt(spaced, i));
  out[at + 14] = row(54, e0, valueAt(suffix2, i + 1), valueAt(shape, i + 1), 0);
}
