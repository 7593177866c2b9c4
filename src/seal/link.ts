/**
 * The share in a URL fragment. INVARIANT: made only on the sender's own device, for a link that the sender hands over;
 * a server never makes one, and no notice carries one. Whoever has the link has the share, not the release secret.
 */
import { type Bytes, base64url, concat, equal, fromBase64url, utf8 } from '../base/bytes.ts';
import { KEY_LENGTH, type SealCrypto } from './crypto.ts';
import { SEAL } from './errors.ts';

const VERSION = Uint8Array.of(1);
const CHECK_LENGTH = 6;
const TEXT_LENGTH = 52;
const CHECK_PREFIX = 'entrepot.link/v1\0';

/**
 * Returns 52 characters of the base64url alphabet: version 01, the share, 6 bytes of checksum. The checksum finds
 * links that a messenger cut or changed; it protects nothing.
 *
 * @throws `seal.bad_key`
 */
export async function encodeLinkShare(crypto: SealCrypto, share: Bytes): Promise<string> {
  if (share.length !== KEY_LENGTH) throw SEAL.bad_key({ length: share.length });
  return base64url(concat(VERSION, share, await checksum(crypto, share)));
}

/** Returns the share in a fragment, with or without its `#`. @throws `seal.bad_link` for anything damaged. */
export async function decodeLinkShare(crypto: SealCrypto, fragment: string): Promise<Bytes> {
  const text = fragment.startsWith('#') ? fragment.slice(1) : fragment;
  if (text.length !== TEXT_LENGTH) throw SEAL.bad_link({ length: text.length });
  const bytes = decode(text);
  if (!equal(bytes.subarray(0, VERSION.length), VERSION)) throw SEAL.bad_link({ part: 'version' });
  const share = bytes.slice(VERSION.length, VERSION.length + KEY_LENGTH);
  if (!equal(bytes.subarray(VERSION.length + KEY_LENGTH), await checksum(crypto, share))) throw SEAL.bad_link();
  return share;
}

function decode(text: string): Bytes {
  try {
    return fromBase64url(text);
  } catch {
    throw SEAL.bad_link({ part: 'alphabet' });
  }
}

async function checksum(crypto: SealCrypto, share: Bytes): Promise<Bytes> {
  return (await crypto.sha256(concat(utf8(CHECK_PREFIX), VERSION, share))).slice(0, CHECK_LENGTH);
}
