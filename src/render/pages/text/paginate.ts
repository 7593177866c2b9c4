/** Lays blocks out on A4 pages. */
import type { PageSize } from '../port.ts';
import type { Block, TableBlock, TextBlock } from './blocks.ts';
import type { Fonts, Script } from './fonts.ts';
import { breakLines } from './lines.ts';
import type { Press } from './press.ts';
import type { Item, Sheet } from './sheet.ts';
import { placeTable } from './table.ts';

export const PORTRAIT: PageSize = { width: 595, height: 842 };
export const LANDSCAPE: PageSize = { width: 842, height: 595 };
const MARGIN = 48;
const LEADING = 1.5;

export class TooManyPages extends Error {}

/** Returns the pages, at least one. @throws TooManyPages above `most`. */
export function paginate(
  fonts: Fonts,
  blocks: readonly Block[],
  how: { readonly script: Script; readonly paper: PageSize; readonly most: number },
): readonly Sheet[] {
  const { press, sheets } = startPress(fonts, how);
  for (const block of blocks) {
    if (block.kind === 'text') placeText(press, block);
    else if (block.kind === 'table') placeTable(press, block satisfies TableBlock);
    else if (block.kind === 'page') {
      if (press.y() > MARGIN) press.nextPage();
    } else placeRule(press);
  }
  return sheets;
}

function startPress(
  fonts: Fonts,
  { script, paper, most }: { readonly script: Script; readonly paper: PageSize; readonly most: number },
): { readonly press: Press; readonly sheets: readonly Sheet[] } {
  const sheets: (Sheet & { readonly items: Item[] })[] = [];
  let y = MARGIN;
  const nextPage = (): void => {
    if (sheets.length >= most) throw new TooManyPages();
    sheets.push({ ...paper, items: [] });
    y = MARGIN;
  };
  nextPage();
  const press: Press = {
    fonts,
    script,
    width: paper.width - 2 * MARGIN,
    fits: (height) => y + height <= paper.height - MARGIN,
    nextPage,
    y: () => y,
    advance: (height) => {
      y += height;
    },
    line: (line, x, baseline, size, ink) => {
      for (const run of line.runs)
        sheets.at(-1)?.items.push({ kind: 'text', ...run, x: MARGIN + x + run.x, y: baseline, size, ink });
    },
    box: (x, top, width, height, ink) => {
      sheets.at(-1)?.items.push({ kind: 'box', x: MARGIN + x, y: top, width, height, ink });
    },
  };
  return { press, sheets };
}

function placeText(press: Press, block: TextBlock): void {
  const { size, bold, indent } = block;
  const style = { size, bold, script: press.script };
  const height = size * LEADING;
  const ink = block.grey ? 'grey' : 'ink';
  if (block.before > 0 && press.y() > MARGIN) press.advance(block.before);
  let label = block.label;
  for (const paragraph of block.text.split('\n')) {
    for (const line of breakLines(press.fonts, paragraph, style, press.width - indent)) {
      if (!press.fits(height)) press.nextPage();
      const baseline = press.y() + size * 1.1;
      if (label !== '') {
        const mark = breakLines(press.fonts, label, style, indent)[0];
        if (mark !== undefined) press.line(mark, Math.max(0, indent - mark.width - size * 0.4), baseline, size, ink);
        label = '';
      }
      press.line(line, indent, baseline, size, ink);
      press.advance(height);
    }
  }
}

function placeRule(press: Press): void {
  if (!press.fits(16)) press.nextPage();
  press.box(0, press.y() + 8, press.width, 0.7, 'rule');
  press.advance(16);
}
