/** Tables in text: read with the place of every cell, written back with only the changed cells in other words. */
import type { Bytes } from '../../base/bytes.ts';
import { type DecodedFile, encodeLike } from './encode.ts';
import { type Span, replaceSpans } from './known.ts';
import type { OpenList, Plan } from './plan.ts';

type CsvCell = { readonly start: number; readonly end: number; readonly text: string };

const DELIMITERS = ['\t', ';', ',', '|'] as const;
const LOOKED_AT = 20;

/** Returns the list, or undefined for text that is no table. */
export function openCsv(file: DecodedFile): OpenList | undefined {
  const delimiter = delimiterOf(file.text);
  if (delimiter === undefined) return undefined;
  const rows = readRows(file.text, delimiter);
  return {
    kind: 'csv',
    tables: [{ name: '', hidden: false, rows: rows.map((row) => row.map((cell) => cell.text)) }],
    texts: [],
    everything: [file.text],
    write: (plan) => Promise.resolve(writeCsv(file, rows, delimiter, plan)),
  };
}

/** The delimiter by which most of the first rows have as many cells as the first one, two at least. */
function delimiterOf(text: string): string | undefined {
  const head = text.slice(0, 64 * 1024);
  let best: { readonly delimiter: string; readonly weight: number } | undefined;
  for (const delimiter of DELIMITERS) {
    const rows = readRows(head, delimiter).slice(0, LOOKED_AT);
    const width = rows[0]?.length ?? 0;
    const alike = rows.filter((row) => row.length === width).length;
    if (width < 2 || rows.length < 2 || alike < rows.length * 0.8) continue;
    const weight = alike * 100 + width;
    if (best === undefined || weight > best.weight) best = { delimiter, weight };
  }
  return best?.delimiter;
}

/** RFC 4180: cells in quotes may hold delimiters, line ends and doubled quotes. Any line end. Empty lines are no rows. */
export function readRows(text: string, delimiter: string): CsvCell[][] {
  const rows: CsvCell[][] = [];
  let row: CsvCell[] = [];
  let at = 0;
  while (at < text.length) {
    const cell = readCell(text, at, delimiter);
    row.push(cell);
    at = cell.end;
    if (text[at] === delimiter) {
      at += 1;
      if (at < text.length) continue;
      row.push({ start: at, end: at, text: '' });
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1;
    at += 1;
    if (row.length > 1 || row[0]?.text !== '') rows.push(row);
    row = [];
  }
  return rows;
}

function readCell(text: string, start: number, delimiter: string): CsvCell {
  if (text[start] === '"') {
    let end = start + 1;
    for (; end < text.length; end += 1) {
      if (text[end] !== '"') continue;
      if (text[end + 1] !== '"') break;
      end += 1;
    }
    const value = text.slice(start + 1, end).replaceAll('""', '"');
    // Behind the closing quote some programs leave blanks; whatever stands there belongs to the cell.
    const rest = plainEnd(text, Math.min(end + 1, text.length), delimiter);
    return { start, end: rest, text: value + text.slice(end + 1, rest).trimEnd() };
  }
  const end = plainEnd(text, start, delimiter);
  return { start, end, text: text.slice(start, end) };
}

function plainEnd(text: string, from: number, delimiter: string): number {
  let end = from;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return end;
}

function writeCsv(file: DecodedFile, rows: readonly (readonly CsvCell[])[], delimiter: string, plan: Plan): Bytes {
  const spans: Span[] = [];
  rows.forEach((row, at) => {
    row.forEach((cell, column) => {
      const value = plan.cell(0, at, column)?.text;
      if (value !== undefined && value !== cell.text)
        spans.push({ start: cell.start, end: cell.end, with: quoted(harmless(value), delimiter) });
    });
  });
  return encodeLike(file, replaceSpans(file.text, spans));
}

/** What begins like a formula gets an apostrophe, unless it is a number or a phone. */
export function harmless(text: string): string {
  if (/^[+-]?[\d\s().,-]+$/.test(text)) return text;
  return /^\s*[=+\-@＝＋－＠]/u.test(text) ? `'${text}` : text;
}

function quoted(text: string, delimiter: string): string {
  return text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
