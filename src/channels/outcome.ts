/** What every channel makes of an answer that never came, and of the waiting time a server asks for. */
import { SECOND } from '../base/units.ts';
import type { EgressFailure, SendOutcome } from './port.ts';

/** Returns the outcome of an attempt that got no usable answer. A message that the guard stopped is never tried again by itself. */
export function failureOutcome(answer: EgressFailure): SendOutcome {
  if (answer.kind === 'blocked') return { outcome: 'permanent', why: `egress_blocked.${answer.why}` };
  const scope = answer.why === 'tls' || answer.why === 'redirect' ? 'connection' : 'message';
  return { outcome: 'retry', why: answer.why, scope, maybeSent: answer.maybeSent };
}

/** Returns the milliseconds that Retry-After asks for (RFC 9110 section 10.2.3), or undefined when it is absent or unreadable. */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now: Date): number | undefined {
  const value = headers['retry-after']?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * SECOND;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

/** Returns a retry, with the server's own waiting time when it gave one. */
export function retry(
  why: string,
  scope: 'message' | 'connection' | 'egress',
  afterMs?: number,
  maybeSent?: boolean,
): SendOutcome {
  return {
    outcome: 'retry',
    why,
    scope,
    ...(afterMs === undefined ? {} : { afterMs }),
    ...(maybeSent === undefined ? {} : { maybeSent }),
  };
}
