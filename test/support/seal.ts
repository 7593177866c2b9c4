/** What the tests of the sealed object share: fixed bytes, a recipient's world, and reading from memory. */
import { type Bytes, base64url, concat, u32be } from '../../src/base/bytes.ts';
import type { Random } from '../../src/base/random.ts';
import type { SealCrypto } from '../../src/seal/crypto.ts';
import type { UnsignedManifest } from '../../src/seal/manifest.ts';
import type { ReadAt } from '../../src/seal/range.ts';
import { type ObjectKey, sealStream } from '../../src/seal/stream.ts';

/** Deterministic plaintext: byte i is (131 i + floor(i / 256)) mod 256. */
export function pattern(size: number): Bytes {
  const out = new Uint8Array(size);
  for (let i = 0; i < size; i += 1) out[i] = (131 * i + (i >>> 8)) & 0xff;
  return out;
}

export function filled(length: number, byte: number): Bytes {
  return new Uint8Array(length).fill(byte);
}

/** The header IV is 32 times 0xa0; nonce k is 8 times 0xb0, then k as u32. Never outside tests. */
export function fixedRandom(): Random {
  let nonce = 0;
  return (length) => {
    if (length === 32) return filled(32, 0xa0);
    const out = concat(filled(8, 0xb0), u32be(nonce));
    nonce += 1;
    return out;
  };
}

export const FIXED_KEY: ObjectKey = { dek: filled(32, 0x11), oid: filled(16, 0x22) };

export async function collect(source: AsyncIterable<Uint8Array>): Promise<Bytes> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return concat(...parts);
}

export async function sealBytes(
  crypto: SealCrypto,
  key: ObjectKey,
  plaintext: Uint8Array,
  random?: Random,
): Promise<Bytes> {
  return collect(sealStream(crypto, key, [plaintext], random === undefined ? {} : { random }));
}

export function readFrom(bytes: Bytes): ReadAt {
  return async (offset, length) => bytes.slice(offset, offset + length);
}

/** Cuts bytes at the given positions, in order. */
export function cutAt(bytes: Bytes, positions: readonly number[]): Bytes[] {
  const at = [0, ...positions.map((p) => Math.min(p, bytes.length)).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, i) => bytes.subarray(at[i], end));
}

export function manifestFor(key: ObjectKey, gid: Bytes, share: Bytes, header: Bytes, size: number): UnsignedManifest {
  return {
    v: 1,
    oid: base64url(key.oid),
    gid: base64url(gid),
    holder: 'recipient',
    perm: 'download',
    share: base64url(share),
    rel: 'xor',
    floe: base64url(header),
    size,
    sha256: null,
    leaves: null,
    name: '合約 contract.pdf',
    media: 'application/pdf',
    prev: null,
    nbf: null,
    exp: 1_800_000_000,
    decision: 'pd_0197',
  };
}
