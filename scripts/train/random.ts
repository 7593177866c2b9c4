/** A seeded source of random choices: the same seed gives the same training set on every machine. */

export type Random = {
  /** A number in [0, 1). */
  readonly next: () => number;
  /** A whole number in [0, limit). */
  readonly below: (limit: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(list: readonly T[]) => T;
  /** Picks with the first entries far more often: rank `n` about as often as 1/n. */
  readonly zipf: <T>(list: readonly T[]) => T;
};

/** mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(list: readonly T[]): T => {
    const one = list[below(list.length)];
    if (one === undefined) throw new RangeError('nothing to pick from');
    return one;
  };
  const zipf = <T>(list: readonly T[]): T => {
    const one = list[Math.floor(Math.exp(next() * Math.log(list.length + 1))) - 1];
    return one ?? pick(list);
  };
  return { next, below, chance: (probability) => next() < probability, pick, zipf };
}

/** Picks by weight; weights need not add up to anything. */
export function weighted<T>(random: Random, list: readonly (readonly [number, T])[]): T {
  let left = random.next() * list.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, value] of list) {
    left -= weight;
    if (left < 0) return value;
  }
  const last = list.at(-1);
  if (last === undefined) throw new RangeError('nothing to pick from');
  return last[1];
}
