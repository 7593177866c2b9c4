/**
 * The keys of access control, one per use, derived from one root secret that lives outside the database.
 * Derivation: HMAC-SHA-256(root, "entrepot access v1 " || use), which is HKDF-Expand (RFC 5869 section 2.3) of one block
 * with a uniform 32-byte root as pseudo-random key.
 */
import { createHmac } from 'node:crypto';
import { ownBytes, utf8, type Bytes } from '../base/bytes.ts';
import { Secret } from '../base/secret.ts';
import { ACCESS } from './errors.ts';

const USES = ['signIn', 'alias', 'staffCsrf', 'recipientCsrf', 'code', 'rate', 'factor'] as const;
type Use = (typeof USES)[number];

export type AccessKeys = { readonly [K in Use]: Secret<Bytes> };

/**
 * Returns the seven keys. The same root gives the same keys on every replica and after every start.
 *
 * @param root - 32 uniform random bytes or more.
 * @throws `access.bad_setting` when the root is shorter than 32 bytes.
 */
export function deriveAccessKeys(root: Secret<Bytes>): AccessKeys {
  if (root.reveal().length < 32) throw ACCESS.bad_setting({ setting: 'root_secret' });
  const derive = (use: Use): Secret<Bytes> => new Secret(keyedHash(root, utf8(`entrepot access v1 ${use}\u0001`)));
  return {
    signIn: derive('signIn'),
    alias: derive('alias'),
    staffCsrf: derive('staffCsrf'),
    recipientCsrf: derive('recipientCsrf'),
    code: derive('code'),
    rate: derive('rate'),
    factor: derive('factor'),
  };
}

/** Returns HMAC-SHA-256 of `data`, 32 bytes. */
export function keyedHash(key: Secret<Bytes>, data: Uint8Array): Bytes {
  return ownBytes(new Uint8Array(createHmac('sha256', key.reveal()).update(data).digest()));
}
