/** What a detector pack is made of: cue words and shapes as data, plus small check functions. */
import type { FindingType } from '../../model/classification.ts';
import { isAlnum } from '../scan/chars.ts';

/**
 * What a cue word does:
 * `label` names the value that follows · `negative` says that a number is something else · `honorific` follows a name ·
 * `title` precedes a name · `role` precedes a name without a colon · `field` precedes a name, or what has a person's office, with one · `closing` stands above a signature · `term` is itself the finding (health) ·
 * `patient` makes a health term personal · `place` may begin an address · `trigger` starts a secret rule ·
 * `marker` sets a signal for the whole text · `special` is itself a finding of a special category when it is about a person ·
 * `about` makes it so without a name.
 */
export type CueRole =
  | 'label'
  | 'negative'
  | 'honorific'
  | 'title'
  | 'role'
  | 'field'
  | 'closing'
  | 'term'
  | 'patient'
  | 'place'
  | 'trigger'
  | 'marker'
  | 'special'
  | 'about';

export type Signal = 'confidential' | 'contract' | 'unpublished' | 'finance' | 'published';

export type CueGroup = {
  readonly role: CueRole;
  readonly types: readonly FindingType[];
  readonly words: readonly string[];
  /** `marker`: the signal that the word sets. */
  readonly signal?: Signal;
  /** `special`: said of persons only, so that no name has to stand near. */
  readonly strong?: boolean;
};

/** `drop`: the value cannot be one, and without a cue nothing speaks for it. `never`: not even a cue helps. */
export type Verdict = 'ok' | 'fail' | 'none' | 'drop' | 'never';

export type Shape = {
  readonly type: FindingType;
  /** Matches the value in a run; boundaries are added by `bounded`. Every quantifier is bounded. */
  readonly pattern: RegExp;
  /** Score of the shape alone. */
  readonly base: number;
  /** Runs with fewer digits are not tried. */
  readonly digits: number;
  /** Most digits of a value: a single word with more is not tried. */
  readonly most?: number;
  /** Bits of `MARK`: a run without all of them is not tried. */
  readonly marks?: number;
  /** Without a cue of its type the shape says nothing; `own`: not even with one that names several types. */
  readonly needsCue?: boolean | 'own';
  readonly check?: (value: string) => Verdict;
};

/** What stands in a run besides digits. `MASK`: a star, or `XX` in place of digits. `ZERO`: a word that begins with 0. */
export const MARK = {
  UPPER: 1,
  LOWER: 2,
  BRACKET: 4,
  MASK: 8,
  PLUS: 16,
  HYPHEN: 32,
  DOT: 64,
  SLASH: 128,
  ZERO: 256,
} as const;

export type Pack = {
  readonly id: string;
  /** Raised with every change of data or check. */
  readonly version: number;
  readonly cues: readonly CueGroup[];
  readonly shapes: readonly Shape[];
};

/**
 * Returns a global expression with explicit ASCII boundaries: the value may touch Chinese, but no ASCII letter or digit,
 * and must not be a part of a longer identifier that is joined by a hyphen, dot or underscore (but `…-Office` is a word of its own).
 */
export function bounded(source: string): RegExp {
  return new RegExp(`${BOUND_BEFORE}(?:${source})${BOUND_BEHIND}`, 'g');
}

const BOUND_BEFORE = '(?<![0-9A-Za-z@#]|[0-9][-_.]|[A-Za-z][-_])';
const BOUND_BEHIND = '(?![0-9A-Za-z@]|_[0-9A-Za-z]|[-.](?![A-Z][a-z]{2})[0-9A-Za-z])';

/** Returns an expression that matches wherever one of `patterns` does. The boundaries that most of them share are looked at once. */
export function anyOf(patterns: readonly RegExp[]): RegExp {
  const isBounded = ({ source }: RegExp): boolean => source.startsWith(BOUND_BEFORE) && source.endsWith(BOUND_BEHIND);
  const inner = patterns
    .filter(isBounded)
    .map(({ source }) => source.slice(BOUND_BEFORE.length, -BOUND_BEHIND.length))
    .join('|');
  const others = patterns.filter((pattern) => !isBounded(pattern)).map(({ source }) => source);
  return new RegExp([...(inner === '' ? [] : [`${BOUND_BEFORE}(?:${inner})${BOUND_BEHIND}`]), ...others].join('|'));
}

/** Returns the value without separators, letters in upper case. By hand: it is asked for every candidate, and most are short and plain. */
export function compact(value: string): string {
  let out = '';
  let from = 0;
  let lower = false;
  for (let i = 0; i < value.length; i += 1) {
    const code = value.charCodeAt(i);
    if (isAlnum(code)) {
      lower ||= code >= 0x61;
      continue;
    }
    out += value.slice(from, i);
    from = i + 1;
  }
  const whole = from === 0 ? value : out + value.slice(from);
  return lower ? whole.toUpperCase() : whole;
}

/** Returns the words of a list that is written with bars between them, so that long lists stay readable. */
export function list(words: string): string[] {
  return words.split('|').map((word) => word.trim());
}
