/** Randomness as a dependency. Production always uses `systemRandom`; only tests and vectors inject another. */
import type { Bytes } from './bytes.ts';

export type Random = (length: number) => Bytes;

/** The platform fills at most so many bytes at once. */
const AT_ONCE = 65_536;
/** One question to the platform serves many nonces: asking costs more than the bytes. */
const POOL = 4096;
const SMALL = 64;

let pool = new Uint8Array();
let taken = 0;

/** Cryptographic randomness of the platform (browser and Node). */
export const systemRandom: Random = (length) => (length <= SMALL ? fromPool(length) : fresh(length));

function fresh(length: number): Bytes {
  const out = new Uint8Array(length);
  for (let at = 0; at < length; at += AT_ONCE) crypto.getRandomValues(out.subarray(at, Math.min(length, at + AT_ONCE)));
  return out;
}

/** INVARIANT: bytes are given once and wiped here at once; nobody finds in the pool what somebody else was given. */
function fromPool(length: number): Bytes {
  if (taken + length > pool.length) {
    pool = fresh(POOL);
    taken = 0;
  }
  const out = pool.slice(taken, taken + length);
  pool.fill(0, taken, taken + length);
  taken += length;
  return out;
}
