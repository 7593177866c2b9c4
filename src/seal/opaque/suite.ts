/**
 * OPAQUE-3DH (RFC 9807) with the second configuration that its section 7 recommends: P256-SHA256 (RFC 9497), HKDF-SHA-256,
 * HMAC-SHA-256, SHA-256, P-256, and scrypt with N 32768, r 8, p 1 and a zero salt to stretch. The reasons are in docs/adr/0022.
 * Pure: hash, HMAC, scrypt and randomness are given; the group's arithmetic is that of @noble/curves, the same on both sides.
 */
import { p256, p256_oprf } from '@noble/curves/nist.js';
import { type Bytes, concat, ownBytes, u16be, utf8 } from '../../base/bytes.ts';
import type { Random } from '../../base/random.ts';

/** SHA-256 and HMAC-SHA-256, of the platform or in JavaScript. */
export type OpaqueHash = {
  readonly hash: (data: Uint8Array) => Bytes;
  readonly hmac: (key: Uint8Array, data: Uint8Array) => Bytes;
};

export type OpaqueDeps = OpaqueHash & { readonly random: Random };

/** What the client does and the server does not: scrypt, slow on purpose. 32 bytes. */
export type Stretch = (oprfOutput: Bytes) => Promise<Bytes>;
export const STRETCH = { N: 32_768, r: 8, p: 1, saltLength: 16, length: 32 } as const;

/** Lengths in bytes, by their names in the RFC. */
export const N = { h: 32, pk: 33, sk: 32, m: 32, n: 32, x: 32, ok: 32, seed: 32, oe: 33 } as const;

/** Of the envelope: nonce and tag. */
export const ENVELOPE_LENGTH = N.n + N.m;
export const REQUEST_LENGTH = N.oe;
export const RESPONSE_LENGTH = N.oe + N.pk;
export const RECORD_LENGTH = N.pk + N.h + ENVELOPE_LENGTH;
export const KE1_LENGTH = N.oe + N.n + N.pk;
export const CREDENTIAL_RESPONSE_LENGTH = N.oe + N.n + N.pk + ENVELOPE_LENGTH;
export const KE2_LENGTH = CREDENTIAL_RESPONSE_LENGTH + N.n + N.pk + N.m;
export const KE3_LENGTH = N.m;

/** Where the two sides are: `context` is shared words, the identities are public keys where nobody names any. */
export type Parties = {
  readonly context: Bytes;
  readonly clientIdentity?: Bytes;
  readonly serverIdentity?: Bytes;
};

export type KeyPair = { readonly privateKey: Bytes; readonly publicKey: Bytes };

export const oprf = p256_oprf.oprf;

/** DeriveDiffieHellmanKeyPair (RFC 9807 section 6.4.1). */
export function deriveKeyPair(seed: Uint8Array): KeyPair {
  const { secretKey, publicKey } = oprf.deriveKeyPair(seed, utf8('OPAQUE-DeriveDiffieHellmanKeyPair'));
  return { privateKey: ownBytes(secretKey), publicKey: ownBytes(publicKey) };
}

/** DiffieHellman: the product as a compressed point. @throws Error for a point that is not on the curve, or at infinity */
export function diffieHellman(privateKey: Uint8Array, publicKey: Uint8Array): Bytes {
  const point = p256.Point.fromBytes(publicKey);
  // INVARIANT: multiply refuses zero, and the group has prime order: no small subgroup can be asked for.
  return ownBytes(point.multiply(p256.Point.Fn.fromBytes(privateKey)).toBytes(true));
}

/** Returns whether the bytes are a compressed point of the group other than the identity. */
export function isPublicKey(bytes: Uint8Array): boolean {
  if (bytes.length !== N.pk) return false;
  try {
    return !p256.Point.fromBytes(bytes).is0();
  } catch {
    return false;
  }
}

/** HKDF-Extract (RFC 5869) without a salt. */
export function extract(hash: OpaqueHash, material: Uint8Array): Bytes {
  return hash.hmac(new Uint8Array(N.h), material);
}

/** HKDF-Expand (RFC 5869). */
export function expand(hash: OpaqueHash, key: Uint8Array, info: Uint8Array, length: number): Bytes {
  let block: Bytes = new Uint8Array();
  let out: Bytes = new Uint8Array();
  for (let counter = 1; out.length < length; counter += 1) {
    block = hash.hmac(key, concat(block, info, new Uint8Array([counter])));
    out = concat(out, block);
  }
  return out.slice(0, length);
}

/** The OPRF key of one credential (RFC 9807 section 5.2.2). */
export function oprfKey(hash: OpaqueHash, oprfSeed: Uint8Array, credentialId: Uint8Array): Bytes {
  const seed = expand(hash, oprfSeed, concat(credentialId, utf8('OprfKey')), N.ok);
  return ownBytes(oprf.deriveKeyPair(seed, utf8('OPAQUE-DeriveKeyPair')).secretKey);
}

export type Handshake = {
  readonly serverMac: Bytes;
  readonly clientMac: Bytes;
  readonly sessionKey: Bytes;
};

export type Transcript = {
  readonly parties: Parties;
  readonly clientPublicKey: Uint8Array;
  readonly serverPublicKey: Uint8Array;
  readonly ke1: Uint8Array;
  readonly credentialResponse: Uint8Array;
  readonly serverNonce: Uint8Array;
  readonly serverKeyshare: Uint8Array;
};

/** DeriveKeys over the preamble, and both sides' tags (RFC 9807 sections 6.4.2 to 6.4.4). */
export function handshake(hash: OpaqueHash, material: Uint8Array, transcript: Transcript): Handshake {
  const preamble = preambleOf(transcript);
  const digest = hash.hash(preamble);
  const prk = extract(hash, material);
  const secret = deriveSecret(hash, prk, 'HandshakeSecret', digest);
  const none = new Uint8Array();
  const serverMac = hash.hmac(deriveSecret(hash, secret, 'ServerMAC', none), digest);
  const clientMac = hash.hmac(deriveSecret(hash, secret, 'ClientMAC', none), hash.hash(concat(preamble, serverMac)));
  return { serverMac, clientMac, sessionKey: deriveSecret(hash, prk, 'SessionKey', digest) };
}

function preambleOf(transcript: Transcript): Bytes {
  const { parties } = transcript;
  return concat(
    utf8('OPAQUEv1-'),
    prefixed(parties.context),
    prefixed(parties.clientIdentity ?? transcript.clientPublicKey),
    transcript.ke1,
    prefixed(parties.serverIdentity ?? transcript.serverPublicKey),
    transcript.credentialResponse,
    transcript.serverNonce,
    transcript.serverKeyshare,
  );
}

function deriveSecret(hash: OpaqueHash, secret: Uint8Array, label: string, context: Uint8Array): Bytes {
  const name = utf8(`OPAQUE-${label}`);
  const info = concat(u16be(N.x), new Uint8Array([name.length]), name, new Uint8Array([context.length]), context);
  return expand(hash, secret, info, N.x);
}

/** CleartextCredentials (RFC 9807 section 4). */
export function cleartext(parties: Parties, serverPublicKey: Uint8Array, clientPublicKey: Uint8Array): Bytes {
  return concat(
    serverPublicKey,
    prefixed(parties.serverIdentity ?? serverPublicKey),
    prefixed(parties.clientIdentity ?? clientPublicKey),
  );
}

function prefixed(bytes: Uint8Array): Bytes {
  return concat(u16be(bytes.length), bytes);
}
