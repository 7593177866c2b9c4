/**
 * Working hours of a place: when somebody may be disturbed. Macau, Hong Kong and the mainland all keep UTC+8 without summer time
 * (IANA Asia/Macau, Asia/Hong_Kong, Asia/Shanghai: since 1992 none of them has changed its clocks). Unknown means not now.
 */
import { addCalendarDays, requireDay } from './days.ts';
import { CALENDAR } from './errors.ts';
import { type CalendarPlace, calendarYear, isWorkingDay } from './working-days.ts';

/** Times of day `HH:MM`, 00:00 to 24:00, of the place; `from` is within, `to` is not. `from` is before `to`. */
export type WorkingHours = { readonly from: string; readonly to: string };

export const USUAL_HOURS: WorkingHours = { from: '09:00', to: '18:00' };

const OFFSET_MILLISECONDS = 8 * 3_600_000;
const MILLISECONDS_A_MINUTE = 60_000;
/** Government offices of Macau close for the day at 13:00 when the afternoon is free. */
const FREE_FROM_MINUTE = 13 * 60;

type Minutes = { readonly from: number; readonly to: number };

/**
 * Returns whether `instant` lies within the working hours of a working day of `place`. False when the year is unknown: nobody is
 * disturbed on a guess. Lunch breaks are not known.
 *
 * @throws `calendar.bad_hours`; `calendar.bad_day` when `instant` is no time of the years 0001 to 9999.
 */
export function isWorkingTime(place: CalendarPlace, instant: Date, hours: WorkingHours = USUAL_HOURS): boolean {
  const day = dayAt(instant);
  const window = windowOf(place, day, minutesOf(hours));
  return window !== undefined && window !== 'unknown' && isWithin(instant, window);
}

/**
 * Returns the first instant at or after `instant` that is working time; `instant` itself when it is. Undefined when a year without
 * data is reached before, or when no working day of the known years has such hours.
 *
 * @throws `calendar.bad_hours`; `calendar.bad_day` when `instant` is no time of the years 0001 to 9999.
 */
export function nextWorkingTime(
  place: CalendarPlace,
  instant: Date,
  hours: WorkingHours = USUAL_HOURS,
): Date | undefined {
  const minutes = minutesOf(hours);
  for (let day = dayAt(instant); ; day = addCalendarDays(day, 1)) {
    const window = windowOf(place, day, minutes);
    if (window === 'unknown') return undefined;
    if (window === undefined || instant >= window.to) continue;
    return new Date(Math.max(instant.getTime(), window.from.getTime()));
  }
}

/**
 * Returns the day (`YYYY-MM-DD`) that it is at `instant` in Macau, Hong Kong and the mainland.
 *
 * @throws `calendar.bad_day` when `instant` is no time of the years 0001 to 9999.
 */
export function dayAt(instant: Date): string {
  const local = new Date(instant.getTime() + OFFSET_MILLISECONDS);
  const day = Number.isNaN(local.getTime()) ? '' : local.toISOString().slice(0, 10);
  return requireDay(day);
}

type Window = { readonly from: Date; readonly to: Date };

/** The working hours of one day; undefined on a free day. */
function windowOf(place: CalendarPlace, day: string, minutes: Minutes): Window | 'unknown' | undefined {
  const answer = isWorkingDay(place, day);
  if (answer.outcome === 'unknown_year') return 'unknown';
  if (!answer.working) return undefined;
  const isShort = calendarYear(place, Number(day.slice(0, 4)))?.freeAfternoons.includes(day) === true;
  const to = isShort ? Math.min(minutes.to, FREE_FROM_MINUTE) : minutes.to;
  const midnight = Date.parse(`${day}T00:00:00Z`) - OFFSET_MILLISECONDS;
  const at = (minute: number): Date => new Date(midnight + minute * MILLISECONDS_A_MINUTE);
  return minutes.from < to ? { from: at(minutes.from), to: at(to) } : undefined;
}

function isWithin(instant: Date, window: Window): boolean {
  return instant >= window.from && instant < window.to;
}

function minutesOf({ from, to }: WorkingHours): Minutes {
  const minutes = { from: minuteOf(from), to: minuteOf(to) };
  if (minutes.from >= minutes.to) throw CALENDAR.bad_hours();
  return minutes;
}

function minuteOf(time: string): number {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$|^24:00$/.exec(time);
  if (match === null) throw CALENDAR.bad_hours();
  return match[1] === undefined ? 24 * 60 : Number(match[1]) * 60 + Number(match[2]);
}
