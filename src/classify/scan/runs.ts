/** One pass over the code units that finds where values may be: groups of numbers, at signs, plates, machine-readable lines. */
import { isAlnum, isDigit, isUpper } from './chars.ts';

export type Run = { readonly start: number; readonly end: number; readonly digits: number };

export type Candidates = {
  readonly runs: readonly Run[];
  readonly atSigns: readonly number[];
  /** Offsets of `<<`, the first of each line. */
  readonly fillers: readonly number[];
  /** Offsets of the Han character before a plate's letter. */
  readonly plates: readonly number[];
  readonly urls: readonly (readonly [number, number])[];
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

type Group = { start: number; end: number; digits: number; lastWord: number; plus: boolean };

type Marks = {
  readonly atSigns: number[];
  readonly fillers: number[];
  readonly plates: number[];
  readonly urls: (readonly [number, number])[];
};

/** Returns candidates in order. Linear: every unit is looked at a bounded number of times. */
export function findCandidates(codes: Uint16Array): Candidates {
  const runs: Run[] = [];
  const marks: Marks = { atSigns: [], fillers: [], plates: [], urls: [] };
  let group: Group | null = null;
  let lineStart = 0;
  const flush = (): void => {
    if (group !== null && group.digits >= LEAST_DIGITS) {
      runs.push({ start: group.start, end: group.end, digits: group.digits });
    }
    group = null;
  };
  let i = 0;
  while (i < codes.length) {
    const code = codes[i] ?? 0;
    if (KIND[code] !== 0) {
      const end = wordEnd(codes, i);
      group = extend(codes, group, i, end, flush);
      i = end;
      continue;
    }
    if (code === 0x0a) lineStart = i;
    else if (code >= 0x4e00 || code === 0x40 || code === 0x3c || code === 0x2f) mark(codes, i, lineStart, marks);
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
  else if (isUpper(next) && PROVINCES.has(code)) marks.plates.push(i);
}

function markUrl(codes: Uint16Array, i: number, marks: Marks): void {
  const fresh = (marks.urls.at(-1)?.[1] ?? 0) <= i;
  if (codes[i + 1] === 0x2f && codes[i - 1] === 0x3a && fresh) marks.urls.push([i - 1, urlEnd(codes, i)]);
}

/** 1 digit, 2 upper case, 3 lower case, 0 anything else; one lookup a unit instead of six comparisons. */
const KIND = Uint8Array.from({ length: 0x10000 }, (_, code) =>
  isDigit(code) ? 1 : isUpper(code) ? 2 : isAlnum(code) ? 3 : 0,
);

function wordEnd(codes: Uint16Array, start: number): number {
  let end = start + 1;
  while (end < codes.length && KIND[codes[end] ?? 0] !== 0) end += 1;
  return end;
}

/** Adds the word `[start, end)` to the group, or closes the group and perhaps opens a new one. */
function extend(codes: Uint16Array, group: Group | null, start: number, end: number, flush: () => void): Group | null {
  const digits = end - start > WORD_LIMIT ? -1 : countDigits(codes, start, end);
  const joinable = digits > 0 || (digits === 0 && end - start <= 4 && allUpper(codes, start, end));
  if (!joinable) {
    flush();
    return null;
  }
  if (group !== null && joins(codes, group, start)) {
    if (end - group.start <= RUN_LIMIT) {
      group.end = end + closing(codes, end);
      group.digits += digits;
      group.lastWord = start;
      return group;
    }
    const overlap = Math.max(group.lastWord - 24, group.start);
    flush();
    return {
      start: overlap,
      end: end + closing(codes, end),
      digits: digits + LEAST_DIGITS,
      lastWord: start,
      plus: false,
    };
  }
  flush();
  const opening = openingLength(codes, start);
  return {
    start: start - opening,
    end: end + closing(codes, end),
    digits,
    lastWord: start,
    plus: codes[start - 1] === 0x2b,
  };
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

function countDigits(codes: Uint16Array, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i += 1) if (KIND[codes[i] ?? 0] === 1) count += 1;
  return count;
}

function allUpper(codes: Uint16Array, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) if (KIND[codes[i] ?? 0] !== 2) return false;
  return true;
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
