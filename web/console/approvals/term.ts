/** Days of a delegation while it is typed; the server decides by the organisation's own zone. */
import { DELEGATION_DAYS_MAX } from '../../../src/model/api/approvals.ts';

const DAY_MS = 86_400_000;

/** True for an order of days that a delegation may have: an end, not before the beginning, thirty days at most. */
export function isTermSound(startsOn: string, endsOn: string): boolean {
  const days = (Date.parse(endsOn) - Date.parse(startsOn)) / DAY_MS + 1;
  return Number.isFinite(days) && days >= 1 && days <= DELEGATION_DAYS_MAX;
}
