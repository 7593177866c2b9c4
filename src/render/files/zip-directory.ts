/** The directory at the end of a ZIP archive, as far as it has to be held against what was unpacked (APPNOTE.TXT 4.3.12 and 4.3.16). */
import type { Unzipped } from 'fflate';
import { crc32 } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LONGEST_COMMENT = 65_535 + 22;

/**
 * Whether every entry of the directory was unpacked once, with the length and checksum that it has there: then packing it again loses nothing.
 * Archives of the 64-bit form count as not sound.
 */
export function isSound(bytes: Uint8Array, unpacked: Unzipped): boolean {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end < 0) return false;
  const count = view.readUInt16LE(end + 10);
  const seen = new Set<string>();
  let at = view.readUInt32LE(end + 16);
  for (let entry = 0; entry < count; entry += 1) {
    if (at + 46 > end || view.readUInt32LE(at) !== ENTRY) return false;
    const name = view.toString('utf8', at + 46, at + 46 + view.readUInt16LE(at + 28));
    const content = unpacked[name];
    const isSame = content?.length === view.readUInt32LE(at + 24) && crc32(content) === view.readUInt32LE(at + 16);
    if (!isSame || seen.has(name)) return false;
    seen.add(name);
    at += 46 + view.readUInt16LE(at + 28) + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32);
  }
  return seen.size === Object.keys(unpacked).length;
}

function findEnd(view: Buffer): number {
  for (let at = view.length - 22; at >= Math.max(0, view.length - LONGEST_COMMENT); at -= 1)
    if (view.readUInt32LE(at) === END) return at;
  return -1;
}
