/**
 * The routes of /api/auth that exist: everything else that better-auth could do is not reachable. For each: the session it needs,
 * the form of its body (unknown members are dropped, so `trustDevice`, `callbackURL`, `rememberMe`, `createSession` … have no effect)
 * and what may be told in the answer. Session tokens never leave the cookie.
 */
import { z } from 'zod';
import { addressSchema } from '../model/api/common.ts';
import { PASSWORD_LENGTH } from './password.ts';

/** An entered password is bounded, not judged: old ones must keep working. */
const enteredPassword = z.string().min(1).max(PASSWORD_LENGTH.max);
const credentialSchema = z.record(z.string().max(64), z.unknown());
const passkeyName = z
  .string()
  .trim()
  .max(64)
  .regex(/^[^\p{Cc}]*$/u);
const rowId = z.string().min(1).max(64);

export const signInSchema = z.object({ email: addressSchema, password: enteredPassword });
export const confirmSchema = z.object({ password: enteredPassword });
export const totpSchema = z.object({ code: z.string().regex(/^\d{6}$/) });
export const backupCodeSchema = z.object({ code: z.string().regex(/^[A-Za-z0-9]{5}-[A-Za-z0-9]{5}$/) });
export const registrationSchema = z.object({ response: credentialSchema, name: passkeyName.optional() });
export const assertionSchema = z.object({ response: credentialSchema });
export const passkeyIdSchema = z.object({ id: rowId });
export const passkeyNameSchema = z.object({ id: rowId, name: passkeyName.min(1) });
export const changePasswordSchema = z.object({ currentPassword: enteredPassword, newPassword: z.string().max(1000) });
export const emptySchema = z.object({});

/**
 * `none`: the request's session is not looked at. `optional`: ended if there is one. `any`: signed in, also at stage `enrol`.
 * `strong`: signed in with two factors.
 */
export type SessionNeed = 'none' | 'optional' | 'any' | 'strong';

type Route = {
  readonly method: 'GET' | 'POST';
  readonly session: SessionNeed;
  readonly body: z.ZodType<Record<string, unknown>> | null;
  /** Changes factors: one at a time per account. */
  readonly exclusive?: true;
};

export const STAFF_ROUTES = {
  '/sign-in/email': { method: 'POST', session: 'none', body: signInSchema },
  '/sign-out': { method: 'POST', session: 'optional', body: emptySchema },
  '/change-password': { method: 'POST', session: 'strong', body: changePasswordSchema, exclusive: true },
  '/two-factor/enable': { method: 'POST', session: 'any', body: confirmSchema, exclusive: true },
  '/two-factor/verify-totp': { method: 'POST', session: 'optional', body: totpSchema, exclusive: true },
  '/two-factor/verify-backup-code': { method: 'POST', session: 'none', body: backupCodeSchema },
  '/two-factor/generate-backup-codes': { method: 'POST', session: 'strong', body: confirmSchema, exclusive: true },
  '/two-factor/disable': { method: 'POST', session: 'strong', body: confirmSchema, exclusive: true },
  '/passkey/generate-register-options': { method: 'GET', session: 'any', body: null },
  '/passkey/verify-registration': { method: 'POST', session: 'any', body: registrationSchema, exclusive: true },
  '/passkey/generate-authenticate-options': { method: 'GET', session: 'none', body: null },
  '/passkey/verify-authentication': { method: 'POST', session: 'none', body: assertionSchema },
  '/passkey/list-user-passkeys': { method: 'GET', session: 'any', body: null },
  '/passkey/delete-passkey': { method: 'POST', session: 'strong', body: passkeyIdSchema, exclusive: true },
  '/passkey/update-passkey': { method: 'POST', session: 'strong', body: passkeyNameSchema },
} as const satisfies Record<string, Route>;

export type StaffPath = keyof typeof STAFF_ROUTES;

/** Returns the route of a path under /api/auth, or undefined. Only the exact spelling exists. */
export function findRoute(
  method: string,
  path: string,
): { readonly path: StaffPath; readonly route: Route } | undefined {
  if (!isStaffPath(path)) return undefined;
  const route: Route = STAFF_ROUTES[path];
  return route.method === method ? { path, route } : undefined;
}

function isStaffPath(path: string): path is StaffPath {
  return Object.hasOwn(STAFF_ROUTES, path);
}
