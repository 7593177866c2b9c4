import { describe, expect, it } from 'vitest';
import { CALENDAR_PLACES } from './working-days.ts';
import { dayAt, isWorkingTime, nextWorkingTime } from './working-time.ts';

const at = (text: string): Date => new Date(`${text}+08:00`);

describe('working hours', () => {
  it('are from nine to six by the clock of the place, the end left out', () => {
    expect(isWorkingTime('HK', at('2026-11-25T08:59:59.999'))).toBe(false);
    expect(isWorkingTime('HK', at('2026-11-25T09:00:00'))).toBe(true);
    expect(isWorkingTime('HK', at('2026-11-25T17:59:59.999'))).toBe(true);
    expect(isWorkingTime('HK', at('2026-11-25T18:00:00'))).toBe(false);
  });

  it('are on the day of the place, not of UTC', () => {
    const early = new Date('2026-11-22T23:30:00Z');
    expect(dayAt(early)).toBe('2026-11-23');
    expect(isWorkingTime('MO', early, { from: '07:00', to: '09:00' })).toBe(true);
    expect(isWorkingTime('MO', new Date('2026-11-20T16:30:00Z'), { from: '00:00', to: '24:00' })).toBe(false);
  });

  it('agree with the zone of each place', () => {
    const zones = { MO: 'Asia/Macau', HK: 'Asia/Hong_Kong', CN: 'Asia/Shanghai' };
    for (const place of CALENDAR_PLACES) {
      for (let month = 0; month < 48; month += 1) {
        const instant = new Date(Date.UTC(2024, month, 15, 15, 59, 59));
        const there = new Intl.DateTimeFormat('en-CA', { timeZone: zones[place], dateStyle: 'short' });
        expect(dayAt(instant)).toBe(there.format(instant));
        expect(dayAt(new Date(instant.getTime() + 1000))).toBe(there.format(new Date(instant.getTime() + 1000)));
      }
    }
  });

  it('are none on holidays and weekends, and are there on working weekends', () => {
    expect(isWorkingTime('MO', at('2025-12-22T10:00:00'))).toBe(false);
    expect(isWorkingTime('HK', at('2026-11-28T10:00:00'))).toBe(false);
    expect(isWorkingTime('CN', at('2025-01-26T10:00:00'))).toBe(true);
  });

  it('end at one when the afternoon is free', () => {
    expect(isWorkingTime('MO', at('2026-12-31T12:59:00'))).toBe(true);
    expect(isWorkingTime('MO', at('2026-12-31T13:00:00'))).toBe(false);
    expect(isWorkingTime('MO', at('2026-12-31T15:00:00'), { from: '14:00', to: '18:00' })).toBe(false);
    expect(isWorkingTime('HK', at('2026-12-31T15:00:00'))).toBe(true);
  });

  it('are none in a year that is not known', () => {
    expect(isWorkingTime('MO', at('2027-01-04T10:00:00'))).toBe(false);
    expect(isWorkingTime('CN', at('2023-11-01T10:00:00'))).toBe(false);
    expect(isWorkingTime('CN', new Date(0))).toBe(false);
  });

  it.each([
    ['9:00', '18:00'],
    ['09:00', '18:60'],
    ['09:00', '24:01'],
    ['18:00', '09:00'],
    ['09:00', '09:00'],
    ['', ''],
    ['09:00\n', '18:00'],
    ['24:00', '24:00'],
  ])('refuse %j to %j', (from, to) => {
    const instant = at('2026-11-25T10:00:00');
    expect(() => isWorkingTime('HK', instant, { from, to })).toThrow('the working hours are not of the expected form');
    expect(() => nextWorkingTime('HK', instant, { from, to })).toThrow(
      'the working hours are not of the expected form',
    );
  });

  it('refuse an instant that is no time', () => {
    for (const instant of [new Date(Number.NaN), new Date(8.64e15), new Date(-8.64e15)]) {
      expect(() => isWorkingTime('HK', instant)).toThrow('this is not a day of the calendar');
      expect(() => nextWorkingTime('HK', instant)).toThrow('this is not a day of the calendar');
    }
  });
});

describe('the next working time', () => {
  it('is now, this morning, or the next working morning', () => {
    expect(nextWorkingTime('HK', at('2026-11-25T10:30:00'))).toEqual(at('2026-11-25T10:30:00'));
    expect(nextWorkingTime('HK', at('2026-11-25T03:00:00'))).toEqual(at('2026-11-25T09:00:00'));
    expect(nextWorkingTime('HK', at('2026-11-27T18:00:00'))).toEqual(at('2026-11-30T09:00:00'));
  });

  it('goes over holidays, and into a year that is known', () => {
    expect(nextWorkingTime('CN', at('2025-09-30T19:00:00'))).toEqual(at('2025-10-09T09:00:00'));
    expect(nextWorkingTime('MO', at('2025-12-19T20:00:00'))).toEqual(at('2025-12-26T09:00:00'));
    expect(nextWorkingTime('HK', at('2026-12-31T18:00:00'))).toEqual(at('2027-01-04T09:00:00'));
  });

  it('is not known when the data ends before', () => {
    expect(nextWorkingTime('MO', at('2026-12-31T12:00:00'))).toEqual(at('2026-12-31T12:00:00'));
    expect(nextWorkingTime('MO', at('2026-12-31T13:00:00'))).toBeUndefined();
    expect(nextWorkingTime('CN', at('2027-01-04T10:00:00'))).toBeUndefined();
    expect(nextWorkingTime('CN', at('2023-12-31T10:00:00'))).toBeUndefined();
  });
});
