/**
 * Whether a list of one person's entries is whole: every number from 0 is in the log once, and none after the last. Whoever has the person's
 * key and the entries of the log can tell; it cannot be told whether every act was recorded (docs/spec/audit-log.md, 2.4).
 */
import { type Bytes, hex } from '../base/bytes.ts';
import { parseEntry, subjectTag } from './entry.ts';
import type { Sha256 } from './hash.ts';

/** A number that was skipped, as an entry that was left out would be, is found this far ahead. */
export const NUMBERS_AHEAD = 1024;

export type TagCount =
  /** Indexes by number. */
  | { readonly outcome: 'whole'; readonly indexes: readonly number[] }
  | {
      readonly outcome: 'not_whole';
      /** Numbers of the list that are not in the log. */
      readonly missing: readonly number[];
      /** Numbers in the log that are not in the list. */
      readonly leftOut: readonly number[];
      /** Numbers that are in the log more than once. */
      readonly twice: readonly number[];
    };

export type TagWatch = {
  /** To be called with every entry of the log, as `verifyLog` does. */
  readonly onEntry: (index: number, entry: Bytes) => void;
  readonly finish: () => TagCount;
};

/**
 * @param key - The person's, 32 bytes.
 * @param count - How many entries the list has: numbers 0 to count - 1.
 * @throws `log.bad_key`
 */
export function watchTags(sha256: Sha256, key: Bytes, count: number): TagWatch {
  const numbers = new Map<string, number>();
  for (let no = 0; no < count + NUMBERS_AHEAD; no += 1) numbers.set(hex(subjectTag(sha256, key, no)), no);
  const found = new Map<number, number>();
  const twice: number[] = [];
  return {
    onEntry: (index, entry) => {
      const no = numbers.get(hex(parseEntry(entry).tag));
      if (no === undefined) return;
      if (found.has(no)) twice.push(no);
      else found.set(no, index);
    },
    finish: () => {
      const all = Array.from({ length: count }, (_, no) => no);
      const missing = all.filter((no) => !found.has(no));
      const leftOut = [...found.keys()].filter((no) => no >= count).sort((a, b) => a - b);
      return missing.length + leftOut.length + twice.length === 0
        ? { outcome: 'whole', indexes: all.map((no) => found.get(no) ?? -1) }
        : { outcome: 'not_whole', missing, leftOut, twice };
    },
  };
}
