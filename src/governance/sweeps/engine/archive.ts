/**
 * Archives of any size, one entry in memory at a time. Read from the central directory (PKWARE APPNOTE 6.3.10) with ZIP64; nothing is unpacked
 * onto the disk, so names are only names. Encrypted entries and other methods than deflate count as unreadable.
 */
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { SWEEP } from '../errors.ts';
import { LARGEST_FILE, type SourceEntry, type SweepSource, TOO_LARGE } from './source.ts';

/** Reads exactly `length` bytes, fewer only at the end. */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array>;

const inflate = promisify(inflateRaw);
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const MOST_ENTRIES = 1_000_000;
const DIRECTORY_PIECE = 4 * 1024 * 1024;
const LARGEST_DIRECTORY = 512 * 1024 * 1024;

/** @throws `sweep.source_unreadable`, `sweep.bad_archive` */
export async function openArchiveFile(path: string): Promise<SweepSource> {
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw SWEEP.source_unreadable({}, cause);
  });
  const read: ReadAt = async (offset, length) => {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  };
  const source = await openArchive(path, (await handle.stat()).size, read).catch(async (error: unknown) => {
    await handle.close();
    throw error;
  });
  return { ...source, close: () => handle.close() };
}

/** @throws `sweep.bad_archive` */
export async function openArchive(root: string, size: number, read: ReadAt): Promise<SweepSource> {
  const directory = await findDirectory(size, read);
  return {
    root,
    entries: () => listEntries(directory, read),
    measure: async () => {
      let [files, bytes] = [0, 0];
      for await (const entry of listEntries(directory, read)) {
        files += 1;
        bytes += entry.size;
      }
      return { files, bytes };
    },
    close: () => Promise.resolve(),
  };
}

type Directory = { readonly at: number; readonly length: number; readonly entries: number };

async function findDirectory(size: number, read: ReadAt): Promise<Directory> {
  const tailAt = Math.max(0, size - END_LENGTH - LONGEST_COMMENT);
  const tail = viewOf(await read(tailAt, size - tailAt));
  for (let at = tail.byteLength - END_LENGTH; at >= 0; at -= 1) {
    if (tail.getUint32(at, true) !== 0x06054b50) continue;
    const plain = {
      entries: tail.getUint16(at + 10, true),
      length: tail.getUint32(at + 12, true),
      at: tail.getUint32(at + 16, true),
    };
    const isLarge = plain.entries === 0xffff || plain.length === 0xffffffff || plain.at === 0xffffffff;
    return checked(isLarge ? await largeDirectory(tailAt + at, read) : plain, size);
  }
  throw SWEEP.bad_archive();
}

function checked(directory: Directory, size: number): Directory {
  const { at, length, entries } = directory;
  if (entries > MOST_ENTRIES || length > LARGEST_DIRECTORY || at + length > size) throw SWEEP.bad_archive();
  return directory;
}

async function largeDirectory(endAt: number, read: ReadAt): Promise<Directory> {
  const locator = viewOf(await read(Math.max(0, endAt - 20), 20));
  if (locator.byteLength < 20 || locator.getUint32(0, true) !== 0x07064b50) throw SWEEP.bad_archive();
  const record = viewOf(await read(Number(locator.getBigUint64(8, true)), 56));
  if (record.byteLength < 56 || record.getUint32(0, true) !== 0x06064b50) throw SWEEP.bad_archive();
  return {
    entries: Number(record.getBigUint64(32, true)),
    length: Number(record.getBigUint64(40, true)),
    at: Number(record.getBigUint64(48, true)),
  };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The directory is read in pieces; an entry never crosses one. */
async function* listEntries(directory: Directory, read: ReadAt): AsyncGenerator<SourceEntry, void, undefined> {
  let at = directory.at;
  const end = directory.at + directory.length;
  for (let count = 0; count < directory.entries && at < end; ) {
    const piece = await read(at, Math.min(DIRECTORY_PIECE, end - at));
    let used = 0;
    while (count < directory.entries) {
      const entry = readEntry(piece, used, read);
      if (entry === undefined) break;
      used += entry.length;
      count += 1;
      if (!entry.shown.path.endsWith('/')) yield entry.shown;
    }
    if (used === 0) throw SWEEP.bad_archive();
    at += used;
  }
}

function readEntry(
  piece: Uint8Array,
  at: number,
  read: ReadAt,
): { readonly length: number; readonly shown: SourceEntry } | undefined {
  const view = viewOf(piece);
  if (at + 46 > piece.length) return undefined;
  if (view.getUint32(at, true) !== 0x02014b50) throw SWEEP.bad_archive();
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
  const length = 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  if (at + length > piece.length) return undefined;
  const nameEnd = at + 46 + (nameLength ?? 0);
  const name = nameOf(piece.subarray(at + 46, nameEnd), (view.getUint16(at + 8, true) & 0x800) !== 0);
  const large = largeFields(view, at, nameEnd, nameEnd + (extraLength ?? 0));
  const entry = { flags: view.getUint16(at + 8, true), method: view.getUint16(at + 10, true), ...large };
  return {
    length,
    shown: {
      path: name.replaceAll('\\', '/').replace(/^\/+/, ''),
      size: entry.size,
      modifiedAt: dosTime(view.getUint16(at + 12, true), view.getUint16(at + 14, true)),
      content: contentOf(entry, read),
    },
  };
}

/** Programs of China and Taiwan write names in their own encodings; UTF-8 is said by a flag, or simply used. */
function nameOf(bytes: Uint8Array, isUtf8: boolean): string {
  if (isUtf8) return new TextDecoder().decode(bytes);
  for (const encoding of ['utf-8', 'gb18030', 'big5']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next one.
    }
  }
  return new TextDecoder('windows-1252').decode(bytes);
}

type Sizes = { readonly size: number; readonly packed: number; readonly at: number };

/** ZIP64: the fields that do not fit stand in an extra field, in this order. */
function largeFields(view: DataView, at: number, extraAt: number, extraEnd: number): Sizes {
  const fields = [24, 20, 42].map((field) => view.getUint32(at + field, true));
  for (let extra = extraAt; extra + 4 <= extraEnd; extra += 4 + view.getUint16(extra + 2, true)) {
    if (view.getUint16(extra, true) !== 1) continue;
    let value = extra + 4;
    for (const [index, field] of fields.entries()) {
      if (field !== 0xffffffff || value + 8 > extraEnd) continue;
      fields[index] = Number(view.getBigUint64(value, true));
      value += 8;
    }
  }
  const [size = 0, packed = 0, place = 0] = fields;
  return { size, packed, at: place };
}

function dosTime(time: number, date: number): Date | null {
  const month = (date >> 5) & 15;
  if (month < 1 || month > 12 || (date & 31) === 0) return null;
  return new Date(Date.UTC(1980 + (date >> 9), month - 1, date & 31, time >> 11, (time >> 5) & 63, (time & 31) * 2));
}

function contentOf(
  entry: Sizes & { readonly flags: number; readonly method: number },
  read: ReadAt,
): SourceEntry['content'] {
  if ((entry.flags & 1) !== 0) return { problem: 'unreadable.encrypted' };
  if (entry.method !== 0 && entry.method !== 8) return { problem: 'unreadable.unknown_type' };
  if (entry.size > LARGEST_FILE || entry.packed > LARGEST_FILE) return { problem: TOO_LARGE };
  return {
    load: async () => {
      const local = viewOf(await read(entry.at, 30));
      if (local.byteLength < 30 || local.getUint32(0, true) !== 0x04034b50) throw SWEEP.bad_archive();
      const start = entry.at + 30 + local.getUint16(26, true) + local.getUint16(28, true);
      const packed = await read(start, entry.packed);
      if (packed.length !== entry.packed) throw SWEEP.bad_archive();
      // Stops at the size that was announced: what is larger is no archive but a trap.
      const bytes = entry.method === 0 ? packed : await inflate(packed, { maxOutputLength: Math.max(1, entry.size) });
      if (bytes.length !== entry.size) throw SWEEP.bad_archive();
      return new Uint8Array(bytes);
    },
  };
}
