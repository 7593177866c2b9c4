/** Text files as pages. Markup of any kind is shown as it is written: nothing of it is run, fetched or laid out. */
import { cannot, type Opening } from '../drawable.ts';
import type { PageLimits } from '../limits.ts';
import { type Block, paragraph } from './blocks.ts';
import { decodeText } from './decode.ts';
import { drawBlocks } from './drawn.ts';
import type { Fonts } from './fonts.ts';
import { markdownBlocks } from './markdown.ts';
import { moreRows } from './rows.ts';
import { readSeparated } from './separated.ts';

export type TextKind = 'table' | 'markdown' | 'code' | 'plain';

const CODE = 9;

/** Returns the pages of a text file; `unsupported` when its bytes are not text. */
export function openText(fonts: Fonts, bytes: Uint8Array, kind: TextKind, limits: PageLimits): Opening {
  const text = decodeText(bytes);
  if (text === undefined) return cannot('unsupported');
  if (text.length > limits.characters) return cannot('too_large');
  const table = kind === 'table';
  return drawBlocks(
    fonts,
    blocksOf(text, kind, limits),
    { drawn: table ? 'table' : 'text', landscape: table, sample: text },
    limits,
  );
}

function blocksOf(text: string, kind: TextKind, limits: PageLimits): readonly Block[] {
  if (kind === 'markdown') return markdownBlocks(text);
  if (kind === 'table') return tableBlocks(text, limits.rows);
  const how = kind === 'code' ? { size: CODE } : {};
  return text
    .split('\f')
    .flatMap((page, i): Block[] => [...(i > 0 ? [{ kind: 'page' } as const] : []), paragraph(page, how)]);
}

function tableBlocks(text: string, most: number): readonly Block[] {
  const { rows, more } = readSeparated(text, most);
  const table: Block = { kind: 'table', rows, header: true, wrap: false };
  return more ? [moreRows(rows.length), table] : [table];
}
