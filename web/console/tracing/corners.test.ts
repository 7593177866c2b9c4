import { describe, expect, it } from 'vitest';
import { asOption, type Corner, NO_CORNERS, pick } from './corners.ts';

const corners: readonly Corner[] = [
  { x: 10, y: 10 },
  { x: 90, y: 12 },
  { x: 92, y: 120 },
  { x: 8, y: 118 },
];

describe('corners of a page in a picture', () => {
  it('are picked in their order, and sent only when all four are there', () => {
    let picked = NO_CORNERS;
    for (const corner of corners) {
      expect(asOption(picked)).toBeNull();
      picked = pick(picked, corner);
    }
    expect(asOption(picked)).toEqual(corners);
  });

  it('are put right by picking again near one of them', () => {
    const all = corners.reduce((picked, corner) => pick(picked, corner), NO_CORNERS);
    const moved = pick(all, { x: 88, y: 9 });
    expect(asOption(moved)?.[1]).toEqual({ x: 88, y: 9 });
    expect(asOption(moved)?.[0]).toEqual(corners[0]);
  });
});
