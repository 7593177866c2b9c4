/**
 * Days as texts `YYYY-MM-DD` of the Gregorian calendar (ISO 8601), years 0001 to 9999. A day has no zone here: the caller says
 * which day it is at his place. Source of the form: ISO 8601-1:2019, 5.2.2.1, extended format.
 */
import { CALENDAR } from './errors.ts';

const DAY_TEXT = /^\d{4}-\d{2}-\d{2}$/;
const MILLISECONDS_A_DAY = 86_400_000;
/** About ten thousand years: more than the calendar has, and far below where a number of milliseconds loses its last digit. */
const MOST_DAYS = 3_700_000;

/**
 * Returns `day` itself when it is a day that exists: the one check every function of this folder starts with.
 *
 * @throws `calendar.bad_day` for anything else: another form, a 30 February, a month 13, the year 0000, an empty text.
 */
export function requireDay(day: string): string {
  if (!isDay(day)) throw CALENDAR.bad_day();
  return day;
}

/**
 * Returns the day `count` days after `day`; a negative `count` goes back, 0 gives `day`.
 *
 * @throws `calendar.bad_day`; `calendar.bad_count` when `count` is no whole number or leads out of the years 0001 to 9999.
 */
export function addCalendarDays(day: string, count: number): string {
  if (!Number.isSafeInteger(count) || Math.abs(count) > MOST_DAYS) throw CALENDAR.bad_count();
  return formatDay(indexOf(day) + count);
}

/**
 * Returns how many days `to` is after `from`: 0 for the same day, negative when `to` is earlier.
 *
 * @throws `calendar.bad_day`.
 */
export function daysBetween(from: string, to: string): number {
  return indexOf(to) - indexOf(from);
}

/**
 * Returns the same day `count` years later; 29 February becomes 28 February in a year that has no 29 February, so that a term
 * in years never ends later than it may.
 *
 * @throws `calendar.bad_day`; `calendar.bad_count` when `count` is no whole number or leads out of the years 0001 to 9999.
 */
export function addYears(day: string, count: number): string {
  const year = yearOf(day) + count;
  if (!Number.isSafeInteger(count) || year < 1 || year > 9999) throw CALENDAR.bad_count();
  const rest = day.slice(4);
  const text = `${String(year).padStart(4, '0')}${rest}`;
  return rest === '-02-29' && !isDay(text) ? text.replace(/29$/, '28') : text;
}

/**
 * Returns the year of `day` as a number.
 *
 * @throws `calendar.bad_day`.
 */
export function yearOf(day: string): number {
  return Number(requireDay(day).slice(0, 4));
}

/**
 * Returns whether `day` is a Saturday or Sunday.
 *
 * @throws `calendar.bad_day`.
 */
export function isWeekend(day: string): boolean {
  const weekday = new Date(indexOf(day) * MILLISECONDS_A_DAY).getUTCDay();
  return weekday === 0 || weekday === 6;
}

/** Returns whether `text` is a day that exists; never throws. */
export function isDay(text: string): boolean {
  const time = DAY_TEXT.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // Engines differ on 30 February: some roll it over to March. Only a day that comes back as it went in is one.
  return !Number.isNaN(time) && !text.startsWith('0000') && new Date(time).toISOString().startsWith(text);
}

/** Days since 1970-01-01. The text goes into no error: a mistyped field may hold anything. */
function indexOf(day: string): number {
  return Date.parse(`${requireDay(day)}T00:00:00Z`) / MILLISECONDS_A_DAY;
}

function formatDay(index: number): string {
  // Years outside 0001 to 9999 get a sign and six digits, which is no day text.
  const text = new Date(index * MILLISECONDS_A_DAY).toISOString().slice(0, 10);
  if (!isDay(text)) throw CALENDAR.bad_count();
  return text;
}
