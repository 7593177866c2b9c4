/** Tiles and entry bundles of c2sp.org/tlog-tiles: coordinates, widths, paths, and the bytes of a bundle. */
import { type Bytes, concat, readU16be, u16be } from '../base/bytes.ts';
import { LOG } from './errors.ts';

/** Hashes in a full tile, and entries in a full bundle. */
export const TILE_WIDTH = 256;
export const MAX_ENTRY_BYTES = 65_535;
export const CHECKPOINT_PATH = 'checkpoint';
/** Begins the names of files that are not in place yet; a crash leaves them, fsck lists them, nothing reads them. */
export const UNFINISHED_PREFIX = '.tmp-';

/** `level` 0 to 63 for tiles, `entries` for bundles; `width` 1 to 256, where 256 is a full tile. */
export type TileRef = { readonly level: number | 'entries'; readonly index: number; readonly width: number };

/**
 * Returns whether `size` can be the size of a tree: a whole number below 2^53. The format allows 2^64; a log of
 * 10,000 entries a second needs 28,000 years to leave this range, and everything beyond is refused, not rounded.
 */
export function isSize(size: number): boolean {
  return Number.isSafeInteger(size) && size >= 0;
}

/** Returns how many complete hashes level `level` has in a tree of `size` entries. Never uses 32-bit shifts. */
export function hashesAtLevel(size: number, level: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** Returns the width of the partial tile on the right of a level: floor(size / 256^level) mod 256; 0 means there is none. */
export function partialWidth(size: number, level: number): number {
  return hashesAtLevel(size, level) % TILE_WIDTH;
}

/** Returns the width of tile `index` at `level` in a tree of `size`: 256, a partial width, or 0 when it does not exist. */
export function tileWidth(size: number, level: number | 'entries', index: number): number {
  const hashes = hashesAtLevel(size, level === 'entries' ? 0 : level);
  return Math.max(0, Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH));
}

/** Returns the path below the log's prefix, as in `tile/0/x001/x234/067.p/89`. */
export function tilePath(ref: TileRef): string {
  const digits = String(ref.index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/\d{3}/g) ?? [];
  const index = groups.map((group, i) => (i === groups.length - 1 ? group : `x${group}`)).join('/');
  const partial = ref.width === TILE_WIDTH ? '' : `.p/${ref.width}`;
  return `tile/${ref.level}/${index}${partial}`;
}

/** Returns the coordinates that a path names, or undefined when it is not the one canonical path of a tile or bundle. */
export function parseTilePath(path: string): TileRef | undefined {
  const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  const level = match[1] === 'entries' ? 'entries' : Number(match[1]);
  const ref: TileRef = {
    level,
    index: Number(match[2].replaceAll(/[x/]/g, '')),
    width: match[3] === undefined ? TILE_WIDTH : Number(match[3]),
  };
  if ((level !== 'entries' && level > 63) || !isSize(ref.index) || ref.width < 1 || ref.width > TILE_WIDTH) {
    return undefined;
  }
  // Writing it again refuses leading zeros, surplus groups and a `.p/256` in one stroke.
  return tilePath(ref) === path ? ref : undefined;
}

/** Returns a tile or bundle path for a tree size; `size` decides whether the tile is full or partial. */
export function tilePathAt(size: number, level: number | 'entries', index: number): string {
  return tilePath({ level, index, width: tileWidth(size, level, index) });
}

/** Returns whether a path is that of an unfinished file. */
export function isUnfinished(path: string): boolean {
  return path.split('/').at(-1)?.startsWith(UNFINISHED_PREFIX) === true;
}

/**
 * Returns the bytes of an entry bundle: for each entry its length as big-endian uint16, then the entry.
 *
 * @throws `log.entry_malformed` when an entry is longer than 65,535 bytes.
 */
export function encodeBundle(entries: readonly Uint8Array[]): Bytes {
  const parts: Uint8Array[] = [];
  for (const entry of entries) {
    if (entry.length > MAX_ENTRY_BYTES) throw LOG.entry_malformed({ length: entry.length });
    parts.push(u16be(entry.length), entry);
  }
  return concat(...parts);
}

/**
 * Returns the `count` entries of a bundle as views into `bundle`.
 *
 * @throws `log.bundle_malformed` when it holds fewer or more entries, or ends inside one.
 */
export function parseBundle(bundle: Bytes, count: number): readonly Bytes[] {
  const entries: Bytes[] = [];
  let at = 0;
  while (at < bundle.length) {
    if (entries.length === count || at + 2 > bundle.length) throw LOG.bundle_malformed({ at, count });
    const end = at + 2 + readU16be(bundle, at);
    if (end > bundle.length) throw LOG.bundle_malformed({ at, count });
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  if (entries.length !== count) throw LOG.bundle_malformed({ found: entries.length, count });
  return entries;
}
