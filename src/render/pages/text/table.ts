/** Lays a table out: columns as wide as their cells need, in bands side by side when the page is too narrow. */
import type { TableBlock } from './blocks.ts';
import { breakLines, cutLine, type Line, type LineStyle } from './lines.ts';
import type { Press } from './press.ts';

const SIZE = 8.5;
const HEIGHT = SIZE * 1.35;
const PAD = 4;
const NARROWEST = 36;
const WIDEST = 190;
/** Rows that decide how wide the columns are. */
const LOOKED_AT = 200;
const MOST_COLUMNS = 400;
const MOST_LINES = 60;
/** Characters of a cell that are looked at. */
const LONGEST_CELL = 4000;

/** Places the whole table, band by band. */
export function placeTable(press: Press, table: TableBlock): void {
  for (const band of bandsOf(press, columnsOf(press, table), table.wrap)) {
    const header = table.header ? table.rows[0] : undefined;
    table.rows.forEach((row, i) => {
      const isHeader = table.header && i === 0;
      const cells = cellsOf(press, row, band, isHeader, table.wrap);
      const height = heightOf(cells);
      if (!press.fits(height)) {
        press.nextPage();
        if (header !== undefined && !isHeader)
          placeRow(press, cellsOf(press, header, band, true, table.wrap), band, true);
      }
      placeRow(press, cells, band, isHeader);
    });
    press.advance(HEIGHT);
  }
}

type Column = { readonly index: number; readonly width: number };
type Cells = readonly (readonly Line[])[];

function columnsOf(press: Press, { rows, header }: TableBlock): readonly Column[] {
  const widths: number[] = [];
  rows.slice(0, LOOKED_AT).forEach((row, i) => {
    const style = styleOf(press, header && i === 0);
    row.slice(0, MOST_COLUMNS).forEach((cell, column) => {
      const first = cell.slice(0, LONGEST_CELL).split('\n', 1)[0] ?? '';
      const width = Math.min(WIDEST, cutLine(press.fonts, first, style, WIDEST).width + 2 * PAD + 1);
      widths[column] = Math.max(NARROWEST, widths[column] ?? 0, width);
    });
  });
  return Array.from(widths, (width, index) => ({ index, width: width ?? NARROWEST }));
}

/** Columns that share a page. Cells that may become several lines are made narrower first. */
function bandsOf(press: Press, columns: readonly Column[], wrap: boolean): readonly (readonly Column[])[] {
  const total = columns.reduce((sum, column) => sum + column.width, 0);
  if (total <= press.width) return columns.length === 0 ? [] : [columns];
  const scale = press.width / total;
  if ((wrap || scale > 0.7) && columns.length * NARROWEST <= press.width) {
    const spare = (press.width - columns.length * NARROWEST) / (total - columns.length * NARROWEST);
    return [columns.map(({ index, width }) => ({ index, width: NARROWEST + (width - NARROWEST) * spare }))];
  }
  const bands: Column[][] = [];
  let left = 0;
  for (const column of columns) {
    if (column.width > left) {
      bands.push([]);
      left = press.width;
    }
    bands.at(-1)?.push(column);
    left -= column.width;
  }
  return bands;
}

function styleOf(press: Press, bold: boolean): LineStyle {
  return { size: SIZE, bold, script: press.script };
}

function cellsOf(press: Press, row: readonly string[], band: readonly Column[], bold: boolean, wrap: boolean): Cells {
  const style = styleOf(press, bold);
  return band.map(({ index, width }) => {
    const text = (row[index] ?? '').slice(0, LONGEST_CELL);
    const room = width - 2 * PAD;
    if (!wrap) return [cutLine(press.fonts, text.replaceAll('\n', ' '), style, room)];
    return text
      .split('\n')
      .flatMap((part) => breakLines(press.fonts, part, style, room))
      .slice(0, MOST_LINES);
  });
}

function heightOf(cells: Cells): number {
  return Math.max(1, ...cells.map((lines) => lines.length)) * HEIGHT + PAD;
}

function placeRow(press: Press, cells: Cells, band: readonly Column[], header: boolean): void {
  const height = heightOf(cells);
  const top = press.y();
  const width = band.reduce((sum, column) => sum + column.width, 0);
  if (header) press.box(0, top, width, height, 'shade');
  press.box(0, top, width, 0.5, 'rule');
  press.box(0, top + height, width, 0.5, 'rule');
  let x = 0;
  cells.forEach((lines, i) => {
    press.box(x, top, 0.5, height, 'rule');
    lines.forEach((line, n) => press.line(line, x + PAD, top + PAD / 2 + n * HEIGHT + SIZE, SIZE, 'ink'));
    x += band[i]?.width ?? 0;
  });
  press.box(x, top, 0.5, height, 'rule');
  press.advance(height);
}
