/** What becomes of an outbox row after an attempt. Pure. */
import type { Random } from '../base/random.ts';
import { backoffMs } from '../base/retry.ts';
import { MINUTE, SECOND } from '../base/units.ts';
import type { SendOutcome } from './port.ts';

export const OUTBOX_BACKOFF = { baseMs: 2 * SECOND, factor: 2, capMs: 10 * MINUTE } as const;
export const MAX_ATTEMPTS = 12;

export type Attempt = {
  /** How many attempts have been made, this one included: 1 after the first. */
  readonly attempt: number;
  readonly outcome: SendOutcome;
  readonly now: Date;
  /** When the notice or the code expires: nothing is sent after that. */
  readonly expiresAt: Date;
  readonly idempotent: 'native' | 'none';
};

/** Keeps other rows waiting too: those of the same connection, or all rows of this installation. */
export type Pause = { readonly scope: 'connection' | 'egress'; readonly until: Date };

export type NextState =
  | { readonly state: 'sent'; readonly providerRef?: string }
  | { readonly state: 'pending'; readonly nextAt: Date; readonly why: string; readonly pause?: Pause }
  | {
      readonly state: 'dead';
      readonly why: string;
      /** The connection must not be used until a person has repaired it. */
      readonly disableConnection: boolean;
      readonly pause?: Pause;
    };

/**
 * Returns the next state of a row.
 *
 * A vendor's own waiting time wins over the backoff (full jitter, base 2 s, factor 2, cap 10 min), but is never below one second. After 12
 * attempts, or when the next one would come after expiry, the row is dead and `why` says which. A channel that cannot recognise a repeat
 * gets one more try when the message may have arrived already, and no second.
 */
export function nextState(attempt: Attempt, random: Random): NextState {
  const { outcome } = attempt;
  if (outcome.outcome === 'retry') return afterRetry(attempt, outcome, random);
  if (outcome.outcome !== 'sent') {
    return { state: 'dead', why: outcome.why, disableConnection: outcome.outcome === 'disable' };
  }
  return outcome.providerRef === undefined ? { state: 'sent' } : { state: 'sent', providerRef: outcome.providerRef };
}

function afterRetry(attempt: Attempt, outcome: Extract<SendOutcome, { outcome: 'retry' }>, random: Random): NextState {
  const waitMs = waitFor(outcome.afterMs, attempt.attempt, random);
  const nextAt = new Date(attempt.now.getTime() + waitMs);
  const pause = outcome.scope === 'message' ? {} : { pause: { scope: outcome.scope, until: nextAt } };
  const dead = (why: string): NextState => ({ state: 'dead', why, disableConnection: false, ...pause });
  if (outcome.maybeSent === true && attempt.idempotent === 'none' && attempt.attempt >= 2) return dead('maybe_sent');
  if (attempt.attempt >= MAX_ATTEMPTS) return dead('attempts_exhausted');
  if (!(nextAt.getTime() < attempt.expiresAt.getTime())) return dead('expired');
  return { state: 'pending', nextAt, why: outcome.why, ...pause };
}

/** The longest wait that a date can express safely; far beyond any expiry. */
const LONGEST_WAIT = 400 * 24 * 60 * MINUTE;

function waitFor(hint: number | undefined, attempts: number, random: Random): number {
  const wanted = hint !== undefined && Number.isFinite(hint) ? hint : backoffMs(OUTBOX_BACKOFF, attempts - 1, random);
  return Math.min(LONGEST_WAIT, Math.max(SECOND, wanted));
}
