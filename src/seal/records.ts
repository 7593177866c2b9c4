/**
 * The organisation's records key: an identity that no one holds whole. Three officers have one share each, any two
 * bring it back for a disclosure. Shamir's scheme itself comes from `shamir-secret-sharing` (audited).
 */
import { base32crockford, bech32 } from '@scure/base';
import { combine, split } from 'shamir-secret-sharing';
import { type Bytes, concat, equal, ownBytes, utf8 } from '../base/bytes.ts';
import { KEY_LENGTH, type SealCrypto } from './crypto.ts';
import { generateIdentity, recipientOf } from './envelope.ts';
import { SEAL } from './errors.ts';

export type RecordsKey = {
  /** Published: grants to the records are sealed to it. */
  readonly recipient: string;
  /** Texts for officers 1, 2 and 3, 18 groups of 4 characters each. Any two bring the identity back. */
  readonly shares: readonly [string, string, string];
};

const VERSION = 1;
const OFFICERS = 3;
const THRESHOLD = 2;
const KEY_ID_LENGTH = 4;
const CHECK_LENGTH = 6;
/** Version, index, key id, 32 bytes of share and its x coordinate, checksum: 45 bytes are 72 characters exactly. */
const SHARE_LENGTH = 2 + KEY_ID_LENGTH + KEY_LENGTH + 1 + CHECK_LENGTH;
const CHECK_PREFIX = 'entrepot.records/v1\0';
const IDENTITY_PREFIX = 'AGE-SECRET-KEY-PQ-';

/** Returns a new records key, already split. The whole identity is not kept anywhere. */
export async function createRecordsKey(crypto: SealCrypto): Promise<RecordsKey> {
  const identity = await generateIdentity();
  return { recipient: await recipientOf(identity), shares: await splitRecordsIdentity(crypto, identity) };
}

/** Returns the three texts for a hybrid identity. @throws `seal.bad_key` for any other identity. */
export async function splitRecordsIdentity(
  crypto: SealCrypto,
  identity: string,
): Promise<readonly [string, string, string]> {
  const keyId = await keyIdOf(crypto, await recipientOf(identity));
  const parts = await split(secretOf(identity), OFFICERS, THRESHOLD);
  const texts = await Promise.all(parts.map((part, at) => encodeShare(crypto, at + 1, keyId, part)));
  const [first, second, third] = texts;
  if (first === undefined || second === undefined || third === undefined) throw SEAL.bad_key();
  return [first, second, third];
}

/**
 * Returns the index (1 to 3) of a share's text, so that an officer learns at once whether it was typed well.
 *
 * @throws `seal.bad_records_share`
 */
export async function checkRecordsShare(crypto: SealCrypto, text: string, recipient: string): Promise<number> {
  return (await decodeShare(crypto, text, recipient)).index;
}

/**
 * Returns the records identity from two or three shares, after it was checked against the published recipient.
 *
 * @throws `seal.bad_records_share` for a mistyped share or one of another key, `seal.records_mismatch` when there are
 *   too few different shares or they do not give the identity.
 */
export async function joinRecordsShares(
  crypto: SealCrypto,
  texts: readonly string[],
  recipient: string,
): Promise<string> {
  const shares = await Promise.all(texts.map((text) => decodeShare(crypto, text, recipient)));
  const different = new Map(shares.map((share) => [share.index, share.part]));
  if (different.size < THRESHOLD || different.size !== texts.length) throw SEAL.records_mismatch();
  const identity = await combineIdentity([...different.values()]);
  // INVARIANT: Shamir's scheme does not notice a false share; only the published recipient tells.
  if ((await recipientOf(identity)) !== recipient) throw SEAL.records_mismatch();
  return identity;
}

async function combineIdentity(parts: Bytes[]): Promise<string> {
  try {
    const secret = await combine(parts);
    return bech32.encodeFromBytes(IDENTITY_PREFIX, secret).toUpperCase();
  } catch {
    throw SEAL.records_mismatch();
  }
}

function secretOf(identity: string): Bytes {
  if (!identity.startsWith(`${IDENTITY_PREFIX}1`)) throw SEAL.bad_key();
  return ownBytes(bech32.decodeToBytes(identity).bytes);
}

async function keyIdOf(crypto: SealCrypto, recipient: string): Promise<Bytes> {
  return (await crypto.sha256(utf8(recipient))).slice(0, KEY_ID_LENGTH);
}

async function encodeShare(crypto: SealCrypto, index: number, keyId: Bytes, part: Uint8Array): Promise<string> {
  const content = concat(Uint8Array.of(VERSION, index), keyId, part);
  const text = base32crockford.encode(concat(content, await checksum(crypto, content)));
  return (text.match(/.{4}/g) ?? []).join('-');
}

async function decodeShare(
  crypto: SealCrypto,
  text: string,
  recipient: string,
): Promise<{ index: number; part: Bytes }> {
  const bytes = decodeText(text);
  const content = bytes.slice(0, SHARE_LENGTH - CHECK_LENGTH);
  if (!equal(bytes.slice(SHARE_LENGTH - CHECK_LENGTH), await checksum(crypto, content))) throw SEAL.bad_records_share();
  const [version, index] = content;
  const keyId = content.slice(2, 2 + KEY_ID_LENGTH);
  if (version !== VERSION || index === undefined || index < 1 || index > OFFICERS) throw SEAL.bad_records_share();
  if (!equal(keyId, await keyIdOf(crypto, recipient))) throw SEAL.bad_records_share({ part: 'other key' });
  return { index, part: content.slice(2 + KEY_ID_LENGTH) };
}

/** Case, spaces and hyphens do not matter; O reads as 0, I and L as 1 (Crockford's base32). */
function decodeText(text: string): Bytes {
  const compact = text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  try {
    const bytes = ownBytes(base32crockford.decode(compact));
    if (bytes.length === SHARE_LENGTH) return bytes;
  } catch {
    // Falls through: a character outside the alphabet is one more way of being mistyped.
  }
  throw SEAL.bad_records_share();
}

async function checksum(crypto: SealCrypto, content: Bytes): Promise<Bytes> {
  return (await crypto.sha256(concat(utf8(CHECK_PREFIX), content))).slice(0, CHECK_LENGTH);
}
