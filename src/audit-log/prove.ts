/**
 * Proofs made from the published tiles. Every proof is verified against the root that the caller trusts before it is
 * returned: tiles are input like any other, and a store that was tampered with yields an error, not a wrong proof.
 */
import { type Bytes, equal } from '../base/bytes.ts';
import { LOG } from './errors.ts';
import { HASH_SIZE, type TreeHasher } from './hash.ts';
import type { LogSource } from './ports.ts';
import { type LeafRange, isSubtree, verifyInclusion, verifySubtreeConsistency } from './proof.ts';
import { TILE_WIDTH, isSize, tilePath, tilePathAt, tileWidth } from './tile.ts';
import { rangeRoot, splitHashes } from './tree.ts';

export type ProofSource = { readonly hasher: TreeHasher; readonly source: LogSource };
export type TreeHead = { readonly size: number; readonly root: Bytes };

/**
 * Returns the hash of leaf `index` and its inclusion proof (leaf side first) in the tree `head`.
 *
 * @throws `log.out_of_range`, `log.missing_tile`, `log.tile_mismatch` (the tiles do not lead to the root)
 */
export async function proveInclusion(
  from: ProofSource,
  index: number,
  head: TreeHead,
): Promise<{ readonly leafHash: Bytes; readonly proof: readonly Bytes[] }> {
  if (!isSize(index) || index >= head.size) throw LOG.out_of_range({ index, size: head.size });
  const hashOf = rangeHasher(from, head.size);
  const leafHash = await hashOf({ start: index, end: index + 1 });
  const proof = await all(inclusionRanges(index, { start: 0, end: head.size }), hashOf);
  if (!verifyInclusion(from.hasher, { index, size: head.size, leafHash, root: head.root }, proof)) {
    throw LOG.tile_mismatch({ index, size: head.size });
  }
  return { leafHash, proof };
}

/**
 * Returns the consistency proof from the tree of `old` to that of `head`; empty when the sizes are equal.
 *
 * @throws `log.out_of_range` when `old` is empty or larger; `log.fork` when the two heads contradict each other or
 * the tiles; `log.missing_tile`
 */
export async function proveConsistency(from: ProofSource, old: TreeHead, head: TreeHead): Promise<readonly Bytes[]> {
  return proveSubtree(from, { start: 0, end: old.size }, old.root, head);
}

/** Returns the proof that the subtree `range` with `rangeRoot` is part of the tree `head`; errors as above. */
export async function proveSubtree(
  from: ProofSource,
  range: LeafRange,
  subtreeRoot: Bytes,
  head: TreeHead,
): Promise<readonly Bytes[]> {
  const { start, end } = range;
  if (!isSubtree(range) || end > head.size) throw LOG.out_of_range({ start, end, size: head.size });
  const proof = await all(subtreeRanges(range, { start: 0, end: head.size }, true), rangeHasher(from, head.size));
  const claim = { ...range, size: head.size, root1: subtreeRoot, root2: head.root };
  if (!verifySubtreeConsistency(from.hasher, claim, proof)) throw LOG.fork({ start, end, size: head.size });
  return proof;
}

/** Returns the root of leaves `range` in a tree of `size`, computed from tiles and not checked against anything. */
export async function subtreeRoot(from: ProofSource, range: LeafRange, size: number): Promise<Bytes> {
  if (!isSubtree(range) || range.end > size) throw LOG.out_of_range({ start: range.start, end: range.end, size });
  return rangeHasher(from, size)(range);
}

async function all(
  ranges: readonly LeafRange[],
  hashOf: (range: LeafRange) => Promise<Bytes>,
): Promise<readonly Bytes[]> {
  const hashes: Bytes[] = [];
  for (const range of ranges) hashes.push(await hashOf(range));
  return hashes;
}

/** Where RFC 6962 splits a range of two or more leaves: the largest power of two below their number. */
function splitOf(range: LeafRange): number {
  let k = 1;
  while (2 * k < range.end - range.start) k *= 2;
  return range.start + k;
}

/** PATH(m, D[n]) of RFC 9162 section 2.1.3.1, as ranges. */
function inclusionRanges(index: number, within: LeafRange): readonly LeafRange[] {
  if (within.end - within.start <= 1) return [];
  const split = splitOf(within);
  const left = { start: within.start, end: split };
  const right = { start: split, end: within.end };
  return index < split ? [...inclusionRanges(index, left), right] : [...inclusionRanges(index, right), left];
}

/** SUBPROOF of RFC 9162 section 2.1.4.1, with a start: `known` while the verifier has the hash of the range itself. */
function subtreeRanges(range: LeafRange, within: LeafRange, known: boolean): readonly LeafRange[] {
  if (range.start === within.start && range.end === within.end) return known ? [] : [range];
  const split = splitOf(within);
  const left = { start: within.start, end: split };
  const right = { start: split, end: within.end };
  if (range.end <= split) return [...subtreeRanges(range, left, known), right];
  if (range.start >= split) return [...subtreeRanges(range, right, known), left];
  // The range covers the whole left half and a part of the right one, whose hash the verifier has not seen.
  return [...subtreeRanges({ start: split, end: range.end }, right, false), left];
}

/** Returns a function from a range to its root; tiles are read once each. */
function rangeHasher(from: ProofSource, size: number): (range: LeafRange) => Promise<Bytes> {
  const tiles = new Map<string, Promise<readonly Bytes[]>>();
  const tile = (level: number, index: number): Promise<readonly Bytes[]> => {
    const key = `${level}/${index}`;
    const known = tiles.get(key);
    if (known !== undefined) return known;
    const reading = readTile(from.source, size, level, index);
    tiles.set(key, reading);
    return reading;
  };
  return async (range) => {
    const complete: Bytes[] = [];
    let at = range.start;
    while (at < range.end) {
      const { level, width, leaves } = largestSubtree(at, range.end);
      const first = at / TILE_WIDTH ** level;
      const hashes = await tile(level, Math.floor(first / TILE_WIDTH));
      const offset = first % TILE_WIDTH;
      complete.push(rangeRoot(from.hasher, hashes.slice(offset, offset + width)));
      at += leaves;
    }
    return complete.reduceRight((right, left) => from.hasher.node(left, right));
  };
}

/** The largest complete subtree that starts at `at` and ends by `end`: as `width` hashes of one tile level. */
function largestSubtree(at: number, end: number): { level: number; width: number; leaves: number } {
  let leaves = 1;
  let level = 0;
  let width = 1;
  while (at % (2 * leaves) === 0 && at + 2 * leaves <= end) {
    leaves *= 2;
    width *= 2;
    if (width === TILE_WIDTH) {
      width = 1;
      level += 1;
    }
  }
  return { level, width, leaves };
}

/**
 * Returns the hashes of one tile of a tree of `size`. A partial tile that was removed is cut from its full successor.
 *
 * @throws `log.missing_tile`, `log.tile_mismatch` for a wrong length
 */
export async function readTile(
  source: LogSource,
  size: number,
  level: number,
  index: number,
): Promise<readonly Bytes[]> {
  const width = tileWidth(size, level, index);
  const path = tilePathAt(size, level, index);
  const bytes = (await source.read(path)) ?? (await cutFromFull(source, level, index, width));
  if (bytes === undefined) throw LOG.missing_tile({ path });
  if (bytes.length !== width * HASH_SIZE) throw LOG.tile_mismatch({ path });
  return splitHashes(bytes);
}

async function cutFromFull(source: LogSource, level: number, index: number, width: number): Promise<Bytes | undefined> {
  if (width === TILE_WIDTH) return undefined;
  const full = await source.read(tilePath({ level, index, width: TILE_WIDTH }));
  return full?.length === TILE_WIDTH * HASH_SIZE ? full.subarray(0, width * HASH_SIZE) : undefined;
}

/** Returns whether two heads are the same statement. */
export function isSameHead(a: TreeHead, b: TreeHead): boolean {
  return a.size === b.size && equal(a.root, b.root);
}
