/** Accounts and sessions of staff, as the program uses them; requests of browsers go through staff-handler.ts. */
import { hex, type Bytes } from '../base/bytes.ts';
import type { Clock } from '../base/clock.ts';
import { systemRandom } from '../base/random.ts';
import type { Secret } from '../base/secret.ts';
import { MINUTE, SECOND } from '../base/units.ts';
import { ACCESS } from './errors.ts';
import { judgePassword } from './password.ts';
import { STAFF_SESSION_LIMITS, type StaffEngine } from './staff-engine.ts';
import { staffCsrf, type StaffSession } from './staff-session.ts';

export type Credentials = { readonly email: string; readonly password: string };
export type NewAccount = Credentials & { readonly staffId: string };

export type StaffAccounts = {
  /** Returns the live session of a request's cookies, or null. Notes the activity once a minute. */
  readonly session: (headers: Headers) => Promise<StaffSession | null>;
  /**
   * Returns the id of a new account (staff.auth_user_id), without a second factor yet. An account of the same address that was
   * left over without any factor (crash, reset) is taken over: its password is replaced and its sessions end.
   *
   * @throws `access.password_too_weak`, `access.account_exists`.
   */
  readonly createAccount: (account: NewAccount) => Promise<string>;
  /** Returns the Set-Cookie values of a fresh session at stage `enrol`. @throws `access.sign_in_failed` */
  readonly startEnrolSession: (credentials: Credentials) => Promise<readonly string[]>;
  /** Ends all sessions and unfinished sign-ins of an account at once. */
  readonly endSessions: (authUserId: string) => Promise<void>;
  /** A disabled account cannot sign in, and its sessions end at once. */
  readonly setDisabled: (authUserId: string, disabled: boolean) => Promise<void>;
  /** Removes every factor and the password, so that the person can enrol again by a new link. Ends all sessions. */
  readonly resetAccount: (authUserId: string) => Promise<void>;
};

export type AccountDeps = {
  readonly engine: StaffEngine;
  readonly alias: (email: string) => string;
  readonly clock: Clock;
  /** `AccessKeys.staffCsrf`. */
  readonly key: Secret<Bytes>;
};

export function createStaffAccounts(deps: AccountDeps): StaffAccounts {
  const { engine } = deps;
  return {
    session: (headers) => readSession(deps, headers),
    createAccount: (account) => createAccount(deps, account),
    startEnrolSession: async ({ email, password }) => {
      const body = { email: deps.alias(email), password };
      const response = await engine.api.signInEmail({ body, asResponse: true });
      if (!response.ok) throw ACCESS.sign_in_failed();
      return response.headers.getSetCookie();
    },
    endSessions: (authUserId) => endSessions(engine, authUserId),
    setDisabled: async (authUserId, disabled) => {
      const { adapter } = await engine.$context;
      await adapter.update({ model: 'user', where: [{ field: 'id', value: authUserId }], update: { disabled } });
      // After the flag: a sign-in that overtakes this finds the account disabled when its session is used.
      if (disabled) await endSessions(engine, authUserId);
    },
    resetAccount: (authUserId) => resetAccount(engine, authUserId),
  };
}

async function readSession(deps: AccountDeps, headers: Headers): Promise<StaffSession | null> {
  const cookie = headers.get('cookie');
  if (cookie === null) return null;
  // It answers null for every cookie that is no session; it throws only when its tables cannot be read.
  const found = await deps.engine.api
    .getSession({ headers: new Headers({ cookie }), query: { disableRefresh: true } })
    .catch((error: unknown) => {
      throw ACCESS.sign_in_unavailable({ reason: 'session' }, error);
    });
  if (found === null) return null;
  const { session, user } = found;
  const { adapter, internalAdapter } = await deps.engine.$context;
  const passkeys = await adapter.count({ model: 'passkey', where: [{ field: 'userId', value: user.id }] });
  const totp = user.twoFactorEnabled === true;
  const hasFactor = totp || passkeys > 0;
  const madeStrong = session.strength === 'two_factors';
  const now = deps.clock.now();
  const seenAt = session.seenAt ?? session.createdAt;
  const isIdle = now.getTime() - seenAt.getTime() > STAFF_SESSION_LIMITS.idle * SECOND;
  // A session from before the second factor was set up has proved only the password: it ends here.
  if (user.disabled === true || isIdle || (hasFactor && !madeStrong)) {
    await internalAdapter.deleteSession(session.token);
    return null;
  }
  if (now.getTime() - seenAt.getTime() > MINUTE) await internalAdapter.updateSession(session.token, { seenAt: now });
  const csrf = staffCsrf(deps.key, session.id);
  return { authUserId: user.id, sessionId: session.id, csrf, totp, passkeys, strong: madeStrong && hasFactor };
}

async function createAccount(deps: AccountDeps, account: NewAccount): Promise<string> {
  const verdict = judgePassword(account.password, account.email);
  if (verdict !== 'ok') throw ACCESS.password_too_weak({ reason: verdict });
  const { internalAdapter, password } = await deps.engine.$context;
  const email = deps.alias(account.email);
  const hash = await password.hash(account.password);
  const existing = await internalAdapter.findUserByEmail(email, { includeAccounts: true });
  if (existing !== null) return takeOver(deps.engine, existing, hash);
  const user = await internalAdapter.createUser(
    { email, name: account.staffId, emailVerified: true },
    { method: 'admin' },
  );
  await internalAdapter.linkAccount({ userId: user.id, providerId: 'credential', accountId: user.id, password: hash });
  return user.id;
}

type Existing = {
  readonly user: { readonly id: string };
  readonly accounts: readonly { readonly providerId: string }[];
};

async function takeOver(engine: StaffEngine, existing: Existing, hash: string): Promise<string> {
  const { adapter, internalAdapter } = await engine.$context;
  const userId = existing.user.id;
  const ofUser = [{ field: 'userId', value: userId }];
  const passkeys = await adapter.count({ model: 'passkey', where: ofUser });
  const totp = await adapter.count({ model: 'twoFactor', where: [...ofUser, { field: 'verified', value: true }] });
  if (passkeys + totp > 0) throw ACCESS.account_exists();
  // A crash between user and credential leaves a user without one.
  if (existing.accounts.some((one) => one.providerId === 'credential'))
    await internalAdapter.updatePassword(userId, hash);
  else await internalAdapter.linkAccount({ userId, providerId: 'credential', accountId: userId, password: hash });
  await endSessions(engine, userId);
  return userId;
}

async function endSessions(engine: StaffEngine, authUserId: string): Promise<void> {
  const { adapter, internalAdapter } = await engine.$context;
  await internalAdapter.deleteUserSessions(authUserId);
  // Challenges of sign-ins that have passed the password and wait for the second factor.
  await adapter.deleteMany({ model: 'verification', where: [{ field: 'value', value: authUserId }] });
}

async function resetAccount(engine: StaffEngine, authUserId: string): Promise<void> {
  const { adapter, internalAdapter, password } = await engine.$context;
  const ofUser = [{ field: 'userId', value: authUserId }];
  // INVARIANT: the password goes first. A crash later leaves an account that nobody can sign in to by password.
  await internalAdapter.updatePassword(authUserId, await password.hash(hex(systemRandom(32))));
  await adapter.deleteMany({ model: 'passkey', where: ofUser });
  await adapter.deleteMany({ model: 'twoFactor', where: ofUser });
  await adapter.update({
    model: 'user',
    where: [{ field: 'id', value: authUserId }],
    update: { twoFactorEnabled: false },
  });
  await endSessions(engine, authUserId);
}
