import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bytes, concat, hex, u64be } from '../base/bytes.ts';
import { grow, createTestLog, hasher, testEntry, testLogOf } from '../../test/support/audit-log.ts';
import { nodeSha256 } from './hash-node.ts';
import {
  isSubtree,
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
} from './proof.ts';
import { proveConsistency, proveInclusion, proveSubtree, subtreeRoot } from './prove.ts';
import { partialWidth } from './tile.ts';
import { createTreeBuilder } from './tree.ts';

const MAX = 300;
/** All sizes to 70 and around the tile boundary, every 29th between; with SLOW=1 all 300 (ten seconds). */
const SIZES = Array.from({ length: MAX }, (_, i) => i + 1).filter(
  (size) => process.env['SLOW'] === '1' || size <= 70 || (size >= 254 && size <= 258) || size % 29 === 0,
);
const leaves: Bytes[] = Array.from({ length: MAX }, (_, i) => hasher.leaf(testEntry(i)));

/** The definition in RFC 6962 section 2.1, word for word and slow. */
function mth(from: number, to: number): Bytes {
  const n = to - from;
  if (n === 0) return nodeSha256(new Uint8Array(0));
  if (n === 1) return leaves[from]!;
  let k = 1;
  while (2 * k < n) k *= 2;
  return hasher.node(mth(from, from + k), mth(from + k, to));
}

/** Tiles of a tree of `size`, made without the code under test that writes logs. */
function sourceOf(size: number): { read: (path: string) => Promise<Bytes | undefined> } {
  const tiles = new Map<string, Bytes>();
  for (let first = 0; first < size; first += 256) {
    const width = Math.min(256, size - first);
    const path = `tile/0/00${first / 256}${width === 256 ? '' : `.p/${width}`}`;
    tiles.set(path, concat(...leaves.slice(first, first + width)));
  }
  if (size >= 256) tiles.set('tile/1/000.p/1', mth(0, 256));
  return { read: async (path) => tiles.get(path) };
}

const roots = Array.from({ length: MAX + 1 }, (_, n) => mth(0, n));

describe('the tree of every size up to 300', () => {
  it('has the root that the definition gives, and goes on from its edge alone', () => {
    let edge: Bytes = new Uint8Array(0);
    for (let size = 0; size < MAX; size += 1) {
      const builder = createTreeBuilder(hasher, () => undefined, size, edge);
      expect(hex(builder.root())).toBe(hex(roots[size]!));
      builder.append(leaves[size]!);
      edge = builder.edge();
    }
  });

  it('has an inclusion proof for every entry that verifies there and nowhere else', async () => {
    for (const size of SIZES) {
      const from = { hasher, source: sourceOf(size) };
      const root = roots[size]!;
      for (let index = 0; index < size; index += 1) {
        const { leafHash, proof } = await proveInclusion(from, index, { size, root });
        const claim = { index, size, leafHash, root };
        if (hex(leafHash) !== hex(leaves[index]!) || !verifyInclusion(hasher, claim, proof)) {
          expect.fail(`${index} of ${size}`);
        }
        if (index % 29 > 0) continue;
        expect(verifyInclusion(hasher, { ...claim, index: index + 1 }, proof)).toBe(false);
        expect(verifyInclusion(hasher, { ...claim, leafHash: roots[0]! }, proof)).toBe(false);
        expect(verifyInclusion(hasher, claim, [...proof, leafHash])).toBe(false);
        if (proof.length > 0) expect(verifyInclusion(hasher, claim, proof.slice(1))).toBe(false);
      }
    }
  });

  it('has a consistency proof from every earlier size, which no other root passes', async () => {
    for (let size2 = 1; size2 <= MAX; size2 += size2 < 70 ? 1 : 23) {
      const from = { hasher, source: sourceOf(size2) };
      for (let size1 = 1; size1 <= size2; size1 += 1) {
        const claim = { size1, size2, root1: roots[size1]!, root2: roots[size2]! };
        const old = { size: size1, root: claim.root1 };
        const proof = await proveConsistency(from, old, { size: size2, root: claim.root2 });
        if (!verifyConsistency(hasher, claim, proof)) expect.fail(`${size1} to ${size2}`);
        if (size1 % 17 > 0 || size1 === size2) continue;
        expect(verifyConsistency(hasher, { ...claim, root1: roots[size1 - 1]! }, proof)).toBe(false);
        expect(verifyConsistency(hasher, { ...claim, root2: roots[size2 - 1]! }, proof)).toBe(false);
        expect(verifyConsistency(hasher, { ...claim, size1: size1 - 1 }, proof)).toBe(false);
        await expect(proveConsistency(from, { ...old, root: roots[0]! }, { size: size2, root: claim.root2 }))
          .rejects //
          .toMatchObject({ code: 'log.fork' });
      }
    }
  });

  it('has proofs for every subtree of sizes up to 40', async () => {
    for (let size = 1; size <= 40; size += 1) {
      const from = { hasher, source: sourceOf(size) };
      const head = { size, root: roots[size]! };
      for (let start = 0; start < size; start += 1) {
        for (let end = start + 1; end <= size; end += 1) {
          if (!isSubtree({ start, end })) continue;
          const root1 = await subtreeRoot(from, { start, end }, size);
          expect(hex(root1)).toBe(hex(mth(start, end)));
          const proof = await proveSubtree(from, { start, end }, root1, head);
          const claim = { start, end, size, root1, root2: head.root };
          expect(verifySubtreeConsistency(hasher, claim, proof)).toBe(true);
          expect(verifySubtreeConsistency(hasher, { ...claim, root1: roots[0]! }, proof)).toBe(false);
        }
      }
    }
  });
});

describe('appending', () => {
  it('gives the same tiles, root and edge whatever the sizes of the batches', async () => {
    const whole = await testLogOf(700);
    const head = await whole.state.head();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 }), async (sizes) => {
        const log = await createTestLog();
        let done = 0;
        for (const size of [...sizes, 700]) {
          const to = Math.min(700, done + size);
          await grow(log, to, size, done);
          done = to;
        }
        const reached = await log.state.head();
        expect(hex(reached!.root)).toBe(hex(head!.root));
        expect(hex(reached!.edge)).toBe(hex(head!.edge));
        for (const [path, bytes] of whole.tiles.files) expect(hex(log.tiles.files.get(path)!)).toBe(hex(bytes));
      }),
      { numRuns: 25 },
    );
  });

  it('needs only the edge beyond 2^32 entries, where 32-bit shifts would go wrong', () => {
    const size = 2 ** 40 + 3 * 256 + 5;
    // Levels 0 to 5: widths 5, 3, 0, 0, 0, 1.
    expect([0, 1, 2, 3, 4, 5, 6].map((level) => partialWidth(size, level))).toEqual([5, 3, 0, 0, 0, 1, 0]);
    const edge = Uint8Array.from({ length: 9 * 32 }, (_, i) => i % 251);
    const builder = createTreeBuilder(hasher, () => undefined, size, edge);
    const before = builder.root();
    builder.append(hasher.leaf(u64be(1)));
    expect(builder.size()).toBe(size + 1);
    const h = (i: number): Bytes => edge.slice(32 * i, 32 * i + 32);
    const five = hasher.node(hasher.node(hasher.node(h(0), h(1)), hasher.node(h(2), h(3))), h(4));
    const middle = hasher.node(hasher.node(h(5), h(6)), hasher.node(h(7), five));
    expect(hex(before)).toBe(hex(hasher.node(h(8), middle)));
  });

  it('refuses an edge that does not fit the size', () => {
    expect(() => createTreeBuilder(hasher, () => undefined, 5, new Uint8Array(4 * 32))).toThrow('contradicts itself');
    expect(() => createTreeBuilder(hasher, () => undefined, 5, new Uint8Array(6 * 32))).toThrow('contradicts itself');
    expect(() => createTreeBuilder(hasher, () => undefined, -1)).toThrow('contradicts itself');
  });
});

describe('proofs at positions beyond 2^32', () => {
  it('verify when they are right and fail when one bit of the index is wrong', () => {
    const size = 2 ** 45 + 1;
    const index = 2 ** 44 + 12_345;
    const siblings = Array.from({ length: 45 }, (_, i) => nodeSha256(u64be(i)));
    const leafHash = leaves[0]!;
    const last = nodeSha256(u64be(99));
    let r = leafHash;
    for (const [i, sibling] of siblings.entries()) {
      r = Math.floor(index / 2 ** i) % 2 === 1 ? hasher.node(sibling, r) : hasher.node(r, sibling);
    }
    const claim = { index, size, leafHash, root: hasher.node(r, last) };
    expect(verifyInclusion(hasher, claim, [...siblings, last])).toBe(true);
    expect(verifyInclusion(hasher, { ...claim, index: index - 2 ** 33 }, [...siblings, last])).toBe(false);
    expect(verifyInclusion(hasher, { ...claim, size: 2 ** 53 + 2 }, [...siblings, last])).toBe(false);
    const subtree = { ...claim, start: 0, end: size };
    expect(verifySubtreeInclusion(hasher, subtree, [...siblings, last])).toBe(true);
  });
});
