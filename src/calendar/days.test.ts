import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../base/errors.ts';
import { addCalendarDays, addYears, daysBetween, isDay, isWeekend, requireDay, yearOf } from './days.ts';

const day = fc
  .date({ min: new Date('1000-01-01T00:00:00Z'), max: new Date('3000-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

const HOSTILE = [
  '',
  ' ',
  '2026',
  '2026-1-1',
  '2026-02-30',
  '2025-02-29',
  '1900-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-01-00',
  '2026-04-31',
  '0000-01-01',
  '-2026-01-01',
  '+002026-01-01',
  '2026-01-01T00:00:00Z',
  '2026-01-01\n',
  '２０２６-０１-０１',
  '2026/01/01',
  '01-01-2026',
  '2026-01-01; drop table',
  '__proto__',
  'NaN-NaN-NaN',
];

function codeWhen(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return codeOf(error);
  }
}

describe('a day text', () => {
  it.each(HOSTILE)('%j is no day, for every function', (text) => {
    expect(isDay(text)).toBe(false);
    for (const act of [
      () => requireDay(text),
      () => addCalendarDays(text, 1),
      () => addYears(text, 1),
      () => daysBetween(text, '2026-01-01'),
      () => daysBetween('2026-01-01', text),
      () => yearOf(text),
      () => isWeekend(text),
    ])
      expect(codeWhen(act)).toBe('calendar.bad_day');
  });

  it('is not repeated in the error', () => {
    let shown = '';
    try {
      requireDay('secret-name');
    } catch (error) {
      shown = `${String(error)} ${JSON.stringify(error)}`;
    }
    expect(shown).toContain('calendar');
    expect(shown).not.toContain('secret');
  });

  it('is accepted only as it is written back', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{4}-\d{2}-\d{2}$/)), (text) => {
        const back = new Date(`${text}T00:00:00Z`);
        const same =
          !Number.isNaN(back.getTime()) && back.toISOString().slice(0, 10) === text && !text.startsWith('0000');
        expect(isDay(text)).toBe(same && text.length === 10);
      }),
    );
  });

  it('keeps years below 100 apart from the twentieth century', () => {
    expect(addCalendarDays('0050-01-01', 1)).toBe('0050-01-02');
    expect(yearOf('0050-01-01')).toBe(50);
  });
});

describe('counting days', () => {
  it('goes over months, leap days and years', () => {
    expect(addCalendarDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addCalendarDays('2025-02-28', 1)).toBe('2025-03-01');
    expect(addCalendarDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addCalendarDays('2026-03-01', -1)).toBe('2026-02-28');
    expect(daysBetween('2026-01-01', '2026-12-31')).toBe(364);
    expect(daysBetween('2026-02-01', '2026-01-01')).toBe(-31);
  });

  it('is undone by the difference', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -200_000, max: 200_000 }), (from, count) => {
        expect(daysBetween(from, addCalendarDays(from, count))).toBe(count);
      }),
    );
  });

  it.each([Number.NaN, 0.5, Number.POSITIVE_INFINITY, 1e300, 2 ** 53, 3_700_001, 3_000_000, -3_000_000])(
    'refuses the number %d',
    (count) => {
      expect(codeWhen(() => addCalendarDays('2026-01-01', count))).toBe('calendar.bad_count');
    },
  );

  it('knows Saturday and Sunday', () => {
    const week = Array.from({ length: 7 }, (_, i) => isWeekend(addCalendarDays('2026-11-23', i)));
    expect(week).toEqual([false, false, false, false, false, true, true]);
  });
});

describe('adding years', () => {
  it('keeps the day, and takes 28 February where there is no 29th', () => {
    expect(addYears('2026-11-25', 3)).toBe('2029-11-25');
    expect(addYears('2024-02-29', 1)).toBe('2025-02-28');
    expect(addYears('2024-02-29', 4)).toBe('2028-02-29');
    expect(addYears('2096-02-29', 4)).toBe('2100-02-28');
    expect(addYears('2024-02-29', -1)).toBe('2023-02-28');
    expect(addYears('2026-11-25', 0)).toBe('2026-11-25');
  });

  it('never ends later than the same day and never in another month', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -900, max: 900 }), (from, count) => {
        const result = addYears(from, count);
        expect(yearOf(result)).toBe(yearOf(from) + count);
        expect(result.slice(5, 7)).toBe(from.slice(5, 7));
        expect(result.slice(5) <= from.slice(5)).toBe(true);
      }),
    );
  });

  it.each([Number.NaN, 0.5, 8000, -2026, 1e300])('refuses the number %d', (count) => {
    expect(codeWhen(() => addYears('2026-01-01', count))).toBe('calendar.bad_count');
  });
});
