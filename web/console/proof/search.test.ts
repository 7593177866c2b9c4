import { describe, expect, it } from 'vitest';
import { proofSearchOf } from './search.ts';

describe('proofSearchOf', () => {
  it('keeps what can be used and leaves the rest out', () => {
    expect(
      proofSearchOf({ from: '2026-11-01', to: '2026-11-30', connection: 'dingtalk', door: 'x', other: 1 }),
    ).toEqual({
      from: '2026-11-01',
      to: '2026-11-30',
      connection: 'dingtalk',
    });
    expect(proofSearchOf({ from: '2026-13-01', connection: '../x' })).toEqual({});
  });

  it('does not ask for a period that ends before it begins', () => {
    expect(proofSearchOf({ from: '2026-11-30', to: '2026-11-01' })).toEqual({ from: '2026-11-30' });
  });
});
