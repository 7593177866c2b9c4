/** Text of SpreadsheetML: one line a row, cells at their columns with tabs between, hidden sheets, rows and columns too. */
import { attribute, walkXml } from './xml.ts';

const COLUMN_LIMIT = 512;

/** Returns the shared strings in order; phonetic runs are left out. */
export function sharedStrings(xml: string): string[] {
  const strings: string[] = [];
  let current = '';
  let inText = false;
  let phonetic = 0;
  walkXml(xml, {
    open: (name, _attributes, selfClosing) => {
      if (name === 'si') current = '';
      if (name === 't') inText = true;
      if (name === 'rPh' && !selfClosing) phonetic += 1;
    },
    close: (name) => {
      if (name === 't') inText = false;
      if (name === 'rPh') phonetic -= 1;
      if (name === 'si') strings.push(current);
    },
    text: (text) => {
      if (inText && phonetic <= 0) current += text;
    },
  });
  return strings;
}

/** Returns for each cell style whether it shows a date (ECMA-376 part 1, 18.8.30: built-in ids, else a code with y or d). */
export function dateStyles(xml: string): boolean[] {
  const custom = new Map<string, boolean>();
  const styles: boolean[] = [];
  let inCellFormats = false;
  walkXml(xml, {
    open: (name, attributes) => {
      if (name === 'numFmt')
        custom.set(attribute(attributes, 'numFmtId') ?? '', isDateFormat(attribute(attributes, 'formatCode') ?? ''));
      if (name === 'cellXfs') inCellFormats = true;
      if (name === 'xf' && inCellFormats) {
        const id = attribute(attributes, 'numFmtId') ?? '0';
        styles.push(custom.get(id) ?? isBuiltInDate(Number(id)));
      }
    },
    close: (name) => {
      if (name === 'cellXfs') inCellFormats = false;
    },
  });
  return styles;
}

/** Whether a number format shows days or years. */
export function isDateFormat(code: string): boolean {
  return /[yd]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''));
}

export function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
}

type OpenCell = { column: number; type: string; style: number; value: string };

/** Returns the sheet's rows; texts in headers and footers follow. Formulas count by their stored results. */
export function sheetText(xml: string, strings: readonly string[], dates: readonly boolean[]): string {
  const lines: string[] = [];
  let row: string[] = [];
  let cell: OpenCell | null = null;
  let collecting = false;
  walkXml(xml, {
    open: (name, attributes) => {
      if (name === 'row') row = [];
      if (name === 'c') cell = openCell(attributes, row.length);
      if (name === 'v' || name === 't' || /^(?:odd|even|first)(?:Header|Footer)$/.test(name)) collecting = true;
    },
    close: (name) => {
      if (name === 'v' || name === 't') collecting = false;
      if (name === 'c' && cell !== null) {
        place(row, cell, strings, dates);
        cell = null;
      }
      if (name === 'row') lines.push(row.join('\t'));
      if (/^(?:odd|even|first)(?:Header|Footer)$/.test(name)) collecting = false;
    },
    text: (text) => {
      if (!collecting) return;
      if (cell === null) lines.push(text);
      else cell.value += text;
    },
  });
  // An empty line ends the table, so that the next sheet is not read as more rows of this one.
  return `${lines.join('\n')}\n`;
}

function openCell(attributes: string, fallback: number): OpenCell {
  const reference = attribute(attributes, 'r');
  const column = reference === null ? fallback : columnIndex(reference);
  return {
    column,
    type: attribute(attributes, 't') ?? 'n',
    style: Number(attribute(attributes, 's') ?? '0'),
    value: '',
  };
}

function columnIndex(reference: string): number {
  let index = 0;
  for (const char of reference) {
    if (char < 'A' || char > 'Z') break;
    index = index * 26 + char.charCodeAt(0) - 64;
  }
  return index - 1;
}

function place(row: string[], cell: OpenCell, strings: readonly string[], dates: readonly boolean[]): void {
  let text = cell.type === 's' ? (strings[Number(cell.value)] ?? '') : cell.value;
  if (cell.type === 'n' && dates[cell.style] === true) text = serialDate(Number(text));
  if (cell.type === 'n' && /^-?\d+\.\d{10,}$/.test(text)) text = String(Number(Number(text).toPrecision(15)));
  if (text === '') return;
  // A column far to the right must not cost a million tabs; its value is kept at the end of the row.
  while (row.length < Math.min(cell.column, COLUMN_LIMIT)) row.push('');
  row.push(text.replace(/[\t\r\n]+/g, ' '));
}

/** Day 1 is 1900-01-01, and 1900 counts as a leap year (ECMA-376 part 1, 18.17.4). */
export function serialDate(serial: number): string {
  if (!Number.isFinite(serial) || serial < 1 || serial > 2_958_465) return String(serial);
  return new Date(Date.UTC(1899, 11, 30) + Math.floor(serial) * 86_400_000).toISOString().slice(0, 10);
}
