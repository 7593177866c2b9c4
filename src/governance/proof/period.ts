/** Days as people give them, as moments in the organisation's zone. */
import type { ProofSearch } from '../../model/api/proof.ts';
import type { ProofFilter } from '../../store/tables/proof.ts';
import { startOfDay } from '../../transfers/zones.ts';

/** Before and after everything. */
export const ALWAYS = { from: new Date(0), to: new Date('9999-01-01T00:00:00Z') } as const;

export function proofFilter(orgId: string, zone: string, search: ProofSearch): ProofFilter {
  const { from, to, door = null, connection = null } = search;
  return {
    orgId,
    from: from === undefined ? ALWAYS.from : startOfDay(zone, from),
    to: to === undefined ? ALWAYS.to : startOfDay(zone, dayAfter(to)),
    door,
    connection,
  };
}

/** `2026-02-28` -> `2026-03-01`. */
export function dayAfter(day: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}
