/**
 * Working days of a place, from data by year. A year that is not in the data is never guessed: the answer says so, and a term gets
 * the earliest day it may end on instead. "Working day" is a day on which the government bureaus of the place work (docs/calendar.md).
 */
import { CN_YEARS } from './data/cn.ts';
import { HK_YEARS } from './data/hk.ts';
import { MO_YEARS } from './data/mo.ts';
import type { CalendarYear, CalendarYears } from './data/year.ts';
import { addCalendarDays, isWeekend, requireDay, yearOf } from './days.ts';
import { CALENDAR } from './errors.ts';

/** Places with a calendar: Macau, Hong Kong, mainland China (ISO 3166-1). */
export const CALENDAR_PLACES = ['MO', 'HK', 'CN'] as const;

export type CalendarPlace = (typeof CALENDAR_PLACES)[number];

/** There is no data for `year`: nothing is said about its days. */
export type UnknownYear = { readonly outcome: 'unknown_year'; readonly place: CalendarPlace; readonly year: number };

export type WorkingDayAnswer = { readonly outcome: 'known'; readonly working: boolean } | UnknownYear;

/** `earliest`: the last day on which the term may still be kept for certain. */
export type WorkingDaysAnswer =
  | { readonly outcome: 'known'; readonly day: string }
  | (UnknownYear & { readonly earliest: string });

const YEARS: Readonly<Record<CalendarPlace, CalendarYears>> = { MO: MO_YEARS, HK: HK_YEARS, CN: CN_YEARS };
/** Far more than any statutory term; keeps a mistyped number from being worked through. */
const MOST_WORKING_DAYS = 10_000;

type DaysOfYear = { readonly holidays: ReadonlySet<string>; readonly workingWeekends: ReadonlySet<string> };

const LOOKUP = new Map(CALENDAR_PLACES.map((place) => [place, lookupOf(YEARS[place])]));

/**
 * Returns whether `day` is a working day of `place`: no holiday, and either no weekend or a weekend on which work is made up. An
 * afternoon that is free does not make a day free.
 *
 * @throws `calendar.bad_day`.
 * @see src/calendar/data for the notices by year.
 */
export function isWorkingDay(place: CalendarPlace, day: string): WorkingDayAnswer {
  const year = yearOf(day);
  const days = LOOKUP.get(place)?.get(year);
  if (days === undefined) return { outcome: 'unknown_year', place, year };
  const working = !days.holidays.has(day) && (!isWeekend(day) || days.workingWeekends.has(day));
  return { outcome: 'known', working };
}

/**
 * Returns the day that is `count` working days after `startDay`; the start day is not counted, and 0 gives the start day itself,
 * whatever it is. When the days needed reach a year without data, `earliest` is the result if every day from there on
 * counted: never later than the true day.
 *
 * @throws `calendar.bad_day`; `calendar.bad_count` when `count` is no whole number from 0 to 10,000 or leads out of the calendar.
 */
export function addWorkingDays(place: CalendarPlace, startDay: string, count: number): WorkingDaysAnswer {
  if (!Number.isSafeInteger(count) || count < 0 || count > MOST_WORKING_DAYS) throw CALENDAR.bad_count();
  let day = requireDay(startDay);
  let left = count;
  while (left > 0) {
    const next = addCalendarDays(day, 1);
    const answer = isWorkingDay(place, next);
    // INVARIANT: strictest case. What is not known counts as a working day, so that a deadline is never later than it may be.
    if (answer.outcome === 'unknown_year') return { ...answer, earliest: addCalendarDays(day, left) };
    if (answer.working) left -= 1;
    day = next;
  }
  return { outcome: 'known', day };
}

/** Returns the years of which the days of `place` are known, in order; for warnings before they run out. */
export function calendarYears(place: CalendarPlace): readonly number[] {
  return [...YEARS[place].keys()].toSorted((a, b) => a - b);
}

/** Returns what is recorded of a year of a place, with its source; undefined when it is not known. */
export function calendarYear(place: CalendarPlace, year: number): CalendarYear | undefined {
  return YEARS[place].get(year);
}

function lookupOf(years: CalendarYears): ReadonlyMap<number, DaysOfYear> {
  return new Map(
    [...years].map(([year, { holidays, workingWeekends }]) => [
      year,
      { holidays: new Set(holidays.map((one) => one.day)), workingWeekends: new Set(workingWeekends) },
    ]),
  );
}
