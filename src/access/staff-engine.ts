/**
 * better-auth as this installation uses it: password and TOTP or backup code, passkeys, nothing else. How a session came to be is
 * decided here, at the one place where sessions are made.
 */
import { passkey } from '@better-auth/passkey';
import { betterAuth } from 'better-auth';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import { twoFactor } from 'better-auth/plugins/two-factor';
import type { GenericEndpointContext } from 'better-auth';
import { hex } from '../base/bytes.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { AccessKeys } from './keys.ts';
import { PASSWORD_LENGTH } from './password.ts';
import type { SignInDatabase } from './ports.ts';

export const STAFF_SESSION_LIMITS = {
  /** Seconds from sign-in, whatever the activity (NIST SP 800-63B section 2.2.3). */
  atMost: 12 * 3600,
  /** Seconds without a request. */
  idle: 3600,
  /** Seconds from sign-in within which passkeys may be added. */
  fresh: 1800,
} as const;

/** Ends of the paths by which a session of two factors comes to be. What is in neither list makes no session. */
const STRONG_PATHS: readonly string[] = [
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
  '/passkey/verify-authentication',
  '/passkey/verify-registration',
  // Both are reached with a strong session only (staff-routes.ts) and replace it.
  '/two-factor/disable',
  '/change-password',
];
const PASSWORD_PATH = '/sign-in/email';

export type EngineOptions = {
  readonly publicUrls: readonly [string, ...string[]];
  readonly database: SignInDatabase;
  readonly keys: AccessKeys;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Said by browsers and authenticator apps. */
  readonly organisation: string;
  /** Counts a try at a second factor; `refused` when over the limit, `replayed` when this TOTP code was offered before. */
  readonly onSecondFactor: (userId: string, code: string, totp: boolean) => Promise<'go_on' | 'refused' | 'replayed'>;
};

export type StaffEngine = ReturnType<typeof createStaffEngine>;

/** Returns better-auth, configured. Its tables are made by `getMigrations` (createStaffAuth). */
export function createStaffEngine(options: EngineOptions) {
  const { publicUrls, database, keys } = options;
  const main = new URL(publicUrls[0]);
  const origins = publicUrls.map((url) => new URL(url).origin);
  const secure = main.protocol === 'https:';
  const engine = betterAuth({
    appName: options.organisation,
    baseURL: main.origin,
    basePath: '/api/auth',
    trustedOrigins: origins,
    // Named as a list, so that a variable of the environment cannot put another secret in front.
    secrets: [{ version: 1, value: hex(keys.signIn.reveal()) }],
    database: { db: database.kysely, type: 'postgres', schemaName: database.schemaName },
    telemetry: { enabled: false },
    logger: { log: (level, message) => report(options.logger, level, message) },
    // Own limits, by keyed hash (rate-limit.ts): better-auth's would store addresses.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      autoSignIn: false,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
    },
    user: {
      additionalFields: { disabled: { type: 'boolean', required: false, defaultValue: false, input: false } },
    },
    session: {
      expiresIn: STAFF_SESSION_LIMITS.atMost,
      disableSessionRefresh: true,
      freshAge: STAFF_SESSION_LIMITS.fresh,
      cookieCache: { enabled: false },
      additionalFields: {
        strength: { type: 'string', required: true, defaultValue: 'password', input: false },
        seenAt: { type: 'date', required: false, input: false },
      },
    },
    advanced: {
      cookiePrefix: 'entrepot',
      useSecureCookies: secure,
      defaultCookieAttributes: { sameSite: 'strict', httpOnly: true, path: '/', secure },
      ipAddress: { disableIpTracking: true },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) => {
            const strength = await judgeSession(session.userId, context);
            return { data: { strength, seenAt: options.clock.now(), userAgent: null, ipAddress: null } };
          },
        },
      },
    },
    hooks: { before: createAuthMiddleware((ctx) => beforeSecondFactor(ctx, options)) },
    plugins: [secondFactorPlugin(options.organisation), passkeyPlugin(options.organisation, main.hostname, origins)],
  });
  return engine;
}

function secondFactorPlugin(organisation: string) {
  return twoFactor({
    issuer: organisation,
    totpOptions: { digits: 6, period: 30 },
    twoFactorCookieMaxAge: 300,
    accountLockout: { enabled: true, maxFailedAttempts: 10, durationSeconds: 900 },
  });
}

/** Passkeys that ask for the person (user verification) and are found without a name (discoverable). */
function passkeyPlugin(organisation: string, relyingParty: string, origins: string[]) {
  return passkey({
    rpID: relyingParty,
    rpName: organisation,
    origin: origins,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    registration: {
      afterVerification: async ({ verification }) => {
        if (verification.registrationInfo?.userVerified !== true) throw unverified();
      },
    },
    authentication: {
      afterVerification: async ({ verification }) => {
        if (!verification.authenticationInfo.userVerified) throw unverified();
      },
    },
    advanced: { webAuthnChallengeCookie: 'passkey' },
  });
}

/**
 * Returns how strong the session is that is about to be made, or refuses to make it.
 *
 * INVARIANT: a session is `two_factors` only when the path that makes it has just checked a second factor (or demands a session
 * that had one), and a password alone makes a session only for an account without any second factor. When an authenticator app is
 * set up, the two-factor plugin withdraws the `password` session in the same request, before its token is told to anybody.
 */
async function judgeSession(
  userId: string,
  context: GenericEndpointContext | null,
): Promise<'two_factors' | 'password'> {
  if (context === null) throw refused();
  const user = await context.context.internalAdapter.findUserById(userId);
  if (user === null || !('disabled' in user) || user.disabled === true) throw refused();
  if (STRONG_PATHS.includes(context.path)) return 'two_factors';
  if (context.path !== PASSWORD_PATH) throw refused();
  const hasTotp = 'twoFactorEnabled' in user && user.twoFactorEnabled === true;
  // Passkeys only: the password alone opens nothing. The answer is that of a wrong password.
  if (!hasTotp && (await countPasskeys(context, userId)) > 0) throw refused();
  return 'password';
}

function countPasskeys(context: GenericEndpointContext, userId: string): Promise<number> {
  return context.context.adapter.count({ model: 'passkey', where: [{ field: 'userId', value: userId }] });
}

const CHALLENGE_COOKIE = 'two_factor';

/** Counts tries of a second factor by account, known from the signed cookie of the challenge. */
async function beforeSecondFactor(ctx: GenericEndpointContext, options: EngineOptions): Promise<void> {
  const totp = ctx.path === '/two-factor/verify-totp';
  if (!totp && ctx.path !== '/two-factor/verify-backup-code') return;
  const cookie = ctx.context.createAuthCookie(CHALLENGE_COOKIE);
  const identifier = await ctx.getSignedCookie(cookie.name, ctx.context.secret);
  // Without a challenge the endpoint looks at the session (setting up, counted by the caller) or refuses.
  if (typeof identifier !== 'string') return;
  const challenge = await ctx.context.internalAdapter.findVerificationValue(identifier);
  if (challenge === null) return;
  const code: unknown = ctx.body?.code;
  const verdict = await options.onSecondFactor(challenge.value, typeof code === 'string' ? code : '', totp);
  if (verdict === 'refused') throw new APIError('TOO_MANY_REQUESTS', { code: 'TOO_MANY_TRIES' });
  if (verdict === 'replayed') throw new APIError('UNAUTHORIZED', { code: 'INVALID_CODE' });
}

function refused(): APIError {
  return new APIError('UNAUTHORIZED', { code: 'INVALID_EMAIL_OR_PASSWORD' });
}

function unverified(): APIError {
  return new APIError('UNAUTHORIZED', { code: 'USER_NOT_VERIFIED' });
}

/** Only the start of a message up to what it quotes: some of better-auth's messages end in an address or an origin. */
function report(logger: Logger, level: string, message: string): void {
  const said = message.split(/[:\n]/, 1)[0]?.slice(0, 80) ?? '';
  const fields = { source: 'better-auth', said };
  if (level === 'error') logger.error(fields, 'the sign-in library reports an error');
  else logger.debug(fields, 'the sign-in library reports');
}
