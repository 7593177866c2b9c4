import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareWithLimit, limitsOf } from './limits.ts';

const ZONE = 'Asia/Shanghai';
const at = (day: string): Date => new Date(`${day}T00:00:00+08:00`);
const limit = { id: 'x', counts: 'pi', limit: 100_000 } as const;

describe('a limit', () => {
  it.each([
    [0, 'far'],
    [79_999, 'far'],
    [80_000, 'near'],
    [99_999, 'near'],
    [100_000, 'reached'],
    [1_000_000, 'reached'],
  ])('with %i persons is %s', (now, state) => {
    expect(compareWithLimit(limit, now, 2026, ZONE, at('2026-07-01')).state).toBe(state);
  });

  it('says the day on which it is reached when the year goes on as it began', () => {
    // Half of it in the 181 days before 1 July.
    expect(compareWithLimit(limit, 50_000, 2026, ZONE, at('2026-07-01')).reachedOn).toBe('2026-12-29');
    expect(compareWithLimit(limit, 49_000, 2026, ZONE, at('2026-07-01')).reachedOn).toBeNull();
    expect(compareWithLimit(limit, 0, 2026, ZONE, at('2026-07-01')).reachedOn).toBeNull();
    expect(compareWithLimit(limit, 100_000, 2026, ZONE, at('2026-07-01')).reachedOn).toBeNull();
  });

  it('says nothing about years that are over', () => {
    expect(compareWithLimit(limit, 90_000, 2025, ZONE, at('2026-07-01')).reachedOn).toBeNull();
  });

  it('never names a day before today', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 0, max: 364 }), (now, day) => {
        const today = new Date(at('2026-01-01').getTime() + day * 86_400_000);
        const { reachedOn } = compareWithLimit(limit, now, 2026, ZONE, today);
        if (reachedOn !== null)
          expect(Date.parse(`${reachedOn}T23:59:59+08:00`)).toBeGreaterThanOrEqual(today.getTime());
      }),
    );
  });

  it('of persons is the mainland’s only', () => {
    expect(limitsOf('CN').map((one) => one.limit)).toEqual([100_000, 1_000_000, 1, 10_000]);
    expect(limitsOf('MO')).toEqual([]);
  });
});
