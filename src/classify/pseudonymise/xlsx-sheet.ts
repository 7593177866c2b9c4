/** Cells of one worksheet (ECMA-376 part 1, 18.3.1.4), each with its place in the XML. */
import { decodeEntities } from '../extract/entities.ts';
import { attribute } from '../extract/xml.ts';
import { PSEUDONYM } from './errors.ts';
import type { NewCell } from './plan.ts';
import { escapeXml, runText } from './xlsx-xml.ts';

export type SheetCell = {
  readonly start: number;
  readonly end: number;
  readonly prefix: string;
  readonly attributes: string;
  readonly row: number;
  readonly column: number;
  /** As a person reads it. */
  readonly text: string;
  /** The number behind a date; undefined for anything else. */
  readonly serial: number | undefined;
  /** Index of its shared string. */
  readonly shared: number | undefined;
  readonly formula: string | undefined;
};

/** What cells mean beside themselves. */
export type SheetContext = { readonly strings: readonly string[]; readonly dates: readonly boolean[] };

const CELL = /<((?:\w+:)?)c(\s[^<>]*?)?(?:\/>|>([\s\S]*?)<\/\1c>)/g;
const MOST_COLUMNS = 2000;
const MOST_ROWS = 1_048_576;
const EPOCH = Date.UTC(1899, 11, 30);

export function readCells(xml: string, context: SheetContext): SheetCell[] {
  const cells: SheetCell[] = [];
  let last = { row: 0, column: -1 };
  for (const match of xml.matchAll(CELL)) {
    const [whole, prefix = '', attributes = '', body = ''] = match;
    const place = placeOf(attribute(attributes, 'r')) ?? { row: last.row, column: last.column + 1 };
    if (place.column > MOST_COLUMNS || place.row >= MOST_ROWS) throw PSEUDONYM.too_large({ limit: MOST_COLUMNS });
    last = place;
    const start = match.index;
    cells.push({
      start,
      end: start + whole.length,
      prefix,
      attributes,
      ...place,
      ...valueOf(attributes, body, context),
    });
  }
  return cells;
}

function placeOf(reference: string | null): { readonly row: number; readonly column: number } | undefined {
  const match = /^([A-Z]{1,3})(\d{1,7})$/.exec(reference ?? '');
  if (match === null) return undefined;
  const column = Array.from(match[1] ?? '').reduce((index, char) => index * 26 + char.charCodeAt(0) - 64, 0) - 1;
  return { row: Number(match[2]) - 1, column };
}

type Value = Pick<SheetCell, 'text' | 'serial' | 'shared' | 'formula'>;

function valueOf(attributes: string, body: string, { strings, dates }: SheetContext): Value {
  const type = attribute(attributes, 't') ?? 'n';
  const raw = decodeEntities(/<(?:\w+:)?v(?:\s[^<>]*)?>([^<]*)</.exec(body)?.[1] ?? '');
  const formula = /<(?:\w+:)?f[\s>/][\s\S]*?(?:<\/(?:\w+:)?f>|\/>)/.exec(body)?.[0];
  const plain = { serial: undefined, shared: undefined, formula };
  if (type === 's') return { ...plain, text: strings[Number(raw)] ?? '', shared: Number(raw) };
  if (type === 'inlineStr') return { ...plain, text: runText(body) };
  if (type !== 'n' || raw === '') return { ...plain, text: raw };
  const number = Number(raw);
  if (dates[Number(attribute(attributes, 's') ?? '0')] === true && number >= 1 && number <= 2_958_465) {
    const day = new Date(EPOCH + Math.floor(number) * 86_400_000).toISOString().slice(0, 10);
    return { ...plain, text: day, serial: number };
  }
  return { ...plain, text: /[eE]|\.\d{10,}/.test(raw) ? String(Number(number.toPrecision(15))) : raw };
}

/** The cell with its new value. A formula goes: it would bring the old one back. */
export function writeCell({ prefix, attributes, serial }: SheetCell, { text, days }: NewCell): string {
  const kept = attributes.replace(/\s(?:t|cm|vm|ph)\s*=\s*(?:"[^"]*"|'[^']*')/g, '');
  if (days !== undefined && serial !== undefined)
    return `<${prefix}c${kept}><${prefix}v>${Math.max(1, serial + days)}</${prefix}v></${prefix}c>`;
  return `<${prefix}c${kept} t="inlineStr"><${prefix}is><${prefix}t xml:space="preserve">${escapeXml(text)}</${prefix}t></${prefix}is></${prefix}c>`;
}

/** @throws `pseudonym.shared_formula` when a formula that stays is written in a cell whose formula goes */
export function checkSharedFormulas(cells: readonly SheetCell[], isChanged: (cell: SheetCell) => boolean): void {
  const index = (cell: SheetCell): string | undefined => /\bsi\s*=\s*"(\d+)"/.exec(cell.formula ?? '')?.[1];
  const gone = new Set(cells.filter((cell) => isChanged(cell) && / ref\s*=/.test(cell.formula ?? '')).map(index));
  gone.delete(undefined);
  if (cells.some((cell) => !isChanged(cell) && gone.has(index(cell)) && index(cell) !== undefined))
    throw PSEUDONYM.shared_formula();
}
