/** The blocks of a form as paragraphs and tables of Word. */
import {
  BorderStyle,
  HeadingLevel,
  type ITableCellOptions,
  Paragraph,
  Table as WordTable,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { FormField } from '../model/form-document.ts';
import { FAINT, GREY, TEXT_WIDTH } from './docx-styles.ts';
import { columnShares, evenRows, type Group, type Table, tableSize } from './layout.ts';

type Run = { readonly bold?: boolean; readonly color?: string; readonly size?: number };

/** A line feed is a line break of Word. */
function runs(text: string, look: Run = {}): TextRun[] {
  return text.split('\n').map((line, i) => new TextRun({ text: line, ...(i === 0 ? {} : { break: 1 }), ...look }));
}

/** Returns one paragraph of plain text in a style of docx-styles.ts. */
export function paragraph(text: string, style?: string, look?: Run): Paragraph {
  return new Paragraph({ ...(style === undefined ? {} : { style }), children: runs(text, look) });
}

/** Returns what stands on the page for one group of blocks. */
export function blockContent(block: Group): readonly (Paragraph | WordTable)[] {
  switch (block.kind) {
    case 'heading':
      return [new Paragraph({ heading: HeadingLevel.HEADING_1, children: runs(block.text) })];
    case 'paragraph':
      return [paragraph(block.text)];
    case 'fields':
      return [fieldTable(block.items), gap()];
    case 'table':
      return [dataTable(block), gap()];
    case 'signature':
    default:
      return [signatureTable(block.lines), gap()];
  }
}

/** Two tables without a paragraph between them would become one. */
const gap = (): Paragraph => new Paragraph({ spacing: { before: 0, after: 60, line: 120 } });

function cell(children: Paragraph[], width: number, more: Partial<ITableCellOptions> = {}): TableCell {
  return new TableCell({ ...more, children, width: { size: width, type: WidthType.DXA } });
}

const RULE = { style: BorderStyle.SINGLE, size: 4, color: FAINT };
const NO_RULE = { style: BorderStyle.NONE, size: 0, color: 'auto' };

function table(widths: readonly number[], rows: TableRow[], ruled = true): WordTable {
  const line = ruled ? RULE : NO_RULE;
  return new WordTable({
    rows,
    columnWidths: [...widths],
    width: { size: widths.reduce((a, b) => a + b, 0), type: WidthType.DXA },
    layout: TableLayoutType.FIXED,
    margins: { top: 40, bottom: 40, left: 110, right: 110 },
    borders: { top: line, bottom: line, left: line, right: line, insideHorizontal: line, insideVertical: line },
  });
}

const shade = (fill: string): Partial<ITableCellOptions> => ({ shading: { type: 'clear', color: 'auto', fill } });

function fieldTable(items: readonly FormField[]): WordTable {
  const widths = [800, 2900, TEXT_WIDTH - 800 - 2900] as const;
  const rows = items.map(
    (item) =>
      new TableRow({
        cantSplit: item.missing,
        children: [
          cell([paragraph(item.number ?? '', 'FormCell', { color: GREY })], widths[0], shade('F6F7F8')),
          cell([paragraph(item.label, 'FormCell', { bold: true })], widths[1], shade('F6F7F8')),
          cell(answer(item), widths[2]),
        ],
      }),
  );
  return table(widths, rows);
}

function answer(item: FormField): Paragraph[] {
  const first = item.missing ? paragraph('', 'FormLine') : paragraph(item.value, 'FormCell');
  return item.hint === null ? [first] : [first, paragraph(item.hint, 'FormHint')];
}

function dataTable(block: Table): WordTable {
  const shares = columnShares(block);
  const widths = shares.map((share) => Math.floor(share * TEXT_WIDTH));
  const size = Math.round(2 * tableSize(block));
  const { head, rows } = evenRows(block);
  const row = (cells: readonly string[], look: Run, more: Partial<ITableCellOptions>): TableCell[] =>
    cells.map((text, i) => cell([paragraph(text, 'FormCell', { size, ...look })], widths[i] ?? 0, more));
  return table(widths, [
    new TableRow({ tableHeader: true, cantSplit: true, children: row(head, { bold: true }, shade('E9ECEF')) }),
    ...rows.map((cells) => new TableRow({ children: row(cells, {}, {}) })),
  ]);
}

/** Two to a row: an empty line to sign on, and below it whose signature it is. */
function signatureTable(lines: readonly string[]): WordTable {
  const half = Math.floor(TEXT_WIDTH / 2);
  const place = (text: string | undefined): TableCell =>
    cell(
      text === undefined
        ? [paragraph('')]
        : [
            new Paragraph({ style: 'FormLine', spacing: { before: 760, after: 40 } }),
            paragraph(text, 'FormCell', { size: 18 }),
          ],
      half,
    );
  const rows = Array.from(
    { length: Math.ceil(lines.length / 2) },
    (_, i) => new TableRow({ cantSplit: true, children: [place(lines[2 * i]), place(lines[2 * i + 1])] }),
  );
  return table([half, half], rows, false);
}
