/** What is known about single words and characters: how common, whether a given name, a surname, a place, a title. */
import { foldCode } from '../scan/chars.ts';

/** Bits of a Latin word's entry. */
export const WORD = {
  /** 1 among the most frequent words, 2 frequent, 3 known; 0 not known as an ordinary word. */
  rank: 0b11,
  given: 1 << 2,
  surname: 1 << 3,
  place: 1 << 4,
  /** A syllable of Chinese names in Latin letters. */
  syllable: 1 << 5,
} as const;
/** Special words of Latin scripts: the number stands in the bits from `ROLE_SHIFT` on. */
export const ROLE_SHIFT = 6;
export const ROLE = {
  none: 0,
  title: 1,
  organisation: 2,
  street: 3,
  particle: 4,
  time: 5,
  country: 6,
  job: 7,
} as const;

/** Entries of Han words of two to four characters: rank in bits 0 and 1, the kind of word from bit 2 on. */
export const KIND_SHIFT = 2;
/** Entries of single Han characters: how often a surname (0-3) in bits 0 and 1, how often in given names (0-5) from bit 2 on. */
export const GIVEN_SHIFT = 2;

export type Lexicon = {
  /** Returns the entry under a hash of `hashUnits`, 0 when there is none. One in several hundred strangers gets some entry. */
  readonly find: (hash: number) => number;
  /** Returns the Simplified form of a Han character, other units folded as `foldCode` does. */
  readonly fold: (code: number) => number;
};

const HASH_START = 0x811c9dc5;

export function hashStart(): number {
  return HASH_START;
}

/** FNV-1a over code units, 32 bits. */
export function hashUnit(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

/** Returns the hash under which a folded word is kept. */
export function hashWord(word: string, fold: (code: number) => number): number {
  let hash = HASH_START;
  for (let i = 0; i < word.length; i += 1) hash = hashUnit(hash, fold(word.charCodeAt(i)));
  return hash;
}

/** Hashes are kept to so many bits. */
export const KEY_BITS = 27;

/** Spreads FNV's bits, whose high end is weak for short words, and cuts to `KEY_BITS`. */
export function keyOf(hash: number): number {
  let mixed = hash ^ (hash >>> 15);
  mixed = Math.imul(mixed, 0x2c1b3c6d);
  mixed ^= mixed >>> 13;
  return (mixed >>> (32 - KEY_BITS)) + 1;
}

/**
 * Builds the table from sorted keys and their entries, and the folding from pairs of code units.
 * `keys.length === entries.length`; `pairs` holds Traditional and Simplified in turn.
 */
export function buildLexicon(keys: Int32Array, entries: Uint16Array, pairs: Uint16Array): Lexicon {
  let size = 1024;
  while (size < keys.length * 2) size *= 2;
  const mask = size - 1;
  const slots = new Int32Array(size);
  const values = new Uint16Array(size);
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i] ?? 0;
    let slot = key & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = key;
    values[slot] = entries[i] ?? 0;
  }
  const folded = new Uint16Array(0x10000);
  for (let code = 0; code < folded.length; code += 1) folded[code] = foldCode(code);
  for (let i = 0; i + 1 < pairs.length; i += 2) folded[pairs[i] ?? 0] = pairs[i + 1] ?? 0;
  return {
    find: (hash) => {
      const key = keyOf(hash);
      let slot = key & mask;
      while (slots[slot] !== 0) {
        if (slots[slot] === key) return values[slot] ?? 0;
        slot = (slot + 1) & mask;
      }
      return 0;
    },
    fold: (code) => folded[code] ?? code,
  };
}
