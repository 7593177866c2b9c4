/** The server's half of OPAQUE (RFC 9807). It never has the passphrase, and answers the same whether or not somebody set one. */
import { type Bytes, concat, equal, ownBytes, xor } from '../../base/bytes.ts';
import { maskingPad } from './client.ts';
import {
  deriveKeyPair,
  diffieHellman,
  ENVELOPE_LENGTH,
  handshake,
  isPublicKey,
  KE1_LENGTH,
  KE3_LENGTH,
  type KeyPair,
  N,
  type OpaqueDeps,
  type OpaqueHash,
  oprf,
  oprfKey,
  type Parties,
  RECORD_LENGTH,
  REQUEST_LENGTH,
} from './suite.ts';

/** Of the installation: without them a stolen record cannot be guessed at. */
export type ServerKeys = { readonly oprfSeed: Bytes; readonly pair: KeyPair };

/** CreateRegistrationResponse: 66 bytes; undefined when the request is not a point of the group. */
export function registrationResponse(
  hash: OpaqueHash,
  keys: ServerKeys,
  credentialId: Uint8Array,
  request: Uint8Array,
): Bytes | undefined {
  if (request.length !== REQUEST_LENGTH) return undefined;
  const evaluated = evaluate(oprfKey(hash, keys.oprfSeed, credentialId), request);
  return evaluated === undefined ? undefined : concat(evaluated, keys.pair.publicKey);
}

/** Returns whether a record can be kept: of the right length, its public key a point of the group (RFC 9807 section 10.7). */
export function isRecord(record: Uint8Array): boolean {
  return record.length === RECORD_LENGTH && isPublicKey(record.subarray(0, N.pk));
}

/**
 * A record that nobody registered (RFC 9807 section 6.3.2.2), the same each time for the same seed.
 *
 * @param seed - 32 secret bytes of this credential.
 */
export function fakeRecord(hash: OpaqueHash, seed: Uint8Array): Bytes {
  return concat(deriveKeyPair(seed).publicKey, hash.hmac(seed, new Uint8Array([1])), new Uint8Array(ENVELOPE_LENGTH));
}

/** What the server keeps until the client answers: 64 bytes that go as one. */
export type Answered = { readonly ke2: Bytes; readonly expected: Bytes; readonly sessionKey: Bytes };

/** GenerateKE2: 259 bytes; undefined when what the client sent is not of the expected form. */
export function answerLogin(
  deps: OpaqueDeps,
  keys: ServerKeys,
  credential: { readonly id: Uint8Array; readonly record: Uint8Array },
  ke1: Uint8Array,
  parties: Parties,
): Answered | undefined {
  if (ke1.length !== KE1_LENGTH || !isRecord(credential.record)) return undefined;
  const clientKeyshare = ke1.subarray(N.oe + N.n);
  const evaluated = evaluate(oprfKey(deps, keys.oprfSeed, credential.id), ke1.subarray(0, N.oe));
  if (evaluated === undefined || !isPublicKey(clientKeyshare)) return undefined;
  const { record } = credential;
  const clientPublicKey = record.subarray(0, N.pk);
  const maskingNonce = deps.random(N.n);
  const pad = maskingPad(deps, record.subarray(N.pk, N.pk + N.h), maskingNonce);
  const masked = xor(pad, concat(keys.pair.publicKey, record.subarray(N.pk + N.h)));
  const credentialResponse = concat(evaluated, maskingNonce, masked);
  const serverNonce = deps.random(N.n);
  const keyshare = deriveKeyPair(deps.random(N.seed));
  const material = concat(
    diffieHellman(keyshare.privateKey, clientKeyshare),
    diffieHellman(keys.pair.privateKey, clientKeyshare),
    diffieHellman(keyshare.privateKey, clientPublicKey),
  );
  const done = handshake(deps, material, {
    parties,
    clientPublicKey,
    serverPublicKey: keys.pair.publicKey,
    ke1,
    credentialResponse,
    serverNonce,
    serverKeyshare: keyshare.publicKey,
  });
  const ke2 = concat(credentialResponse, serverNonce, keyshare.publicKey, done.serverMac);
  return { ke2, expected: done.clientMac, sessionKey: done.sessionKey };
}

/** ServerFinish: whether the client knew the passphrase. Constant time. */
export function acceptsLogin(expected: Uint8Array, ke3: Uint8Array): boolean {
  return ke3.length === KE3_LENGTH && expected.length === KE3_LENGTH && equal(expected, ke3);
}

function evaluate(key: Uint8Array, blinded: Uint8Array): Bytes | undefined {
  try {
    return ownBytes(oprf.blindEvaluate(key, blinded));
  } catch {
    return undefined;
  }
}
