/** Numbers of cells as they are shown: dates, times, percentages, decimals, thousands. Other formats show the number as it is. */
import { readXml } from './xml.ts';

/** Format code by index of the cell's style; empty for "as it is". */
export type Formats = readonly string[];

/** Built-in formats (ECMA-376 part 1, 18.8.30); those of dates without an order of their own are written year first. */
const BUILT_IN: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  14: 'yyyy-mm-dd',
  15: 'yyyy-mm-dd',
  16: 'yyyy-mm-dd',
  17: 'yyyy-mm',
  18: 'hh:mm',
  19: 'hh:mm:ss',
  20: 'hh:mm',
  21: 'hh:mm:ss',
  22: 'yyyy-mm-dd hh:mm',
  37: '#,##0',
  38: '#,##0',
  39: '#,##0.00',
  40: '#,##0.00',
  44: '#,##0.00',
  45: 'mm:ss',
  46: 'hh:mm:ss',
};

/** Reads the formats of the cell styles of a workbook. */
export function formatsOf(xml: string): Formats {
  const own = new Map<number, string>();
  const formats: string[] = [];
  let inCells = false;
  readXml(xml, {
    open: (name, attributes) => {
      if (name === 'numFmt') own.set(Number(attributes.get('numFmtId')), attributes.get('formatCode') ?? '');
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) {
        const id = Number(attributes.get('numFmtId') ?? '0');
        // 27 to 36 and 50 to 58 are dates of East Asian locales.
        const eastern = (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
        formats.push(own.get(id) ?? BUILT_IN[id] ?? (eastern ? 'yyyy-mm-dd' : ''));
      }
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return formats;
}

const MS_PER_DAY = 86_400_000;
/** Day 0 of the count that takes 1900 for a leap year. */
const EPOCH = Date.UTC(1899, 11, 30);
const LAST_DAY = 2_958_466;

/** Returns a number as a format shows it. */
export function showNumber(value: string, format: string): string {
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  const code = (format.split(';')[0] ?? '').replace(/"[^"]*"|\\.|\[[^\]]*\]|_./g, '');
  if (/[ymdhs]/i.test(code) && !/[#0]/.test(code)) return showDate(number, code) ?? plain(value);
  if (!/[0#]/.test(code)) return plain(value);
  const percent = code.includes('%');
  const digits = Math.min(20, /\.([0#]*)/.exec(code)?.[1]?.length ?? 0);
  const text = (percent ? number * 100 : number).toFixed(digits);
  return (code.includes(',') ? grouped(text) : text) + (percent ? '%' : '');
}

/** Without the digits that binary fractions bring. */
function plain(value: string): string {
  return value.length > 15 ? String(Number(Number(value).toPrecision(15))) : value;
}

function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const spaced = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}

/** Dates year first and times of 24 hours, whatever the order of the original: it is never mistaken. */
function showDate(serial: number, code: string): string | undefined {
  if (serial < 0 || serial > LAST_DAY) return undefined;
  const iso = new Date(EPOCH + Math.round(serial * MS_PER_DAY)).toISOString();
  const date = /[yd]/i.test(code) ? iso.slice(0, /d/i.test(code) ? 10 : 7) : '';
  const time = /[hs]/i.test(code) ? iso.slice(11, /s/i.test(code) ? 19 : 16) : '';
  const shown = [date, time].filter((part) => part !== '').join(' ');
  return shown === '' ? undefined : shown;
}
