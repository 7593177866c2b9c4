/** One summary for a message and its files. */
import { type ClassificationSummary, FINDING_TYPES, type FindingType } from '../model/classification.ts';
import { stricterLevel } from '../model/level.ts';
import { MANY_PERSONS } from '../classify/levels.ts';

/** Returns the strictest level, all categories, the sums of persons and counts. `empty` is the summary of nothing at all. */
export function mergeSummaries(
  empty: ClassificationSummary,
  parts: readonly ClassificationSummary[],
): ClassificationSummary {
  const [first, ...rest] = parts;
  if (first === undefined) return empty;
  const merged = rest.reduce(mergeTwo, first);
  // A list of many persons stays restricted however it is cut into parts.
  return merged.persons > MANY_PERSONS || merged.unreadable ? { ...merged, level: 'restricted' } : merged;
}

function mergeTwo(a: ClassificationSummary, b: ClassificationSummary): ClassificationSummary {
  const counts: Partial<Record<FindingType, number>> = {};
  for (const type of FINDING_TYPES) {
    const sum = (a.counts[type] ?? 0) + (b.counts[type] ?? 0);
    if (sum > 0) counts[type] = sum;
  }
  return {
    level: stricterLevel(a.level, b.level),
    persons: a.persons + b.persons,
    categories: [...new Set([...a.categories, ...b.categories])].sort(),
    counts,
    unreadable: a.unreadable || b.unreadable,
    packDigest: a.packDigest,
  };
}
