/**
 * The Merkle tree of RFC 6962 section 2.1 as a builder that keeps only its right edge: per level, the hashes of the
 * one partial tile. Full tiles are handed out as they fill. Appending and full verification use the same builder.
 */
import { type Bytes, concat } from '../base/bytes.ts';
import { LOG } from './errors.ts';
import { HASH_SIZE, type TreeHasher } from './hash.ts';
import { TILE_WIDTH, type TileRef, isSize, partialWidth } from './tile.ts';

export type Tile = TileRef & { readonly level: number; readonly bytes: Bytes };

export type TreeBuilder = {
  readonly size: () => number;
  /** Adds the hash of the next leaf; hands full tiles of all levels to `onFullTile`, lowest level first. */
  readonly append: (leafHash: Uint8Array) => void;
  /** Returns the root of all leaves so far; the empty tree has the root SHA-256(""). */
  readonly root: () => Bytes;
  /** Returns the partial tile of every level that has one, lowest level first. Copies. */
  readonly partialTiles: () => readonly Tile[];
  /** Returns the right edge as `LogHead.edge` keeps it. */
  readonly edge: () => Bytes;
};

/** The partial tile of one level, growing. */
type Level = { readonly hashes: Uint8Array<ArrayBuffer>; width: number; fullTiles: number };

/**
 * Returns a builder that goes on from a tree of `size` leaves with right edge `edge` (empty for a new tree).
 *
 * @throws `log.state_corrupt` when the edge does not have the length that the size asks for.
 */
export function createTreeBuilder(
  hasher: TreeHasher,
  onFullTile: (tile: Tile) => void,
  size = 0,
  edge: Uint8Array = new Uint8Array(0),
): TreeBuilder {
  const levels = splitEdge(size, edge);
  let leaves = size;

  const push = (level: number, hash: Uint8Array): void => {
    const at = levelAt(levels, level);
    at.hashes.set(hash, at.width * HASH_SIZE);
    at.width += 1;
    if (at.width < TILE_WIDTH) return;
    const tile = { level, index: at.fullTiles, width: TILE_WIDTH, bytes: at.hashes.slice() };
    at.width = 0;
    at.fullTiles += 1;
    onFullTile(tile);
    push(level + 1, rangeRoot(hasher, splitHashes(tile.bytes)));
  };

  return {
    size: () => leaves,
    append: (leafHash) => {
      if (leafHash.length !== HASH_SIZE) throw new RangeError('a leaf hash has 32 bytes');
      leaves += 1;
      push(0, leafHash);
    },
    root: () => edgeRoot(hasher, levels),
    partialTiles: () =>
      levels.flatMap((at, level) =>
        at.width === 0
          ? []
          : [{ level, index: at.fullTiles, width: at.width, bytes: at.hashes.slice(0, at.width * HASH_SIZE) }],
      ),
    edge: () => concat(...levels.map((at) => at.hashes.subarray(0, at.width * HASH_SIZE))),
  };
}

function newLevel(fullTiles: number): Level {
  return { hashes: new Uint8Array(TILE_WIDTH * HASH_SIZE), width: 0, fullTiles };
}

/** A level above the present top begins empty. */
function levelAt(levels: Level[], level: number): Level {
  const existing = levels[level];
  if (existing !== undefined) return existing;
  const created = newLevel(0);
  levels.push(created);
  return created;
}

function splitEdge(size: number, edge: Uint8Array): Level[] {
  if (!isSize(size)) throw LOG.state_corrupt({ reason: 'size' });
  const levels: Level[] = [];
  let at = 0;
  for (let level = 0; TILE_WIDTH ** level <= size; level += 1) {
    const width = partialWidth(size, level);
    const entry = newLevel(Math.floor(size / TILE_WIDTH ** (level + 1)));
    if (at + width * HASH_SIZE > edge.length) throw LOG.state_corrupt({ reason: 'edge', level });
    entry.hashes.set(edge.subarray(at, at + width * HASH_SIZE));
    entry.width = width;
    at += width * HASH_SIZE;
    levels.push(entry);
  }
  if (at !== edge.length) throw LOG.state_corrupt({ reason: 'edge' });
  return levels;
}

/** Upwards from the leaves: what hangs unfinished on the right of one level is the last child of the next. */
function edgeRoot(hasher: TreeHasher, levels: readonly Level[]): Bytes {
  let unfinished: Bytes | undefined;
  for (const level of levels) {
    const hashes = splitHashes(level.hashes.subarray(0, level.width * HASH_SIZE));
    if (unfinished !== undefined) hashes.push(unfinished);
    unfinished = hashes.length === 0 ? undefined : rangeRoot(hasher, hashes);
  }
  return unfinished ?? hasher.emptyRoot;
}

/** Returns the 32-byte hashes of a tile as views. */
export function splitHashes(bytes: Bytes): Bytes[] {
  const hashes: Bytes[] = [];
  for (let at = 0; at < bytes.length; at += HASH_SIZE) hashes.push(bytes.subarray(at, at + HASH_SIZE));
  return hashes;
}

/**
 * Returns the root over neighbouring subtrees, all complete and equally high, but the last, which may be smaller.
 * Pairing from the left and carrying an odd last one up unchanged gives the tree of RFC 6962: its split at the
 * largest power of two below n always falls between such pairs.
 *
 * @throws RangeError for no hashes: an empty range has no place in a larger tree.
 */
export function rangeRoot(hasher: TreeHasher, hashes: readonly Bytes[]): Bytes {
  let row = hashes;
  while (row.length > 1) {
    const above: Bytes[] = [];
    for (let i = 0; i < row.length; i += 2) {
      const left = row[i];
      const right = row[i + 1];
      if (left === undefined) continue;
      above.push(right === undefined ? left : hasher.node(left, right));
    }
    row = above;
  }
  const [root] = row;
  if (root === undefined) throw new RangeError('a range has at least one hash');
  return root;
}
