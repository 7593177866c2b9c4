/** Finds tables in a text (comma, semicolon, tab, bar, columns set with blanks) and which column is under which header cue. */
import type { CueHit } from './cues.ts';
import { firstEndingAfter } from './cues.ts';

export type Cell = { readonly start: number; readonly end: number; readonly header: CueHit; readonly row: number };
export type Tables = {
  /** Cells under a header cue, in order of place. */
  readonly cells: readonly Cell[];
  /** Starts of the rows of all tables, in order. */
  readonly rows: readonly number[];
  /** The head lines: a label there is followed by another label, not by a value. */
  readonly heads: readonly (readonly [number, number])[];
};

type Span = readonly [start: number, end: number];

/** Stands for two blanks or more between columns, as printouts and text out of PDF files have them. */
const BLANKS = 0x20;
const ROW_LIMIT = 8000;
const HEADER_CELL_LIMIT = 32;
const COLUMN_LIMIT = 512;

/** `named`: labels and negative words. Returns the cells of all tables with at least two named columns, or one among three. Linear in the text. */
export function findTables(codes: Uint16Array, named: readonly CueHit[]): Tables {
  const cells: Cell[] = [];
  const rows: number[] = [];
  const heads: (readonly [number, number])[] = [];
  let skipTo = 0;
  for (let i = 0; i < named.length; i += 1) {
    const hit = named[i];
    if (hit === undefined || hit.start < skipTo) continue;
    const start = lineStart(codes, hit.start);
    const end = lineEnd(codes, hit.start);
    skipTo = end;
    if (end - start > 1000 || start < (cells.at(-1)?.end ?? 0)) continue;
    const header = readHeader(codes, start, end, named);
    if (header === null) continue;
    const next = readRows(codes, header, cells, rows);
    if (next === null) continue;
    heads.push([start, end]);
    skipTo = next;
  }
  return { cells, rows, heads };
}

type Header = {
  readonly delimiter: number;
  readonly columns: readonly (CueHit | null)[];
  readonly next: number;
  readonly named: readonly CueHit[];
};

function readHeader(codes: Uint16Array, start: number, end: number, named: readonly CueHit[]): Header | null {
  const delimiter = mostFrequent(codes, start, end);
  if (delimiter === 0) return null;
  const row = splitRow(codes, start, delimiter);
  const set = delimiter === BLANKS;
  if (row.cells.length < (set ? 3 : 2) || row.cells.length > COLUMN_LIMIT) return null;
  if (row.cells.some((cell) => cell[1] - cell[0] > HEADER_CELL_LIMIT || looksLikeValue(codes, cell, set))) return null;
  const columns = row.cells.map((cell) => cueIn(named, cell));
  const count = columns.filter((column) => column !== null).length;
  const filled = row.cells.filter((cell) => cell[1] > cell[0]).length;
  if (count < 2 && (set || !(count === 1 && filled >= 3))) return null;
  const next = splitRow(codes, row.next, delimiter);
  const isForm = labelsIn(next.cells, named) >= (set ? 1 : 2) || (set && next.cells.length !== row.cells.length);
  if (isForm && !isRuler(codes, row.next, next.next)) return null;
  return { delimiter, columns, next: row.next, named };
}

/** Cells that hold a label: a form has them in every line, a table only in its head. */
function labelsIn(cells: readonly Span[], named: readonly CueHit[]): number {
  return cells.filter((cell) => cell[1] - cell[0] <= HEADER_CELL_LIMIT && cueIn(named, cell) !== null).length;
}

/** Reads rows while they have as many cells as the head; returns where the table ends, null without any row. */
function readRows(codes: Uint16Array, header: Header, cells: Cell[], rows: number[]): number | null {
  let at = header.next;
  let count = 0;
  while (at < codes.length) {
    const row = splitRow(codes, at, header.delimiter);
    if (isRuler(codes, at, row.next)) {
      at = row.next;
      continue;
    }
    const loose = header.delimiter === 0x09 && row.cells.length >= 2;
    // Rows of SQL end with a comma.
    const last = row.cells.at(-1);
    if (row.cells.length === header.columns.length + 1 && last !== undefined && last[0] >= last[1]) row.cells.pop();
    if (row.cells.length !== header.columns.length && !(loose && row.cells.length <= header.columns.length)) break;
    rows.push(at);
    row.cells.forEach((cell, i) => {
      const column = header.columns[i];
      if (column !== null && column !== undefined && cell[1] > cell[0])
        cells.push({ start: cell[0], end: cell[1], header: column, row: rows.length });
    });
    count += 1;
    at = row.next;
  }
  return count === 0 ? null : at;
}

function mostFrequent(codes: Uint16Array, start: number, end: number): number {
  let tabs = 0;
  let commas = 0;
  let semicolons = 0;
  let bars = 0;
  for (let i = start; i < end; i += 1) {
    const code = codes[i] ?? 0;
    if (code > 0x7c) continue;
    if (code === 0x2c) commas += 1;
    else if (code === 0x09) tabs += 1;
    else if (code === 0x3b) semicolons += 1;
    else if (code === 0x7c) bars += 1;
  }
  const most = Math.max(tabs, commas, semicolons, bars);
  // A comma may stand in a head that is set with blanks: Family name, given names.
  if (tabs === 0 && most <= 2 && gapsIn(codes, start, end) >= 2 + most) return BLANKS;
  if (most === 0) return 0;
  if (most === tabs) return 0x09;
  if (most === commas) return 0x2c;
  return most === semicolons ? 0x3b : 0x7c;
}

/** Gaps of two blanks or more. */
function gapsIn(codes: Uint16Array, start: number, end: number): number {
  let gaps = 0;
  for (let i = start + 2; i < end; i += 1)
    if (codes[i] === 0x20 && codes[i - 1] === 0x20 && (codes[i - 2] ?? 0) > 0x20) gaps += 1;
  return gaps;
}

/** Splits the row at `start`; quoted cells may hold delimiters and line breaks (RFC 4180), with a limit against open quotes. */
function splitRow(codes: Uint16Array, start: number, delimiter: number): { cells: Span[]; next: number } {
  if (delimiter === BLANKS) return splitAtBlanks(codes, start);
  const cells: Span[] = [];
  const limit = Math.min(codes.length, start + ROW_LIMIT);
  let cellStart = start;
  let quoted = false;
  let i = start;
  for (; i < limit; i += 1) {
    const code = codes[i] ?? 0;
    if (code === 0x22 && delimiter !== 0x7c) {
      if (quoted || i === cellStart) quoted = !quoted;
    } else if (!quoted && code === delimiter) {
      cells.push(trim(codes, cellStart, i));
      cellStart = i + 1;
    } else if (!quoted && code === 0x0a) break;
  }
  cells.push(trim(codes, cellStart, i));
  return { cells: delimiter === 0x7c ? withoutEdges(cells) : cells, next: i + 1 };
}

/** Splits the row at `start` where two blanks or more stand; the blanks before the first word are a margin. */
function splitAtBlanks(codes: Uint16Array, start: number): { cells: Span[]; next: number } {
  const cells: Span[] = [];
  const limit = Math.min(codes.length, start + ROW_LIMIT);
  let cellStart = -1;
  let cellEnd = -1;
  let i = start;
  for (; i < limit && codes[i] !== 0x0a; i += 1) {
    if ((codes[i] ?? 0) <= 0x20) continue;
    if (cellStart >= 0 && i - cellEnd >= 2) {
      cells.push([cellStart, cellEnd]);
      cellStart = i;
    } else if (cellStart < 0) cellStart = i;
    cellEnd = i + 1;
  }
  if (cellStart >= 0) cells.push([cellStart, cellEnd]);
  return { cells, next: i + 1 };
}

/** Markdown rows begin and end with a bar: the empty cells outside are no columns. */
function withoutEdges(cells: Span[]): Span[] {
  const first = cells[0];
  const last = cells.at(-1);
  const from = first !== undefined && first[0] >= first[1] ? 1 : 0;
  const to = last !== undefined && last[0] >= last[1] && cells.length > 1 ? -1 : cells.length;
  return cells.slice(from, to);
}

function trim(codes: Uint16Array, start: number, end: number): Span {
  let from = start;
  let to = end;
  while (from < to && isEdge(codes[from] ?? 0)) from += 1;
  while (to > from && isEdge(codes[to - 1] ?? 0)) to -= 1;
  return [from, to];
}

function isEdge(code: number): boolean {
  return code <= 0x20 || code === 0x22 || code === 0x27 || code === 0x60;
}

function isRuler(codes: Uint16Array, start: number, end: number): boolean {
  let dashes = 0;
  for (let i = start; i < end && i < codes.length; i += 1) {
    const code = codes[i] ?? 0;
    if (code === 0x2d) dashes += 1;
    else if (code !== 0x7c && code !== 0x3a && code > 0x20) return false;
  }
  return dashes >= 3;
}

/** Four digits or an at sign: the cell holds a value, so the line is no head. Between blanks a colon says the same: a form. */
function looksLikeValue(codes: Uint16Array, [start, end]: Span, set: boolean): boolean {
  let digits = 0;
  for (let i = start; i < end; i += 1) {
    const code = codes[i] ?? 0;
    if (code === 0x40 || (set && code === 0x3a)) return true;
    if (code >= 0x30 && code <= 0x39) digits += 1;
  }
  return digits >= 4;
}

/** The longest cue word inside the cell. */
function cueIn(named: readonly CueHit[], [start, end]: Span): CueHit | null {
  let best: CueHit | null = null;
  for (let i = firstEndingAfter(named, start); i < named.length; i += 1) {
    const hit = named[i];
    if (hit === undefined || hit.end > end) break;
    if (hit.start >= start && (best === null || hit.end - hit.start >= best.end - best.start)) best = hit;
  }
  return best;
}

function lineStart(codes: Uint16Array, at: number): number {
  let start = at;
  while (start > 0 && codes[start - 1] !== 0x0a && at - start < 1000) start -= 1;
  return start;
}

function lineEnd(codes: Uint16Array, at: number): number {
  let end = at;
  while (end < codes.length && codes[end] !== 0x0a && end - at < 1000) end += 1;
  return end;
}
