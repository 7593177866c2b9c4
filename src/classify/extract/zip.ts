/**
 * Reads ZIP archives from their central directory with every value distrusted: sizes are counted while inflating, CRC-32 is
 * compared, names are never used as paths. Source: PKWARE APPNOTE 6.3.10. No ZIP64, no split archives: they are refused.
 */
import { Inflate } from 'fflate';
import { decodeText } from './charset.ts';
import { type Budget, UnreadableError } from './result.ts';

export type ZipEntry = { readonly name: string; readonly read: () => Uint8Array };

export type Zip = {
  readonly entries: readonly ZipEntry[];
  /** A name occurs twice: readers differ on which one they show. */
  readonly duplicates: boolean;
  /** A name leads outside: absolute, with `..` or backslashes. */
  readonly unsafeNames: boolean;
};

const END_SIGNATURE = 0x06054b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_LENGTH = 22;
const COMMENT_LIMIT = 0xffff;
const CHUNK = 16 * 1024;
const SLACK = 64 * 1024;
/** Inflating to more than this many times the compressed size is a bomb, once it is also larger than the floor. */
const RATIO_LIMIT = 250;
const RATIO_FLOOR = 8 * 1024 * 1024;

/** @throws UnreadableError damaged, bomb, encrypted. */
export function openZip(bytes: Uint8Array, budget: Budget): Zip {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count > budget.limits.entries) throw new UnreadableError('unreadable.bomb');
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  const places: Place[] = [];
  let duplicates = false;
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== CENTRAL_SIGNATURE)
      throw new UnreadableError('unreadable.damaged');
    const nameLength = view.getUint16(at + 28, true);
    const name = decodeName(bytes.subarray(at + 46, at + 46 + nameLength));
    duplicates ||= names.has(name);
    names.add(name);
    entries.push({ name, read: reader(bytes, view, at, budget) });
    const start = view.getUint32(at + 42, true);
    places.push({ start, end: start + 30 + nameLength + view.getUint32(at + 20, true) });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  if (overlap(places)) throw new UnreadableError('unreadable.bomb');
  return { entries, duplicates, unsafeNames: [...names].some(isUnsafe) };
}

type Place = { readonly start: number; readonly end: number };

/** No program writes the same bytes as two files; who wants a small archive to become a large one does. */
function overlap(places: readonly Place[]): boolean {
  const sorted = places.toSorted((a, b) => a.start - b.start);
  return sorted.some(({ start }, i) => i > 0 && start < (sorted[i - 1]?.end ?? 0));
}

/** Absolute, with `..` or backslashes. */
export function isUnsafe(name: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:)|\\|(?:^|\/)\.\.(?:\/|$)|\0/.test(name);
}

/** UTF-8, or the code page of whoever packed it. */
function decodeName(bytes: Uint8Array): string {
  return decodeText(bytes).text.split('\n')[0] ?? '';
}

function findEnd(view: DataView): number {
  const last = view.byteLength - END_LENGTH;
  for (let at = last; at >= 0 && at >= last - COMMENT_LIMIT; at -= 1) {
    if (view.getUint32(at, true) === END_SIGNATURE) return at;
  }
  throw new UnreadableError('unreadable.damaged');
}

function reader(bytes: Uint8Array, view: DataView, central: number, budget: Budget): () => Uint8Array {
  return () => {
    const flags = view.getUint16(central + 8, true);
    const method = view.getUint16(central + 10, true);
    const crc = view.getUint32(central + 16, true);
    const packed = view.getUint32(central + 20, true);
    const declared = view.getUint32(central + 24, true);
    const local = view.getUint32(central + 42, true);
    if ((flags & 1) !== 0) throw new UnreadableError('unreadable.encrypted');
    if (declared > budget.inflatedLeft) throw new UnreadableError('unreadable.bomb');
    if (local + 30 > view.byteLength || view.getUint32(local, true) !== LOCAL_SIGNATURE)
      throw new UnreadableError('unreadable.damaged');
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (start + packed > view.byteLength || (method !== 0 && method !== 8))
      throw new UnreadableError('unreadable.damaged');
    const data = bytes.subarray(start, start + packed);
    const content = method === 0 ? data : inflate(data, declared, budget);
    if (content.length !== declared || crc32(content) !== crc) throw new UnreadableError('unreadable.damaged');
    budget.inflatedLeft -= content.length;
    return content;
  };
}

/**
 * Inflates in small steps. A little more than the header states is damage, which length and CRC-32 then show;
 * much more is a bomb, and is stopped at the first byte over.
 */
function inflate(data: Uint8Array, declared: number, budget: Budget): Uint8Array {
  const most = Math.min(declared + SLACK, budget.inflatedLeft);
  const out = new Uint8Array(most);
  let length = 0;
  const stream = new Inflate((chunk) => {
    length += chunk.length;
    if (length > most || (length > RATIO_FLOOR && length > data.length * RATIO_LIMIT)) {
      throw new UnreadableError('unreadable.bomb');
    }
    out.set(chunk, length - chunk.length);
  });
  try {
    for (let at = 0; at < data.length; at += CHUNK) {
      stream.push(data.subarray(at, at + CHUNK), at + CHUNK >= data.length);
    }
  } catch (error) {
    throw error instanceof UnreadableError ? error : new UnreadableError('unreadable.damaged');
  }
  return out.subarray(0, length);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let crc = n;
  for (let k = 0; k < 8; k += 1) crc = (crc & 1) === 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc >>> 0;
});

/** CRC-32 as in APPNOTE 4.4.7 (polynomial 0xedb88320). */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
