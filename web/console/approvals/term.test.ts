import { expect, it } from 'vitest';
import { isTermSound, today } from './term.ts';

it.each([
  ['2026-11-25', '2026-11-25', true],
  ['2026-11-25', '2026-12-24', true],
  ['2026-11-25', '2026-12-25', false],
  ['2026-11-25', '2026-11-24', false],
  ['2026-11-25', '', false],
  ['', '2026-11-25', false],
])('%s to %s: %s', (from, to, sound) => {
  expect(isTermSound(from, to)).toBe(sound);
});

it('begins on the day it is here', () => {
  expect(today(new Date(2026, 10, 5, 0, 30))).toBe('2026-11-05');
  expect(today(new Date(2026, 10, 5, 23, 30))).toBe('2026-11-05');
});
