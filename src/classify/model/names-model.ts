/** The trained model of names, addresses and organisations: read from bytes, run over a text. */
import { inflateSync } from 'fflate';
import { FEATURE_BITS, FEATURES, features, readUnits } from './features.ts';
import { isHan } from '../scan/chars.ts';
import { buildLexicon, hashStart, hashUnit, KIND_SHIFT, type Lexicon, ROLE_SHIFT, WORD } from './lexicon.ts';
import { cutSequences, LONGEST_PIECE } from './sequences.ts';
import { bestTags, type Entity, ENTITIES, OUTSIDE, type Span, spansOf, TAGS } from './tags.ts';
import { type Tokens, tokenise } from './tokens.ts';

export type ModelSpan = {
  readonly entity: Entity;
  /** UTF-16 offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** How much better than "nothing" the labels fit, on average over the units; about 1 is a fair find. */
  readonly margin: number;
  /** The whole span is an ordinary word of the lexicon: a name only if the text says so clearly. */
  readonly ordinary: boolean;
  /** The whole span is one word that is known as a name. */
  readonly known: boolean;
};

export type NamesModel = {
  /** Short name of these weights, for the digest of what decided. */
  readonly version: string;
  /** Returns what is found in a text given as UTF-16 code units, in order, without overlaps. Linear in the length. */
  readonly find: (codes: Uint16Array) => ModelSpan[];
  /** Returns what the lexicon knows of the one word in Latin letters at `start..end`. */
  readonly word: (codes: Uint16Array, start: number, end: number) => WordKind;
};

/** `name`: a given name or surname; `other`: an ordinary word, a place, a title, part of firms' or streets' names; else nothing is known. */
export type WordKind = 'name' | 'other' | 'unknown';

/** Row of weights per feature; the rest of a row is unused. */
export const ROW = 16;
export const MAGIC = 'ENM1';

export type ModelData = {
  readonly version: string;
  /** Weight of 1 in the units of the quantised weights. */
  readonly scale: number;
  readonly weights: Int8Array;
  readonly transitions: Int32Array;
  readonly keys: Int32Array;
  readonly entries: Uint16Array;
  readonly pairs: Uint16Array;
};

/** Returns the model in `bytes` as `writeModel` of the training makes them. Throws a RangeError for anything else. */
export function readModel(bytes: Uint8Array): NamesModel {
  return runModel(parseModel(bytes));
}

/** Layout: magic, then deflated: 16 bytes version, u32 scale in thousandths, counts, transitions, weights, lexicon, pairs. */
export function parseModel(bytes: Uint8Array): ModelData {
  if (new TextDecoder().decode(bytes.subarray(0, 4)) !== MAGIC) throw new RangeError('not a names model');
  const body = inflateSync(bytes.subarray(4));
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const version = new TextDecoder().decode(body.subarray(0, 16)).trim();
  const scale = view.getUint32(16, true) / 1000;
  const keyCount = view.getUint32(20, true);
  const pairCount = view.getUint32(24, true);
  let at = 28;
  const transitions = new Int32Array(TAGS * TAGS);
  for (let i = 0; i < transitions.length; i += 1, at += 2) transitions[i] = view.getInt16(at, true);
  const weightBytes = TAGS * (1 << FEATURE_BITS);
  const weights = spread(body.subarray(at, at + weightBytes));
  at += weightBytes;
  const keys = readKeys(body.subarray(at, at + keyCount * 3), keyCount);
  at += keyCount * 3;
  const entries = new Uint16Array(keyCount);
  for (let i = 0; i < keyCount; i += 1) entries[i] = (body[at + i] ?? 0) | ((body[at + keyCount + i] ?? 0) << 8);
  at += keyCount * 2;
  const pairs = new Uint16Array(pairCount);
  for (let i = 0; i < pairCount; i += 1) pairs[i] = view.getUint16(at + 2 * i, true);
  if (at + 2 * pairCount !== body.length) throw new RangeError('not a names model');
  return { version, scale, weights, transitions, keys, entries, pairs };
}

/** The file keeps the weights tag by tag, which packs better; here each feature's weights stand together. */
function spread(planes: Uint8Array): Int8Array {
  const features_ = 1 << FEATURE_BITS;
  const weights = new Int8Array(features_ * ROW);
  for (let tag = 0; tag < TAGS; tag += 1)
    for (let i = 0; i < features_; i += 1) weights[i * ROW + tag] = planes[tag * features_ + i] ?? 0;
  return weights;
}

/** Keys are kept as differences in three planes of bytes. */
function readKeys(planes: Uint8Array, count: number): Int32Array {
  const keys = new Int32Array(count);
  let key = 0;
  for (let i = 0; i < count; i += 1) {
    key += (planes[i] ?? 0) | ((planes[count + i] ?? 0) << 8) | ((planes[2 * count + i] ?? 0) << 16);
    keys[i] = key;
  }
  return keys;
}

/** Returns the model that runs on the given data. */
export function runModel(data: ModelData): NamesModel {
  const lexicon = buildLexicon(data.keys, data.entries, data.pairs);
  return {
    version: data.version,
    find: (codes) => findSpans(codes, data, lexicon),
    word: (codes, start, end) => wordKind(codes, start, end, lexicon),
  };
}

function wordKind(codes: Uint16Array, start: number, end: number, lexicon: Lexicon): WordKind {
  let hash = hashStart();
  for (let i = start; i < end; i += 1) hash = hashUnit(hash, lexicon.fold(codes[i] ?? 0));
  const entry = lexicon.find(hash);
  if (entry >>> ROLE_SHIFT !== 0) return 'other';
  if ((entry & (WORD.given | WORD.surname)) !== 0) return 'name';
  return (entry & (WORD.rank | WORD.place)) !== 0 ? 'other' : 'unknown';
}

function findSpans(codes: Uint16Array, data: ModelData, lexicon: Lexicon): ModelSpan[] {
  const tokens = tokenise(codes);
  const units = readUnits(codes, tokens, lexicon);
  const found: ModelSpan[] = [];
  const bounds = cutSequences(codes, tokens);
  // One set of tables for all pieces: new ones for each would be most of what a short text leaves to the garbage collector.
  const longest = Math.min(tokens.length, LONGEST_PIECE);
  const rows = new Int32Array(longest * FEATURES);
  const scores = new Int32Array(longest * TAGS);
  const back = new Uint8Array(longest * TAGS);
  const tags = new Uint8Array(longest);
  for (let i = 0; i + 1 < bounds.length; i += 1) {
    const from = bounds[i] ?? 0;
    const length = (bounds[i + 1] ?? 0) - from;
    features(units, from, from + length, rows);
    addWeights(rows, data.weights, length, scores);
    bestTags(scores, data.transitions, length, back, tags);
    for (const span of spansOf(tags, length)) {
      const margin = marginOf(span, tags, scores) / data.scale;
      found.push(toModelSpan(span, from, tokens, margin, (start, end) => lookUp(codes, start, end, lexicon)));
    }
  }
  return found;
}

/** Reading beyond the end of an array gives 0. */
function valueAt(list: Int8Array | Int32Array, index: number): number {
  return list[index] ?? 0;
}

/** Adds up the weights of each unit's features. Written out tag by tag: in a loop over the tags it takes twice as long. */
export function addWeights(
  rows: Int32Array,
  weights: Int8Array | Int32Array,
  length: number,
  scores: Int32Array,
): void {
  for (let i = 0; i < length; i += 1) {
    let s0 = 0,
      s1 = 0,
      s2 = 0,
      s3 = 0,
      s4 = 0,
      s5 = 0,
      s6 = 0,
      s7 = 0,
      s8 = 0,
      s9 = 0,
      s10 = 0,
      s11 = 0,
      s12 = 0;
    for (let k = i * FEATURES; k < (i + 1) * FEATURES; k += 1) {
      const at = valueAt(rows, k) * ROW;
      s0 += valueAt(weights, at + 0);
      s1 += valueAt(weights, at + 1);
      s2 += valueAt(weights, at + 2);
      s3 += valueAt(weights, at + 3);
      s4 += valueAt(weights, at + 4);
      s5 += valueAt(weights, at + 5);
      s6 += valueAt(weights, at + 6);
      s7 += valueAt(weights, at + 7);
      s8 += valueAt(weights, at + 8);
      s9 += valueAt(weights, at + 9);
      s10 += valueAt(weights, at + 10);
      s11 += valueAt(weights, at + 11);
      s12 += valueAt(weights, at + 12);
    }
    const to = i * TAGS;
    scores[to + 0] = s0;
    scores[to + 1] = s1;
    scores[to + 2] = s2;
    scores[to + 3] = s3;
    scores[to + 4] = s4;
    scores[to + 5] = s5;
    scores[to + 6] = s6;
    scores[to + 7] = s7;
    scores[to + 8] = s8;
    scores[to + 9] = s9;
    scores[to + 10] = s10;
    scores[to + 11] = s11;
    scores[to + 12] = s12;
  }
}

function marginOf(span: Span, tags: Uint8Array, scores: Int32Array): number {
  let sum = 0;
  for (let i = span.from; i < span.to; i += 1)
    sum += (scores[i * TAGS + (tags[i] ?? 0)] ?? 0) - (scores[i * TAGS + OUTSIDE] ?? 0);
  return sum / (span.to - span.from);
}

type Known = Pick<ModelSpan, 'ordinary' | 'known'>;

function toModelSpan(
  span: Span,
  offset: number,
  tokens: Tokens,
  margin: number,
  known: (start: number, end: number) => Known,
): ModelSpan {
  const start = tokens.start[offset + span.from] ?? 0;
  const end = tokens.end[offset + span.to - 1] ?? 0;
  return { entity: ENTITIES[span.entity] ?? 'person_name', start, end, margin, ...known(start, end) };
}

const LONGEST_WORD = 24;
/** Entries of foreign given names in Chinese characters. */
const FOREIGN_NAME = 8;

/** What the lexicon says of a span as a whole. */
function lookUp(codes: Uint16Array, start: number, end: number, lexicon: Lexicon): Known {
  if (end - start < 2 || end - start > LONGEST_WORD) return { ordinary: false, known: false };
  let hash = hashStart();
  for (let i = start; i < end; i += 1) hash = hashUnit(hash, lexicon.fold(codes[i] ?? 0));
  const entry = lexicon.find(hash);
  if (isHan(codes[start] ?? 0)) return { ordinary: entry !== 0 && entry >>> KIND_SHIFT !== FOREIGN_NAME, known: false };
  const known = (entry & (WORD.given | WORD.surname)) !== 0;
  return { ordinary: !known && (entry & WORD.rank) !== 0, known };
}
