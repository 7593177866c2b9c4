/** The pages of a trial added up. */
import type { TrialPage } from '../../../src/model/api/levels.ts';

export type TrialSum = Omit<TrialPage, 'next'>;

export const NO_TRIAL: TrialSum = {
  total: 0,
  looked: 0,
  same: 0,
  cannotTell: 0,
  moves: [],
  outcomes: [],
  obligations: 0,
};

const EXAMPLES = 3;

/** Returns the sum with one more page; groups of the same kind become one, with the first examples of both. */
export function addPage(sum: TrialSum, page: TrialSum): TrialSum {
  return {
    total: page.total,
    looked: sum.looked + page.looked,
    same: sum.same + page.same,
    cannotTell: sum.cannotTell + page.cannotTell,
    moves: addGroups([...sum.moves, ...page.moves], (one) => `${one.month} ${one.from} ${one.to}`),
    obligations: sum.obligations + page.obligations,
    outcomes: addGroups([...sum.outcomes, ...page.outcomes], (one) => `${one.from} ${one.to}`),
  };
}

type Group = { readonly n: number; readonly examples: TrialPage['moves'][number]['examples'] };

function addGroups<T extends Group>(groups: readonly T[], keyOf: (group: T) => string): T[] {
  return [...Map.groupBy(groups, keyOf).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const n = same.reduce((sum, one) => sum + one.n, 0);
    return [{ ...first, n, examples: same.flatMap((one) => one.examples).slice(0, EXAMPLES) }];
  });
}
