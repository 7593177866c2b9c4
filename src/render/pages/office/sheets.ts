/** Sheets as tables: what each cell shows, sheet by sheet. Formulas show what they last came to; nothing is calculated. */
import { type Block, paragraph } from '../text/blocks.ts';
import { moreRows } from '../text/rows.ts';
import { type Formats, formatsOf, showNumber } from './numbers.ts';
import type { Parts } from './package.ts';
import { type Attributes, decodeXml, readXml } from './xml.ts';

const MOST_COLUMNS = 400;
/** Empty rows between two filled ones are kept up to here. */
const MOST_GAP = 50;

type Sheet = { readonly name: string; readonly rows: readonly (readonly string[])[]; readonly more: boolean };

/** Returns a heading and a table for each visible sheet of a workbook. `most`: rows of each sheet. */
export function xlsxBlocks(parts: Parts, most: number): readonly Block[] {
  const text = (name: string): string => decodeXml(parts.get(name) ?? new Uint8Array());
  const targets = new Map<string, string>();
  readXml(text('xl/_rels/workbook.xml.rels'), {
    open: (_, attributes) => {
      const target = attributes.get('Target') ?? '';
      targets.set(attributes.get('Id') ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    },
  });
  const strings = sharedStrings(text('xl/sharedStrings.xml'));
  const formats = formatsOf(text('xl/styles.xml'));
  const sheets: Sheet[] = [];
  readXml(text('xl/workbook.xml'), {
    open: (name, attributes) => {
      if (name !== 'sheet' || (attributes.get('state') ?? 'visible') !== 'visible') return;
      const part = targets.get(attributes.get('id') ?? '') ?? '';
      sheets.push({ name: attributes.get('name') ?? '', ...readSheet(text(part), strings, formats, most) });
    },
  });
  return sheetBlocks(sheets);
}

export function sheetBlocks(sheets: readonly Sheet[]): readonly Block[] {
  return sheets.flatMap(({ name, rows, more }, i): Block[] => [
    ...(i > 0 ? [{ kind: 'page' } as const] : []),
    paragraph(name, { size: 13, bold: true }),
    ...(more ? [moreRows(rows.length)] : []),
    { kind: 'table', rows, header: true, wrap: false },
  ]);
}

/** Text of each string; the reading aids of Japanese are left out. */
function sharedStrings(xml: string): readonly string[] {
  const strings: string[] = [];
  let inText = false;
  let aid = false;
  readXml(xml, {
    open: (name) => {
      if (name === 'si') strings.push('');
      else if (name === 'rPh') aid = true;
      else if (name === 't') inText = !aid;
    },
    close: (name) => {
      if (name === 't') inText = false;
      else if (name === 'rPh') aid = false;
    },
    text: (text) => {
      if (inText) strings[strings.length - 1] += text;
    },
  });
  return strings;
}

class Enough extends Error {}

function readSheet(xml: string, strings: readonly string[], formats: Formats, most: number): Omit<Sheet, 'name'> {
  const rows: string[][] = [];
  let cell: Attributes = new Map();
  let value = '';
  let reading = false;
  let column = 0;
  let more = false;
  const startRow = (attributes: Attributes): void => {
    const number = Number(attributes.get('r')) || rows.length + 1;
    while (rows.length < number - 1 && rows.length < most && number - rows.length <= MOST_GAP) rows.push([]);
    // Crash here: none. The rest of a long sheet is not read at all.
    if (rows.length >= most) throw new Enough();
    rows.push([]);
    column = 0;
  };
  try {
    readXml(xml, {
      open: (name, attributes) => {
        if (name === 'row') startRow(attributes);
        else if (name === 'c') [cell, value] = [attributes, ''];
        else if (name === 'v' || name === 't') reading = true;
      },
      close: (name) => {
        if (name === 'v' || name === 't') reading = false;
        else if (name === 'c') {
          column = columnOf(cell.get('r') ?? '') ?? column;
          const row = rows.at(-1);
          if (row !== undefined && column < MOST_COLUMNS) {
            while (row.length < column) row.push('');
            row[column] = shown(cell, value, strings, formats);
          }
          column += 1;
        }
      },
      text: (text) => {
        if (reading) value += text;
      },
    });
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
    more = true;
  }
  while (rows.at(-1)?.every((text) => text === '') === true) rows.pop();
  return { rows, more };
}

function shown(cell: Attributes, value: string, strings: readonly string[], formats: Formats): string {
  const type = cell.get('t') ?? 'n';
  if (type === 's') return strings[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  if (type !== 'n' || value === '') return value;
  return showNumber(value, formats[Number(cell.get('s') ?? '0')] ?? '');
}

/** `AB12` -> 27; undefined when the cell does not say where it is. */
function columnOf(reference: string): number | undefined {
  const letters = /^([A-Z]{1,3})\d/.exec(reference)?.[1];
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
