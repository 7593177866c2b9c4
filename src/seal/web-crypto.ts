/** The primitives on WebCrypto (`crypto.subtle`): every browser under HTTPS, and Node. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, ownBytes } from '../base/bytes.ts';
import { KEY_LENGTH, type SealCrypto, type SegmentCipher, TAG_LENGTH } from './crypto.ts';
import { SEAL } from './errors.ts';

type ImportedKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

const GCM = 'AES-GCM';
const TAG_BITS = 8 * TAG_LENGTH;

/**
 * WebCrypto has no incremental SHA-256, and Ed25519 only since Chrome 137: both come from @noble, which the age
 * envelope brings along anyway. Everything that touches the body itself is native.
 */
export const webCrypto: SealCrypto = {
  name: 'web',
  inFlight: 3,
  aes256Gcm: async (key) => {
    if (key.length !== KEY_LENGTH) throw SEAL.bad_key({ length: key.length });
    return cipherOf(await crypto.subtle.importKey('raw', key, GCM, false, ['encrypt', 'decrypt']));
  },
  hmacSha384: async (key, data) => {
    const algorithm = { name: 'HMAC', hash: 'SHA-384' };
    const imported = await crypto.subtle.importKey('raw', key, algorithm, false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign('HMAC', imported, data));
  },
  sha256: async (data) => new Uint8Array(await crypto.subtle.digest('SHA-256', data)),
  sha256Stream: () => {
    const hash = sha256.create();
    return { update: (bytes) => void hash.update(bytes), digest: () => ownBytes(hash.digest()) };
  },
  ed25519Sign: async (seed, message) => {
    requireSeed(seed);
    return ownBytes(ed25519.sign(message, seed));
  },
  ed25519PublicKey: async (seed) => {
    requireSeed(seed);
    return ownBytes(ed25519.getPublicKey(seed));
  },
  ed25519Verify: async (publicKey, message, signature) => {
    try {
      // zip215 off: RFC 8032 section 5.1.7 as OpenSSL applies it, so that both implementations agree.
      return ed25519.verify(signature, message, publicKey, { zip215: false });
    } catch {
      return false;
    }
  },
};

function cipherOf(key: ImportedKey): SegmentCipher {
  return {
    seal: async (prefix, nonce, plaintext, aad) => {
      const algorithm = { name: GCM, iv: nonce, additionalData: aad, tagLength: TAG_BITS };
      const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, plaintext));
      const out = new Uint8Array(prefix.length + sealed.length);
      out.set(prefix);
      out.set(sealed, prefix.length);
      return out;
    },
    open: async (nonce, sealed, aad) => {
      const algorithm = { name: GCM, iv: nonce, additionalData: aad, tagLength: TAG_BITS };
      try {
        return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, sealed));
      } catch {
        // OperationError: the tag does not verify. Any other failure must not be told apart by the caller either.
        return undefined;
      }
    },
  };
}

function requireSeed(seed: Bytes): void {
  if (seed.length !== KEY_LENGTH) throw SEAL.bad_key({ length: seed.length });
}
