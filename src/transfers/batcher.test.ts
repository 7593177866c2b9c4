import { describe, expect, it } from 'vitest';
import { createBatcher } from './batcher.ts';

describe('a batcher', () => {
  it('writes once for everything of one key that arrived meanwhile, and gives each a place', async () => {
    const writes: (readonly [string, number])[] = [];
    let count = 0;
    const add = createBatcher<string, number>(
      (key) => key,
      async (key, size) => {
        writes.push([key, size]);
        await new Promise((resolve) => setImmediate(resolve));
        count += size;
        return count;
      },
    );
    const counted = await Promise.all(['a', 'a', 'a', 'a'].map((key) => add(key)));
    expect(writes).toEqual([
      ['a', 1],
      ['a', 3],
    ]);
    expect(counted.map(({ result, position, size }) => result - size + position)).toEqual([1, 2, 3, 4]);
  });

  it('keeps keys apart, and goes on after a write that failed', async () => {
    let fails = true;
    const add = createBatcher<string, string>(
      (key) => key,
      async (key) => {
        await Promise.resolve();
        if (fails && key === 'a') throw new Error('away');
        return key;
      },
    );
    const [first, second, other] = await Promise.allSettled([add('a'), add('a'), add('b')]);
    expect([first?.status, second?.status, other?.status]).toEqual(['rejected', 'rejected', 'fulfilled']);
    fails = false;
    expect((await add('a')).result).toBe('a');
  });
});
