import { describe, expect, it } from 'vitest';
import { dueTime, type DutyTime, timeLeft } from './duty-clock.ts';

const working = (amount: number, calendars: DutyTime['term']['calendars'] = ['MO']): DutyTime => ({
  term: { amount, unit: 'working_days', calendars },
  utcOffset: '+08:00',
});
const at = (text: string): Date => new Date(text);

describe('when a duty is due', () => {
  it('is a day of the calendar while the calendar knows it', () => {
    expect(dueTime(working(10), at('2026-11-02T09:00:00+08:00'))).toEqual({
      at: at('2026-11-16T23:59:59.999+08:00'),
      calendarKnown: true,
    });
  });

  it('is the earliest day there may be when a calendar does not know the year, and says so', () => {
    const due = dueTime(working(10), at('2029-03-01T09:00:00+08:00'));
    expect(due).toEqual({ at: at('2029-03-11T23:59:59.999+08:00'), calendarKnown: false });
  });

  it('is the earliest over several calendars', () => {
    const start = at('2026-02-13T09:00:00+08:00');
    const [one, ...others] = (['MO', 'HK', 'CN'] as const)
      .map((place) => dueTime(working(5, [place]), start).at.getTime())
      .sort((a, b) => a - b);
    expect(others.some((time) => time !== one)).toBe(true);
    expect(dueTime(working(5, ['MO', 'HK', 'CN']), start).at.getTime()).toBe(one);
  });
});

describe('how long there is', () => {
  const duty = working(10);
  const due = dueTime(duty, at('2026-11-02T09:00:00+08:00'));

  it('is counted in working days, 0 on the last one, and on beyond it', () => {
    const left = (now: string) => timeLeft(duty, due, at(now));
    expect(left('2026-11-02T09:00:00+08:00')).toEqual({ unit: 'working_days', amount: 10, overdue: false });
    expect(left('2026-11-11T09:00:00+08:00')).toEqual({ unit: 'working_days', amount: 3, overdue: false });
    expect(left('2026-11-14T09:00:00+08:00')).toEqual({ unit: 'working_days', amount: 1, overdue: false });
    expect(left('2026-11-16T23:00:00+08:00')).toEqual({ unit: 'working_days', amount: 0, overdue: false });
    expect(left('2026-11-17T00:00:00+08:00')).toEqual({ unit: 'working_days', amount: 1, overdue: true });
    expect(left('2025-11-16T12:00:00+08:00')).toEqual({ unit: 'days', amount: 365, overdue: false });
    expect(left('2026-11-22T12:00:00+08:00')).toEqual({ unit: 'working_days', amount: 4, overdue: true });
  });

  it('is counted in hours and minutes where the term is in hours', () => {
    const breach: DutyTime = { term: { amount: 72, unit: 'hours', calendars: ['MO'] }, utcOffset: '+08:00' };
    const end = dueTime(breach, at('2026-11-02T09:00:00+08:00'));
    expect(timeLeft(breach, end, at('2026-11-02T09:00:00+08:00'))).toEqual({
      unit: 'hours',
      amount: 72,
      overdue: false,
    });
    expect(timeLeft(breach, end, at('2026-11-04T09:30:00+08:00')).amount).toBe(23);
    expect(timeLeft(breach, end, at('2026-11-05T08:20:00+08:00'))).toEqual({
      unit: 'minutes',
      amount: 40,
      overdue: false,
    });
    expect(timeLeft(breach, end, at('2026-11-05T11:20:00+08:00'))).toEqual({ unit: 'hours', amount: 2, overdue: true });
  });
});
