import { expect, it } from 'vitest';
import { daysWaited, officersStoodInFor } from './waiting.ts';

const now = new Date('2026-11-25T02:00:00Z');

it('counts whole days, and none backwards', () => {
  expect(daysWaited({ since: '2026-11-23T03:00:00Z' }, now)).toBe(1);
  expect(daysWaited({ since: '2026-11-23T02:00:00Z' }, now)).toBe(2);
  expect(daysWaited({ since: '2026-11-26T02:00:00Z' }, now)).toBe(0);
});

it('names officers whom the reader stands in for, not the reader', () => {
  const answerAs = [
    { officerId: null, name: 'Ana' },
    { officerId: '01920000-0000-7000-8000-000000000001', name: 'Bao' },
  ];
  expect(officersStoodInFor({ answerAs })).toEqual(['Bao']);
});
