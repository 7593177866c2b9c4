/**
 * Tokens that the key of the table turns back: AES-256-GCM whose nonce is the HMAC of the value (a synthetic nonce, as in SIV, RFC 5297), so
 * that equal values have equal tokens and two values share a nonce by chance only. 96 bits are enough for 2^32 values of one table.
 */
import { type Bytes, base64url, concat, fromBase64url, fromUtf8, utf8 } from '../../base/bytes.ts';
import { PSEUDONYM } from './errors.ts';
import { createKeyed } from './keyed.ts';

/** A letter first, so that no spreadsheet program takes it for a formula. */
const PREFIX = 'tok_';
const NONCE_LENGTH = 12;

export type TokenCipher = {
  readonly seal: (type: string, value: string) => Promise<string>;
  /** @throws `pseudonym.bad_token` */
  readonly open: (token: string) => Promise<{ readonly type: string; readonly value: string }>;
};

/** @param tableKey - 32 bytes, the key of the table. */
export async function createTokenCipher(tableKey: Bytes): Promise<TokenCipher> {
  const { subtle } = globalThis.crypto;
  const keyed = await createKeyed(tableKey);
  const key = await subtle.importKey('raw', await keyed.derive('token'), 'AES-GCM', false, ['encrypt', 'decrypt']);
  const nonceKey = await createKeyed(await keyed.derive('nonce'));
  return {
    seal: async (type, value) => {
      const nonce = (await nonceKey.derive(`${type}\0${value}`)).slice(0, NONCE_LENGTH);
      const sealed = await subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, utf8(`${type}\0${value}`));
      return PREFIX + base64url(concat(nonce, new Uint8Array(sealed)));
    },
    open: async (token) => {
      try {
        if (!token.startsWith(PREFIX)) throw PSEUDONYM.bad_token();
        const bytes = fromBase64url(token.slice(PREFIX.length));
        const iv = bytes.slice(0, NONCE_LENGTH);
        const plain = await subtle.decrypt({ name: 'AES-GCM', iv }, key, bytes.slice(NONCE_LENGTH));
        const [type = '', value = ''] = fromUtf8(new Uint8Array(plain)).split('\0');
        return { type, value };
      } catch (cause) {
        throw PSEUDONYM.bad_token({}, cause);
      }
    },
  };
}
