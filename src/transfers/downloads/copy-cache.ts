/** Copies that were made for a download and can be asked for again in pieces; only in memory, and made anew when they are gone. */
import type { Clock } from '../../base/clock.ts';
import { MINUTE } from '../../base/units.ts';

export type MadeCopy = {
  readonly bytes: Uint8Array;
  /** What was put into it, for the record. */
  readonly marks: readonly string[];
};

export type CopyCache = {
  /** The copy of this name, made by `make` when it is not here; several who ask at once wait for one. */
  readonly get: (name: string, make: () => Promise<MadeCopy>) => Promise<MadeCopy>;
};

const KEPT_BYTES = 150 * 1024 * 1024;
const KEPT_FOR = 10 * MINUTE;

export function createCopyCache(clock: Clock): CopyCache {
  const kept = new Map<string, { readonly copy: MadeCopy; readonly until: number }>();
  const making = new Map<string, Promise<MadeCopy>>();
  const sweep = (): void => {
    const now = clock.now().getTime();
    let bytes = 0;
    // Newest first: what is over the limit is what was asked for longest ago.
    for (const [name, { copy, until }] of [...kept].toReversed()) {
      bytes += copy.bytes.length;
      if (until <= now || bytes > KEPT_BYTES) kept.delete(name);
    }
  };
  return {
    get: async (name, make) => {
      sweep();
      const known = kept.get(name)?.copy;
      if (known !== undefined) return known;
      const made = making.get(name) ?? make();
      making.set(name, made);
      try {
        const copy = await made;
        kept.set(name, { copy, until: clock.now().getTime() + KEPT_FOR });
        sweep();
        return copy;
      } finally {
        making.delete(name);
      }
    },
  };
}
