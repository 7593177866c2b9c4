import { expect, it } from 'vitest';
import { testClock } from '../../base/clock.ts';
import { MINUTE } from '../../base/units.ts';
import { createSeen } from './stream-seen.ts';

it('does what is asked once for five minutes, and again after a failure', async () => {
  const clock = testClock(new Date(0));
  const seen = createSeen<number>(clock);
  let done = 0;
  const work = async (): Promise<number> => (done += 1);
  expect([await seen.once('a', work), await seen.once('a', work), await seen.once('b', work)]).toEqual([1, 1, 2]);
  clock.advance(5 * MINUTE);
  expect(await seen.once('a', work)).toBe(3);
  await expect(seen.once('c', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await seen.once('c', work)).toBe(4);
});
