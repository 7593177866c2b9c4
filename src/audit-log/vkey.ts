/** Keys of signed notes (c2sp.org/signed-note): verifier keys, Go's private key text, key ids. */
import { type Bytes, base64, concat, equal, fromBase64, hex, readU32be, utf8 } from '../base/bytes.ts';
import { LOG } from './errors.ts';
import { sha256 } from './sha256.ts';

/** Signature types in use here; the byte is part of the key id. */
export const KEY_TYPES = { ed25519: 0x01, 'cosignature-v1': 0x04 } as const;
export type KeyType = keyof typeof KEY_TYPES;

export type VerifierKey = {
  readonly name: string;
  /** First four bytes of SHA-256(name || 0x0A || type || key), as a number. */
  readonly id: number;
  readonly type: KeyType;
  /** Ed25519 public key, 32 bytes. */
  readonly publicKey: Bytes;
};

const KEY_BYTES = 32;
const PRIVATE_PREFIX = 'PRIVATE+KEY+';

/** Returns whether a text can name a key: not empty, no white space of any script, no control characters, no `+`. */
export function isKeyName(name: string): boolean {
  return name.length > 0 && name.isWellFormed() && !/[\s+\u0085\p{Cc}]/u.test(name);
}

/** Returns the verifier key for a public key. @throws `log.bad_key` for a bad name or a key of another length. */
export function verifierKey(name: string, type: KeyType, publicKey: Bytes): VerifierKey {
  if (!isKeyName(name) || publicKey.length !== KEY_BYTES) throw LOG.bad_key();
  return { name, type, publicKey, id: keyId(name, type, publicKey) };
}

function keyId(name: string, type: KeyType, publicKey: Bytes): number {
  return readU32be(sha256(concat(utf8(name), Uint8Array.of(0x0a, KEY_TYPES[type]), publicKey)), 0);
}

/** Returns the four bytes that begin every signature of a key. */
export function keyIdText(id: number): string {
  return id.toString(16).padStart(8, '0');
}

/** Returns the key as text: `<name>+<hex id>+<base64(type || key)>`. */
export function verifierKeyText(key: VerifierKey): string {
  return `${key.name}+${keyIdText(key.id)}+${base64(concat(Uint8Array.of(KEY_TYPES[key.type]), key.publicKey))}`;
}

/** Returns the verifier key in a text. @throws `log.bad_key`, also when the id does not belong to the key. */
export function parseVerifierKey(text: string): VerifierKey {
  const { name, id, type, bytes } = splitKey(text);
  const key = verifierKey(name, type, bytes);
  if (keyIdText(key.id) !== id) throw LOG.bad_key({ reason: 'id' });
  return key;
}

/** The seed of an Ed25519 key with the name it signs under. */
export type PrivateKey = { readonly name: string; readonly type: KeyType; readonly seed: Bytes; readonly id: string };

/** Returns Go's text form, `PRIVATE+KEY+<name>+<hex id>+<base64(type || seed)>`. It is a secret. */
export function privateKeyText(key: VerifierKey, seed: Uint8Array): string {
  return `${PRIVATE_PREFIX}${key.name}+${keyIdText(key.id)}+${base64(concat(Uint8Array.of(KEY_TYPES[key.type]), seed))}`;
}

/** Returns the parts of a private key text; whether the id fits is known only with the public key (note.ts). */
export function parsePrivateKey(text: string): PrivateKey {
  if (!text.startsWith(PRIVATE_PREFIX)) throw LOG.bad_key({ reason: 'prefix' });
  const { name, id, type, bytes } = splitKey(text.slice(PRIVATE_PREFIX.length));
  return { name, id, type, seed: bytes };
}

/** The base64 part may hold `+`, the name may not: the first two split. */
function splitKey(text: string): { name: string; id: string; type: KeyType; bytes: Bytes } {
  const match = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined || match[3] === undefined || !isKeyName(match[1])) {
    throw LOG.bad_key({ reason: 'form' });
  }
  const data = keyData(match[3]);
  const type = keyTypeOf(data[0]);
  if (type === undefined || data.length !== 1 + KEY_BYTES) throw LOG.bad_key({ reason: 'type' });
  return { name: match[1], id: match[2], type, bytes: data.slice(1) };
}

function keyData(text: string): Bytes {
  try {
    return fromBase64(text);
  } catch (cause) {
    throw LOG.bad_key({ reason: 'base64' }, cause);
  }
}

function keyTypeOf(byte: number | undefined): KeyType | undefined {
  if (byte === KEY_TYPES.ed25519) return 'ed25519';
  return byte === KEY_TYPES['cosignature-v1'] ? 'cosignature-v1' : undefined;
}

/** Returns whether two keys are one and the same. */
export function isSameKey(a: VerifierKey, b: VerifierKey): boolean {
  return a.name === b.name && a.type === b.type && equal(a.publicKey, b.publicKey);
}

/** Returns the id under which a witness keeps a log's checkpoints: hex of SHA-256(origin) (c2sp.org/tlog-witness). */
export function originHash(origin: string): string {
  return hex(sha256(utf8(origin)));
}
