/** The live meter: bytes of content that stayed, bytes that crossed. */
import type { Meter } from '../model/api/system.ts';
import type { Database } from '../store/database.ts';
import { readMeter as readDays } from '../store/tables/egress.ts';

const DAYS_SHOWN = 30;

/** Totals over everything, and the last 30 days on which something happened. */
export async function readMeter(
  deps: { readonly db: Database; readonly timeZone: string },
  orgId: string,
): Promise<Meter> {
  const days = await readDays(deps.db.query, orgId, deps.timeZone);
  const sum = (pick: (day: (typeof days)[number]) => number): number =>
    days.reduce((total, day) => total + pick(day), 0);
  const contentBytes = sum((day) => day.contentBytes);
  const crossedBytes = sum((day) => day.crossedBytes);
  return {
    contentBytes,
    crossedBytes,
    keptShare: contentBytes === 0 ? null : Math.max(0, 1 - crossedBytes / contentBytes),
    personalDataCrossed: sum((day) => day.personal),
    notices: sum((day) => day.notices),
    days: days.slice(-DAYS_SHOWN).map(({ day, contentBytes: kept, crossedBytes: crossed, notices }) => ({
      day,
      contentBytes: kept,
      crossedBytes: crossed,
      notices,
    })),
  };
}
