import { describe, expect, it } from 'vitest';
import { dueText, leftText, termText, toneOf, zoneName } from './clock.ts';

const t = (id: string, values: Readonly<Record<string, string | number>> = {}): string =>
  [id, ...Object.values(values)].join(' ');

describe('a clock in words', () => {
  it('says how long there is, or since when it is over', () => {
    const left = (unit: 'working_days' | 'before', amount: number, overdue: boolean) =>
      leftText({ t }, { state: 'open', left: { unit, amount, overdue } });
    expect(left('working_days', 3, false)).toBe('duty.left.working_days 3');
    expect(left('working_days', 1, true)).toBe('duty.over.working_days 1');
    expect(left('before', 0, false)).toBe('duty.left.before 0');
    expect(leftText({ t }, { state: 'done', left: null })).toBe('duty.state.done');
  });

  it('has the tone of its urgency', () => {
    const tone = (unit: 'working_days' | 'hours' | 'at_once', amount: number, overdue = false) =>
      toneOf({ state: 'open', left: { unit, amount, overdue } });
    expect([tone('working_days', 9), tone('working_days', 3), tone('working_days', 1, true)]).toEqual([
      'calm',
      'wait',
      'stop',
    ]);
    expect([tone('hours', 40), tone('hours', 3), tone('at_once', 0)]).toEqual(['calm', 'wait', 'wait']);
    expect([toneOf({ state: 'done', left: null }), toneOf({ state: 'not_needed', left: null })]).toEqual([
      'good',
      'calm',
    ]);
  });

  it('names the last day or the moment in the zone of the regulator', () => {
    const due = (dueAt: string, utcOffset: string) => dueText({ t, locale: 'en' }, { dueAt, utcOffset, left: null });
    expect(due('2026-12-04T15:59:59.999Z', '+08:00')).toBe('duty.due_day Fri, 4 Dec 2026 UTC+8');
    expect(due('2026-12-04T10:00:00.000Z', '+08:00')).toBe('duty.due_time Fri, 4 Dec 2026 18:00 UTC+8');
    expect(due('2026-12-04T22:59:59.999Z', '+01:00')).toBe('duty.due_day Fri, 4 Dec 2026 UTC+1');
    const waiting = { unit: 'before', amount: 0, overdue: false } as const;
    const held = { dueAt: '2026-12-04T10:00:00.000Z', utcOffset: '+08:00', left: waiting };
    expect(dueText({ t, locale: 'en' }, held)).toBe('duty.due_held Fri, 4 Dec 2026 UTC+8');
    expect([zoneName('+00:00'), zoneName('-03:30')]).toEqual(['UTC+0', 'UTC-3:30']);
  });

  it('says whose working days are counted', () => {
    const format = { list: (parts: readonly string[]) => parts.join('+') } as never;
    const term = { amount: 10, unit: 'working_days' as const, calendars: ['MO' as const, 'CN' as const] };
    expect(termText({ t, format }, { term })).toBe('duty.term.of duty.term.working_days 10 place.MO+place.CN');
    expect(termText({ t, format }, { term: { ...term, unit: 'hours' } })).toBe('duty.term.hours 10');
  });
});
