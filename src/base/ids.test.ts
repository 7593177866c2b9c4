import { describe, expect, it } from 'vitest';
import { testClock } from './clock.ts';
import { createIds, isUuid } from './ids.ts';
import { systemRandom } from './random.ts';

const START = new Date('2026-11-25T02:00:00.123Z');
const timeOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);

describe('an identifier', () => {
  it('carries its millisecond and is a version 7 UUID', () => {
    const id = createIds(testClock(START), systemRandom).uuid();
    expect(isUuid(id)).toBe(true);
    expect(id[14]).toBe('7');
    expect(timeOf(id)).toBe(START.getTime());
  });

  it('sorts after those before it, however many are made in a millisecond and when the clock steps back', () => {
    const clock = testClock(START);
    const ids = createIds(clock, systemRandom);
    const made: string[] = [];
    for (const step of [0, 0, 1, -5, 3, -2000, 2010]) {
      clock.advance(step);
      for (let n = 0; n < 3000; n += 1) made.push(ids.uuid());
    }
    expect(made.toSorted()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });

  it('follows a clock that was set to another day', () => {
    const clock = testClock(START);
    const ids = createIds(clock, systemRandom);
    ids.uuid();
    clock.set(new Date('2026-11-24T02:00:00Z'));
    expect(timeOf(ids.uuid())).toBe(clock.now().getTime());
  });
});
