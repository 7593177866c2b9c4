/** The text of a Word document as blocks: paragraphs, headings, lists, tables, footnotes. The layout of the original is gone, and the page says so. */
import { BODY, type Block, paragraph } from '../text/blocks.ts';
import type { Parts } from './package.ts';
import { type Attributes, decodeXml, readXml } from './xml.ts';

const HEADINGS = [18, 15, 13, 12, 11.5, 11];
const DEEPEST = 8;

/** Heading level by style, from 0; a title is one. */
type Styles = ReadonlyMap<string, number>;

/** Returns the blocks of the body, then of the footnotes and endnotes. */
export function docxBlocks(parts: Parts): readonly Block[] {
  const part = (name: string): string => decodeXml(parts.get(`word/${name}.xml`) ?? new Uint8Array());
  const styles = headingStyles(part('styles'));
  const notes = ['footnotes', 'endnotes'].flatMap((name) => blocksOf(part(name), styles));
  const body = blocksOf(part('document'), styles);
  return notes.length === 0 ? body : [...body, { kind: 'rule' }, ...notes];
}

function headingStyles(xml: string): Styles {
  const styles = new Map<string, number>();
  let id = '';
  readXml(xml, {
    open: (name, attributes) => {
      const value = attributes.get('val') ?? '';
      if (name === 'style') id = attributes.get('styleId') ?? '';
      const heading = /^heading (\d)$/i.exec(value)?.[1];
      if (name === 'name' && heading !== undefined) styles.set(id, Number(heading) - 1);
      if (name === 'name' && /^title$/i.test(value)) styles.set(id, 0);
      if (name === 'outlineLvl' && /^[0-8]$/.test(value)) styles.set(id, Number(value));
    },
  });
  return styles;
}

function blocksOf(xml: string, styles: Styles): readonly Block[] {
  const reader = new BodyReader(styles);
  readXml(xml, {
    open: (name, attributes) => reader.open(name, attributes),
    close: (name) => reader.close(name),
    text: (text) => reader.text(text),
  });
  return reader.blocks;
}

const BREAKS: Readonly<Record<string, string>> = { tab: '\t', br: '\n', cr: '\n', noBreakHyphen: '-' };
/** Text that was deleted, instructions of fields, and the second copy of a drawing for older programs. */
const SILENT = new Set(['delText', 'instrText', 'delInstrText', 'Fallback', 'pPrChange', 'rPrChange']);

class BodyReader {
  readonly blocks: Block[] = [];
  readonly #styles: Styles;
  #text = '';
  #heading = -1;
  #list = -1;
  #inText = false;
  #silent = 0;
  /** Rows of the outermost table; those within its cells become lines of text. */
  #rows: string[][] | undefined;
  #depth = 0;

  constructor(styles: Styles) {
    this.#styles = styles;
  }

  open(name: string, attributes: Attributes): void {
    if (SILENT.has(name)) this.#silent += 1;
    if (this.#silent > 0) return;
    if (name === 't') this.#inText = true;
    else if (name === 'p') [this.#heading, this.#list] = [-1, -1];
    else if (name === 'pStyle') this.#heading = this.#styles.get(attributes.get('val') ?? '') ?? -1;
    else if (name === 'ilvl') this.#list = Math.min(DEEPEST, Number(attributes.get('val')) || 0);
    else if (name === 'numPr') this.#list = Math.max(0, this.#list);
    else if (name === 'br' && attributes.get('type') === 'page') this.#page();
    else if (name in BREAKS) this.#text += BREAKS[name] ?? '';
    else this.#openTable(name);
  }

  close(name: string): void {
    if (SILENT.has(name)) this.#silent = Math.max(0, this.#silent - 1);
    if (name === 't') this.#inText = false;
    else if (name === 'p') this.#paragraph();
    else if (name === 'tbl') this.#closeTable();
  }

  text(text: string): void {
    if (this.#inText && this.#silent === 0) this.#text += text;
  }

  #openTable(name: string): void {
    if (name === 'tbl') {
      this.#depth += 1;
      this.#rows ??= [];
    } else if (this.#depth === 1 && name === 'tr') this.#rows?.push([]);
    else if (this.#depth === 1 && name === 'tc') this.#rows?.at(-1)?.push('');
  }

  #closeTable(): void {
    this.#depth = Math.max(0, this.#depth - 1);
    if (this.#depth > 0 || this.#rows === undefined) return;
    this.blocks.push({ kind: 'table', rows: this.#rows, header: false, wrap: true });
    this.#rows = undefined;
  }

  #page(): void {
    if (this.#rows !== undefined) return;
    this.#paragraph();
    this.blocks.push({ kind: 'page' });
  }

  #paragraph(): void {
    const text = this.#text;
    this.#text = '';
    const row = this.#rows?.at(-1);
    if (this.#rows !== undefined) {
      const cell = row?.at(-1);
      if (row !== undefined && cell !== undefined) row[row.length - 1] = cell === '' ? text : `${cell}\n${text}`;
    } else if (this.#heading >= 0) {
      const size = HEADINGS[this.#heading] ?? BODY;
      this.blocks.push(paragraph(text, { size, bold: true, before: size * 0.6 }));
    } else if (this.#list >= 0)
      this.blocks.push(paragraph(text, { indent: 20 + 16 * this.#list, label: '•', before: 2 }));
    else this.blocks.push(paragraph(text, { before: 3 }));
  }
}
