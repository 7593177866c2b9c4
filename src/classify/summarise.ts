/** Combines the classifications of a message and its files into what is stored with a transfer. */
import {
  type Classification,
  type ClassificationSummary,
  FINDING_TYPES,
  type FindingType,
} from '../model/classification.ts';
import { type Level, stricterLevel } from '../model/level.ts';
import { MANY_PERSONS } from './levels.ts';
import { PACK_DIGEST } from './packs/all.ts';
import { COUNTING_SCORE } from './scan/hit.ts';

/**
 * Returns the strictest level, all categories and the counts of findings at or above 0.5.
 *
 * Persons add up: parts are assumed to be about different persons, because values are not kept that could show otherwise.
 * No parts at all give an empty summary at level `internal`.
 */
export function summarise(parts: readonly Classification[]): ClassificationSummary {
  let level: Level = parts.length === 0 ? 'internal' : 'public';
  let persons = 0;
  const categories = new Set<string>();
  const counts: Partial<Record<FindingType, number>> = {};
  for (const part of parts) {
    level = stricterLevel(level, part.level);
    persons += part.persons;
    for (const category of part.categories) categories.add(category);
    for (const finding of part.findings) {
      if (finding.score >= COUNTING_SCORE) counts[finding.type] = (counts[finding.type] ?? 0) + 1;
    }
  }
  const unreadable = parts.some((part) => part.extracted !== 'full');
  // INVARIANT: unreadable parts and long lists stay restricted however they are cut into parts.
  if (unreadable || persons > MANY_PERSONS) level = 'restricted';
  const ordered = FINDING_TYPES.filter((type) => counts[type] !== undefined);
  return {
    level,
    persons,
    categories: [...categories].sort(),
    counts: Object.fromEntries(ordered.map((type) => [type, counts[type] ?? 0])),
    unreadable,
    packDigest: parts[0]?.packDigest ?? PACK_DIGEST,
  };
}
