/**
 * Verification of Merkle proofs: RFC 9162 sections 2.1.3.2 and 2.1.4.2, and the same for subtrees
 * (draft-ietf-plants-merkle-tree-certs section 4). Positions are plain numbers below 2^53, halved by division:
 * JavaScript's shifts would cut them to 32 bits.
 */
import { type Bytes, equal } from '../base/bytes.ts';
import { HASH_SIZE, type TreeHasher } from './hash.ts';
import { isSize } from './tile.ts';

/** Leaves `start` (inclusive) to `end` (exclusive). */
export type LeafRange = { readonly start: number; readonly end: number };

/** Longer than the proof of any tree below 2^53 leaves; a longer one is refused before any hashing. */
export const MAX_PROOF_HASHES = 64;

function half(n: number): number {
  return Math.floor(n / 2);
}

function isOdd(n: number): boolean {
  return n % 2 === 1;
}

/** Returns whether a range is a subtree: not empty, and starting at a multiple of the power of two that it fits in. */
export function isSubtree(range: LeafRange): boolean {
  if (!isSize(range.start) || !isSize(range.end) || range.start >= range.end) return false;
  let width = 1;
  while (width < range.end - range.start) width *= 2;
  return range.start % width === 0;
}

/** Returns whether `proof` shows that leaf `index` of a tree of `size` and `root` has the hash `leafHash`. */
export function verifyInclusion(
  hasher: TreeHasher,
  claim: { readonly index: number; readonly size: number; readonly leafHash: Uint8Array; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  const { index, size, leafHash, root } = claim;
  if (!isSize(index) || !isSize(size) || index >= size) return false;
  if (leafHash.length !== HASH_SIZE || !isProof(proof)) return false;
  let fn = index;
  let sn = size - 1;
  let r = leafHash;
  for (const p of proof) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      r = hasher.node(p, r);
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      r = hasher.node(r, p);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && equal(r, root);
}

/** Returns whether a leaf is in a subtree: an inclusion proof in a tree of its own, counted from the subtree's start. */
export function verifySubtreeInclusion(
  hasher: TreeHasher,
  claim: LeafRange & { readonly index: number; readonly leafHash: Uint8Array; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  if (!isSubtree(claim) || !isSize(claim.index) || claim.index < claim.start) return false;
  const { leafHash, root, start } = claim;
  return verifyInclusion(hasher, { index: claim.index - start, size: claim.end - start, leafHash, root }, proof);
}

/**
 * Returns whether `proof` shows that the tree of `size2` begins with the tree of `size1`. Equal sizes need an empty
 * proof and equal roots. A first size of 0 is always refused: it would prove nothing.
 */
export function verifyConsistency(
  hasher: TreeHasher,
  claim: { readonly size1: number; readonly size2: number; readonly root1: Uint8Array; readonly root2: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  const { size1, size2, root1, root2 } = claim;
  if (size1 === 0) return false;
  return verifySubtreeConsistency(hasher, { start: 0, end: size1, size: size2, root1, root2 }, proof);
}

/**
 * Returns whether `proof` shows that the subtree with `root1` is part of the tree of `size` with `root2`. The empty
 * subtree is part of every tree: it is accepted with the root of the empty tree and no proof, whatever `root2` is.
 */
export function verifySubtreeConsistency(
  hasher: TreeHasher,
  claim: LeafRange & { readonly size: number; readonly root1: Uint8Array; readonly root2: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  const { size, root1, root2 } = claim;
  if (claim.start === claim.end && claim.end <= size) return proof.length === 0 && equal(root1, hasher.emptyRoot);
  if (!isSubtree(claim) || !isSize(size) || claim.end > size || !isProof(proof)) return false;
  const shared = sharedNode({ fn: claim.start, sn: claim.end - 1, tn: size - 1 });
  const isWhole = shared.fn === shared.sn;
  const first = isWhole ? root1 : proof[0];
  if (first === undefined) return false;
  const folded = foldUpwards(hasher, shared, first, isWhole ? proof : proof.slice(1));
  return folded !== undefined && equal(folded.fr, root1) && equal(folded.sr, root2);
}

/** From the shared node to both roots: `fr` of the subtree, `sr` of the tree. Undefined when the length is wrong. */
function foldUpwards(
  hasher: TreeHasher,
  shared: Climb,
  first: Uint8Array,
  proof: readonly Uint8Array[],
): { readonly fr: Uint8Array; readonly sr: Uint8Array } | undefined {
  let at = shared;
  let fr = first;
  let sr = first;
  for (const c of proof) {
    if (at.tn === 0) return undefined;
    if (isOdd(at.sn) || at.sn === at.tn) {
      // Left of the shared node, and inside the subtree only while its own top is not reached.
      if (at.fn < at.sn) fr = hasher.node(c, fr);
      sr = hasher.node(c, sr);
      while (!isOdd(at.sn)) at = climb(at);
    } else {
      sr = hasher.node(sr, c);
    }
    at = climb(at);
  }
  return at.tn === 0 ? { fr, sr } : undefined;
}

/** First and last leaf of the subtree and last leaf of the tree, as positions at one height. */
type Climb = { readonly fn: number; readonly sn: number; readonly tn: number };

function climb(at: Climb): Climb {
  return { fn: half(at.fn), sn: half(at.sn), tn: half(at.tn) };
}

/** Up to the highest node that both trees share: on the right edge of the tree that is the subtree itself. */
function sharedNode(leaf: Climb): Climb {
  let at = leaf;
  while (at.fn !== at.sn && (leaf.sn === leaf.tn || isOdd(at.sn))) at = climb(at);
  return at;
}

function isProof(proof: readonly Uint8Array[]): proof is readonly Bytes[] {
  return proof.length <= MAX_PROOF_HASHES && proof.every((hash) => hash.length === HASH_SIZE);
}
