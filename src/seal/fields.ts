/**
 * Small values sealed for the database (names, addresses, release secrets) under epoch keys that are kept outside the
 * database and its backups. Destroying an epoch key destroys everything sealed under it, in every backup.
 */
import { type Bytes, concat, fromUtf8, readU32be, u32be, utf8 } from '../base/bytes.ts';
import { type Random, systemRandom } from '../base/random.ts';
import { KEY_LENGTH, NONCE_LENGTH, type SealCrypto, type SegmentCipher, TAG_LENGTH } from './crypto.ts';
import { SEAL } from './errors.ts';
import { expandSha384 } from './hkdf.ts';

/** `epoch` names the key (0 to 2^32 - 1); `bytes` are 32 random bytes. */
export type EpochKey = { readonly epoch: number; readonly bytes: Bytes };
/** Finds the key of an epoch; undefined when it was destroyed. */
export type EpochLookup = (epoch: number) => Bytes | undefined | Promise<Bytes | undefined>;

const VERSION = 1;
const PREFIX_LENGTH = 1 + 4 + NONCE_LENGTH;
const INDEX_LENGTH = 32;

/** Each use has its own key and its own associated data, so that a value sealed for one cannot pass for another. */
type Purpose = 'entrepot.field/v1' | 'entrepot.wrap/v1' | 'entrepot.index/v1';

/**
 * Returns version 01, epoch (u32), nonce (12), ciphertext, tag (16): 33 bytes more than the value.
 *
 * @param context - Where the value belongs, such as `recipient.email:<row id>`; it must be the same when opened.
 *   One epoch key seals at most 2^32 values (random nonces, NIST SP 800-38D section 8.3).
 * @throws `seal.bad_key`
 */
export function sealField(
  crypto: SealCrypto,
  key: EpochKey,
  context: string,
  value: string | Bytes,
  random: Random = systemRandom,
): Promise<Bytes> {
  return sealUnder(crypto, key, 'entrepot.field/v1', context, typeof value === 'string' ? utf8(value) : value, random);
}

/**
 * Returns the bytes of a sealed field.
 *
 * @throws `seal.bad_field` when damaged or from another context, `seal.unknown_epoch` when its key was destroyed.
 */
export function openField(crypto: SealCrypto, lookup: EpochLookup, context: string, sealed: Bytes): Promise<Bytes> {
  return openUnder(crypto, lookup, 'entrepot.field/v1', context, sealed);
}

/** Returns the text of a sealed field. @throws as `openField` */
export async function openFieldText(
  crypto: SealCrypto,
  lookup: EpochLookup,
  context: string,
  sealed: Bytes,
): Promise<string> {
  return fromUtf8(await openField(crypto, lookup, context, sealed));
}

/** Returns a release secret wrapped under an epoch key. `context` is the grant. @throws `seal.bad_key` */
export async function wrapSecret(
  crypto: SealCrypto,
  key: EpochKey,
  context: string,
  secret: Bytes,
  random: Random = systemRandom,
): Promise<Bytes> {
  if (secret.length !== KEY_LENGTH) throw SEAL.bad_key({ length: secret.length });
  return sealUnder(crypto, key, 'entrepot.wrap/v1', context, secret, random);
}

/** Returns the release secret. @throws `seal.bad_field`, `seal.unknown_epoch` */
export function unwrapSecret(crypto: SealCrypto, lookup: EpochLookup, context: string, wrapped: Bytes): Promise<Bytes> {
  return openUnder(crypto, lookup, 'entrepot.wrap/v1', context, wrapped);
}

/**
 * Returns 32 bytes by which equal texts of one context are found without opening any. Equality is all it shows, but
 * short texts can be guessed by whoever has the key: keep it where the epoch keys are. Normalise before calling.
 */
export async function indexOf(crypto: SealCrypto, key: Bytes, context: string, text: string): Promise<Bytes> {
  const derived = await deriveKey(crypto, key, 'entrepot.index/v1');
  const name = utf8(context);
  const mac = await crypto.hmacSha384(derived, concat(u32be(name.length), name, utf8(text)));
  return mac.slice(0, INDEX_LENGTH);
}

async function sealUnder(
  crypto: SealCrypto,
  key: EpochKey,
  purpose: Purpose,
  context: string,
  value: Bytes,
  random: Random,
): Promise<Bytes> {
  const cipher = await cipherFor(crypto, key.bytes, purpose);
  const nonce = random(NONCE_LENGTH);
  const prefix = concat(Uint8Array.of(VERSION), u32be(key.epoch), nonce);
  return cipher.seal(prefix, nonce, value, associatedData(purpose, key.epoch, context));
}

async function openUnder(
  crypto: SealCrypto,
  lookup: EpochLookup,
  purpose: Purpose,
  context: string,
  sealed: Bytes,
): Promise<Bytes> {
  if (sealed.length < PREFIX_LENGTH + TAG_LENGTH || sealed[0] !== VERSION) throw SEAL.bad_field();
  const epoch = readU32be(sealed, 1);
  const key = await lookup(epoch);
  if (key === undefined) throw SEAL.unknown_epoch({ epoch });
  const cipher = await cipherFor(crypto, key, purpose);
  const nonce = sealed.slice(5, PREFIX_LENGTH);
  const value = await cipher.open(nonce, sealed.slice(PREFIX_LENGTH), associatedData(purpose, epoch, context));
  if (value === undefined) throw SEAL.bad_field({ epoch });
  return value;
}

/** Ciphers of keys that are in use: deriving one costs more than sealing a field with it. Gone with the key itself. */
const ciphers = new WeakMap<Bytes, Map<string, Promise<SegmentCipher>>>();

function cipherFor(crypto: SealCrypto, key: Bytes, purpose: Purpose): Promise<SegmentCipher> {
  const known = ciphers.get(key) ?? new Map<string, Promise<SegmentCipher>>();
  ciphers.set(key, known);
  const name = `${crypto.name} ${purpose}`;
  const cipher = known.get(name) ?? deriveKey(crypto, key, purpose).then((derived) => crypto.aes256Gcm(derived));
  known.set(name, cipher);
  return cipher;
}

async function deriveKey(crypto: SealCrypto, key: Bytes, purpose: Purpose): Promise<Bytes> {
  if (key.length !== KEY_LENGTH) throw SEAL.bad_key({ length: key.length });
  return expandSha384(crypto, key, utf8(purpose), KEY_LENGTH);
}

function associatedData(purpose: Purpose, epoch: number, context: string): Bytes {
  return concat(utf8(`${purpose}\0`), u32be(epoch), utf8(context));
}
