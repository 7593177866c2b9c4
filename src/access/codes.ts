/**
 * One-time codes of recipients: six digits by another route than the notice, the second of two factors (the first is the
 * notice's handle). Five minutes, five tries, a new one after 60 seconds and at most five an hour. One that the sender reads out is a factor
 * of its own, lives beside a sent one, and is made whenever he asks.
 *
 * Why the stored hash is a plain HMAC and not a slow password hash: there are 10^6 codes, so whoever holds the key tries them
 * all in seconds at any cost a server can pay per sign-in, and whoever does not hold the key (a database thief) cannot try any.
 * What protects a code is its short life and the cap on tries, both kept by the server.
 */
import { concat, equal, utf8, type Bytes } from '../base/bytes.ts';
import type { Clock } from '../base/clock.ts';
import type { Ids } from '../base/ids.ts';
import type { Random } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import { HOUR, MINUTE, SECOND } from '../base/units.ts';
import { keyedHash } from './keys.ts';
import type { CodeFactor, CodeRoute, CodeStore, LockScope, LockStore } from './ports.ts';

export const CODE_LIMITS = {
  validMs: 5 * MINUTE,
  tries: 5,
  resendAfterMs: 60 * SECOND,
  perHour: 5,
  spokenPerHour: 20,
  /** Wrong tries over the life of a transfer: with 50 a guesser succeeds once in 20 000 transfers, then the sender must act. */
  wrongTriesInAll: 50,
  /** The same over all recipients together: who has many addresses to try has not many times the tries. */
  wrongTriesOfAll: 200,
} as const;

export type CodeDeps = {
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  /** `AccessKeys.code`. */
  readonly key: Secret<Bytes>;
};

export type CodeSubject = { readonly transferId: string; readonly recipientId: string };

export type IssueOutcome =
  | { readonly outcome: 'issued'; readonly codeId: string; readonly code: Secret<string>; readonly expiresAt: Date }
  /** `again` says when a new code may be asked for. The requester hears the same as for `issued`. */
  | { readonly outcome: 'too_soon' | 'too_many'; readonly again: Date }
  | { readonly outcome: 'locked' };

export type CodeStores = { readonly codes: CodeStore; readonly locks: LockStore };

/**
 * Returns a new code, or why there is none now. A new code ends the older ones of the same factor. Parallel requests wait for each other in the
 * store, so two of them make one code.
 */
export async function issueCode(
  { codes, locks }: CodeStores,
  deps: CodeDeps,
  subject: CodeSubject,
  route: CodeRoute = 'email',
): Promise<IssueOutcome> {
  const now = deps.clock.now();
  const { transferId, recipientId } = subject;
  const factor = factorOf(route);
  const made = await codes.history(transferId, recipientId, factor, new Date(now.getTime() - HOUR));
  if (await locks.isLocked(transferId, recipientId)) return { outcome: 'locked' };
  const newest = made.at(-1);
  const oldest = made.at(0);
  const isSpoken = factor === 'spoken_code';
  if (!isSpoken && newest !== undefined && now.getTime() - newest.getTime() < CODE_LIMITS.resendAfterMs) {
    return { outcome: 'too_soon', again: new Date(newest.getTime() + CODE_LIMITS.resendAfterMs) };
  }
  if (oldest !== undefined && made.length >= (isSpoken ? CODE_LIMITS.spokenPerHour : CODE_LIMITS.perHour)) {
    return { outcome: 'too_many', again: new Date(oldest.getTime() + HOUR) };
  }
  const codeId = deps.ids.uuid();
  const code = drawCode(deps.random);
  const expiresAt = new Date(now.getTime() + CODE_LIMITS.validMs);
  const codeHash = hashCode(deps.key, codeId, subject, code);
  await codes.replace({ codeId, ...subject, codeHash, tries: CODE_LIMITS.tries, createdAt: now, expiresAt, route });
  return { outcome: 'issued', codeId, code: new Secret(code), expiresAt };
}

/** Which factor a code proves that came by this route. */
export function factorOf(route: CodeRoute): CodeFactor {
  return route === 'spoken' ? 'spoken_code' : 'code';
}

/**
 * What the person hears is the same for everything but `accepted`. `locked`: this code has no tries left; `locks`: what this try locked for
 * good, see `countWrongTry`.
 */
export type CodeVerdict =
  | { readonly outcome: 'accepted'; readonly route: CodeRoute }
  | { readonly outcome: 'not_accepted' | 'locked'; readonly locks: readonly LockScope[] };

/**
 * Returns whether the code is the newest one of this transfer, recipient and factor; `accepted` happens once per code, and never while the
 * recipient or the transfer is locked.
 *
 * INVARIANT: the caller commits its transaction whatever the verdict. A rolled-back transaction gives the try back.
 * Not checked here: that the transfer is open and that the handle belongs to it.
 */
export async function verifyCode(
  { codes, locks }: CodeStores,
  deps: CodeDeps,
  subject: CodeSubject,
  code: string,
  factor: CodeFactor = 'code',
): Promise<CodeVerdict> {
  const now = deps.clock.now();
  const codeId = (await codes.newest(subject.transferId, subject.recipientId, factor)) ?? NO_CODE;
  // Computed whether or not there is a code, so that the time does not tell.
  const offered = hashCode(deps.key, codeId, subject, code);
  const isLocked = await locks.isLocked(subject.transferId, subject.recipientId);
  const attempt = isLocked ? null : await codes.takeTry(codeId, now);
  if (attempt === null) return { outcome: 'not_accepted', locks: [] };
  if (equal(offered, attempt.codeHash)) {
    const isFirst = await codes.use(codeId, now);
    return isFirst ? { outcome: 'accepted', route: attempt.route } : { outcome: 'not_accepted', locks: [] };
  }
  const locked = await countWrongTry(locks, subject, now);
  return { outcome: attempt.triesLeft === 0 ? 'locked' : 'not_accepted', locks: locked };
}

/** Counts a wrong code, or a wrong answer to any other factor, in the caller's transaction; returns what it locked. */
export function countWrongTry(locks: LockStore, subject: CodeSubject, now: Date): Promise<readonly LockScope[]> {
  const limits = { recipient: CODE_LIMITS.wrongTriesInAll, transfer: CODE_LIMITS.wrongTriesOfAll };
  return locks.countWrong(subject.transferId, subject.recipientId, limits, now);
}

/** The nil UUID (RFC 9562 section 5.9); no code has it. */
const NO_CODE = '00000000-0000-0000-0000-000000000000';

/** Six digits, uniform: numbers from the incomplete last block of 10^6 below 2^32 are drawn again. */
export function drawCode(random: Random): string {
  const limit = 2 ** 32 - (2 ** 32 % 1_000_000);
  for (;;) {
    const bytes = random(4);
    const number = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
    if (number < limit) return (number % 1_000_000).toString().padStart(6, '0');
  }
}

/** The code's id is the salt; transfer and recipient are bound so that a row cannot be moved to another person. */
function hashCode(key: Secret<Bytes>, codeId: string, subject: CodeSubject, code: string): Bytes {
  const parts = [codeId, subject.transferId, subject.recipientId, code].map((part) =>
    concat(utf8(part), new Uint8Array(1)),
  );
  return keyedHash(key, concat(...parts));
}
