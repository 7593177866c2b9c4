/**
 * Limits on guessing and flooding: fixed windows, counted in the database so that replicas share them.
 * A fixed window lets at most twice the limit through around its edge; the limits are chosen with that in mind.
 */
import { concat, utf8, type Bytes } from '../base/bytes.ts';
import type { Clock } from '../base/clock.ts';
import type { Secret } from '../base/secret.ts';
import { DAY, HOUR, MINUTE } from '../base/units.ts';
import { keyedHash } from './keys.ts';
import type { RateCounters } from './ports.ts';

export type RateRule = { readonly name: string; readonly limit: number; readonly windowMs: number };

/**
 * The rules in one place. `account` is the alias of an address (whether or not it exists), `client` the client's network.
 * `signInPair` is the strict one: a stranger who fails on purpose locks out himself, and the account only from his network.
 */
export const RATE_RULES = {
  signInPair: { name: 'sign-in pair', limit: 8, windowMs: 15 * MINUTE },
  signInClient: { name: 'sign-in client', limit: 40, windowMs: 15 * MINUTE },
  signInAccount: { name: 'sign-in account', limit: 100, windowMs: HOUR },
  secondFactorClient: { name: 'second factor client', limit: 40, windowMs: 15 * MINUTE },
  /** By the day: better-auth's own lock (10 wrong ones, 15 minutes) alone would let 960 guesses a day through. */
  secondFactorAccount: { name: 'second factor account', limit: 40, windowMs: DAY },
  passkeyClient: { name: 'passkey client', limit: 60, windowMs: 15 * MINUTE },
  factorChange: { name: 'factor change', limit: 30, windowMs: HOUR },
  passwordConfirm: { name: 'password confirm', limit: 10, windowMs: 15 * MINUTE },
  totpOnce: { name: 'totp once', limit: 1, windowMs: HOUR },
  enrolClient: { name: 'enrol client', limit: 20, windowMs: 15 * MINUTE },
  codeRequestClient: { name: 'code request client', limit: 30, windowMs: 15 * MINUTE },
  codeRequestHandle: { name: 'code request handle', limit: 20, windowMs: HOUR },
  codeVerifyClient: { name: 'code verify client', limit: 60, windowMs: 15 * MINUTE },
  codeVerifyHandle: { name: 'code verify handle', limit: 60, windowMs: DAY },
  factorClient: { name: 'own factor client', limit: 120, windowMs: 15 * MINUTE },
  /** By one client at one link, like the tries of a code. */
  factorTry: { name: 'own factor try', limit: 10, windowMs: 5 * MINUTE },
  factorDay: { name: 'own factor day', limit: 60, windowMs: DAY },
  /** Over all links of one person: of 10^6 numbers three are right at a time. */
  factorPerson: { name: 'own factor person', limit: 200, windowMs: DAY },
  ownFactorChange: { name: 'own factor change', limit: 40, windowMs: HOUR },
  signInFinish: { name: 'sign-in elsewhere', limit: 40, windowMs: 15 * MINUTE },
  pairingStart: { name: 'pairing start', limit: 20, windowMs: 15 * MINUTE },
  /** Codes given on a second device: of 6 * 10^11 there are, one client tries twenty. */
  pairingClaim: { name: 'pairing claim', limit: 20, windowMs: 15 * MINUTE },
  /** Searches in the pages of one view-only grant. */
  pageSearch: { name: 'page search', limit: 120, windowMs: 15 * MINUTE },
  deviceClient: { name: 'device client', limit: 60, windowMs: 15 * MINUTE },
  receiptClient: { name: 'receipt client', limit: 120, windowMs: 15 * MINUTE },
  /** The page behind a notice ran: what comes in excess is not counted. */
  seenClient: { name: 'seen client', limit: 60, windowMs: 15 * MINUTE },
  seenHandle: { name: 'seen handle', limit: 200, windowMs: DAY },
  requestClient: { name: 'request client', limit: 30, windowMs: HOUR },
  requestPerson: { name: 'request person', limit: 20, windowMs: HOUR },
  /** Anybody can say something from a link: seldom. */
  reportClient: { name: 'report client', limit: 10, windowMs: HOUR },
  reportHandle: { name: 'report handle', limit: 10, windowMs: DAY },
} as const satisfies Record<string, RateRule>;

export type RateVerdict =
  | { readonly kind: 'allowed'; readonly remaining: number }
  | { readonly kind: 'limited'; readonly retryAfterSeconds: number };

export type RateLimiter = {
  /**
   * Counts one try of `subject` against a rule and returns whether it may go on. Counts before the try is made, so that
   * parallel tries cannot slip past; a refused try counts as well.
   */
  readonly take: (rule: RateRule, subject: string, at?: Date) => Promise<RateVerdict>;
};

export function createRateLimiter(counters: RateCounters, key: Secret<Bytes>, clock: Clock): RateLimiter {
  return {
    take: async (rule, subject, at = clock.now()) => {
      const windowStart = new Date(at.getTime() - (at.getTime() % rule.windowMs));
      const count = await counters.hit(counterKey(key, rule, subject), windowStart);
      if (count <= rule.limit) return { kind: 'allowed', remaining: rule.limit - count };
      const end = windowStart.getTime() + rule.windowMs;
      return { kind: 'limited', retryAfterSeconds: Math.max(1, Math.ceil((end - clock.now().getTime()) / 1000)) };
    },
  };
}

/** The name is length-prefixed by a zero byte that names do not contain, so that no two rules share a key. */
function counterKey(key: Secret<Bytes>, rule: RateRule, subject: string): Bytes {
  return keyedHash(key, concat(utf8(rule.name), new Uint8Array(1), utf8(subject)));
}

/** Windows older than this are of no use to any rule. */
export const RATE_COUNTER_KEPT_MS = 2 * DAY;
