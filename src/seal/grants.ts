/** One content key, many grants: each grant splits it anew into a release secret and a share. */
import { type Bytes, xor } from '../base/bytes.ts';
import { type Random, systemRandom } from '../base/random.ts';
import { KEY_LENGTH } from './crypto.ts';
import { SEAL } from './errors.ts';

export type SplitKey = {
  /** Kept by the server only, wrapped under an epoch key. Deleting it ends the grant. */
  readonly releaseSecret: Bytes;
  /** Goes into the envelope (or, for a link made by the sender's own device, into the URL fragment). */
  readonly share: Bytes;
};

/**
 * Returns a fresh release secret R and the share DEK xor R. A one-time pad: either alone says nothing about the key.
 *
 * @throws `seal.bad_key`
 */
export function splitDek(dek: Bytes, random: Random = systemRandom): SplitKey {
  requireKey(dek);
  const releaseSecret = random(KEY_LENGTH);
  return { releaseSecret, share: xor(dek, releaseSecret) };
}

/**
 * Returns the content key. A wrong half gives a wrong key, which the header tag of the body refuses.
 *
 * @throws `seal.bad_key` for halves of another length.
 */
export function joinDek(releaseSecret: Bytes, share: Bytes): Bytes {
  requireKey(releaseSecret);
  requireKey(share);
  return xor(releaseSecret, share);
}

function requireKey(key: Bytes): void {
  if (key.length !== KEY_LENGTH) throw SEAL.bad_key({ length: key.length });
}
