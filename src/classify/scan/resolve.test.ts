import { expect, it } from 'vitest';
import type { Hit } from './hit.ts';
import { resolveOverlaps } from './resolve.ts';

function hit(start: number, end: number, score = 0.6): Hit {
  return { type: 'person_name', start, end, score, check: 'none', cue: null, pack: 'intl', role: false };
}

it('keeps the likely before the unlikely and the long before the short', () => {
  expect(resolveOverlaps([hit(0, 3), hit(0, 5), hit(4, 9, 0.4), hit(9, 11)])).toEqual([hit(0, 5), hit(9, 11)]);
});

it('resolves a chain of more overlapping finds than a call may have arguments', () => {
  const chain = Array.from({ length: 300_000 }, (_, i) => hit(i, i + 2));
  expect(resolveOverlaps(chain).length).toBe(150_000);
});
