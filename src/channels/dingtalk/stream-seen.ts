/** Frames that were met in the last minutes: what the vendor sends again is not done twice. What counts for good is the archive's own key. */
import type { Clock } from '../../base/clock.ts';
import { MINUTE } from '../../base/units.ts';

const KEPT_MS = 5 * MINUTE;
const KEPT_MOST = 20_000;

export type Seen<T> = {
  /** Runs `work` once per id: while it runs and for five minutes after, the same id gets the same answer. A failure is forgotten. */
  readonly once: (id: string, work: () => Promise<T>) => Promise<T>;
};

export function createSeen<T>(clock: Clock): Seen<T> {
  const kept = new Map<string, { readonly at: number; readonly answer: Promise<T> }>();
  const forget = (now: number): void => {
    // A map keeps the order of insertion: the oldest come first.
    for (const [id, { at }] of kept) {
      if (now - at < KEPT_MS && kept.size <= KEPT_MOST) return;
      kept.delete(id);
    }
  };
  return {
    once: async (id, work) => {
      const now = clock.now().getTime();
      forget(now);
      const known = kept.get(id);
      if (known !== undefined) return known.answer;
      const answer = work();
      kept.set(id, { at: now, answer });
      try {
        return await answer;
      } catch (error) {
        kept.delete(id);
        throw error;
      }
    },
  };
}
