/**
 * Passkeys of recipients (WebAuthn level 3) over @simplewebauthn/server. The relying party is the host of the public address; the device
 * asks for finger, face or PIN every time; nothing is learnt about its make. Hostile answers are values, never errors.
 */
import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransportFuture,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { z } from 'zod';
import { type Bytes, base64url, fromBase64url, ownBytes } from '../../base/bytes.ts';
import type { Random } from '../../base/random.ts';

/** ES256 and RS256: what every device can do. Ed25519 comes first where a device has it. */
const ALGORITHMS = [-8, -7, -257] as const;
export const PASSKEY_TIMEOUT_MS = 120_000;

export type Party = { readonly id: string; readonly origin: string; readonly name: string };

/** The relying party of an installation. An address by number has no passkeys: browsers refuse it. */
export function partyOf(publicUrl: string, name: string): Party | undefined {
  const { hostname, origin } = new URL(publicUrl);
  return /^[\d.]+$|^\[/.test(hostname) ? undefined : { id: hostname, origin, name };
}

export function newChallenge(random: Random): string {
  return base64url(random(32));
}

const base64Text = (most: number): z.ZodString =>
  z
    .string()
    .max(most)
    .regex(/^[A-Za-z0-9_-]*$/);
const transportSchema = z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']);

/** What `navigator.credentials.create` gave, as the page writes it down. */
export const newPasskeySchema = z.strictObject({
  id: base64Text(1400).min(1),
  clientDataJSON: base64Text(4000).min(1),
  attestationObject: base64Text(16_000).min(1),
  transports: z.array(transportSchema).max(7),
});
export type NewPasskey = z.infer<typeof newPasskeySchema>;

/** What `navigator.credentials.get` gave. */
export const passkeyAnswerSchema = z.strictObject({
  id: base64Text(1400).min(1),
  clientDataJSON: base64Text(4000).min(1),
  authenticatorData: base64Text(4000).min(1),
  signature: base64Text(2000).min(1),
});
export type PasskeyAnswer = z.infer<typeof passkeyAnswerSchema>;

/** What is kept of a passkey. */
export const keptPasskeySchema = z.strictObject({
  id: z.string(),
  publicKey: z.string(),
  transports: z.array(transportSchema),
});
export type KeptPasskey = z.infer<typeof keptPasskeySchema>;

/** What the page hands to `navigator.credentials.create`; bytes as base64url. `user` is random: a device learns no name and no address. */
export function creationOptions(
  party: Party,
  challenge: string,
  user: Bytes,
  account: string,
  known: readonly KeptPasskey[],
) {
  return {
    challenge,
    rp: { id: party.id, name: party.name },
    user: { id: base64url(user), name: account, displayName: account },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key' as const, alg })),
    timeout: PASSKEY_TIMEOUT_MS,
    excludeCredentials: known.map(({ id, transports }) => ({
      type: 'public-key' as const,
      id,
      transports: [...transports],
    })),
    authenticatorSelection: { residentKey: 'preferred' as const, userVerification: 'required' as const },
    attestation: 'none' as const,
  };
}

/** What the page hands to `navigator.credentials.get`. */
export function requestOptions(party: Party, challenge: string, known: readonly KeptPasskey[]) {
  return {
    challenge,
    rpId: party.id,
    timeout: PASSKEY_TIMEOUT_MS,
    userVerification: 'required' as const,
    allowCredentials: known.map(({ id, transports }) => ({
      type: 'public-key' as const,
      id,
      transports: [...transports],
    })),
  };
}

/** Returns what to keep, and the device's counter; undefined when the answer does not hold, for whatever reason. */
export async function acceptNewPasskey(
  party: Party,
  challenge: string,
  answer: NewPasskey,
): Promise<{ readonly kept: KeptPasskey; readonly counter: number } | undefined> {
  const { id, clientDataJSON, attestationObject, transports } = answer;
  const response: RegistrationResponseJSON = {
    id,
    rawId: id,
    type: 'public-key',
    response: { clientDataJSON, attestationObject },
    clientExtensionResults: {},
  };
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...ALGORITHMS],
    });
    // Only `none` was asked for; another statement would be read with certificates of makers, which this does not do.
    if (!verified || registrationInfo.fmt !== 'none' || registrationInfo.credential.id !== id) return undefined;
    const { publicKey, counter } = registrationInfo.credential;
    return { kept: { id, publicKey: base64url(publicKey), transports }, counter };
  } catch {
    return undefined;
  }
}

/** Returns the device's new counter; undefined when the answer does not hold. A counter that went back is a copied device. */
export async function acceptPasskey(
  party: Party,
  challenge: string,
  kept: KeptPasskey,
  counter: number,
  answer: PasskeyAnswer,
): Promise<number | undefined> {
  const { id, clientDataJSON, authenticatorData, signature } = answer;
  const response: AuthenticationResponseJSON = {
    id,
    rawId: id,
    type: 'public-key',
    response: { clientDataJSON, authenticatorData, signature },
    clientExtensionResults: {},
  };
  const transports: AuthenticatorTransportFuture[] = [...kept.transports];
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      credential: { id: kept.id, publicKey: ownBytes(fromBase64url(kept.publicKey)), counter, transports },
      requireUserVerification: true,
    });
    return verified && id === kept.id ? authenticationInfo.newCounter : undefined;
  } catch {
    return undefined;
  }
}
