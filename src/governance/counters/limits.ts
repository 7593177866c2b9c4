/** Limits on persons per calendar year, and how far a count is from them. */
import { DAY } from '../../base/units.ts';
import type { Threshold } from '../../model/api/counters.ts';
import { dayIn, startOfDay, yearIn } from '../../transfers/zones.ts';

export type Limit = { readonly id: string; readonly counts: 'pi' | 'spi'; readonly limit: number };

/**
 * Numbers from which the mainland asks for more before personal information leaves it (Provisions on Facilitating and Regulating Cross-border
 * Data Flows, art. 5, 7 and 8): a standard contract that is filed or a certificate from the first two on, the authority's assessment from the
 * other two. The rules themselves are in the pack cn-pipl and decide; this is what people look at.
 */
const LIMITS: Readonly<Record<string, readonly Limit[]>> = {
  CN: [
    { id: 'cn.contract.pi', counts: 'pi', limit: 100_000 },
    { id: 'cn.assessment.pi', counts: 'pi', limit: 1_000_000 },
    { id: 'cn.contract.spi', counts: 'spi', limit: 1 },
    { id: 'cn.assessment.spi', counts: 'spi', limit: 10_000 },
  ],
};

/** From this share of a limit on somebody should know. */
const NEAR = 0.8;

export function limitsOf(origin: string): readonly Limit[] {
  return LIMITS[origin] ?? [];
}

/** Returns a limit with the count of a year: at what state it is, and the day it is reached if the year goes on as it began. */
export function compareWithLimit(limit: Limit, now: number, year: number, zone: string, at: Date): Threshold {
  const state = now >= limit.limit ? 'reached' : now >= limit.limit * NEAR ? 'near' : 'far';
  return { ...limit, now, state, reachedOn: state === 'reached' ? null : reachedOn(limit.limit, now, year, zone, at) };
}

/** Linear from 1 January. Null when the year is over or has not begun, when nothing was counted, or when it is not this year. */
function reachedOn(limit: number, now: number, year: number, zone: string, at: Date): string | null {
  if (now === 0 || yearIn(zone, at) !== year) return null;
  const start = startOfDay(zone, `${year}-01-01`);
  const elapsed = Math.max(at.getTime() - start.getTime(), DAY);
  const reached = new Date(start.getTime() + (elapsed * limit) / now);
  const isThisYear = reached.getTime() < startOfDay(zone, `${year + 1}-01-01`).getTime();
  return isThisYear ? dayIn(zone, reached) : null;
}
