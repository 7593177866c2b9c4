/**
 * Workbooks (ECMA-376): the chosen cells get other values, everything else keeps its bytes. Values that were replaced are replaced in
 * formulas, comments, headers, names and properties too; what could show them and cannot be looked into is a reason to refuse.
 */
import { zipSync } from 'fflate';
import { type Bytes, ownBytes, utf8 } from '../../base/bytes.ts';
import { MIB } from '../../base/units.ts';
import { decodeEntities } from '../extract/entities.ts';
import { DEFAULT_LIMITS, UnreadableError } from '../extract/result.ts';
import { dateStyles } from '../extract/sheet.ts';
import { attribute, decodeXml, walkXml } from '../extract/xml.ts';
import { openZip } from '../extract/zip.ts';
import { PSEUDONYM } from './errors.ts';
import type { ListTable, OpenList, Plan } from './plan.ts';
import { checkSharedFormulas, readCells, type SheetCell, writeCell } from './xlsx-sheet.ts';
import { type Change, changeAttributes, changeRuns, changeTexts, containersOf, runText } from './xlsx-xml.ts';

const PICTURES = /\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|webp|heic|svg)$/i;
const HIDDEN_THINGS =
  /(?:^|\/)(?:embeddings|pivotCache|externalLinks|activeX|ctrlProps|model|queryTables|customXml|revisions|richData)\/|vbaProject|connections\.xml$|macrosheets/i;
const XML = /\.(?:xml|rels|vml)$/;
/** Parts that say how things look and hold no value. */
const FORM_ONLY = /^(?:xl\/(?:styles|metadata)\.xml|xl\/theme\/.*|\[Content_Types\]\.xml)$/;
const CALCULATION = 'xl/calcChain.xml';

type Sheet = {
  readonly path: string;
  readonly name: string;
  readonly hidden: boolean;
  readonly cells: readonly SheetCell[];
};
type Workbook = {
  readonly parts: ReadonlyMap<string, Uint8Array>;
  readonly xml: ReadonlyMap<string, string>;
  readonly sheets: readonly Sheet[];
};

/** @throws `pseudonym.unreadable`, `pseudonym.wrong_kind`, `pseudonym.has_pictures`, `pseudonym.has_embedded`, `pseudonym.too_large` */
export function openXlsx(bytes: Uint8Array): OpenList {
  try {
    const workbook = readWorkbook(bytes);
    return {
      kind: 'xlsx',
      tables: workbook.sheets.map(tableOf),
      texts: [...workbook.xml].flatMap(([path, xml]) => textsOf(path, xml)),
      everything: [...workbook.xml].flatMap(([path, xml]) => (FORM_ONLY.test(path) ? [] : [decodeEntities(xml)])),
      write: (plan) => Promise.resolve(writeWorkbook(workbook, plan)),
    };
  } catch (error) {
    if (error instanceof UnreadableError) throw PSEUDONYM.unreadable({ problem: error.problem });
    throw error;
  }
}

function readWorkbook(bytes: Uint8Array): Workbook {
  const budget = { limits: DEFAULT_LIMITS, inflatedLeft: 256 * MIB, depthLeft: 0 };
  const zip = openZip(bytes, budget);
  if (zip.duplicates || zip.unsafeNames) throw PSEUDONYM.unreadable();
  const names = zip.entries.map((entry) => entry.name);
  if (!names.includes('xl/workbook.xml')) throw PSEUDONYM.wrong_kind({ kind: 'zip' });
  if (names.some((name) => PICTURES.test(name))) throw PSEUDONYM.has_pictures();
  if (names.some((name) => HIDDEN_THINGS.test(name))) throw PSEUDONYM.has_embedded();
  const parts = new Map(zip.entries.map((entry) => [entry.name, entry.read()]));
  const xml = new Map([...parts].filter(([name]) => XML.test(name)).map(([name, part]) => [name, decodeXml(part)]));
  return { parts, xml, sheets: sheetsOf(xml) };
}

function sheetsOf(xml: ReadonlyMap<string, string>): Sheet[] {
  const strings = sharedItems(xml.get('xl/sharedStrings.xml') ?? '').map(runText);
  const context = { strings, dates: dateStyles(xml.get('xl/styles.xml') ?? '') };
  const targets = new Map<string, string>();
  walkXml(xml.get('xl/_rels/workbook.xml.rels') ?? '', {
    open: (name, attributes) => {
      if (/(?:^|:)Relationship$/.test(name))
        targets.set(
          attribute(attributes, 'Id') ?? '',
          (attribute(attributes, 'Target') ?? '').replace(/^\/?(?:xl\/)?/, 'xl/'),
        );
    },
  });
  const sheets: Sheet[] = [];
  walkXml(xml.get('xl/workbook.xml') ?? '', {
    open: (name, attributes) => {
      if (!/(?:^|:)sheet$/.test(name)) return;
      const path = targets.get(attribute(attributes, 'r:id') ?? /\bid="([^"]*)"/.exec(attributes)?.[1] ?? '') ?? '';
      const sheet = xml.get(path);
      const hidden = (attribute(attributes, 'state') ?? 'visible') !== 'visible';
      if (sheet !== undefined)
        sheets.push({ path, name: attribute(attributes, 'name') ?? '', hidden, cells: readCells(sheet, context) });
    },
  });
  // Sheets that nothing leads to are sent along all the same.
  for (const path of xml.keys())
    if (/^xl\/worksheets\/[^/]+\.xml$/.test(path) && !sheets.some((sheet) => sheet.path === path))
      sheets.push({ path, name: '', hidden: true, cells: readCells(xml.get(path) ?? '', context) });
  return sheets;
}

const ITEM = /<((?:\w+:)?)si(?:\s[^<>]*)?(?:\/>|>[\s\S]*?<\/\1si>)/g;

function sharedItems(xml: string): string[] {
  return [...xml.matchAll(ITEM)].map((match) => match[0]);
}

function tableOf({ name, hidden, cells }: Sheet): ListTable {
  const rows: string[][] = [];
  for (const cell of cells) {
    while (rows.length <= cell.row) rows.push([]);
    const row = rows[cell.row] ?? [];
    while (row.length <= cell.column) row.push('');
    row[cell.column] = cell.text;
  }
  return { name, hidden, rows };
}

/** What a part says outside cells. */
function textsOf(path: string, xml: string): string[] {
  if (FORM_ONLY.test(path) || path === 'xl/sharedStrings.xml' || path === CALCULATION || path.endsWith('.rels'))
    return [];
  const outside = path.startsWith('xl/worksheets/')
    ? xml.replace(/<((?:\w+:)?)sheetData[\s\S]*<\/\1sheetData>/, '')
    : xml;
  const texts = ['text', 'p'].flatMap((container) => containersOf(outside, container).map(runText));
  walkXml(outside, { text: (text) => void (text.trim() !== '' && texts.push(text)) });
  return texts;
}

function writeWorkbook({ parts, xml, sheets }: Workbook, plan: Plan): Bytes {
  const changed = new Map<SheetCell, string>();
  sheets.forEach((sheet, table) => {
    for (const cell of sheet.cells) {
      const value = plan.cell(table, cell.row, cell.column);
      if (value !== undefined && (value.text !== cell.text || value.days !== undefined))
        changed.set(cell, writeCell(cell, value));
    }
    checkSharedFormulas(sheet.cells, (cell) => changed.has(cell));
  });
  const dropsFormulas = [...changed.keys()].some((cell) => cell.formula !== undefined);
  const used = new Set(
    sheets.flatMap((sheet) => sheet.cells.filter((cell) => !changed.has(cell)).map((cell) => cell.shared)),
  );
  const bySheet = new Map(sheets.map((sheet) => [sheet.path, sheet]));
  const out: Record<string, Uint8Array> = {};
  for (const [path, part] of parts) {
    if (path === CALCULATION && dropsFormulas) continue;
    const old = xml.get(path);
    if (old === undefined) {
      out[path] = part;
      continue;
    }
    const now = rewrite(path, old, { plan, changed, used, sheet: bySheet.get(path), dropsFormulas });
    out[path] = now === old ? part : utf8(now.replace(/^(<\?xml[^>]*encoding=)(["'])[^"']*\2/, '$1$2UTF-8$2'));
  }
  // The time of an entry would only say when this was made.
  return ownBytes(zipSync(out, { mtime: new Date('1980-01-01T00:00:00') }));
}

type Rewriting = {
  readonly plan: Plan;
  readonly changed: ReadonlyMap<SheetCell, string>;
  /** Shared strings of cells that stay. */
  readonly used: ReadonlySet<number | undefined>;
  readonly sheet: Sheet | undefined;
  readonly dropsFormulas: boolean;
};

function rewrite(path: string, xml: string, { plan, changed, used, sheet, dropsFormulas }: Rewriting): string {
  if (path === '[Content_Types].xml' || path === 'xl/_rels/workbook.xml.rels')
    return dropsFormulas
      ? xml.replace(
          /<(?:Override|Relationship)\b[^<>]*calcChain\.xml[^<>]*(?:\/>|>\s*<\/(?:Override|Relationship)>)/g,
          '',
        )
      : xml;
  if (FORM_ONLY.test(path)) return xml;
  if (path === 'xl/sharedStrings.xml') return rewriteShared(xml, used);
  if (sheet !== undefined) return rewriteSheet(xml, sheet, changed, plan);
  return changeAttributes(changeEverything(withoutAuthors(path, xml), plan.text), plan.known);
}

function changeEverything(xml: string, change: Change): string {
  return changeTexts(
    ['text', 'p', 'is'].reduce((now, container) => changeRuns(now, container, change), xml),
    change,
  );
}

/** Who wrote a comment or saved the file, and values that a chart keeps beside its cells. */
function withoutAuthors(path: string, xml: string): string {
  if (path === 'docProps/core.xml' || path === 'docProps/app.xml')
    return xml.replace(/(<(?:dc:creator|cp:lastModifiedBy|Manager)(?:\s[^<>]*)?>)[^<]+(<)/g, '$1$2');
  if (path.startsWith('xl/comments')) return xml.replace(/(<(?:\w+:)?author(?:\s[^<>]*)?>)[^<]+(<)/g, '$1$2');
  if (path.startsWith('xl/persons/')) return xml.replace(/\b(displayName|userId)="[^"]+"/g, '$1=""');
  if (path.startsWith('xl/charts/')) return xml.replace(/<((?:\w+:)?(?:str|num|multiLvlStr)Cache)>[\s\S]*?<\/\1>/g, '');
  return xml;
}

/** Strings that only changed cells had, and strings of no cell, are emptied; their places stay. */
function rewriteShared(xml: string, used: ReadonlySet<number | undefined>): string {
  let index = -1;
  return xml.replace(ITEM, (item, prefix: string) => {
    index += 1;
    return used.has(index) || runText(item) === '' ? item : `<${prefix}si><${prefix}t></${prefix}t></${prefix}si>`;
  });
}

/** What nearly always stands between two cells. */
const ROW_ENDS = /^(?:<\/?(?:\w+:)?row(?:\s[^<>]*)?>|\s)*$/;

function rewriteSheet(xml: string, { cells }: Sheet, changed: ReadonlyMap<SheetCell, string>, plan: Plan): string {
  let out = '';
  let at = 0;
  const outside = (piece: string): string =>
    ROW_ENDS.test(piece) ? piece : changeAttributes(changeEverything(piece, plan.text), plan.known);
  for (const cell of cells) {
    out += outside(xml.slice(at, cell.start));
    const now = changed.get(cell);
    const old = xml.slice(cell.start, cell.end);
    out += now ?? (cell.formula === undefined ? old : changeTexts(old, plan.known));
    at = cell.end;
  }
  return out + outside(xml.slice(at));
}
