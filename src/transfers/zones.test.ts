import { expect, it } from 'vitest';
import { dayIn, startOfDay, yearIn, zoneOf } from './zones.ts';

it('begins a year at midnight of the place, not of Greenwich', () => {
  const at = new Date('2026-12-31T16:30:00Z');
  expect(yearIn(zoneOf('CN', 'UTC'), at)).toBe(2027);
  expect(yearIn(zoneOf('PT', 'UTC'), at)).toBe(2026);
  expect(yearIn(zoneOf('ZZ', 'Asia/Macau'), at)).toBe(2027);
  expect(dayIn('Asia/Shanghai', at)).toBe('2027-01-01');
});

it('knows the first moment of a day, also when clocks change that night', () => {
  expect(startOfDay('Asia/Macau', '2026-01-01').toISOString()).toBe('2025-12-31T16:00:00.000Z');
  expect(startOfDay('Europe/Lisbon', '2026-03-29').toISOString()).toBe('2026-03-29T00:00:00.000Z');
  expect(startOfDay('Europe/Berlin', '2026-03-30').toISOString()).toBe('2026-03-29T22:00:00.000Z');
  expect(startOfDay('Europe/Berlin', '2026-10-25').toISOString()).toBe('2026-10-24T22:00:00.000Z');
});
