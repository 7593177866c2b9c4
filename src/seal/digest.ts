/** Digest of a plaintext by segments, for platforms whose SHA-256 cannot be fed piece by piece (WebCrypto). */
import { type Bytes, concat } from '../base/bytes.ts';
import { createBlockCutter } from './blocks.ts';
import type { SealCrypto } from './crypto.ts';
import { SEGMENT_PLAINTEXT } from './floe.ts';

export type LeavesDigest = {
  readonly update: (piece: Uint8Array) => Promise<void>;
  /** Returns the Merkle root over all segments. */
  readonly root: () => Promise<Bytes>;
};

/** Returns a digest that is fed the plaintext in pieces of any length; it keeps 32 bytes per MiB. */
export function createLeavesDigest(crypto: SealCrypto): LeavesDigest {
  const cutter = createBlockCutter(SEGMENT_PLAINTEXT);
  const digests: Bytes[] = [];
  return {
    update: async (piece) => {
      for (const block of cutter.push(piece)) {
        digests.push(await crypto.sha256(block));
        cutter.recycle(block);
      }
    },
    root: async () => leavesRoot(crypto, [...digests, await crypto.sha256(cutter.tail())]),
  };
}

/**
 * Returns the Merkle tree hash (RFC 9162 section 2.1.1) whose entry i is the SHA-256 of the plaintext of segment i.
 * An upload that is resumed keeps these digests and need not read its beginning again.
 */
export async function leavesRoot(crypto: SealCrypto, segmentDigests: readonly Bytes[]): Promise<Bytes> {
  const [only] = segmentDigests;
  if (only === undefined) return crypto.sha256(new Uint8Array(0));
  if (segmentDigests.length === 1) return crypto.sha256(concat(Uint8Array.of(0), only));
  let split = 1;
  while (split * 2 < segmentDigests.length) split *= 2;
  const left = await leavesRoot(crypto, segmentDigests.slice(0, split));
  const right = await leavesRoot(crypto, segmentDigests.slice(split));
  return crypto.sha256(concat(Uint8Array.of(1), left, right));
}
