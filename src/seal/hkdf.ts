/** HKDF-Expand of RFC 5869 section 2.3 with SHA-384, for outputs that fit into one block. */
import { type Bytes, concat } from '../base/bytes.ts';
import type { SealCrypto } from './crypto.ts';

const BLOCK_LENGTH = 48;

/**
 * Returns `length` bytes derived from `key` and `info`: the first block T(1) = HMAC(key, info || 0x01), cut.
 * No key derived here is longer than one block, so the chaining of RFC 5869 is not needed.
 *
 * @throws RangeError when `length` exceeds 48.
 */
export async function expandSha384(crypto: SealCrypto, key: Bytes, info: Uint8Array, length: number): Promise<Bytes> {
  if (length > BLOCK_LENGTH) throw new RangeError('hkdf output longer than one block');
  const block = await crypto.hmacSha384(key, concat(info, Uint8Array.of(1)));
  return block.slice(0, length);
}
