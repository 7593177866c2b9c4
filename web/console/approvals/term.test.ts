import { expect, it } from 'vitest';
import { isTermSound } from './term.ts';

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
