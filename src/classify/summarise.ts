/** Combines the classifications of a message and its files into what is stored with a transfer. */
import {
  type Classification,
  type ClassificationSummary,
  FINDING_TYPES,
  type Finding,
  type FindingType,
  type LevelEvidence,
} from '../model/classification.ts';
import { levelOf, mergeEvidence } from './levels.ts';
import { PACK_DIGEST } from './packs/all.ts';
import { COUNTING_SCORE } from './scan/hit.ts';
import { type LevelSettings, SHIPPED_LEVEL_SETTINGS } from './settings.ts';

/** Examples of each type that are kept, and of all types together. */
const EXAMPLES = 5;
const MOST_EXAMPLES = 40;

/** Nothing that could count. */
export const NO_EVIDENCE: LevelEvidence = {
  scores: {},
  persons: 0,
  confidentialMark: false,
  contractWords: 0,
  unread: false,
};

/**
 * Returns the level of all parts together by the policy, all categories, the counts of findings at or above 0.5, and examples of them.
 *
 * Persons add up: parts are assumed to be about different persons, because values are not kept that could show otherwise.
 * No parts at all give an empty summary at level `internal`.
 */
export function summarise(
  parts: readonly Classification[],
  settings: LevelSettings = SHIPPED_LEVEL_SETTINGS,
): ClassificationSummary {
  const evidence = parts.map((part) => part.evidence).reduce(mergeEvidence, NO_EVIDENCE);
  const { level, raised } = levelOf(evidence, settings.policy, parts.length === 0 ? 'internal' : undefined);
  const categories = new Set<string>();
  const counts: Partial<Record<FindingType, number>> = {};
  for (const part of parts) {
    for (const category of part.categories) categories.add(category);
    for (const finding of part.findings)
      if (finding.score >= COUNTING_SCORE && finding.excepted === undefined)
        counts[finding.type] = (counts[finding.type] ?? 0) + 1;
  }
  const ordered = FINDING_TYPES.filter((type) => counts[type] !== undefined);
  return {
    level,
    persons: parts.reduce((sum, part) => sum + part.persons, 0),
    categories: [...categories].sort(),
    counts: Object.fromEntries(ordered.map((type) => [type, counts[type] ?? 0])),
    unreadable: evidence.unread,
    packDigest: parts[0]?.packDigest ?? PACK_DIGEST,
    policyVersion: settings.version,
    raised: [...raised],
    evidence,
    findings: parts
      .flatMap(({ findings }, part) => examplesOf(findings).map((finding) => ({ ...finding, part })))
      .slice(0, MOST_EXAMPLES),
    excepted: exceptedIn(parts.flatMap(({ findings }) => findings)),
    ...(parts.length > 1 ? { parts: parts.length } : {}),
  };
}

/**
 * The strongest findings of each type, those first of which there are more than enough left out; in order of place. What has an exception
 * makes room: when the examples were marked as wrong, others can be.
 */
export function examplesOf(findings: readonly Finding[]): readonly Finding[] {
  const kept: Finding[] = [];
  for (const own of Map.groupBy(findings, (finding) => finding.type).values())
    kept.push(
      ...[...own]
        .sort((a, b) => isExcepted(a) - isExcepted(b) || b.score - a.score || a.start - b.start)
        .slice(0, EXAMPLES),
    );
  const strongest = kept.sort((a, b) => b.score - a.score || a.start - b.start).slice(0, MOST_EXAMPLES);
  return strongest.sort((a, b) => a.start - b.start);
}

function isExcepted({ excepted }: Finding): number {
  return excepted === undefined ? 0 : 1;
}

function exceptedIn(findings: readonly Finding[]): NonNullable<ClassificationSummary['excepted']> {
  const byId = new Map<string, { id: string; type: FindingType; n: number }>();
  for (const { excepted: id, type } of findings) {
    if (id === undefined) continue;
    byId.set(id, { id, type, n: (byId.get(id)?.n ?? 0) + 1 });
  }
  return [...byId.values()];
}
