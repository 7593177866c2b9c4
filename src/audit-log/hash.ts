/** Hashes of the Merkle tree (RFC 6962 section 2.1) and the keyed hash of commitments (RFC 2104). */
import { type Bytes, concat } from '../base/bytes.ts';

/** A synchronous SHA-256: `sha256` from sha256.ts anywhere, `nodeSha256` from hash-node.ts on a server. */
export type Sha256 = (bytes: Uint8Array) => Bytes;

export const HASH_SIZE = 32;

export type TreeHasher = {
  /** SHA-256(0x00 || entry). */
  readonly leaf: (entry: Uint8Array) => Bytes;
  /** SHA-256(0x01 || left || right). */
  readonly node: (left: Uint8Array, right: Uint8Array) => Bytes;
  /** SHA-256 of nothing: the root of the empty tree. */
  readonly emptyRoot: Bytes;
};

/** Returns the three hashes of RFC 6962 over the given SHA-256. */
export function treeHasher(sha256: Sha256): TreeHasher {
  // One buffer for all nodes: the hash is synchronous, so no second call can see it half filled.
  const pair = new Uint8Array(1 + 2 * HASH_SIZE);
  pair[0] = 0x01;
  return {
    leaf: (entry) => {
      const input = new Uint8Array(entry.length + 1);
      input.set(entry, 1);
      return sha256(input);
    },
    node: (left, right) => {
      // The usual case has children of 32 bytes; others occur only in known-answer tests.
      if (left.length !== HASH_SIZE || right.length !== HASH_SIZE) return sha256(concat(Uint8Array.of(1), left, right));
      pair.set(left, 1);
      pair.set(right, 1 + HASH_SIZE);
      return sha256(pair);
    },
    emptyRoot: sha256(new Uint8Array(0)),
  };
}

/** Returns HMAC-SHA256 (RFC 2104 section 2). Keys of this feature have 32 bytes; longer than 64 is refused. */
export function hmacSha256(sha256: Sha256, key: Uint8Array, message: Uint8Array): Bytes {
  if (key.length > 64) throw new RangeError('an hmac key of this feature has at most 64 bytes');
  const inner = new Uint8Array(64 + message.length).fill(0x36, 0, 64);
  const outer = new Uint8Array(64 + HASH_SIZE).fill(0x5c, 0, 64);
  for (const [i, byte] of key.entries()) {
    inner[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  }
  inner.set(message, 64);
  outer.set(sha256(inner), 64);
  return sha256(outer);
}
