/** OpenDocument sheets: cells hold what they show as text, and say how often they repeat. */
import type { Block } from '../text/blocks.ts';
import type { Parts } from './package.ts';
import { sheetBlocks } from './sheets.ts';
import { type Attributes, decodeXml, readXml } from './xml.ts';

const MOST_COLUMNS = 400;
/** Rows that repeat more often than this are the empty rest of a sheet. */
const MOST_REPEATS = 50;

type Sheet = { name: string; rows: string[][]; more: boolean };

/** Returns a heading and a table for each sheet. `most`: rows of each. */
export function odsBlocks(parts: Parts, most: number): readonly Block[] {
  const sheets: Sheet[] = [];
  let row: string[] = [];
  let rowRepeats = 1;
  let cellRepeats = 1;
  let cell: string | undefined;
  let note = 0;
  const endRow = (): void => {
    const sheet = sheets.at(-1);
    if (sheet === undefined || (rowRepeats > MOST_REPEATS && row.every((text) => text === ''))) return;
    for (let i = 0; i < Math.min(rowRepeats, MOST_REPEATS); i += 1) {
      if (sheet.rows.length < most) sheet.rows.push(row);
      else sheet.more = true;
    }
  };
  const endCell = (): void => {
    const text = cell ?? '';
    cell = undefined;
    const times = Math.min(cellRepeats, MOST_COLUMNS - row.length);
    if (text === '' && cellRepeats > MOST_REPEATS) return;
    for (let i = 0; i < times; i += 1) row.push(text);
  };
  readXml(decodeXml(parts.get('content.xml') ?? new Uint8Array()), {
    open: (name, attributes) => {
      if (name === 'table') sheets.push({ name: attributes.get('name') ?? '', rows: [], more: false });
      else if (name === 'table-row') [row, rowRepeats] = [[], repeats(attributes, 'number-rows-repeated')];
      else if (name === 'table-cell' || name === 'covered-table-cell')
        [cell, cellRepeats] = ['', repeats(attributes, 'number-columns-repeated')];
      else if (name === 'annotation') note += 1;
      else if (name === 'p' && cell !== undefined && cell !== '' && note === 0) cell += '\n';
    },
    close: (name) => {
      if (name === 'annotation') note = Math.max(0, note - 1);
      else if (name === 'table-cell' || name === 'covered-table-cell') endCell();
      else if (name === 'table-row') endRow();
    },
    text: (text) => {
      if (cell !== undefined && note === 0 && text.trim() !== '') cell += text;
    },
  });
  return sheetBlocks(sheets);
}

function repeats(attributes: Attributes, name: string): number {
  const count = Number(attributes.get(name) ?? '1');
  return Number.isInteger(count) && count > 0 ? count : 1;
}
