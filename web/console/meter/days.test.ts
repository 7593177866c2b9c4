import { describe, expect, it } from 'vitest';
import { crossedPerMillion, dayOf, lastDays } from './days.ts';

const day = (name: string, contentBytes = 1) => ({ day: name, contentBytes, crossedBytes: 2, notices: 3 });

describe('lastDays', () => {
  it('fills the gaps, over the end of a month and of a leap year’s February', () => {
    const days = lastDays([day('2028-02-28'), day('2028-03-01')], '2028-03-02', 5);
    expect(days.map((each) => each.day)).toEqual([
      '2028-02-27',
      '2028-02-28',
      '2028-02-29',
      '2028-03-01',
      '2028-03-02',
    ]);
    expect(days.map((each) => each.contentBytes)).toEqual([0, 1, 0, 1, 0]);
  });

  it('ends on the server’s day when it is ahead of the reader’s', () => {
    expect(lastDays([day('2026-11-24')], '2026-11-23', 2).map((each) => each.day)).toEqual([
      '2026-11-23',
      '2026-11-24',
    ]);
  });

  it('leaves out what is older, and what is no day', () => {
    expect(lastDays([day('2025-01-01', 9), day('x', 9)], '2026-01-01', 2).map((each) => each.contentBytes)).toEqual([
      0, 0,
    ]);
  });

  it('gives as many days as asked for when there is nothing', () => {
    expect(lastDays([], '2026-11-23', 30)).toHaveLength(30);
  });
});

describe('dayOf', () => {
  it('names the day of the reader’s own clock', () => {
    expect(dayOf(new Date(2026, 0, 2, 23, 59))).toBe('2026-01-02');
  });
});

describe('crossedPerMillion', () => {
  it('never says nothing when something crossed', () => {
    expect(crossedPerMillion(10 ** 12, 1)).toBe(1);
    expect(crossedPerMillion(1_000_000, 312)).toBe(312);
    expect(crossedPerMillion(1000, 0)).toBe(0);
    expect(crossedPerMillion(0, 100)).toBeNull();
    expect(crossedPerMillion(100, 1)).toBeNull();
  });
});
