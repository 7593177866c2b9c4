/** Text of PowerPoint 97-2003 (MS-PPT): every text atom, so slides, notes, comments and masters. */
import { decodeAs } from '../code-pages.ts';
import { UnreadableError } from '../result.ts';
import type { Compound } from './cfb.ts';

const TEXT_CHARS = 0x0fa0;
const TEXT_BYTES = 0x0fa8;
const STRING = 0x0fba;
const ENCRYPTION = 0x2f14;
const DEEPEST = 100;

/** @throws UnreadableError encrypted, damaged. */
export function powerPointText(compound: Compound): string {
  if (compound.find('EncryptedSummary') !== undefined) throw new UnreadableError('unreadable.encrypted');
  const document = compound.find('PowerPoint Document')?.read() ?? new Uint8Array();
  const parts: string[] = [];
  readRecords(document, parts);
  return parts.join('\n').replaceAll('\r', '\n').replaceAll('\u000b', '\n');
}

function readRecords(bytes: Uint8Array, parts: string[]): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Where the containers that are being read end.
  const ends: number[] = [];
  let at = 0;
  while (at + 8 <= bytes.length) {
    while (ends.length > 0 && at >= (ends.at(-1) ?? 0)) ends.pop();
    const isContainer = (view.getUint16(at, true) & 0xf) === 0xf;
    const type = view.getUint16(at + 2, true);
    const length = view.getUint32(at + 4, true);
    const start = at + 8;
    if (type === ENCRYPTION) throw new UnreadableError('unreadable.encrypted');
    if (start + length > bytes.length) throw new UnreadableError('unreadable.damaged');
    if (isContainer) {
      if (ends.length >= DEEPEST) throw new UnreadableError('unreadable.too_deep');
      ends.push(start + length);
      at = start;
      continue;
    }
    const content = bytes.subarray(start, start + length);
    if (type === TEXT_CHARS || type === STRING) parts.push(decodeAs(1200, content));
    if (type === TEXT_BYTES) parts.push(decodeAs(1252, content));
    at = start + length;
  }
}
