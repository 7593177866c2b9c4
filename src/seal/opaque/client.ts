/** The client's half of OPAQUE (RFC 9807): it alone ever has the passphrase. Nothing here keeps anything. */
import { type Bytes, concat, equal, ownBytes, utf8, xor } from '../../base/bytes.ts';
import {
  cleartext,
  CREDENTIAL_RESPONSE_LENGTH,
  deriveKeyPair,
  diffieHellman,
  ENVELOPE_LENGTH,
  expand,
  extract,
  handshake,
  KE2_LENGTH,
  type KeyPair,
  N,
  type OpaqueDeps,
  type OpaqueHash,
  oprf,
  type Parties,
  RESPONSE_LENGTH,
  type Stretch,
} from './suite.ts';

export type Blinded = { readonly request: Bytes; readonly blind: Bytes };

/** CreateRegistrationRequest and CreateCredentialRequest: the passphrase, blinded. 33 bytes leave. */
export function blindPassphrase(deps: Pick<OpaqueDeps, 'random'>, passphrase: Uint8Array): Blinded {
  const { blind, blinded } = oprf.blind(passphrase, (length = 32) => deps.random(length));
  return { request: ownBytes(blinded), blind: ownBytes(blind) };
}

export type Registered = { readonly record: Bytes; readonly exportKey: Bytes };

/**
 * FinalizeRegistrationRequest: the record that the server keeps, 129 bytes; undefined when the server's answer is not of the expected form.
 */
export async function finishRegistration(
  deps: OpaqueDeps,
  stretch: Stretch,
  passphrase: Uint8Array,
  blind: Uint8Array,
  response: Uint8Array,
  parties: Parties,
): Promise<Registered | undefined> {
  if (response.length !== RESPONSE_LENGTH) return undefined;
  const randomized = await randomize(deps, stretch, passphrase, blind, response.subarray(0, N.oe));
  if (randomized === undefined) return undefined;
  const serverPublicKey = response.subarray(N.oe);
  const nonce = deps.random(N.n);
  const keys = keysOf(deps, randomized, nonce);
  const tag = deps.hmac(keys.auth, concat(nonce, cleartext(parties, serverPublicKey, keys.pair.publicKey)));
  const record = concat(keys.pair.publicKey, maskingKey(deps, randomized), nonce, tag);
  return { record, exportKey: keys.exported };
}

export type LoginState = { readonly blind: Bytes; readonly secret: Bytes; readonly ke1: Bytes };

/** GenerateKE1: 98 bytes to send, and what is needed afterwards. */
export function startLogin(deps: Pick<OpaqueDeps, 'random'>, passphrase: Uint8Array): LoginState {
  const { request, blind } = blindPassphrase(deps, passphrase);
  const nonce = deps.random(N.n);
  const pair = deriveKeyPair(deps.random(N.seed));
  return { blind, secret: pair.privateKey, ke1: concat(request, nonce, pair.publicKey) };
}

export type LoggedIn = { readonly ke3: Bytes; readonly sessionKey: Bytes; readonly exportKey: Bytes };

/** GenerateKE3: undefined when the passphrase is not the one, or the server not the one that registered it. Which of the two nobody can tell. */
export async function finishLogin(
  deps: OpaqueHash,
  stretch: Stretch,
  passphrase: Uint8Array,
  state: LoginState,
  ke2: Uint8Array,
  parties: Parties,
): Promise<LoggedIn | undefined> {
  if (ke2.length !== KE2_LENGTH) return undefined;
  const randomized = await randomize(deps, stretch, passphrase, state.blind, ke2.subarray(0, N.oe));
  if (randomized === undefined) return undefined;
  const credentialResponse = ke2.subarray(0, CREDENTIAL_RESPONSE_LENGTH);
  const maskingNonce = credentialResponse.subarray(N.oe, N.oe + N.n);
  const pad = maskingPad(deps, maskingKey(deps, randomized), maskingNonce);
  const unmasked = xor(pad, credentialResponse.subarray(N.oe + N.n));
  const serverPublicKey = unmasked.subarray(0, N.pk);
  const envelopeNonce = unmasked.subarray(N.pk, N.pk + N.n);
  const keys = keysOf(deps, randomized, envelopeNonce);
  const credentials = cleartext(parties, serverPublicKey, keys.pair.publicKey);
  if (!equal(unmasked.subarray(N.pk + N.n), deps.hmac(keys.auth, concat(envelopeNonce, credentials)))) return undefined;
  const serverNonce = ke2.subarray(CREDENTIAL_RESPONSE_LENGTH, CREDENTIAL_RESPONSE_LENGTH + N.n);
  const serverKeyshare = ke2.subarray(CREDENTIAL_RESPONSE_LENGTH + N.n, KE2_LENGTH - N.m);
  const material = agree([
    [state.secret, serverKeyshare],
    [state.secret, serverPublicKey],
    [keys.pair.privateKey, serverKeyshare],
  ]);
  if (material === undefined) return undefined;
  const { serverMac, clientMac, sessionKey } = handshake(deps, material, {
    parties,
    clientPublicKey: keys.pair.publicKey,
    serverPublicKey,
    ke1: state.ke1,
    credentialResponse,
    serverNonce,
    serverKeyshare,
  });
  if (!equal(serverMac, ke2.subarray(KE2_LENGTH - N.m))) return undefined;
  return { ke3: clientMac, sessionKey, exportKey: keys.exported };
}

/** The three agreements, one after the other; undefined for a point that is none. */
function agree(pairs: readonly (readonly [Uint8Array, Uint8Array])[]): Bytes | undefined {
  try {
    return concat(...pairs.map(([secret, point]) => diffieHellman(secret, point)));
  } catch {
    return undefined;
  }
}

async function randomize(
  hash: OpaqueHash,
  stretch: Stretch,
  passphrase: Uint8Array,
  blind: Uint8Array,
  evaluated: Uint8Array,
): Promise<Bytes | undefined> {
  let output: Bytes;
  try {
    output = ownBytes(oprf.finalize(passphrase, blind, evaluated));
  } catch {
    return undefined;
  }
  return extract(hash, concat(output, await stretch(output)));
}

function maskingKey(hash: OpaqueHash, randomized: Uint8Array): Bytes {
  return expand(hash, randomized, utf8('MaskingKey'), N.h);
}

/** What hides the server's key and the envelope on the way (RFC 9807 section 6.3.2.2). */
export function maskingPad(hash: OpaqueHash, key: Uint8Array, nonce: Uint8Array): Bytes {
  return expand(hash, key, concat(nonce, utf8('CredentialResponsePad')), N.pk + ENVELOPE_LENGTH);
}

function keysOf(
  hash: OpaqueHash,
  randomized: Uint8Array,
  nonce: Uint8Array,
): { readonly auth: Bytes; readonly exported: Bytes; readonly pair: KeyPair } {
  const of = (label: string, length: number): Bytes => expand(hash, randomized, concat(nonce, utf8(label)), length);
  return { auth: of('AuthKey', N.h), exported: of('ExportKey', N.h), pair: deriveKeyPair(of('PrivateKey', N.seed)) };
}
