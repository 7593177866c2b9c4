/** What both formats lay out alike: groups of fields, widths of columns, words that are too long. */
import type { FormBlock, FormField } from '../model/form-document.ts';
import { columnsOf } from './clean-form.ts';

export type Table = Extract<FormBlock, { readonly kind: 'table' }>;
export type Group = Exclude<FormBlock, FormField> | { readonly kind: 'fields'; readonly items: readonly FormField[] };

/** Returns the blocks with fields that follow each other as one group: they become one grid. */
export function groupFields(blocks: readonly FormBlock[]): readonly Group[] {
  const groups: Group[] = [];
  let items: FormField[] = [];
  for (const block of blocks) {
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

const WIDE =
  /[\u{1100}-\u{11FF}\u{2E80}-\u{A4CF}\u{AC00}-\u{D7FF}\u{F900}-\u{FAFF}\u{FE30}-\u{FE4F}\u{FF00}-\u{FF60}\u{20000}-\u{3FFFF}]/gu;

/** Width in half characters: a Han character counts two. */
function widthOf(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}

/** Rows measured for the widths of columns: enough to see what a column holds. */
const SAMPLE = 200;

/**
 * Returns the share of each column, summing to one. It grows with the longest line of the column, and a word that cannot be
 * divided widens its column as far as that is fair to the others. Only the first rows are looked at.
 */
export function columnShares(table: Table): readonly number[] {
  const rows = [table.head, ...table.rows.slice(0, SAMPLE)];
  const wanted = Array.from({ length: columnsOf(table) }, (_, column) => {
    const lines = rows.flatMap((row) => (row[column] ?? '').split('\n'));
    const longest = lines.reduce((most, line) => Math.max(most, widthOf(line)), 0);
    const word = lines.flatMap((line) => line.split(/\s/)).reduce((most, one) => Math.max(most, one.length), 0);
    return Math.max(4, Math.min(word, 24), Math.min(longest, 48));
  });
  const sum = wanted.reduce((a, b) => a + b, 0);
  return wanted.map((one) => one / sum);
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
 * Returns the text, or its pieces when it has a word that does not fit into a line of `room` half characters: a line may
 * break between pieces. Joined, the pieces are the text. Han characters break anywhere by themselves.
 */
export function breakable(text: string, room: number): string | readonly string[] {
  const long = new RegExp(`[!-\\u{2E7F}]{${Math.max(4, Math.floor(room))},}`, 'gu');
  const piece = Math.max(1, Math.floor(room / 6));
  const pieces: string[] = [];
  let done = 0;
  for (const match of text.matchAll(long)) {
    let at = match.index;
    for (const cluster of clustersOf(match[0], piece)) {
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
