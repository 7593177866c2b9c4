/**
 * Passkeys as the browser has them. Web views inside other applications say that they have them and then fail, so what counts is the answer of a
 * real call; whatever goes wrong, the other ways remain.
 */
import { inAppOf } from '../../page/in-app.ts';
import { fromText, toText } from '../passphrase/base64url.ts';
import type { PasskeyOptions } from './calls.ts';

/** Longer than any browser that answers takes. */
const PATIENCE_MS = 1500;

export type NewKey = {
  readonly id: string;
  readonly clientDataJSON: string;
  readonly attestationObject: string;
  readonly transports: readonly string[];
};
export type ShownKey = {
  readonly id: string;
  readonly clientDataJSON: string;
  readonly authenticatorData: string;
  readonly signature: string;
};

/** Whether a passkey can be asked for at all. */
export function hasPasskeys(): boolean {
  // Inside another application: what it says about passkeys cannot be believed.
  return (
    inAppOf(navigator.userAgent) === undefined &&
    window.isSecureContext &&
    'credentials' in navigator &&
    typeof PublicKeyCredential === 'function'
  );
}

/** Whether this very device can make one; false when it does not answer. */
export async function canMakePasskey(): Promise<boolean> {
  if (!hasPasskeys()) return false;
  const ask: unknown = Reflect.get(PublicKeyCredential, 'isUserVerifyingPlatformAuthenticatorAvailable');
  if (typeof ask !== 'function') return false;
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), PATIENCE_MS));
  const answer = async (): Promise<boolean> => {
    try {
      return await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
    } catch {
      return false;
    }
  };
  return Promise.race([answer(), late]);
}

/** Undefined when the person or the device did not want to. */
export async function makePasskey(options: PasskeyOptions): Promise<NewKey | undefined> {
  try {
    const made = await navigator.credentials.create({
      publicKey: {
        challenge: fromText(options.challenge),
        rp: { id: options.rpId, name: options.rpName },
        user: { id: fromText(options.userId), name: options.userName, displayName: options.userName },
        pubKeyCredParams: options.algorithms.map((alg) => ({ type: 'public-key', alg })),
        excludeCredentials: options.known.map(({ id }) => ({ type: 'public-key', id: fromText(id) })),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        attestation: 'none',
        timeout: 120_000,
      },
    });
    if (!(made instanceof PublicKeyCredential)) return undefined;
    const { response } = made;
    if (!(response instanceof AuthenticatorAttestationResponse)) return undefined;
    return {
      id: toText(new Uint8Array(made.rawId)),
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      transports: [],
    };
  } catch {
    return undefined;
  }
}

/** Undefined when the person or the device did not want to. */
export async function showPasskey(options: PasskeyOptions): Promise<ShownKey | undefined> {
  try {
    const shown = await navigator.credentials.get({
      publicKey: {
        challenge: fromText(options.challenge),
        rpId: options.rpId,
        allowCredentials: options.known.map(({ id }) => ({ type: 'public-key', id: fromText(id) })),
        userVerification: 'required',
        timeout: 120_000,
      },
    });
    if (!(shown instanceof PublicKeyCredential)) return undefined;
    const { response } = shown;
    if (!(response instanceof AuthenticatorAssertionResponse)) return undefined;
    return {
      id: toText(new Uint8Array(shown.rawId)),
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
    };
  } catch {
    return undefined;
  }
}

function text(buffer: ArrayBuffer): string {
  return toText(new Uint8Array(buffer));
}
