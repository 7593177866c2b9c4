/**
 * One-time links: the first set-up and the enrolment of invited staff. The token is 32 random bytes; the store keeps only its
 * SHA-256, which needs no salt and no slowness because 256 random bits cannot be guessed.
 */
import { createHash } from 'node:crypto';
import { base64url, fromBase64url, ownBytes, type Bytes } from '../base/bytes.ts';
import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import { DAY } from '../base/units.ts';
import type { EnrolmentPurpose, EnrolmentStore } from './ports.ts';

const TOKEN_BYTES = 32;

/** How long a link works: an invitation is handed over in person, so days and not weeks. */
export const ENROLMENT_VALID_MS = { setup: 7 * DAY, staff: 3 * DAY } as const satisfies Record<
  EnrolmentPurpose,
  number
>;

export type EnrolmentRequest = { readonly purpose: 'setup' } | { readonly purpose: 'staff'; readonly staffId: string };

export type IssuedEnrolment = { readonly token: Secret<string>; readonly expiresAt: Date };

/** Returns a new token; every earlier unused token for the same person (or for set-up) ends. */
export async function issueEnrolment(
  store: EnrolmentStore,
  deps: { readonly clock: Clock; readonly random: Random },
  request: EnrolmentRequest,
): Promise<IssuedEnrolment> {
  const now = deps.clock.now();
  const token = base64url(deps.random(TOKEN_BYTES));
  const staffId = request.purpose === 'staff' ? request.staffId : null;
  const expiresAt = new Date(now.getTime() + ENROLMENT_VALID_MS[request.purpose]);
  await store.withdraw(staffId, now);
  await store.insert({ tokenHash: hashToken(token), purpose: request.purpose, staffId, expiresAt });
  return { token: new Secret(token), expiresAt };
}

export type EnrolmentOutcome =
  | { readonly outcome: 'accepted'; readonly staffId: string | null }
  | { readonly outcome: 'not_valid' };

/**
 * Returns `accepted` to exactly one caller per token. Unknown, used, expired, of another purpose and malformed are one answer.
 * The use is undone when the caller's transaction is rolled back.
 */
export async function useEnrolment(
  store: EnrolmentStore,
  clock: Clock,
  purpose: EnrolmentPurpose,
  token: string,
): Promise<EnrolmentOutcome> {
  if (!isToken(token)) return { outcome: 'not_valid' };
  const claimed = await store.claim(hashToken(token), purpose, clock.now());
  return claimed === null ? { outcome: 'not_valid' } : { outcome: 'accepted', staffId: claimed.staffId };
}

/** Strict form, so that one token has one spelling. */
function isToken(token: string): boolean {
  if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return false;
  try {
    return fromBase64url(token).length === TOKEN_BYTES;
  } catch {
    return false;
  }
}

function hashToken(token: string): Bytes {
  return ownBytes(new Uint8Array(createHash('sha256').update(`entrepot enrolment v1\u0000${token}`).digest()));
}
