/** Chance that can be repeated: every random choice of a fault test comes from one seed, which is printed when the test fails. */
import { onTestFailed } from 'vitest';

export type Chance = {
  readonly seed: number;
  /** A number from `low` to `high`, both included. */
  readonly between: (low: number, high: number) => number;
  readonly pick: <T>(items: readonly T[]) => T;
};

/** The seed is `FAULT_SEED`, or the time. Call it inside a test. */
export function seededChance(): Chance {
  const seed = Number(process.env['FAULT_SEED'] ?? Date.now() % 2 ** 31);
  onTestFailed(() => {
    console.error(`repeat the choices of this run with FAULT_SEED=${seed}`);
  });
  // mulberry32: small and good enough to choose moments.
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return { seed, between, pick: (items) => items[between(0, items.length - 1)]! };
}

const WORDS =
  'the harbour ferry leaves when tide and wind allow it so bring warm clothes or read a book by the window'.split(' ');

/** Text of `size` bytes that says nothing about anybody, different for each start. */
export function harmlessText(chance: Chance, size: number): Uint8Array<ArrayBuffer> {
  const parts: string[] = [];
  for (let length = 0; length < size; ) {
    const line = `${Array.from({ length: 9 }, () => chance.pick(WORDS)).join(' ')}.\n`;
    // Each line many times: a few thousand choices are enough for a file of megabytes.
    const block = line.repeat(chance.between(1, 60));
    parts.push(block);
    length += block.length;
  }
  return new Uint8Array(Buffer.from(parts.join('').slice(0, size)));
}
