import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addCalendarDays, daysBetween } from './days.ts';
import { CALENDAR_PLACES, addWorkingDays, calendarYears, isWorkingDay } from './working-days.ts';
import { dayAt, isWorkingTime, nextWorkingTime } from './working-time.ts';

const place = fc.constantFrom(...CALENDAR_PLACES);
/** From a year before the data to a year after it. */
const day = fc.integer({ min: 0, max: 6 * 365 }).map((count) => addCalendarDays('2023-01-01', count));
const count = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 10_000 }));
const instant = fc.date({
  min: new Date('2023-01-01T00:00:00Z'),
  max: new Date('2028-12-31T00:00:00Z'),
  noInvalidDate: true,
});

/** The day that the answer allows to wait for. */
function latest(answer: ReturnType<typeof addWorkingDays>): string {
  return answer.outcome === 'known' ? answer.day : answer.earliest;
}

describe('working days', () => {
  it('are known exactly for the years of the data', () => {
    fc.assert(
      fc.property(place, day, (where, when) => {
        const known = calendarYears(where).includes(Number(when.slice(0, 4)));
        expect(isWorkingDay(where, when).outcome).toBe(known ? 'known' : 'unknown_year');
      }),
    );
  });

  it('never end a term on a day that is free', () => {
    fc.assert(
      fc.property(place, day, fc.integer({ min: 1, max: 800 }), (where, start, n) => {
        const answer = addWorkingDays(where, start, n);
        if (answer.outcome === 'known')
          expect(isWorkingDay(where, answer.day)).toEqual({ outcome: 'known', working: true });
      }),
    );
  });

  it('end a longer term later, known or not', () => {
    fc.assert(
      fc.property(place, day, count, (where, start, n) => {
        fc.pre(n < 10_000);
        expect(latest(addWorkingDays(where, start, n + 1)) > latest(addWorkingDays(where, start, n))).toBe(true);
      }),
    );
  });

  it('never end a term before as many calendar days, and are as many as were asked for', () => {
    fc.assert(
      fc.property(place, day, fc.integer({ min: 0, max: 800 }), (where, start, n) => {
        const answer = addWorkingDays(where, start, n);
        const span = daysBetween(start, latest(answer));
        expect(span).toBeGreaterThanOrEqual(n);
        if (answer.outcome === 'unknown_year') return;
        const passed = Array.from({ length: span }, (_, i) => isWorkingDay(where, addCalendarDays(start, i + 1)));
        expect(passed.filter((one) => one.outcome === 'known' && one.working)).toHaveLength(n);
      }),
    );
  });

  it('may be added in two steps', () => {
    fc.assert(
      fc.property(place, day, fc.nat(200), fc.nat(200), (where, start, first, second) => {
        const middle = addWorkingDays(where, start, first);
        fc.pre(middle.outcome === 'known');
        expect(addWorkingDays(where, middle.day, second)).toEqual(addWorkingDays(where, start, first + second));
      }),
    );
  });

  it('lose nothing when a year is missing: the earliest day is never later than with the year', () => {
    // Hong Kong 2027 is known. Cutting it off by hand gives what a calendar without it would say.
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 364 }), fc.integer({ min: 1, max: 200 }), (offset, n) => {
        const start = addCalendarDays('2026-01-01', offset);
        const truth = addWorkingDays('HK', start, n);
        fc.pre(truth.outcome === 'known' && truth.day > '2026-12-31');
        const inside = Array.from({ length: daysBetween(start, '2026-12-31') }, (_, i) =>
          addCalendarDays(start, i + 1),
        );
        const counted = inside.filter((one) => {
          const answer = isWorkingDay('HK', one);
          return answer.outcome === 'known' && answer.working;
        }).length;
        expect(addCalendarDays('2026-12-31', n - counted) <= truth.day).toBe(true);
      }),
    );
  });
});

describe('working time', () => {
  it('is only on working days, and never in an unknown year', () => {
    fc.assert(
      fc.property(place, instant, (where, at) => {
        if (!isWorkingTime(where, at)) return;
        expect(isWorkingDay(where, dayAt(at))).toEqual({ outcome: 'known', working: true });
      }),
    );
  });

  it('comes next at an instant that is working time, not before, and with none between', () => {
    fc.assert(
      fc.property(place, instant, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (where, at, part) => {
        const next = nextWorkingTime(where, at);
        if (next === undefined) return;
        expect(isWorkingTime(where, next)).toBe(true);
        const gap = next.getTime() - at.getTime();
        expect(gap).toBeGreaterThanOrEqual(0);
        if (gap > 0) expect(isWorkingTime(where, new Date(at.getTime() + Math.floor(gap * part)))).toBe(false);
      }),
    );
  });

  it('comes next at once when it is now', () => {
    fc.assert(
      fc.property(place, instant, (where, at) => {
        fc.pre(isWorkingTime(where, at));
        expect(nextWorkingTime(where, at)).toEqual(at);
      }),
    );
  });
});
