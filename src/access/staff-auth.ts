/** Sign-in of staff. The contract; see createStaffAuth. */
import type { StaffSession } from './staff-session.ts';

export type StaffAuth = {
  /**
   * Answers a request under /api/auth. `client` is the resolved client address (client.ts), for rate limits only.
   *
   * @throws EntrepotError for every refusal, so that the HTTP layer writes it like any other error.
   */
  readonly handle: (request: Request, client: string) => Promise<Response>;
  /** Returns the live session of a request's cookies, or null. */
  readonly session: (headers: Headers) => Promise<StaffSession | null>;
  /**
   * Returns the id of a new account (staff.auth_user_id), without a second factor yet. An account of the same address that was
   * left over without any factor is taken over: its password is replaced and its sessions end.
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
  /** Removes every factor and the password: the person enrols again by a new link. Ends all sessions. */
  readonly resetAccount: (authUserId: string) => Promise<void>;
};

export type Credentials = { readonly email: string; readonly password: string };
export type NewAccount = Credentials & { readonly staffId: string };
