/** Text of Word 97-2003 documents (MS-DOC): all pieces of the piece table, so body, notes, headers, comments and text boxes. */
import { decodeAs } from '../code-pages.ts';
import { UnreadableError } from '../result.ts';
import type { Compound } from './cfb.ts';

const MAGIC = 0xa5ec;
/** Word 97. Older ones are laid out otherwise. */
const OLDEST = 0x00c1;
const CLX = 0x01a2;

/** @throws UnreadableError encrypted, damaged, unknown_type for Word 6 and 95. */
export function wordText(compound: Compound): string {
  const main = compound.find('WordDocument')?.read() ?? new Uint8Array();
  const view = new DataView(main.buffer, main.byteOffset, main.byteLength);
  if (main.length < CLX + 8 || view.getUint16(0, true) !== MAGIC) throw new UnreadableError('unreadable.damaged');
  if (view.getUint16(2, true) < OLDEST) throw new UnreadableError('unreadable.unknown_type');
  const flags = view.getUint16(10, true);
  if ((flags & 0x0100) !== 0) throw new UnreadableError('unreadable.encrypted');
  const table = compound.find((flags & 0x0200) !== 0 ? '1Table' : '0Table')?.read();
  const from = view.getUint32(CLX, true);
  const length = view.getUint32(CLX + 4, true);
  if (table === undefined || from + length > table.length) throw new UnreadableError('unreadable.damaged');
  const pieces = piecesOf(table.subarray(from, from + length));
  return clean(pieces.map((piece) => decodePiece(main, piece)).join(''));
}

type Piece = { readonly at: number; readonly characters: number; readonly isWide: boolean };

/** The piece table follows formatting that is skipped. */
function piecesOf(clx: Uint8Array): Piece[] {
  const view = new DataView(clx.buffer, clx.byteOffset, clx.byteLength);
  let at = 0;
  while (at + 3 <= clx.length && clx[at] === 1) at += 3 + view.getUint16(at + 1, true);
  if (at + 5 > clx.length || clx[at] !== 2) throw new UnreadableError('unreadable.damaged');
  const length = view.getUint32(at + 1, true);
  const start = at + 5;
  const count = Math.floor((length - 4) / 12);
  if (count < 0 || start + length > clx.length) throw new UnreadableError('unreadable.damaged');
  const descriptors = start + 4 * (count + 1);
  return Array.from({ length: count }, (_, i) => {
    const characters = view.getUint32(start + 4 * i + 4, true) - view.getUint32(start + 4 * i, true);
    const place = view.getUint32(descriptors + 8 * i + 2, true);
    const isWide = (place & 0x40000000) === 0;
    const offset = place & 0x3fffffff;
    return { at: isWide ? offset : offset / 2, characters, isWide };
  });
}

function decodePiece(main: Uint8Array, { at, characters, isWide }: Piece): string {
  const length = isWide ? 2 * characters : characters;
  if (characters < 0 || at + length > main.length) throw new UnreadableError('unreadable.damaged');
  return decodeAs(isWide ? 1200 : 1252, main.subarray(at, at + length));
}

/** 7 ends a cell, and once more a row; 19 to 21 stand around fields; 11 to 14 break lines, pages and columns. */
function clean(text: string): string {
  let out = '';
  let last = '';
  for (const char of text) {
    const code = char.charCodeAt(0);
    if (code === 7) out += last === '\u0007' ? '\n' : '\t';
    else if (code === 13 || (code >= 11 && code <= 14)) out += '\n';
    else if (code === 9 || code === 10 || code >= 32) out += char;
    else if (code === 30) out += '-';
    last = char;
  }
  return out.replace(/(?<!\t)\t+\n/g, '\n');
}
