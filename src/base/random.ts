/** Randomness as a dependency. Production always uses `systemRandom`; only tests and vectors inject another. */
import type { Bytes } from './bytes.ts';

export type Random = (length: number) => Bytes;

/** Cryptographic randomness of the platform (browser and Node). */
export const systemRandom: Random = (length) => {
  const out = new Uint8Array(length);
  for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(out.subarray(at, Math.min(length, at + 65_536)));
  return out;
};
