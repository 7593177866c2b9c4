/** CSV as RFC 4180 has it, with a UTF-8 byte order mark for spreadsheet programs, and no cell that such a program would take for a formula. */
import type { Cell } from './table.ts';

/** Marks the text as UTF-8 for programs that would otherwise take it for the code page of the machine. */
export const BYTE_ORDER_MARK = '\ufeff';

/** Returns one line with its end. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map((cell) => quoted(plain(cell))).join(',')}\r\n`;
}

function plain(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  return typeof cell === 'string' ? harmless(cell) : cell.toISOString();
}

/**
 * A text that begins like a formula gets an apostrophe before it, which spreadsheet programs take away or show. The same at the beginning of
 * a line or behind a tab or semicolon: a program that splits cells there, as many in Europe do, would see a beginning too. Full-width signs
 * count as their plain ones.
 */
export function harmless(text: string): string {
  const safe = text.replace(/(^|[;\t\r\n]\s*)(?=[=+\-@＝＋－＠])/gu, "$1'");
  return /^[\t\r\n]/.test(safe) ? `'${safe}` : safe;
}

function quoted(text: string): string {
  return /[",;\r\n\t']|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
