/** Names that were found stand again elsewhere without any cue: in full, or the first or last of their words alone. */
import { isHan } from './chars.ts';
import type { Hit } from './hit.ts';
import { nameHit } from './names.ts';
import type { Source } from './source.ts';

const REPEATED_LIMIT = 2000;
const SAME_START_LIMIT = 64;
const LONGEST_REPEATED = 60;
const REPEATED_SCORE = 0.6;
/** "Smith" behind "Adam Smith" may be a word of its own more easily than the whole name. */
const PART_SCORE = 0.55;

/** `end`: of its last occurrence. */
type Again = { readonly score: number; readonly value: string; end: number };

/**
 * Other occurrences of names that were found: a person is named again without any cue. One pass over the text.
 * What begins inside an occurrence of the same name is none of its own.
 */
export function repeatNames(source: Source, names: readonly Hit[]): Hit[] {
  const { text, codes } = source.view;
  const byStart = namesByStart(text, names);
  if (byStart.size === 0) return [];
  const first = firstUnits(byStart);
  const known = new Set(names.filter(coversRepeat).map((hit) => spanKey(hit.start, hit.end)));
  let covered = 0;
  const hits: Hit[] = [];
  for (let i = 0; i < codes.length; i += 1) {
    if (first[codes[i] ?? 0] === 0) continue;
    for (const again of byStart.get(startKey(codes[i] ?? 0, codes[i + 1] ?? 0)) ?? NO_VALUES) {
      const { value, score } = again;
      if (again.end > i || !text.startsWith(value, i)) continue;
      const end = i + value.length;
      if (score === REPEATED_SCORE) covered = Math.max(covered, end);
      else if (i < covered || !standsAlone(text, i, end)) continue;
      again.end = end;
      if (!known.has(spanKey(i, end))) hits.push(nameHit(i, end, score, null));
    }
  }
  return hits;
}

/** 1 for each unit that one of them begins with. */
function firstUnits(byStart: ReadonlyMap<number, unknown>): Uint8Array {
  const first = new Uint8Array(0x10000);
  for (const key of byStart.keys()) first[key >>> 16] = 1;
  return first;
}

const NO_VALUES: readonly Again[] = [];

/** Whether the name found again in this very place would say nothing new. */
function coversRepeat({ start, end, score }: Hit): boolean {
  return score >= REPEATED_SCORE && end - start <= LONGEST_REPEATED;
}

/** One number for a span shorter than 64 units. */
function spanKey(start: number, end: number): number {
  return start * 64 + (end - start);
}

/** The first two units of a name as one number: looked up wherever a name may begin, without a string being made of them. */
function startKey(first: number, second: number): number {
  return (first << 16) | second;
}

/** Sure names that are long enough to stand for themselves, by their first two units. */
function namesByStart(text: string, names: readonly Hit[]): Map<number, Again[]> {
  const byStart = new Map<number, Again[]>();
  const seen = new Set<string>();
  const add = (value: string, score: number): void => {
    if (seen.has(value)) return;
    seen.add(value);
    const key = startKey(value.charCodeAt(0), value.charCodeAt(1));
    const known = byStart.get(key) ?? [];
    if (known.length < SAME_START_LIMIT) known.push({ value, score, end: 0 });
    byStart.set(key, known);
  };
  const sure = names.slice(0, REPEATED_LIMIT).filter(({ score }) => score >= REPEATED_SCORE);
  const values = sure.map((hit) => text.slice(hit.start, hit.end)).filter((value) => value.length <= LONGEST_REPEATED);
  for (const value of values) if (value.length >= (isHan(value.charCodeAt(0)) ? 2 : 6)) add(value, REPEATED_SCORE);
  for (const value of values) for (const part of partsOf(value)) add(part, PART_SCORE);
  return byStart;
}

const CAPITALISED = /^\p{Lu}[\p{L}'’-]*\p{Ll}[\p{L}'’-]*$/u;
const LEAST_PART = 4;

/** First and last word of a name in Latin letters. */
function partsOf(value: string): string[] {
  const words = value.split(' ');
  if (words.length < 2 || words.length > 4) return [];
  return [words[0] ?? '', words.at(-1) ?? ''].filter((word) => word.length >= LEAST_PART && CAPITALISED.test(word));
}

/** Right behind a sign of links, or behind a capitalised word that begins no sentence: "of Ana Sousa". */
const BESIDE_BEFORE = /(?:[\p{L}\p{N}@._/'’-]|[\p{Ll},;(] ?\p{Lu}[\p{L}.]{0,20} )$/u;
const BESIDE_AFTER = /^(?:[\p{L}\p{N}@_-]|[.'’]\p{Ll}(?!\p{P}|\s)|[.'’]t(?!\p{L})| (?:\p{Lu}|\d|&|(?:and|e) Co))/u;
const REACH = 24;

/** Neither part of a longer name, a house or a firm, nor of a link. */
function standsAlone(text: string, start: number, end: number): boolean {
  return (
    !BESIDE_BEFORE.test(text.slice(Math.max(0, start - REACH), start)) &&
    !BESIDE_AFTER.test(text.slice(end, end + REACH))
  );
}
