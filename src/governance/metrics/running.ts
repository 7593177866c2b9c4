/** Sums over all that ever happened, without reading all of it at every scrape: what is settled is added once and kept. */
import { MINUTE } from '../../base/units.ts';

/** What was written with a time longer ago than this is there; only what is younger is read again. */
const SETTLED_MS = 5 * MINUTE;

export type RunningSum = {
  /** Values by key, over everything up to now. */
  readonly read: (now: Date) => Promise<ReadonlyMap<string, number>>;
};

/**
 * Returns the sum of what `between` gives for stretches of time: each key with a value to be added.
 * Only for what is written once and neither changed nor removed.
 */
export function createRunningSum(
  between: (from: Date, to: Date) => Promise<readonly (readonly [key: string, value: number])[]>,
): RunningSum {
  const settled = new Map<string, number>();
  let until = new Date(0);
  return {
    read: async (now) => {
      const border = new Date(now.getTime() - SETTLED_MS);
      if (border > until) {
        const rows = await between(until, border);
        addTo(settled, rows);
        until = border;
      }
      const all = new Map(settled);
      addTo(all, await between(until, new Date(now.getTime() + SETTLED_MS)));
      return all;
    },
  };
}

function addTo(sums: Map<string, number>, rows: readonly (readonly [string, number])[]): void {
  for (const [key, value] of rows) sums.set(key, (sums.get(key) ?? 0) + value);
}
