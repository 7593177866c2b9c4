/** Cuts a text into the units that the names model labels: a Han character, a word, a number, a sign, a line end. */
import { isAsciiLetter, isDigit, isHan, isLatinLetter, isUpper } from '../scan/chars.ts';

/** What a unit looks like. The numbers are part of the trained model: append only. */
export const SHAPE = {
  edge: 0,
  lineEnd: 1,
  blankLine: 2,
  sign: 3,
  number: 4,
  han: 5,
  /** A word in letters that are neither Latin nor Han. */
  other: 6,
  lower: 7,
  capital: 8,
  initial: 9,
  upper: 10,
  mixed: 11,
  /** Letters and digits. */
  code: 12,
} as const;

export type Tokens = {
  readonly length: number;
  /** Offsets in the text, UTF-16 units; ends are exclusive. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly shape: Uint8Array;
  /** 1 where a blank stands before the unit on the same line. */
  readonly spaced: Uint8Array;
};

const LINE_END = 10;

/** Returns the units of a text given as UTF-16 code units, in order. Blanks are no units, but tabs are: they stand between cells. Linear in the length. */
export function tokenise(codes: Uint16Array): Tokens {
  const start = new Int32Array(codes.length);
  const end = new Int32Array(codes.length);
  const shape = new Uint8Array(codes.length);
  const spaced = new Uint8Array(codes.length);
  let length = 0;
  let at = 0;
  let blank = 0;
  while (at < codes.length) {
    const code = codes[at] ?? 0;
    if (isBlank(code)) {
      blank = 1;
      at += 1;
      continue;
    }
    const to = unitEnd(codes, at);
    start[length] = at;
    end[length] = to;
    shape[length] = shapeOf(codes, at, to);
    spaced[length] = blank;
    length += 1;
    blank = 0;
    at = to;
  }
  return { length, start, end, shape, spaced };
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0d || code === 0x0b || code === 0x0c;
}

function isOtherLetter(code: number): boolean {
  return (
    (code >= 0x180 && code <= 0x2af) ||
    (code >= 0x370 && code <= 0x1fff) ||
    (code >= 0x3041 && code <= 0x30ff) ||
    (code >= 0xac00 && code <= 0xd7a3)
  );
}

function isWordUnit(code: number): boolean {
  return isLatinLetter(code) || isDigit(code) || isOtherLetter(code);
}

function unitEnd(codes: Uint16Array, at: number): number {
  const code = codes[at] ?? 0;
  if (code === LINE_END) return lineEnd(codes, at);
  if (isHan(code)) return code >= 0xd800 && code <= 0xdbff && at + 1 < codes.length ? at + 2 : at + 1;
  return isWordUnit(code) ? wordEnd(codes, at) : at + 1;
}

/** Line ends with nothing but blanks between them are one unit. */
function lineEnd(codes: Uint16Array, at: number): number {
  let end = at + 1;
  for (let i = end; i < codes.length; i += 1) {
    const code = codes[i] ?? 0;
    if (code === LINE_END) end = i + 1;
    else if (!isBlank(code)) break;
  }
  return end;
}

const LONGEST_WORD = 64;

function wordEnd(codes: Uint16Array, at: number): number {
  let end = at + 1;
  while (end < codes.length && end - at < LONGEST_WORD) {
    const code = codes[end] ?? 0;
    if (!isWordUnit(code) && !(isApostrophe(code) && isInner(codes, end))) break;
    end += 1;
  }
  return end;
}

function isApostrophe(code: number): boolean {
  return code === 0x27 || code === 0x2019;
}

/** An apostrophe belongs to "O'Brien", but not to "Maria's", "I'm" or "don't". */
function isInner(codes: Uint16Array, at: number): boolean {
  return isUpperLetter(codes[at + 1] ?? 0) && isLatinLetter(codes[at + 2] ?? 0);
}

function shapeOf(codes: Uint16Array, from: number, to: number): number {
  const first = codes[from] ?? 0;
  if (first === LINE_END) return to - from > 1 && countLineEnds(codes, from, to) > 1 ? SHAPE.blankLine : SHAPE.lineEnd;
  if (isHan(first)) return SHAPE.han;
  if (!isWordUnit(first)) return SHAPE.sign;
  return wordShape(codes, from, to);
}

function countLineEnds(codes: Uint16Array, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i += 1) if (codes[i] === LINE_END) count += 1;
  return count;
}

function wordShape(codes: Uint16Array, from: number, to: number): number {
  let digits = 0;
  let uppers = 0;
  let lowers = 0;
  for (let i = from; i < to; i += 1) {
    const code = codes[i] ?? 0;
    if (isDigit(code)) digits += 1;
    else if (isUpperLetter(code)) uppers += 1;
    else if (isLatinLetter(code)) lowers += 1;
  }
  if (digits > 0) return uppers + lowers > 0 ? SHAPE.code : SHAPE.number;
  if (uppers === 1 && lowers > 0 && isUpperLetter(codes[from] ?? 0)) return SHAPE.capital;
  return letterShape(uppers, lowers, to - from);
}

function letterShape(uppers: number, lowers: number, length: number): number {
  if (uppers + lowers === 0) return SHAPE.other;
  if (uppers === 0) return SHAPE.lower;
  if (lowers > 0) return SHAPE.mixed;
  return length === 1 ? SHAPE.initial : SHAPE.upper;
}

/** Latin-1 has capitals up to U+00DE; in Latin Extended-A capitals and small letters mostly take turns. */
function isUpperLetter(code: number): boolean {
  if (isAsciiLetter(code)) return isUpper(code);
  if (code >= 0xc0 && code <= 0xde) return code !== 0xd7;
  if (code < 0x100 || code > 0x17f) return false;
  const oddIsUpper = (code >= 0x139 && code <= 0x148) || code >= 0x179;
  return (code & 1) === (oddIsUpper ? 1 : 0) || code === 0x178;
}
