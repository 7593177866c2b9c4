/** Precision, recall and F1 of findings against marked spans, and how often a whole text is judged rightly. */
import type { FindingType } from '../../src/model/classification.ts';
import type { GoldText, TestSet } from './sets.ts';

export type Found = { readonly start: number; readonly end: number; readonly type: FindingType };

export type Rates = { readonly precision: number; readonly recall: number; readonly f1: number };
export type TypeScore = {
  readonly gold: number;
  readonly found: number;
  readonly exact: Rates;
  readonly overlap: Rates;
};

export type SetScore = {
  readonly name: string;
  readonly texts: number;
  readonly types: Readonly<Record<string, TypeScore>>;
  readonly overall: TypeScore;
  /** Share of texts with something personal in which something is found. */
  readonly textRecall: number;
  /** Share of texts without anything personal in which something is found; null when the set does not know. */
  readonly falseAlarms: number | null;
};

type Count = { gold: number; found: number; exact: number; goldHit: number; foundHit: number };

function rates(right: number, found: number, rightGold: number, gold: number): Rates {
  const precision = found === 0 ? 1 : right / found;
  const recall = gold === 0 ? 1 : rightGold / gold;
  const sum = precision + recall;
  return {
    precision: round(precision),
    recall: round(recall),
    f1: round(sum === 0 ? 0 : (2 * precision * recall) / sum),
  };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function toScore(count: Count): TypeScore {
  return {
    gold: count.gold,
    found: count.found,
    exact: rates(count.exact, count.found, count.exact, count.gold),
    overlap: rates(count.foundHit, count.found, count.goldHit, count.gold),
  };
}

/** Scores a set; `find` returns the findings that count. */
export function scoreSet(set: TestSet, find: (text: string) => readonly Found[]): SetScore {
  const counts = new Map<FindingType, Count>(
    set.types.map((type) => [type, { gold: 0, found: 0, exact: 0, goldHit: 0, foundHit: 0 }]),
  );
  const texts = { personal: 0, seen: 0, plain: 0, alarmed: 0 };
  for (const text of set.texts) {
    const found = find(text.text);
    for (const [type, count] of counts) add(count, text, found, type);
    const isPersonal = text.spans.some((span) => span.type !== 'organisation');
    // What is found of a type that the set does not mark says nothing: a birth date is no false alarm where only names are marked.
    const isSeen = found.some((one) => one.type !== 'organisation' && set.types.includes(one.type));
    if (isPersonal) {
      texts.personal += 1;
      if (isSeen) texts.seen += 1;
    } else {
      texts.plain += 1;
      if (isSeen) texts.alarmed += 1;
    }
  }
  const all: Count = { gold: 0, found: 0, exact: 0, goldHit: 0, foundHit: 0 };
  for (const count of counts.values()) for (const key of KEYS) all[key] += count[key];
  return {
    name: set.name,
    texts: set.texts.length,
    types: Object.fromEntries([...counts].map(([type, count]) => [type, toScore(count)])),
    overall: toScore(all),
    textRecall: round(texts.personal === 0 ? 1 : texts.seen / texts.personal),
    falseAlarms: set.complete && texts.plain > 0 ? round(texts.alarmed / texts.plain) : null,
  };
}

const KEYS = ['gold', 'found', 'exact', 'goldHit', 'foundHit'] as const;

function add(count: Count, text: GoldText, all: readonly Found[], type: FindingType): void {
  const gold = text.spans.filter((span) => span.type === type);
  const found = all.filter((one) => one.type === type);
  count.gold += gold.length;
  count.found += found.length;
  for (const span of gold) {
    if (found.some((one) => one.start === span.start && one.end === span.end)) count.exact += 1;
    if (found.some((one) => one.start < span.end && span.start < one.end)) count.goldHit += 1;
  }
  for (const one of found) if (gold.some((span) => one.start < span.end && span.start < one.end)) count.foundHit += 1;
}
