import { describe, expect, it } from 'vitest';
import { codeOf } from '../base/errors.ts';
import { type CalendarPlace, addWorkingDays, isWorkingDay } from './working-days.ts';

function works(place: CalendarPlace, day: string): boolean | 'unknown' {
  const answer = isWorkingDay(place, day);
  return answer.outcome === 'known' ? answer.working : 'unknown';
}

function working(place: CalendarPlace, month: string): string[] {
  const days = Array.from({ length: 31 }, (_, i) => `${month}-${String(i + 1).padStart(2, '0')}`);
  return days.filter((day) => works(place, day) === true).map((day) => day.slice(-2));
}

describe('the mainland', () => {
  it('works on the weekends of the notice', () => {
    expect(works('CN', '2025-01-26')).toBe(true);
    expect(works('CN', '2025-02-08')).toBe(true);
    expect(works('CN', '2025-01-25')).toBe(false);
    expect(works('CN', '2026-02-28')).toBe(true);
    expect(works('CN', '2024-05-11')).toBe(true);
  });

  it('rests over the whole span of National Day 2025', () => {
    expect(working('CN', '2025-10')).toEqual('09 10 11 13 14 15 16 17 20 21 22 23 24 27 28 29 30 31'.split(' '));
    expect(works('CN', '2025-09-28')).toBe(true);
  });

  it('works on the eve of the lunar year 2024, which the notice only recommends to be free', () => {
    expect(works('CN', '2024-02-09')).toBe(true);
    expect(works('CN', '2026-02-16')).toBe(false);
  });

  it('does not know the holidays of the two regions', () => {
    expect(works('CN', '2026-12-25')).toBe(true);
    expect(works('CN', '2026-07-01')).toBe(true);
  });
});

describe('Macau', () => {
  it('gives the days of a weekend back: 20 and 21 December 2025 on the 22nd and 23rd', () => {
    expect(['18', '19', '20', '21', '22', '23', '24', '25', '26'].map((d) => works('MO', `2025-12-${d}`))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  it('counts the public holidays that are not mandatory as well', () => {
    expect(works('MO', '2026-11-02')).toBe(false);
    expect(works('MO', '2026-12-08')).toBe(false);
    expect(works('MO', '2026-10-02')).toBe(false);
  });

  it('counts a day with a free afternoon as a working day', () => {
    expect(works('MO', '2026-12-31')).toBe(true);
    expect(works('MO', '2026-02-16')).toBe(true);
  });
});

describe('Hong Kong', () => {
  it('rests for three days of the lunar year 2026 and works around them', () => {
    expect(['16', '17', '18', '19', '20', '21', '22'].map((d) => works('HK', `2026-02-${d}`))).toEqual([
      true,
      false,
      false,
      false,
      true,
      false,
      false,
    ]);
  });

  it('has the fourth day of the lunar year when the second is a Sunday', () => {
    expect(works('HK', '2024-02-13')).toBe(false);
    expect(works('HK', '2027-02-09')).toBe(false);
    expect(works('HK', '2027-02-10')).toBe(true);
  });

  it('moves Ching Ming and Easter Monday of 2026 to Monday and Tuesday', () => {
    expect(works('HK', '2026-04-06')).toBe(false);
    expect(works('HK', '2026-04-07')).toBe(false);
    expect(works('HK', '2026-04-08')).toBe(true);
  });
});

describe('a term in working days', () => {
  it('does not count the day it starts on', () => {
    expect(addWorkingDays('HK', '2026-11-25', 1)).toEqual({ outcome: 'known', day: '2026-11-26' });
    expect(addWorkingDays('HK', '2026-11-27', 1)).toEqual({ outcome: 'known', day: '2026-11-30' });
    expect(addWorkingDays('HK', '2026-11-28', 0)).toEqual({ outcome: 'known', day: '2026-11-28' });
  });

  it('goes round holidays and through working weekends', () => {
    expect(addWorkingDays('CN', '2025-01-24', 3)).toEqual({ outcome: 'known', day: '2025-02-05' });
    expect(addWorkingDays('CN', '2025-09-30', 3)).toEqual({ outcome: 'known', day: '2025-10-11' });
    expect(addWorkingDays('MO', '2025-12-19', 1)).toEqual({ outcome: 'known', day: '2025-12-26' });
    expect(addWorkingDays('HK', '2026-12-31', 1)).toEqual({ outcome: 'known', day: '2027-01-04' });
  });

  it('fails closed where the data ends: every day after it counts', () => {
    // Known: 28, 29, 30 and 31 December; six are left from 1 January.
    expect(addWorkingDays('MO', '2026-12-25', 10)).toEqual({
      outcome: 'unknown_year',
      place: 'MO',
      year: 2027,
      earliest: '2027-01-06',
    });
    expect(addWorkingDays('CN', '2026-12-31', 1)).toEqual({
      outcome: 'unknown_year',
      place: 'CN',
      year: 2027,
      earliest: '2027-01-01',
    });
  });

  it('ends on a known day when it does not need the missing year', () => {
    expect(addWorkingDays('MO', '2026-12-25', 4)).toEqual({ outcome: 'known', day: '2026-12-31' });
  });

  it('knows nothing before the data either', () => {
    expect(works('CN', '2023-12-31')).toBe('unknown');
    expect(isWorkingDay('MO', '1999-12-20')).toEqual({ outcome: 'unknown_year', place: 'MO', year: 1999 });
    expect(addWorkingDays('CN', '2023-12-01', 5)).toMatchObject({ outcome: 'unknown_year', earliest: '2023-12-06' });
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 10_001])('refuses the number %d', (count) => {
    let code = '';
    try {
      addWorkingDays('HK', '2026-01-01', count);
    } catch (error) {
      code = codeOf(error);
    }
    expect(code).toBe('calendar.bad_count');
  });

  it.each(['', '2026-02-30', '2026-13-01', 'tomorrow'])('refuses the day %j', (day) => {
    for (const act of [
      () => isWorkingDay('HK', day),
      () => addWorkingDays('HK', day, 0),
      () => addWorkingDays('HK', day, 3),
    ])
      expect(act).toThrow('this is not a day of the calendar');
  });
});
