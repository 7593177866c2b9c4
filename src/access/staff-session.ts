/** What the rest of the program knows about a staff member's sign-in. */
import { base64url, concat, equal, utf8, type Bytes } from '../base/bytes.ts';
import type { Secret } from '../base/secret.ts';
import { keyedHash } from './keys.ts';

export type StaffSession = {
  /** Key of better-auth's account; staff.auth_user_id. */
  readonly authUserId: string;
  readonly sessionId: string;
  /** For `x-entrepot-csrf`. */
  readonly csrf: string;
  /** An authenticator app is set up. */
  readonly totp: boolean;
  /** Number of passkeys. */
  readonly passkeys: number;
  /**
   * This session was made with two factors: password and TOTP or backup code, or a passkey with user verification.
   * False only while no second factor exists (stage `enrol`): nothing but setting one up may be done with it.
   */
  readonly strong: boolean;
};

/** Returns the CSRF token of a session: the same as long as the session lives, worthless for any other. */
export function staffCsrf(key: Secret<Bytes>, sessionId: string): string {
  return base64url(keyedHash(key, concat(utf8('staff csrf v1\u0000'), utf8(sessionId))));
}

/** Returns whether the token that came with a request belongs to the session. Constant time. */
export function staffCsrfMatches(session: { readonly csrf: string }, offered: string | null | undefined): boolean {
  if (typeof offered !== 'string' || offered.length > 200) return false;
  return equal(utf8(session.csrf), utf8(offered));
}
