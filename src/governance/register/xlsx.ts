/**
 * Writes one sheet as an Office Open XML workbook (ECMA-376), row by row: texts inline, so that nothing has to be remembered until the end;
 * numbers and dates as such; the first row frozen. Cells of text are never formulas, whatever they begin with.
 */
import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import type { Bytes } from '../../base/bytes.ts';
import { ownBytes } from '../../base/bytes.ts';
import { DAY } from '../../base/units.ts';
import type { Cell } from './table.ts';

/** What a cell holds at most (Excel's own limit). */
const MAX_TEXT = 32_767;
/** Day zero of the date system that every program uses. */
const EPOCH = Date.UTC(1899, 11, 30);
const STYLE = { head: 1, date: 2, text: 3, marked: 4 } as const;
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

export type Sheet = {
  /** At most 31 characters, none of []:*?/\ */
  readonly name: string;
  readonly headings: readonly string[];
  /** In characters. */
  readonly widths: readonly number[];
  readonly rows: AsyncIterable<readonly Cell[]>;
  /** Minutes that the zone in which dates are shown is ahead of UTC at a moment. */
  readonly offsetMinutes: (at: Date) => number;
};

/** Yields the bytes of the file. */
export async function* writeXlsx(sheet: Sheet): AsyncGenerator<Bytes, void, undefined> {
  const out: Bytes[] = [];
  const failed: Error[] = [];
  const zip = new Zip((error, chunk) => {
    if (error !== null) failed.push(error);
    else out.push(ownBytes(chunk));
  });
  for (const [path, text] of Object.entries(fixedParts(sheet.name))) {
    const part = new ZipPassThrough(path);
    zip.add(part);
    part.push(strToU8(text), true);
  }
  const part = new ZipDeflate('xl/worksheets/sheet1.xml', { level: 6 });
  zip.add(part);
  part.push(strToU8(sheetHead(sheet)));
  let line = 1;
  for await (const cells of sheet.rows) {
    line += 1;
    part.push(strToU8(row(line, cells, sheet.offsetMinutes)));
    if (failed[0] !== undefined) throw failed[0];
    while (out.length > 0) yield* out.splice(0);
  }
  part.push(strToU8(sheetFoot(sheet.headings.length, line)), true);
  zip.end();
  if (failed[0] !== undefined) throw failed[0];
  yield* out.splice(0);
}

function fixedParts(name: string): Readonly<Record<string, string>> {
  const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return {
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/></Types>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escaped(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/styles.xml': `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf fontId="1" applyFont="1"><alignment wrapText="1" vertical="top"/></xf><xf numFmtId="164" applyNumberFormat="1"><alignment vertical="top"/></xf><xf><alignment wrapText="1" vertical="top"/></xf><xf quotePrefix="1"><alignment wrapText="1" vertical="top"/></xf></cellXfs></styleSheet>`,
  };
}

function sheetHead({ headings, widths }: Sheet): string {
  const cols = headings.map(
    (_, i) => `<col min="${i + 1}" max="${i + 1}" width="${widths[i] ?? 16}" customWidth="1"/>`,
  );
  const cells = headings.map((text, i) => textCell(`${letters(i)}1`, text, STYLE.head));
  return `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${cols.join('')}</cols><sheetData><row r="1">${cells.join('')}</row>`;
}

function sheetFoot(columns: number, lines: number): string {
  return `</sheetData><autoFilter ref="A1:${letters(columns - 1)}${lines}"/></worksheet>`;
}

function row(line: number, cells: readonly Cell[], offsetMinutes: Sheet['offsetMinutes']): string {
  const written = cells.map((cell, i) => {
    const place = `${letters(i)}${line}`;
    if (cell === null || cell === '') return '';
    if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
    if (typeof cell === 'string') return textCell(place, cell, /^[=+\-@]/.test(cell) ? STYLE.marked : STYLE.text);
    const serial = (cell.getTime() + offsetMinutes(cell) * 60_000 - EPOCH) / DAY;
    return `<c r="${place}" s="${STYLE.date}"><v>${serial}</v></c>`;
  });
  return `<row r="${line}">${written.join('')}</row>`;
}

function textCell(place: string, text: string, style: number): string {
  const short = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text;
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(short)}</t></is></c>`;
}

/** XML has no way to write most control characters; they become the replacement character. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"\r]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** A, B, ... Z, AA, ... */
function letters(index: number): string {
  const rest = String.fromCharCode(65 + (index % 26));
  return index < 26 ? rest : letters(Math.floor(index / 26) - 1) + rest;
}
