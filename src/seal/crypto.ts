/**
 * The few primitives that the sealed object needs, behind one interface, so that the format is written once.
 * `web-crypto.ts` implements it for browsers and Node, `node-crypto.ts` is the faster one for Node.
 */
import type { Bytes } from '../base/bytes.ts';

export const KEY_LENGTH = 32;
export const NONCE_LENGTH = 12;
export const TAG_LENGTH = 16;

/** AES-256-GCM under one key, 12-byte nonces, 16-byte tags (NIST SP 800-38D). */
export type SegmentCipher = {
  /**
   * Returns `prefix || ciphertext || tag` in one buffer. The prefix is copied through, not authenticated; it
   * is here because every format puts a few bytes before the ciphertext and a second copy of 1 MiB costs.
   * The caller may reuse `plaintext` as soon as the promise resolves.
   */
  readonly seal: (prefix: Uint8Array, nonce: Bytes, plaintext: Bytes, aad: Bytes) => Promise<Bytes>;
  /** Returns the plaintext of `ciphertext || tag`, or undefined when the tag does not verify. */
  readonly open: (nonce: Bytes, sealed: Bytes, aad: Bytes) => Promise<Bytes | undefined>;
};

/** A SHA-256 that is fed piece by piece. `digest` may be called once. */
export type Sha256Stream = {
  readonly update: (bytes: Uint8Array) => void;
  readonly digest: () => Bytes;
};

/** The hybrid stanza of age, done by somebody else than the library (hybrid-node.ts). Throws for texts and bytes that are none. */
export type HybridStanza = {
  readonly wrap: (recipient: string, fileKey: Uint8Array) => { readonly share: Bytes; readonly body: Bytes };
  /** The file key, or undefined when the stanza is for somebody else. */
  readonly unwrap: (identity: string, share: Uint8Array, body: Uint8Array) => Bytes | undefined;
};

export type SealCrypto = {
  readonly name: 'node' | 'web';
  /** How many segments are worth having in flight: 1 where work is synchronous. */
  readonly inFlight: number;
  /** Prepares a cipher; the key must be 32 bytes. */
  readonly aes256Gcm: (key: Bytes) => Promise<SegmentCipher>;
  readonly hmacSha384: (key: Bytes, data: Bytes) => Promise<Bytes>;
  readonly sha256: (data: Bytes) => Promise<Bytes>;
  readonly sha256Stream: () => Sha256Stream;
  /** Ed25519 (RFC 8032) with the 32-byte seed as private key. */
  readonly ed25519Sign: (seed: Bytes, message: Bytes) => Promise<Bytes>;
  readonly ed25519PublicKey: (seed: Bytes) => Promise<Bytes>;
  /** Where there is a faster way to the same envelopes than the library's. */
  readonly hybrid?: HybridStanza;
  /** Seals an envelope elsewhere than in the caller's thread; the result is that of `sealTo`. */
  readonly sealElsewhere?: (recipient: string, plaintext: Uint8Array) => Promise<Bytes>;
  readonly ed25519Verify: (publicKey: Bytes, message: Bytes, signature: Bytes) => Promise<boolean>;
};
