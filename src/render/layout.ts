/** What both formats lay out alike: groups of fields, widths of columns, words that are too long. */
import type { FormBlock, FormField } from '../model/form-document.ts';
import { columnsOf, textsOf } from './clean-form.ts';

export type Table = Extract<FormBlock, { readonly kind: 'table' }>;
export type Group = Exclude<FormBlock, FormField> | { readonly kind: 'fields'; readonly items: readonly FormField[] };

/** Returns the blocks with fields that follow each other as one group: they become one grid. Blocks of nothing are left out. */
export function groupFields(blocks: readonly FormBlock[]): readonly Group[] {
  const groups: Group[] = [];
  let items: FormField[] = [];
  for (const block of blocks) {
    if (isEmpty(block)) continue;
    if (block.kind !== 'field') {
      items = [];
      groups.push(block);
      continue;
    }
    if (items.length === 0) groups.push({ kind: 'fields', items });
    items.push(block);
  }
  return groups;
}

function isEmpty(block: FormBlock): boolean {
  if (block.kind === 'table') return columnsOf(block) === 0;
  return block.kind !== 'field' && textsOf(block).every((text) => text === '');
}

const WIDTHS: readonly (readonly [pattern: RegExp, halves: number])[] = [
  [
    /[\u{1100}-\u{11FF}\u{2E80}-\u{A4CF}\u{AC00}-\u{D7FF}\u{F900}-\u{FAFF}\u{FE30}-\u{FE4F}\u{FF00}-\u{FF60}\u{20000}-\u{3FFFF}]/u,
    2,
  ],
  [/\p{M}/u, 0],
  [/[MWmw@%\u{2000}-\u{2E7F}]/u, 1.9],
  [/\p{Lu}/u, 1.4],
  [/[filjrtI .,:;'!|()[\]-]/u, 0.75],
];

/** Width in half squares of a Han character, by classes of letters: as good as one needs to see whether a word fits. */
function widthOf(text: string): number {
  let halves = 0;
  for (const character of text) halves += WIDTHS.find(([pattern]) => pattern.test(character))?.[1] ?? 1.15;
  return halves;
}

/** Rows measured for the widths of columns: enough to see what a column holds. */
const SAMPLE = 200;
/** Left and right of a cell's text, in half squares, with a little to spare for bold letters. */
const PADDING = 4;
/** Half squares of 9 pt in a line of the page. */
const LINE = 104;

/** Returns the size of a table's letters in points: 9 up to five columns, then smaller, at least 7. */
export function tableSize(table: Table): number {
  return Math.max(7, 9 - Math.max(0, columnsOf(table) - 5) * 0.4);
}

/** Returns how many half squares of a table's size fit into a line of the page. */
export function tableRoom(table: Table): number {
  return (LINE * 9) / tableSize(table);
}

/**
 * Returns the share of each column, summing to one. Each gets what its longest word needs, as far as there is room; what is left
 * goes to columns with long lines. Only the first rows are looked at.
 */
export function columnShares(table: Table): readonly number[] {
  const columns = Array.from({ length: columnsOf(table) }, (_, i) => i);
  const rows = [table.head, ...table.rows.slice(0, SAMPLE)];
  const lines = columns.map((column) => rows.flatMap((row) => (row[column] ?? '').split('\n')));
  const longest = (texts: readonly string[]): number => texts.reduce((most, text) => Math.max(most, widthOf(text)), 1);
  const needed = capped(
    lines.map((texts) => longest(texts.flatMap(wordsOf)) + PADDING),
    tableRoom(table),
  );
  const wished = lines.map((texts, i) => Math.max(0, Math.min(longest(texts), 60) + PADDING - (needed[i] ?? 0)));
  const left = Math.max(0, tableRoom(table) - sum(needed));
  // Where nobody wishes for more, everybody gets more.
  const weights = sum(wished) > 0 ? wished : needed;
  const widths = needed.map((need, i) => need + (left * (weights[i] ?? 0)) / sum(weights));
  return widths.map((width) => width / sum(widths));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Takes from the widest columns only, until all fit into `room`: short words stay whole when a long one cannot. */
function capped(widths: readonly number[], room: number): readonly number[] {
  for (let cap = 24 + PADDING; cap > PADDING; cap -= 1) {
    const kept = widths.map((width) => Math.min(width, cap));
    if (sum(kept) <= room) return kept;
  }
  return widths.map(() => 1);
}

/** What should not be divided at the end of a line: words without a space, and up to four Han characters for looks. */
function wordsOf(line: string): readonly string[] {
  return line.match(/[!-\u{2E7F}]+|[^\s!-\u{2E7F}]{1,4}/gu) ?? [];
}

/** Returns the rows with as many cells as the table has columns; what lacks is empty. */
export function evenRows(table: Table): {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  const columns = columnsOf(table);
  const even = (row: readonly string[]): readonly string[] => Array.from({ length: columns }, (_, i) => row[i] ?? '');
  return { head: even(table.head), rows: table.rows.map(even) };
}

/**
 * Returns the text, or its pieces when it has a word that does not fit into a line of `room` half squares: a line may break
 * between pieces. Joined, the pieces are the text. Han characters break anywhere by themselves.
 */
export function breakable(text: string, room: number): string | readonly string[] {
  const piece = Math.max(1, Math.floor(room / 6));
  const pieces: string[] = [];
  let done = 0;
  for (const { 0: word, index } of text.matchAll(/[!-\u{2E7F}]{2,}/gu)) {
    if (widthOf(word) < room) continue;
    let at = index;
    for (const cluster of clustersOf(word, piece)) {
      at += cluster.length;
      pieces.push(text.slice(done, at));
      done = at;
    }
  }
  if (pieces.length === 0) return text;
  if (done < text.length) pieces.push(text.slice(done));
  return pieces;
}

/** Divides a word into pieces of `size` letters; marks stay with their letter. */
function clustersOf(word: string, size: number): readonly string[] {
  return word.match(new RegExp(`(?:[^\\p{M}]\\p{M}*|\\p{M}+){1,${size}}`, 'gu')) ?? [word];
}
