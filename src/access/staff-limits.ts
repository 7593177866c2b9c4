/** Limits on guessing at sign-in, and the rule that a TOTP code works once (RFC 6238 section 5.2). */
import type { Clock } from '../base/clock.ts';
import { MINUTE } from '../base/units.ts';
import { clientSubject } from './client.ts';
import { ACCESS } from './errors.ts';
import { RATE_RULES, type RateLimiter, type RateRule } from './rate-limit.ts';
import type { Call, HandlerDeps } from './staff-call.ts';
import { signInSchema, totpSchema, type StaffPath } from './staff-routes.ts';
import type { StaffSession } from './staff-session.ts';

/** @throws `access.too_many_tries` when any of the rules is over its limit; all are counted. */
export async function takeAll(limiter: RateLimiter, tries: readonly Try[]): Promise<void> {
  let retryAfterSeconds = 0;
  for (const [rule, subject] of tries) {
    const verdict = await limiter.take(rule, subject);
    if (verdict.kind === 'limited') retryAfterSeconds = Math.max(retryAfterSeconds, verdict.retryAfterSeconds);
  }
  if (retryAfterSeconds > 0) throw ACCESS.too_many_tries({ retryAfterSeconds });
}

/** A code is valid for three steps of 30 seconds; the margin covers them and clocks that differ. */
const TOTP_LIFE_MS = 3 * MINUTE;

/** Returns the check of better-auth's hook: counts the try, and claims a TOTP code before it is verified. */
export function secondFactorGate(limiter: RateLimiter, clock: Clock) {
  return async (userId: string, code: string, totp: boolean): Promise<'go_on' | 'refused' | 'replayed'> => {
    const counted = await limiter.take(RATE_RULES.secondFactorAccount, userId);
    if (counted.kind === 'limited') return 'refused';
    return totp && !(await claimTotp(limiter, clock, userId, code)) ? 'replayed' : 'go_on';
  };
}

/**
 * Returns false when this code was offered for this account before, right or wrong.
 *
 * INVARIANT: claimed in every window in which the code can still be valid, so that no window's end lets it through again.
 */
export async function claimTotp(limiter: RateLimiter, clock: Clock, userId: string, code: string): Promise<boolean> {
  const now = clock.now();
  const { windowMs } = RATE_RULES.totpOnce;
  const later = new Date(now.getTime() + TOTP_LIFE_MS);
  const times = Math.floor(now.getTime() / windowMs) === Math.floor(later.getTime() / windowMs) ? [now] : [now, later];
  let first = true;
  for (const at of times) {
    const verdict = await limiter.take(RATE_RULES.totpOnce, `${userId} ${code}`, at);
    if (verdict.kind === 'limited') first = false;
  }
  return first;
}

type Try = readonly [RateRule, string];
type Tries = (call: Call, deps: HandlerDeps) => readonly Try[];

const account = (call: Call): string => call.session?.authUserId ?? 'none';
const none: Tries = () => [];
const passkeySignIn: Tries = (call) => [[RATE_RULES.passkeyClient, clientSubject(call.client)]];
const secondFactor: Tries = (call) => [[RATE_RULES.secondFactorClient, clientSubject(call.client)]];
/** Each of these tells whether a password is right. */
const confirmation: Tries = (call) => [[RATE_RULES.passwordConfirm, account(call)]];
const factorChange: Tries = (call) => [[RATE_RULES.factorChange, account(call)]];

const TRIES: Readonly<Record<StaffPath, Tries>> = {
  '/sign-in/email': (call, deps) => {
    const client = clientSubject(call.client);
    const alias = deps.alias(signInSchema.parse(call.body).email);
    return [
      [RATE_RULES.signInPair, `${alias} ${client}`],
      [RATE_RULES.signInClient, client],
      [RATE_RULES.signInAccount, alias],
    ];
  },
  '/two-factor/verify-totp': secondFactor,
  '/two-factor/verify-backup-code': secondFactor,
  '/passkey/generate-authenticate-options': passkeySignIn,
  '/passkey/verify-authentication': passkeySignIn,
  '/two-factor/enable': confirmation,
  '/two-factor/disable': confirmation,
  '/two-factor/generate-backup-codes': confirmation,
  '/change-password': confirmation,
  '/passkey/generate-register-options': factorChange,
  '/passkey/verify-registration': factorChange,
  '/passkey/delete-passkey': factorChange,
  '/passkey/update-passkey': factorChange,
  '/passkey/list-user-passkeys': none,
  '/sign-out': none,
};

/** Counts the call where something can be guessed or flooded, before anything is looked up. @throws `access.too_many_tries` */
export async function limitCall(deps: HandlerDeps, call: Call): Promise<void> {
  await takeAll(deps.limiter, TRIES[call.path](call, deps));
  if (call.path === '/two-factor/verify-totp' && call.session !== null) await limitSetUp(deps, call, call.session);
}

/** The first code of an authenticator app that is being set up; with an app in use already there is nothing to verify. */
async function limitSetUp(deps: HandlerDeps, call: Call, session: StaffSession): Promise<void> {
  if (session.totp) throw ACCESS.factor_exists();
  await takeAll(deps.limiter, [[RATE_RULES.secondFactorAccount, session.authUserId]]);
  const { code } = totpSchema.parse(call.body);
  if (!(await claimTotp(deps.limiter, deps.clock, session.authUserId, code))) throw ACCESS.sign_in_failed();
}
