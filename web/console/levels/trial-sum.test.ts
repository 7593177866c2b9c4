import { describe, expect, it } from 'vitest';
import { addPage, NO_TRIAL, type TrialSum } from './trial-sum.ts';

const example = (n: number) => ({ id: `018f2f6e-0000-7000-8000-00000000000${n}`, reference: `EN-${n}` });
const page = (over: Partial<TrialSum>): TrialSum => ({ ...NO_TRIAL, total: 400, looked: 200, ...over });

describe('the sum of a trial', () => {
  it('adds what pages say of the same month and levels, and keeps three examples', () => {
    const move = { month: '2026-11', from: 'internal', to: 'restricted' } as const;
    const first = page({ same: 198, moves: [{ ...move, n: 2, examples: [example(1), example(2)] }] });
    const next = page({
      same: 190,
      cannotTell: 7,
      moves: [
        { ...move, n: 2, examples: [example(3), example(4)] },
        { ...move, month: '2026-10', n: 1, examples: [example(5)] },
      ],
      outcomes: [{ from: 'allow', to: 'held', n: 3, examples: [] }],
    });
    const sum = addPage(addPage(NO_TRIAL, first), next);
    expect(sum).toMatchObject({ total: 400, looked: 400, same: 388, cannotTell: 7 });
    expect(sum.moves.map(({ month, n }) => [month, n])).toEqual([
      ['2026-11', 4],
      ['2026-10', 1],
    ]);
    expect(sum.moves[0]?.examples.map(({ reference }) => reference)).toEqual(['EN-1', 'EN-2', 'EN-3']);
    expect(sum.outcomes).toMatchObject([{ from: 'allow', to: 'held', n: 3 }]);
  });
});
