/** Finds the most likely payload below noise: the other direction of payload.ts. */
import { CODE_BITS, DATA_BITS, GENERATORS, parity, TAIL_BITS } from './payload.ts';

const STATES = 64;
const STEPS = DATA_BITS + TAIL_BITS;
const NEVER = -1e30;

/** Of each register (state and new bit): the three outputs as a number from 0 to 7. */
const OUTPUTS = Uint8Array.from({ length: 128 }, (_, register) =>
  GENERATORS.reduce((bits, generator, at) => bits | (parity(register & generator) << at), 0),
);

/**
 * Returns the 8 bytes whose code fits best. `soft`: 210 numbers, above zero where +1 is likelier; their scale does not matter. The CRC is
 * for the caller to check: there is a best fit for pure noise as well.
 */
export function decode(soft: Float64Array): Uint8Array {
  if (soft.length !== CODE_BITS) throw new RangeError('a codeword has 210 bits');
  const from = new Uint8Array(STEPS * STATES);
  let metric = new Float64Array(STATES).fill(NEVER);
  let next = new Float64Array(STATES);
  metric[0] = 0;
  const branch = new Float64Array(8);
  for (let step = 0; step < STEPS; step += 1) {
    for (let outputs = 0; outputs < 8; outputs += 1) branch[outputs] = agreement(soft, 3 * step, outputs);
    next.fill(NEVER);
    // The bits of the tail are known.
    const bits = step < DATA_BITS ? 2 : 1;
    for (let state = 0; state < STATES; state += 1) {
      for (let bit = 0; bit < bits; bit += 1) {
        const register = (state << 1) | bit;
        const value = (metric[state] ?? NEVER) + (branch[OUTPUTS[register] ?? 0] ?? 0);
        const to = register & (STATES - 1);
        if (value > (next[to] ?? NEVER)) {
          next[to] = value;
          from[step * STATES + to] = state;
        }
      }
    }
    [metric, next] = [next, metric];
  }
  return readBack(from);
}

function agreement(soft: Float64Array, at: number, outputs: number): number {
  let sum = 0;
  for (let i = 0; i < 3; i += 1) sum += ((outputs >> i) & 1) === 1 ? (soft[at + i] ?? 0) : -(soft[at + i] ?? 0);
  return sum;
}

/** From state 0 at the end; the lowest bit of a state is the bit that led to it. */
function readBack(from: Uint8Array): Uint8Array {
  const payload = new Uint8Array(DATA_BITS / 8);
  let state = 0;
  for (let step = STEPS - 1; step >= 0; step -= 1) {
    if (step < DATA_BITS) payload[step >> 3] = (payload[step >> 3] ?? 0) | ((state & 1) << (7 - (step & 7)));
    state = from[step * STATES + state] ?? 0;
  }
  return payload;
}
