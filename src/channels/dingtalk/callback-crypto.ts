/**
 * The encryption of pushed events: DingTalk's HTTP callback, and WeCom's, which is the same.
 * Source: open.dingtalk.com "configure event subscription" and developer.work.weixin.qq.com/document/path/90968.
 *
 * key = base64(aesKey + '='), 32 bytes; iv = its first 16; AES-256-CBC over
 * 16 random bytes, the message's length (uint32, big endian), the message, the owner's id; filled up to a multiple of 32 as PKCS#7 does.
 */
import { createCipheriv, createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';
import { base64, type Bytes, concat, equal, fromBase64, fromUtf8, readU32be, u32be, utf8 } from '../../base/bytes.ts';
import type { Secret } from '../../base/secret.ts';

/** What the console of the vendor shows for one subscription. */
export type CallbackKeys = {
  readonly token: Secret<string>;
  /** 43 characters. */
  readonly aesKey: Secret<string>;
  /** Whose events these are: the corpId, appKey or suiteKey (DingTalk), the corpId (WeCom). */
  readonly owner: string;
};

/** A body that was pushed, with the values of its query. */
export type SignedPush = {
  readonly signature: string;
  readonly timestamp: string;
  readonly nonce: string;
  /** base64, as it came. */
  readonly encrypt: string;
};

/** DingTalk's form of an answer; WeCom writes the same four values as XML. */
export type EncryptedReply = {
  readonly msg_signature: string;
  readonly timeStamp: string;
  readonly nonce: string;
  readonly encrypt: string;
};

/** Shape of an aesKey. */
export const CALLBACK_AES_KEY = /^[A-Za-z0-9+/]{43}$/;

const CIPHER = 'aes-256-cbc';
const BLOCK = 32;
/** Random bytes and length before the message. */
const HEAD = 20;
/** An event is a few kilobytes. */
const ENCRYPT_MAX = 1_400_000;

/** Tells, in constant time, whether whoever knows the token signed these values: SHA-1 over the four, sorted and joined, in hexadecimal. */
export function checkSignature(token: Secret<string>, push: SignedPush): boolean {
  const expected = utf8(signatureOf(token, push));
  const given = utf8(push.signature.toLowerCase());
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/**
 * Returns the message of a push, or undefined when the signature, the padding, the length, the owner or the encoding is wrong.
 * Which of them is not told: the difference would be an oracle.
 */
export function decryptPush(keys: CallbackKeys, push: SignedPush): string | undefined {
  // INVARIANT: nothing is decrypted that was not signed.
  if (push.encrypt.length > ENCRYPT_MAX || !checkSignature(keys.token, push)) return undefined;
  try {
    const plain = unpadded(decrypted(keys.aesKey, fromBase64(push.encrypt)));
    return plain === undefined ? undefined : messageIn(plain, keys.owner);
  } catch {
    return undefined;
  }
}

/**
 * Returns the encrypted and signed answer to a push.
 *
 * @param reply.random - 16 bytes from the generator.
 * @param reply.timestamp - As the answer shall carry it: DingTalk writes milliseconds, WeCom seconds.
 */
export function encryptReply(
  keys: CallbackKeys,
  reply: { readonly message: string; readonly timestamp: string; readonly nonce: string; readonly random: Bytes },
): EncryptedReply {
  const { timestamp, nonce, random } = reply;
  if (random.length !== 16) throw new RangeError('a reply needs 16 random bytes');
  const message = utf8(reply.message);
  const plain = padded(concat(random, u32be(message.length), message, utf8(keys.owner)));
  const { key, iv } = keyOf(keys.aesKey);
  const cipher = createCipheriv(CIPHER, key, iv).setAutoPadding(false);
  const encrypt = base64(concat(cipher.update(plain), cipher.final()));
  const signature = signatureOf(keys.token, { timestamp, nonce, encrypt });
  return { msg_signature: signature, timeStamp: timestamp, nonce, encrypt };
}

function signatureOf(token: Secret<string>, signed: Omit<SignedPush, 'signature'>): string {
  const parts = [token.reveal(), signed.timestamp, signed.nonce, signed.encrypt].toSorted();
  return createHash('sha1').update(parts.join('')).digest('hex');
}

/** Vendors make the 43 characters at random, so the last one may carry two bits too many: Buffer ignores them. */
function keyOf(aesKey: Secret<string>): { readonly key: Uint8Array; readonly iv: Uint8Array } {
  const key = Buffer.from(`${aesKey.reveal()}=`, 'base64');
  return { key, iv: key.subarray(0, 16) };
}

function decrypted(aesKey: Secret<string>, bytes: Bytes): Bytes {
  const { key, iv } = keyOf(aesKey);
  const decipher = createDecipheriv(CIPHER, key, iv).setAutoPadding(false);
  return concat(decipher.update(bytes), decipher.final());
}

function padded(plain: Bytes): Bytes {
  const fill = BLOCK - (plain.length % BLOCK);
  return concat(plain, new Uint8Array(fill).fill(fill));
}

function unpadded(plain: Bytes): Bytes | undefined {
  const fill = plain.at(-1) ?? 0;
  if (plain.length === 0 || plain.length % BLOCK !== 0 || fill < 1 || fill > BLOCK) return undefined;
  const end = plain.length - fill;
  return plain.subarray(end).every((byte) => byte === fill) ? plain.subarray(0, end) : undefined;
}

function messageIn(plain: Bytes, owner: string): string | undefined {
  if (plain.length < HEAD) return undefined;
  const end = HEAD + readU32be(plain, 16);
  // The owner's id fills the rest exactly, so a length that lies makes the comparison fail.
  if (end > plain.length || !equal(plain.subarray(end), utf8(owner))) return undefined;
  return fromUtf8(plain.subarray(HEAD, end));
}
