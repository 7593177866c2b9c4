import { expect, it } from 'vitest';
import { hex } from './bytes.ts';
import { systemRandom } from './random.ts';

it('gives as many bytes as asked, and none twice', () => {
  const seen = new Set<string>();
  for (let i = 0; i < 5000; i += 1) {
    const bytes = systemRandom(16);
    expect(bytes).toHaveLength(16);
    seen.add(hex(bytes));
  }
  expect(seen.size).toBe(5000);
  for (const length of [0, 1, 63, 64, 65, 4096, 70_000]) expect(systemRandom(length)).toHaveLength(length);
});

it('gives bytes of their own: writing to one changes no other', () => {
  const [first, second] = [systemRandom(32), systemRandom(32)];
  const before = hex(second);
  first.fill(0);
  expect(hex(second)).toBe(before);
  expect(before).not.toBe('00'.repeat(32));
});
