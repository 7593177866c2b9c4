/** Signing in: the endpoints under /api/auth (better-auth 1.7, two-factor and passkey plugins). */
import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import { z } from 'zod';
import { ClientError } from './errors.ts';
import type { Request } from './request.ts';

const done = z.unknown();
/** Either a session, or word that the second factor is asked for. */
const signInSchema = z.object({ twoFactorRedirect: z.boolean().optional() });
const enableSchema = z.object({ totpURI: z.string().startsWith('otpauth://'), backupCodes: z.array(z.string()) });
export type TotpEnrolment = z.infer<typeof enableSchema>;

type CreationOptions = Parameters<typeof startRegistration>[0]['optionsJSON'];
type RequestOptionsJson = Parameters<typeof startAuthentication>[0]['optionsJSON'];

const isChallenge = (value: unknown): value is { challenge: string } =>
  typeof value === 'object' && value !== null && 'challenge' in value && typeof value.challenge === 'string';
// The browser itself checks the rest of these options, and refuses what does not fit.
const creationSchema = z.custom<CreationOptions>(isChallenge);
const assertionSchema = z.custom<RequestOptionsJson>(isChallenge);

/** Dialogs of the system end in many ways that all mean: the person did not finish. */
async function ceremony<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const again = error instanceof Error && error.name === 'InvalidStateError';
    throw new ClientError(again ? 'signin.passkey_already_here' : 'signin.passkey_not_finished', 0, null, {}, error);
  }
}

/** True where this browser can hold or use a passkey at all. */
export function passkeysAvailable(): boolean {
  return typeof PublicKeyCredential === 'function' && window.isSecureContext;
}

export type Auth = ReturnType<typeof createAuth>;

export function createAuth(request: Request) {
  const post = <T>(path: string, body: unknown, answer: z.ZodType<T>) =>
    request({ method: 'POST', path: `/api/auth/${path}`, body, answer });
  const get = <T>(path: string, answer: z.ZodType<T>) => request({ method: 'GET', path: `/api/auth/${path}`, answer });
  return {
    /** Returns whether the code of the second factor is asked for next. */
    signIn: async (email: string, password: string): Promise<{ readonly secondFactor: boolean }> => {
      const answer = await post('sign-in/email', { email, password }, signInSchema);
      return { secondFactor: answer.twoFactorRedirect === true };
    },
    verifyTotp: (code: string) => post('two-factor/verify-totp', { code }, done),
    verifyBackupCode: (code: string) => post('two-factor/verify-backup-code', { code }, done),
    /** Returns the secret and the backup codes, once; `verifyTotp` then switches the factor on. */
    enableTotp: (password: string): Promise<TotpEnrolment> => post('two-factor/enable', { password }, enableSchema),
    signInWithPasskey: async (): Promise<void> => {
      const optionsJSON = await get('passkey/generate-authenticate-options', assertionSchema);
      const response = await ceremony(() => startAuthentication({ optionsJSON }));
      await post('passkey/verify-authentication', { response }, done);
    },
    registerPasskey: async (name: string): Promise<void> => {
      const optionsJSON = await get('passkey/generate-register-options', creationSchema);
      const response = await ceremony(() => startRegistration({ optionsJSON }));
      await post('passkey/verify-registration', { response, name }, done);
    },
    signOut: () => post('sign-out', {}, done),
  };
}
