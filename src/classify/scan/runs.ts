/** One pass over the code units that finds where values may be: groups of numbers, at signs, plates, machine-readable lines. */
import { MARK } from '../packs/pack.ts';
import { isAlnum, isDigit, isUpper } from './chars.ts';

export type Run = {
  readonly start: number;
  readonly end: number;
  readonly digits: number;
  /** Bits of `MARK`. */
  readonly marks: number;
  /** More than one word: blanks, hyphens, dots or brackets inside. */
  readonly joined: boolean;
};

export type Candidates = {
  readonly runs: readonly Run[];
  readonly atSigns: readonly number[];
  /** Offsets of `<<`, the first of each line. */
  readonly fillers: readonly number[];
  /** Offsets of the Han character before a plate's letter. */
  readonly plates: readonly number[];
  readonly urls: readonly (readonly [number, number])[];
  /** Colons that may stand inside an IPv6 address. */
  readonly colons: readonly number[];
  /** Starts of numbers with four decimals or more. */
  readonly fractions: readonly number[];
  /** Starts of numbers before a degree sign. */
  readonly degrees: readonly number[];
  /** Offsets of 歲 and 岁. */
  readonly ages: readonly number[];
};

/** A run is cut when it gets longer; the next one repeats its last words so that no value is lost at the cut. */
const RUN_LIMIT = 200;
const WORD_LIMIT = 64;
const LEAST_DIGITS = 2;
const URL_LIMIT = 2048;
const PROVINCES = new Set(
  Array.from('京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滬遼魯蘇贛陝閩貴粵瓊寧雲', (char) =>
    char.charCodeAt(0),
  ),
);

/** Joins two words of a number: blank, hyphen, bracket, dot, slash, plus. */
function isJoiner(code: number): boolean {
  return (
    code === 0x20 || code === 0x2d || code === 0x28 || code === 0x29 || code === 0x2e || code === 0x2f || code === 0x2b
  );
}

type Group = {
  start: number;
  end: number;
  digits: number;
  lastWord: number;
  plus: boolean;
  marks: number;
  joined: boolean;
};

type Marks = {
  readonly atSigns: number[];
  readonly fillers: number[];
  readonly plates: number[];
  readonly urls: (readonly [number, number])[];
  readonly colons: number[];
  readonly fractions: number[];
  readonly degrees: number[];
  readonly ages: number[];
};

/** Returns candidates in order. Linear: every unit is looked at a bounded number of times. */
export function findCandidates(codes: Uint16Array): Candidates {
  const runs: Run[] = [];
  const marks: Marks = {
    atSigns: [],
    fillers: [],
    plates: [],
    urls: [],
    colons: [],
    fractions: [],
    degrees: [],
    ages: [],
  };
  const word: Word = { end: 0, digits: 0, marks: 0, joinable: false };
  let group: Group | null = null;
  let lineStart = 0;
  const flush = (): void => {
    if (group !== null && group.digits >= LEAST_DIGITS) {
      const { start, end, digits, marks, joined } = group;
      runs.push({ start, end, digits, marks, joined });
    }
    group = null;
  };
  let i = 0;
  while (i < codes.length) {
    const code = codes[i] ?? 0;
    const kind = KIND[code] ?? 0;
    if (kind === 0) {
      i += 1;
      continue;
    }
    if (kind <= STAR) {
      readWord(codes, i, word);
      if (word.joinable) group = extend(codes, group, i, word, flush);
      else if (group !== null) flush();
      i = word.end;
      continue;
    }
    if (kind === LINE_END) lineStart = i;
    else mark(codes, i, lineStart, marks);
    i += 1;
  }
  flush();
  return { runs, ...marks };
}

/** Notes an at sign, the first `<<` of a line, the `//` of a link, or the province of a plate. */
function mark(codes: Uint16Array, i: number, lineStart: number, marks: Marks): void {
  const code = codes[i] ?? 0;
  const next = codes[i + 1] ?? 0;
  if (code === 0x40) marks.atSigns.push(i);
  else if (code === 0x2f) markUrl(codes, i, marks);
  else if (code === 0x3c && next === 0x3c && (marks.fillers.at(-1) ?? -1) < lineStart) marks.fillers.push(i);
  else if (code === 0x3a) markColon(codes, i, marks);
  else if (code === 0x2e) markFraction(codes, i, marks);
  else if (code === 0xb0) markDegree(codes, i, marks);
  else if (code === 0x6b72 || code === 0x5c81) marks.ages.push(i);
  else if (isUpper(next)) marks.plates.push(i);
}

/** Two colons, or two groups of hexadecimal digits and a second colon: times of the day have two digits and at most two colons. */
function markColon(codes: Uint16Array, i: number, marks: Marks): void {
  const next = codes[i + 1] ?? 0;
  if (next === 0x3a) {
    marks.colons.push(i);
    return;
  }
  if (!isAlnum(next) || !isWordUnit(codes[i - 1] ?? 0)) return;
  for (let at = i + 2; at < i + 6; at += 1) if (codes[at] === 0x3a) return void marks.colons.push(i);
}

function isWordUnit(code: number): boolean {
  const kind = KIND[code] ?? 0;
  return kind !== 0 && kind <= STAR;
}

function markFraction(codes: Uint16Array, i: number, marks: Marks): void {
  for (let at = i + 1; at < i + 5; at += 1) if (KIND[codes[at] ?? 0] !== DIGIT) return;
  let start = i;
  while (start > 0 && i - start < 3 && KIND[codes[start - 1] ?? 0] === DIGIT) start -= 1;
  if (start < i) marks.fractions.push(codes[start - 1] === 0x2d ? start - 1 : start);
}

function markDegree(codes: Uint16Array, i: number, marks: Marks): void {
  let start = i;
  while (start > 0 && i - start < 3 && KIND[codes[start - 1] ?? 0] === DIGIT) start -= 1;
  if (start < i) marks.degrees.push(start);
}

function markUrl(codes: Uint16Array, i: number, marks: Marks): void {
  const fresh = (marks.urls.at(-1)?.[1] ?? 0) <= i;
  if (codes[i + 1] === 0x2f && codes[i - 1] === 0x3a && fresh) marks.urls.push([i - 1, urlEnd(codes, i)]);
}

/** Units of words up to `STAR`, then the line end and what `mark` looks at, 0 anything else: one lookup a unit. */
const DIGIT = 1;
const UPPER = 2;
const LOWER = 3;
const STAR = 4;
const LINE_END = 5;
const MARKED = 6;

function kindOf(code: number): number {
  if (isAlnum(code)) return isDigit(code) ? DIGIT : isUpper(code) ? UPPER : LOWER;
  if (code === 0x2a) return STAR;
  if (code === 0x0a) return LINE_END;
  return [0x40, 0x3c, 0x2f, 0x3a, 0x2e, 0xb0, 0x6b72, 0x5c81].includes(code) || PROVINCES.has(code) ? MARKED : 0;
}

const KIND = Uint8Array.from({ length: 0x10000 }, (_, code) => kindOf(code));

/** Adds a word that is joinable to the group, or closes the group and opens a new one. */
function extend(codes: Uint16Array, group: Group | null, start: number, word: Word, flush: () => void): Group {
  const { end } = word;
  const closed = end + closing(codes, end);
  if (group !== null && joins(codes, group, start)) {
    const gap = gapMarks(codes, group.end - 1, start);
    if (end - group.start <= RUN_LIMIT) {
      group.end = closed;
      group.digits += word.digits;
      group.lastWord = start;
      group.marks |= word.marks | gap;
      group.joined = true;
      return group;
    }
    const overlap = Math.max(group.lastWord - 24, group.start);
    const marks = group.marks | word.marks | gap;
    flush();
    return {
      start: overlap,
      end: closed,
      digits: word.digits + LEAST_DIGITS,
      lastWord: start,
      plus: false,
      marks,
      joined: true,
    };
  }
  flush();
  const opening = openingLength(codes, start);
  return {
    start: start - opening,
    end: closed,
    digits: word.digits,
    lastWord: start,
    plus: codes[start - 1] === 0x2b,
    marks: word.marks | gapMarks(codes, start - opening, start) | gapMarks(codes, end, closed),
    joined: false,
  };
}

type Word = { end: number; digits: number; marks: number; joinable: boolean };

/** Marks of a unit by its kind. */
const UNIT_MARKS = [0, 0, MARK.UPPER, MARK.LOWER, MARK.MASK] as const;

/** Reads the word at `start` into `word`, one object for all words of a text: most are letters, and forgotten at once. */
function readWord(codes: Uint16Array, start: number, word: Word): void {
  let digits = 0;
  let marks = codes[start] === 0x30 ? MARK.ZERO : 0;
  let before = 0;
  let i = start;
  for (; i < codes.length; i += 1) {
    const code = codes[i] ?? 0;
    const kind = KIND[code] ?? 0;
    if (kind === 0 || kind > STAR) break;
    if (kind === DIGIT) digits += 1;
    else marks |= UNIT_MARKS[kind] ?? 0;
    if (code === before && (code | 0x20) === 0x78) marks |= MARK.MASK;
    before = code;
  }
  word.end = i;
  word.digits = digits;
  word.marks = marks;
  word.joinable = i - start <= WORD_LIMIT && (digits > 0 || isBetweenNumbers(i - start, marks));
}

/** A short word without digits may stand inside a number: `A 123456 (3)`, `1234***(A)`. */
function isBetweenNumbers(length: number, marks: number): boolean {
  if (length <= 4) return marks === MARK.UPPER || (marks & MARK.MASK) !== 0;
  return marks === MARK.MASK && length <= 16;
}

function gapMarks(codes: Uint16Array, from: number, to: number): number {
  let marks = 0;
  for (let i = from; i < to; i += 1) {
    const code = codes[i] ?? 0;
    if (code === 0x2d) marks |= MARK.HYPHEN;
    else if (code === 0x2e) marks |= MARK.DOT;
    else if (code === 0x2f) marks |= MARK.SLASH;
    else if (code === 0x28 || code === 0x29) marks |= MARK.BRACKET;
    else if (code === 0x2b) marks |= MARK.PLUS;
  }
  return marks;
}

/** A line break joins only the parts of an international number that a PDF has broken over two lines. */
function joins(codes: Uint16Array, group: Group, start: number): boolean {
  const gap = start - group.end;
  if (gap < 0) return true;
  if (gap > 2) return false;
  for (let i = group.end; i < start; i += 1) {
    const code = codes[i] ?? 0;
    if (!isJoiner(code) && !(group.plus && group.digits <= 4 && (code === 0x0a || code === 0x0d))) return false;
  }
  return true;
}

function closing(codes: Uint16Array, end: number): number {
  return codes[end] === 0x29 ? 1 : 0;
}

/** Length of `+`, `(` or `(+` in front of the first word. */
function openingLength(codes: Uint16Array, start: number): number {
  let length = 0;
  if (codes[start - 1] === 0x2b) length += 1;
  if (codes[start - 1 - length] === 0x28) length += 1;
  return length;
}

/** Visible ASCII continues a link, except quotes, angle brackets and a backtick. */
function urlEnd(codes: Uint16Array, start: number): number {
  let end = start;
  while (end < codes.length && end - start < URL_LIMIT) {
    const code = codes[end] ?? 0;
    if (code <= 0x20 || code >= 0x7f || code === 0x22 || code === 0x3c || code === 0x3e || code === 0x60) break;
    end += 1;
  }
  return end;
}
