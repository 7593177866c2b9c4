/** Parcels that were made for a download and can be asked for again in pieces; only in memory, and made anew when they are gone. */
import type { Clock } from '../../base/clock.ts';
import { MINUTE } from '../../base/units.ts';

export type MadeParcel = {
  readonly bytes: Uint8Array;
  /** What was put into it, for the record. */
  readonly marks: readonly string[];
};

export type ParcelCache = {
  /** The parcel of this name, made by `make` when it is not here; several who ask at once wait for one. */
  readonly get: (name: string, make: () => Promise<MadeParcel>) => Promise<MadeParcel>;
};

const KEPT_BYTES = 150 * 1024 * 1024;
const KEPT_FOR = 10 * MINUTE;

export function createParcelCache(clock: Clock): ParcelCache {
  const kept = new Map<string, { readonly parcel: MadeParcel; readonly until: number }>();
  const making = new Map<string, Promise<MadeParcel>>();
  const sweep = (): void => {
    const now = clock.now().getTime();
    let bytes = 0;
    // Newest first: what is over the limit is what was asked for longest ago.
    for (const [name, { parcel, until }] of [...kept].toReversed()) {
      bytes += parcel.bytes.length;
      if (until <= now || bytes > KEPT_BYTES) kept.delete(name);
    }
  };
  return {
    get: async (name, make) => {
      sweep();
      const known = kept.get(name)?.parcel;
      if (known !== undefined) return known;
      const made = making.get(name) ?? make();
      making.set(name, made);
      try {
        const parcel = await made;
        kept.set(name, { parcel, until: clock.now().getTime() + KEPT_FOR });
        sweep();
        return parcel;
      } finally {
        making.delete(name);
      }
    },
  };
}
