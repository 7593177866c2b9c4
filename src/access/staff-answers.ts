/** What of better-auth's answers goes out, and which error a refusal becomes. Tokens, aliases and hashes stay inside. */
import { z } from 'zod';
import { BASE, type EntrepotError } from '../base/errors.ts';
import { ACCESS } from './errors.ts';
import type { StaffPath } from './staff-routes.ts';

export type AnswerNames = { readonly organisation: string; readonly label: () => Promise<string | null> };

const signInAnswer = z.object({ twoFactorRedirect: z.literal(true).optional() });
const enableAnswer = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) });
const backupCodesAnswer = z.object({ backupCodes: z.array(z.string()) });
const registerOptions = z.looseObject({ user: z.looseObject({ id: z.string() }) });
const authenticateOptions = z.looseObject({ challenge: z.string() });
const passkeyRow = z.object({
  id: z.string(),
  name: z.string().nullish(),
  createdAt: z.string().nullish(),
  deviceType: z.string(),
  backedUp: z.boolean(),
});

type Answer = (body: unknown, names: AnswerNames) => Promise<Record<string, unknown>> | Record<string, unknown>;

const nothing: Answer = () => ({});

/** Where there is nothing to tell, what came of it is in GET /api/v1/session. */
const ANSWERS: Readonly<Record<StaffPath, Answer>> = {
  // True: the second factor is asked for next. False: signed in at stage `enrol`.
  '/sign-in/email': (body) => ({ twoFactorRedirect: signInAnswer.parse(body).twoFactorRedirect === true }),
  '/two-factor/verify-totp': nothing,
  '/two-factor/verify-backup-code': nothing,
  '/passkey/verify-authentication': nothing,
  '/passkey/verify-registration': nothing,
  '/two-factor/enable': async (body, names) => {
    const { totpURI, backupCodes } = enableAnswer.parse(body);
    return { totpURI: await relabel(totpURI, names), backupCodes };
  },
  '/two-factor/generate-backup-codes': (body) => ({ backupCodes: backupCodesAnswer.parse(body).backupCodes }),
  '/passkey/generate-register-options': async (body, names) => {
    const options = registerOptions.parse(body);
    const name = (await names.label()) ?? names.organisation;
    return { ...options, user: { id: options.user.id, name, displayName: name } };
  },
  '/passkey/generate-authenticate-options': (body) => ({
    ...authenticateOptions.parse(body),
    userVerification: 'required',
  }),
  '/passkey/list-user-passkeys': (body) => ({ passkeys: z.array(passkeyRow).parse(body) }),
  '/sign-out': nothing,
  '/change-password': nothing,
  '/two-factor/disable': nothing,
  '/passkey/delete-passkey': nothing,
  '/passkey/update-passkey': nothing,
};

/**
 * Returns the body of the answer.
 *
 * @throws ZodError when better-auth answers in another form than the tests know.
 */
export async function answerOf(path: StaffPath, body: unknown, names: AnswerNames): Promise<Record<string, unknown>> {
  return ANSWERS[path](body, names);
}

/** Key URI of authenticator apps with the label that the person knows, in place of the alias. */
async function relabel(uri: string, names: AnswerNames): Promise<string> {
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  const label = encodeURIComponent((await names.label()) ?? 'Entrepot');
  const issuer = encodeURIComponent(names.organisation);
  return `otpauth://totp/${issuer}:${label}?secret=${secret}&issuer=${issuer}&algorithm=SHA1&digits=6&period=30`;
}

const refusalBody = z.object({ code: z.string() });

const BY_CODE: Readonly<Record<string, () => EntrepotError>> = {
  INVALID_TWO_FACTOR_COOKIE: () => ACCESS.challenge_ended(),
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: () => ACCESS.challenge_ended(),
  CHALLENGE_NOT_FOUND: () => ACCESS.challenge_ended(),
  SESSION_NOT_FRESH: () => ACCESS.not_fresh(),
  INVALID_PASSWORD: () => ACCESS.password_wrong(),
  TOTP_ALREADY_ENABLED: () => ACCESS.factor_exists(),
  TOTP_NOT_ENABLED: () => ACCESS.sign_in_failed(),
  FAILED_TO_VERIFY_REGISTRATION: () => ACCESS.passkey_not_accepted(),
  UNAUTHORIZED: () => ACCESS.signed_out(),
};

/** Returns the error to throw. Which part of a sign-in was wrong is not told. */
export function refusalOf(path: StaffPath, status: number, body: unknown): EntrepotError {
  const parsed = refusalBody.safeParse(body);
  const code = parsed.success ? parsed.data.code : '';
  const known = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  if (known !== undefined) return known();
  if (status === 429) return ACCESS.too_many_tries();
  if (status >= 500) return ACCESS.sign_in_unavailable({ path });
  if (path.startsWith('/passkey/')) return status === 404 ? BASE.not_found() : ACCESS.passkey_not_accepted();
  return status === 401 || status === 403 || status === 409 ? ACCESS.sign_in_failed() : BASE.invalid_request();
}
