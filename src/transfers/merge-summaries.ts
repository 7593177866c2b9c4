/** One summary for a message and its files. */
import { type ClassificationSummary, FINDING_TYPES, type FindingType } from '../model/classification.ts';
import { stricterLevel } from '../model/level.ts';
import { levelOf, mergeEvidence } from '../classify/levels.ts';
import type { LevelSettings } from '../classify/settings.ts';

/** Examples that are kept of all parts together. */
const MOST_EXAMPLES = 40;

/**
 * Returns the level of all parts together by the policy in force now, all categories, the sums of persons and counts.
 *
 * @param empty - The summary of nothing at all.
 */
export function mergeSummaries(
  empty: ClassificationSummary,
  parts: readonly ClassificationSummary[],
  { policy, version }: LevelSettings,
): ClassificationSummary {
  const [first, ...rest] = parts;
  if (first === undefined) return empty;
  const merged = rest.reduce(mergeTwo, first);
  const { evidence } = merged;
  if (evidence !== undefined) {
    const { level, raised } = levelOf(evidence, policy);
    return { ...merged, level, raised: [...raised], policyVersion: version };
  }
  // Parts of an earlier release kept less: they keep their levels, and a list of many persons is one however it is cut into parts.
  const unread = { scores: {}, persons: merged.persons, confidentialMark: false, contractWords: 0 };
  const least = levelOf({ ...unread, unread: merged.unreadable }, policy, 'public');
  return { ...merged, level: stricterLevel(merged.level, least.level) };
}

function mergeTwo(a: ClassificationSummary, b: ClassificationSummary): ClassificationSummary {
  const counts: Partial<Record<FindingType, number>> = {};
  for (const type of FINDING_TYPES) {
    const sum = (a.counts[type] ?? 0) + (b.counts[type] ?? 0);
    if (sum > 0) counts[type] = sum;
  }
  const before = a.parts ?? 1;
  const moved = (b.findings ?? []).map((finding) => ({ ...finding, part: finding.part + before }));
  return {
    level: stricterLevel(a.level, b.level),
    persons: a.persons + b.persons,
    categories: [...new Set([...a.categories, ...b.categories])].sort(),
    counts,
    unreadable: a.unreadable || b.unreadable,
    packDigest: a.packDigest,
    parts: before + (b.parts ?? 1),
    findings: strongest([...(a.findings ?? []), ...moved]),
    excepted: addExcepted([...(a.excepted ?? []), ...(b.excepted ?? [])]),
    ...(a.evidence === undefined || b.evidence === undefined
      ? {}
      : { evidence: mergeEvidence(a.evidence, b.evidence) }),
  };
}

type Findings = NonNullable<ClassificationSummary['findings']>;
type Excepted = NonNullable<ClassificationSummary['excepted']>;

function strongest(findings: Findings): Findings {
  const kept = findings.sort((a, b) => b.score - a.score || a.part - b.part).slice(0, MOST_EXAMPLES);
  return kept.sort((a, b) => a.part - b.part || a.start - b.start);
}

function addExcepted(all: Excepted): Excepted {
  const byId = Map.groupBy(all, (one) => one.id);
  return [...byId.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ ...first, n: others.reduce((sum, one) => sum + one.n, first.n) }],
  );
}
