/** When a duty is due, by the calendars of the places; and whether the calendars knew all the days that were needed. */
import { addWorkingDays, isWorkingDay } from '../calendar/working-days.ts';
import { type Duty, dutyDue } from '../policy/duties.ts';
import { dayAt } from '../policy/periods.ts';

export type DutyTime = Pick<Duty, 'term' | 'utcOffset'>;
export type DueTime = {
  /** Last moment at which it is done in time. */
  readonly at: Date;
  /** false: a calendar did not know the year, and `at` is the earliest end there may be. */
  readonly calendarKnown: boolean;
};

/**
 * Returns when a duty is due that started at `startedAt`. With several calendars the earliest of their days counts: whoever keeps
 * that one is late for nobody.
 */
export function dueTime(duty: DutyTime, startedAt: Date): DueTime {
  let calendarKnown = true;
  const at = dutyDue(duty, startedAt, (places, day, n) => {
    const days = places.map((place) => {
      const answer = addWorkingDays(place, day, n);
      if (answer.outcome === 'known') return answer.day;
      calendarKnown = false;
      return answer.earliest;
    });
    return days.sort()[0] ?? day;
  });
  return { at, calendarKnown };
}

export type TimeLeft = {
  readonly unit: 'minutes' | 'hours' | 'days' | 'working_days';
  /** Whole units; how far it is overdue when `overdue`. 0: it ends within the unit that runs, or ended within it. */
  readonly amount: number;
  readonly overdue: boolean;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Beyond this a number of hours says nothing to people. */
const HOURS_SHOWN = 96;
/** Nor does a number of working days over many months. */
const WORKING_DAYS_SHOWN = 90;

/**
 * Returns how long there is, or how long it is overdue, in the unit that the term runs in: working days for working days, hours for
 * hours, days for the rest. On the last day the amount is 0.
 */
export function timeLeft(duty: DutyTime, due: DueTime, now: Date): TimeLeft {
  const overdue = now > due.at;
  const { unit, calendars } = duty.term;
  const ms = Math.abs(due.at.getTime() - now.getTime());
  if (unit === 'hours' && ms < HOURS_SHOWN * HOUR_MS) {
    if (ms < HOUR_MS) return { unit: 'minutes', amount: Math.floor(ms / MINUTE_MS), overdue };
    return { unit: 'hours', amount: Math.floor(ms / HOUR_MS), overdue };
  }
  const today = dayAt(now.getTime(), duty.utcOffset);
  const last = dayAt(due.at.getTime(), duty.utcOffset);
  const [from, to] = today < last ? [today, last] : [last, today];
  const days = Math.round((Date.parse(to) - Date.parse(from)) / (24 * HOUR_MS));
  if (unit === 'working_days' && days <= WORKING_DAYS_SHOWN) {
    const counts = calendars.map((place) => workingDaysBetween(place, from, to));
    // The place with the most working days is the one whose calendar decided the day.
    return { unit, amount: Math.max(...counts), overdue };
  }
  return { unit: 'days', amount: days, overdue };
}

/** Working days after `from` up to and with `to`; days that no calendar knows count, as in the term. */
function workingDaysBetween(place: 'MO' | 'HK' | 'CN', from: string, to: string): number {
  let count = 0;
  for (let day = nextDay(from); day <= to; day = nextDay(day)) {
    const answer = isWorkingDay(place, day);
    if (answer.outcome === 'unknown_year' || answer.working) count += 1;
  }
  return count;
}

function nextDay(day: string): string {
  return dayAt(Date.parse(`${day}T00:00:00Z`) + 24 * HOUR_MS, '+00:00');
}
