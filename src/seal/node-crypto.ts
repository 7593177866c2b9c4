/** The primitives on node:crypto: synchronous per segment, the fastest way on a server. Node only. */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { type Bytes, base64url, concat, fromBase64url, fromHex } from '../base/bytes.ts';
import { createHybridStanza } from './hybrid-node.ts';
import { KEY_LENGTH, type SealCrypto, type SegmentCipher, TAG_LENGTH } from './crypto.ts';
import { SEAL } from './errors.ts';

const ALGORITHM = 'aes-256-gcm';
const OPTIONS = { authTagLength: TAG_LENGTH };
/** Cipher output is produced in pieces that stay in the processor's cache, then copied once into the result. */
const PIECE = 64 * 1024;
/** PKCS #8 wrapping of a raw Ed25519 seed (RFC 8410 section 7). */
const ED25519_PKCS8 = fromHex('302e020100300506032b657004220420');

export const nodeCrypto: SealCrypto = {
  name: 'node',
  inFlight: 1,
  aes256Gcm: async (key) => {
    if (key.length !== KEY_LENGTH) throw SEAL.bad_key({ length: key.length });
    return cipherOf(createSecretKey(key));
  },
  hmacSha384: async (key, data) => plain(createHmac('sha384', key).update(data).digest()),
  sha256: async (data) => plain(createHash('sha256').update(data).digest()),
  sha256Stream: () => {
    const hash = createHash('sha256');
    return { update: (bytes) => void hash.update(bytes), digest: () => plain(hash.digest()) };
  },
  hybrid: createHybridStanza(),
  ed25519Sign: async (seed, message) => plain(sign(null, message, signerOf(seed).key)),
  ed25519PublicKey: async (seed) => signerOf(seed).publicKey,
  ed25519Verify: async (publicKey, message, signature) => {
    if (publicKey.length !== KEY_LENGTH) return false;
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: base64url(publicKey) }, format: 'jwk' });
    return verify(null, message, key, signature);
  },
};

function cipherOf(key: KeyObject): SegmentCipher {
  return {
    seal: async (prefix, nonce, plaintext, aad) => {
      const out = new Uint8Array(prefix.length + plaintext.length + TAG_LENGTH);
      out.set(prefix);
      const cipher = createCipheriv(ALGORITHM, key, nonce, OPTIONS);
      cipher.setAAD(aad);
      for (let at = 0; at < plaintext.length; at += PIECE) {
        out.set(cipher.update(plaintext.subarray(at, at + PIECE)), prefix.length + at);
      }
      cipher.final();
      out.set(cipher.getAuthTag(), prefix.length + plaintext.length);
      return out;
    },
    open: async (nonce, sealed, aad) => {
      const length = sealed.length - TAG_LENGTH;
      if (length < 0) return undefined;
      const decipher = createDecipheriv(ALGORITHM, key, nonce, OPTIONS);
      decipher.setAAD(aad);
      decipher.setAuthTag(sealed.subarray(length));
      // Here nothing stands before the result, so the cipher's own buffer is handed out without a copy.
      const plaintext = plain(decipher.update(sealed.subarray(0, length)));
      try {
        decipher.final();
      } catch {
        // INVARIANT: bytes of a segment that does not authenticate never leave this function.
        return undefined;
      }
      return plaintext;
    },
  };
}

/** The same memory as a plain Uint8Array: `slice` of a Buffer is a view, that of a Uint8Array a copy. */
function plain(buffer: Buffer<ArrayBuffer>): Bytes {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

/** Parsed keys and their public halves: parsing costs more than signing. Gone with the seed itself. */
const signers = new WeakMap<Bytes, { readonly key: KeyObject; readonly publicKey: Bytes }>();

function signerOf(seed: Bytes): { readonly key: KeyObject; readonly publicKey: Bytes } {
  const known = signers.get(seed);
  if (known !== undefined) return known;
  if (seed.length !== KEY_LENGTH) throw SEAL.bad_key({ length: seed.length });
  const key = createPrivateKey({ key: Buffer.from(concat(ED25519_PKCS8, seed)), format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  if (x === undefined) throw SEAL.bad_key();
  const signer = { key, publicKey: fromBase64url(x) };
  signers.set(seed, signer);
  return signer;
}
