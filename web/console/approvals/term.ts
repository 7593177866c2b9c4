/** Days of a delegation while it is typed; the server decides by the organisation's own zone. */
import { DELEGATION_DAYS_MAX } from '../../../src/model/api/approvals.ts';

const DAY_MS = 86_400_000;

/** The reader's calendar day, `YYYY-MM-DD`. */
export function today(now: Date): string {
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 10);
}

/** True for an order of days that a delegation may have: an end, not before the beginning, thirty days at most. */
export function isTermSound(startsOn: string, endsOn: string): boolean {
  const days = (Date.parse(endsOn) - Date.parse(startsOn)) / DAY_MS + 1;
  return Number.isFinite(days) && days >= 1 && days <= DELEGATION_DAYS_MAX;
}
