import { describe, expect, it } from 'vitest';
import { addCalendarDays, daysBetween, isDay, isWeekend, yearOf } from '../days.ts';
import { CALENDAR_PLACES, calendarYear, calendarYears } from '../working-days.ts';
import type { CalendarYear } from './year.ts';

const all = CALENDAR_PLACES.flatMap((place) =>
  calendarYears(place).map((year): [string, number, CalendarYear] => [place, year, calendarYear(place, year)!]),
);

describe('the data by year', () => {
  it('is there for the years that were published and verified, and for no other', () => {
    expect(Object.fromEntries(CALENDAR_PLACES.map((place) => [place, calendarYears(place)]))).toEqual({
      MO: [2024, 2025, 2026],
      HK: [2024, 2025, 2026, 2027],
      CN: [2024, 2025, 2026],
    });
  });

  it.each(all)('of %s %i names its source and when it was checked', (_place, year, data) => {
    expect(data.source.length).toBeGreaterThan(20);
    const checked = /\d{4}-\d{2}-\d{2}/.exec(data.checked)?.[0] ?? '';
    expect(isDay(checked)).toBe(true);
    expect(yearOf(checked)).toBeGreaterThanOrEqual(year - 1);
  });

  it.each(all)('of %s %i has days of that year, in order and each once', (_place, year, data) => {
    for (const days of [data.holidays.map((one) => one.day), data.workingWeekends, data.freeAfternoons]) {
      expect(days.filter((day) => yearOf(day) !== year)).toEqual([]);
      expect(days).toEqual([...new Set(days)].sort());
    }
  });

  it.each(all)(
    'of %s %i works on weekends that are no holidays, and frees afternoons of working days',
    (_place, _year, data) => {
      const free = new Set(data.holidays.map((one) => one.day));
      expect(data.workingWeekends.filter((day) => !isWeekend(day) || free.has(day))).toEqual([]);
      expect(data.freeAfternoons.filter((day) => isWeekend(day) || free.has(day))).toEqual([]);
    },
  );
});

describe('what the law says of every year', () => {
  it('gives Hong Kong seventeen general holidays, none on a Sunday', () => {
    for (const year of calendarYears('HK')) {
      const days = calendarYear('HK', year)!.holidays.map((one) => one.day);
      expect(days, String(year)).toHaveLength(17);
      expect(days.filter((day) => new Date(`${day}T00:00:00Z`).getUTCDay() === 0)).toEqual([]);
    }
  });

  it('gives Macau twenty public holidays, ten of them mandatory, and one day for each that falls on a weekend', () => {
    for (const year of calendarYears('MO')) {
      const { holidays } = calendarYear('MO', year)!;
      const real = holidays.filter((one) => one.kind === 'mandatory' || one.kind === 'public');
      const compensatory = holidays.filter((one) => one.kind === 'compensatory');
      expect(real, String(year)).toHaveLength(20);
      expect(holidays.filter((one) => one.kind === 'mandatory')).toHaveLength(10);
      expect(compensatory).toHaveLength(real.filter((one) => isWeekend(one.day)).length);
      expect(compensatory.filter((one) => isWeekend(one.day))).toEqual([]);
    }
  });

  it('makes up mainland bridging days so that all in all only the statutory days are free', () => {
    // Order of the State Council on holidays: 11 days to 2024, 13 from 2025. Free weekdays less working weekends, plus the
    // statutory days that fall on a weekend and are not given elsewhere, is that number.
    for (const year of calendarYears('CN')) {
      const { holidays, workingWeekends } = calendarYear('CN', year)!;
      const weekdays = holidays.filter((one) => !isWeekend(one.day)).length;
      expect(weekdays - workingWeekends.length, String(year)).toBe(year < 2025 ? 11 : 13);
      expect(holidays.filter((one) => one.kind === 'public')).toHaveLength(year < 2025 ? 11 : 13);
    }
  });

  it('has Easter and the lunar year in step between Macau and Hong Kong', () => {
    for (const year of calendarYears('MO')) {
      const of = (place: 'MO' | 'HK', name: string): string | undefined =>
        calendarYear(place, year)!.holidays.find((one) => one.name === name)?.day;
      expect(of('MO', 'Good Friday')).toBe(of('HK', 'Good Friday'));
      expect(of('MO', "Lunar New Year's Day")).toBe(of('HK', "Lunar New Year's Day"));
      expect(daysBetween(of('MO', "Lunar New Year's Day")!, of('MO', 'third day of Lunar New Year')!)).toBe(2);
      expect(addCalendarDays(of('MO', 'Good Friday')!, 1)).toBe(of('MO', 'day before Easter'));
    }
  });
});
