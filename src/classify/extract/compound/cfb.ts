/** Compound files (MS-CFB 3 and 4): a small file system within a file. Chains are counted, so that none of them can go in circles. */
import { UnreadableError } from '../result.ts';

export type CompoundStream = {
  /** Storages and stream, joined by `/`. */
  readonly path: string;
  readonly size: number;
  /** @throws UnreadableError damaged when its sectors are not there. */
  readonly read: () => Uint8Array;
};

export type Compound = {
  readonly streams: readonly CompoundStream[];
  readonly find: (path: string) => CompoundStream | undefined;
};

const HEADER_DIFAT = 109;
const ENTRY = 128;
const END = 0xfffffffa;
const NONE = 0xffffffff;
const STORAGE = 1;
const STREAM = 2;
const ROOT = 5;
const MOST_ENTRIES = 20_000;

type Entry = {
  readonly name: string;
  readonly type: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly size: number;
};

type Layout = {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly sector: number;
  readonly fat: Uint32Array;
};

/** @throws UnreadableError damaged, bomb. */
export function openCompound(bytes: Uint8Array): Compound {
  if (bytes.length < 512) throw new UnreadableError('unreadable.damaged');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shift = view.getUint16(30, true);
  if (shift !== 9 && shift !== 12) throw new UnreadableError('unreadable.damaged');
  const sector = 2 ** shift;
  const layout: Layout = { bytes, view, sector, fat: readFat(view, sector) };
  const entries = readEntries(chain(layout, view.getUint32(48, true), bytes.length));
  const root = entries[0];
  if (root === undefined || root.type !== ROOT) throw new UnreadableError('unreadable.damaged');
  const cutoff = view.getUint32(56, true);
  const mini = lazily(() => ({
    bytes: chain(layout, root.start, root.size),
    fat: words(chain(layout, view.getUint32(60, true), bytes.length)),
  }));
  const read = ({ start, size }: Entry): Uint8Array => {
    const content = size < cutoff ? miniChain(mini(), start, size) : chain(layout, start, size);
    if (content.length < size) throw new UnreadableError('unreadable.damaged');
    return content.subarray(0, size);
  };
  const streams = walk(entries, root).map(({ path, entry }) => ({ path, size: entry.size, read: () => read(entry) }));
  const byPath = new Map(streams.map((stream) => [stream.path.toLowerCase(), stream]));
  return { streams, find: (path) => byPath.get(path.toLowerCase()) };
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function words(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => view.getUint32(4 * i, true));
}

/** The allocation table: its sectors are listed in the header and in a chain of further lists. */
function readFat(view: DataView, sector: number): Uint32Array {
  const most = Math.ceil(view.byteLength / sector);
  const lists: number[] = [];
  for (let i = 0; i < HEADER_DIFAT; i += 1) lists.push(view.getUint32(76 + 4 * i, true));
  let next = view.getUint32(68, true);
  for (let seen = 0; next < END && seen < most; seen += 1) {
    const at = (next + 1) * sector;
    if (at + sector > view.byteLength) break;
    for (let i = 0; i < sector - 4; i += 4) lists.push(view.getUint32(at + i, true));
    next = view.getUint32(at + sector - 4, true);
  }
  const sectors = lists.filter((number) => number < END && (number + 2) * sector <= view.byteLength + sector);
  const perSector = sector / 4;
  const fat = new Uint32Array(Math.min(sectors.length, most) * perSector).fill(NONE);
  for (const [i, number] of sectors.slice(0, most).entries()) {
    const at = (number + 1) * sector;
    for (let k = 0; k < perSector && at + 4 * k + 4 <= view.byteLength; k += 1)
      fat[i * perSector + k] = view.getUint32(at + 4 * k, true);
  }
  return fat;
}

/** The bytes of a chain of sectors, at most `size`; fewer when the file ends early. @throws UnreadableError damaged for one that goes in circles. */
function chain({ bytes, sector, fat }: Layout, start: number, size: number): Uint8Array {
  const most = Math.min(Math.ceil(size / sector), Math.ceil(bytes.length / sector));
  const pieces: Uint8Array[] = [];
  const seen = new Uint8Array(fat.length);
  let next = start;
  while (next < END && pieces.length < most) {
    const piece = bytes.subarray((next + 1) * sector, (next + 2) * sector);
    if (piece.length === 0) break;
    if (seen[next] === 1) throw new UnreadableError('unreadable.damaged');
    seen[next] = 1;
    pieces.push(piece);
    next = fat[next] ?? NONE;
  }
  return join(pieces);
}

const MINI = 64;

function miniChain(mini: { bytes: Uint8Array; fat: Uint32Array }, start: number, size: number): Uint8Array {
  const most = Math.ceil(size / MINI);
  const pieces: Uint8Array[] = [];
  const seen = new Set<number>();
  let next = start;
  while (next < END && pieces.length < most) {
    if (seen.has(next)) throw new UnreadableError('unreadable.damaged');
    seen.add(next);
    pieces.push(mini.bytes.subarray(next * MINI, (next + 1) * MINI));
    next = mini.fat[next] ?? NONE;
  }
  return join(pieces);
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function readEntries(directory: Uint8Array): Entry[] {
  const view = new DataView(directory.buffer, directory.byteOffset, directory.byteLength);
  const count = Math.floor(directory.length / ENTRY);
  if (count > MOST_ENTRIES) throw new UnreadableError('unreadable.bomb');
  return Array.from({ length: count }, (_, i) => {
    const at = i * ENTRY;
    const length = Math.min(62, Math.max(0, view.getUint16(at + 64, true) - 2));
    return {
      name: new TextDecoder('utf-16le').decode(directory.subarray(at, at + length)),
      type: view.getUint8(at + 66),
      left: view.getUint32(at + 68, true),
      right: view.getUint32(at + 72, true),
      child: view.getUint32(at + 76, true),
      start: view.getUint32(at + 116, true),
      size: view.getUint32(at + 120, true),
    };
  });
}

/**
 * Every stream once, whatever the links between entries say.
 *
 * @throws UnreadableError damaged where they go in circles or nowhere, or leave a stream out: other programs may show what was not read here.
 */
function walk(entries: readonly Entry[], root: Entry): { path: string; entry: Entry }[] {
  const found: { path: string; entry: Entry }[] = [];
  const seen = new Set<number>([0]);
  const waiting: { number: number; prefix: string }[] = [{ number: root.child, prefix: '' }];
  for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
    const { number, prefix } = item;
    if (number === NONE) continue;
    const entry = entries[number];
    if (entry === undefined || seen.has(number)) throw new UnreadableError('unreadable.damaged');
    seen.add(number);
    waiting.push({ number: entry.left, prefix }, { number: entry.right, prefix });
    const path = `${prefix}${entry.name}`;
    if (entry.type === STREAM) found.push({ path, entry });
    if (entry.type === STORAGE) waiting.push({ number: entry.child, prefix: `${path}/` });
  }
  if (entries.some(({ type, size }, number) => type === STREAM && size > 0 && !seen.has(number)))
    throw new UnreadableError('unreadable.damaged');
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}
