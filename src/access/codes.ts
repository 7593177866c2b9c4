/**
 * One-time codes of recipients: six digits by another route than the notice, the second of two factors (the first is the
 * notice's handle). Five minutes, five tries, a new one after 60 seconds and at most five an hour.
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
import type { CodeStore } from './ports.ts';

export const CODE_LIMITS = {
  validMs: 5 * MINUTE,
  tries: 5,
  resendAfterMs: 60 * SECOND,
  perHour: 5,
  /** Wrong tries over the life of a transfer: with 50 a guesser succeeds once in 20 000 transfers, then the sender must act. */
  wrongTriesInAll: 50,
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

/**
 * Returns a new code, or why there is none now. A new code ends the older ones. Parallel requests wait for each other in the
 * store, so two of them make one code.
 */
export async function issueCode(store: CodeStore, deps: CodeDeps, subject: CodeSubject): Promise<IssueOutcome> {
  const now = deps.clock.now();
  const { transferId, recipientId } = subject;
  const history = await store.history(transferId, recipientId, new Date(now.getTime() - HOUR), CODE_LIMITS.tries);
  if (history.wrongTries >= CODE_LIMITS.wrongTriesInAll) return { outcome: 'locked' };
  const newest = history.since.at(-1);
  const oldest = history.since.at(0);
  if (newest !== undefined && now.getTime() - newest.getTime() < CODE_LIMITS.resendAfterMs) {
    return { outcome: 'too_soon', again: new Date(newest.getTime() + CODE_LIMITS.resendAfterMs) };
  }
  if (oldest !== undefined && history.since.length >= CODE_LIMITS.perHour) {
    return { outcome: 'too_many', again: new Date(oldest.getTime() + HOUR) };
  }
  const codeId = deps.ids.uuid();
  const code = drawCode(deps.random);
  const expiresAt = new Date(now.getTime() + CODE_LIMITS.validMs);
  const codeHash = hashCode(deps.key, codeId, subject, code);
  await store.replace({ codeId, ...subject, codeHash, tries: CODE_LIMITS.tries, createdAt: now, expiresAt });
  return { outcome: 'issued', codeId, code: new Secret(code), expiresAt };
}

/** `locked`: this code has no tries left. What the person hears is the same for everything but `accepted`. */
export type CodeVerdict = 'accepted' | 'not_accepted' | 'locked';

/**
 * Returns whether the code is the newest one of this transfer and recipient; `accepted` happens once per code.
 *
 * INVARIANT: the caller commits its transaction whatever the verdict. A rolled-back transaction gives the try back.
 * Not checked here: that the transfer is open and that the handle belongs to it.
 */
export async function verifyCode(
  store: CodeStore,
  deps: CodeDeps,
  subject: CodeSubject,
  code: string,
): Promise<CodeVerdict> {
  const now = deps.clock.now();
  const codeId = (await store.newest(subject.transferId, subject.recipientId)) ?? NO_CODE;
  // Computed whether or not there is a code, so that the time does not tell.
  const offered = hashCode(deps.key, codeId, subject, code);
  const attempt = await store.takeTry(codeId, now);
  if (attempt === null) return 'not_accepted';
  if (equal(offered, attempt.codeHash)) return (await store.use(codeId, now)) ? 'accepted' : 'not_accepted';
  return attempt.triesLeft === 0 ? 'locked' : 'not_accepted';
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
