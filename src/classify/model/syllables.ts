/** Chinese names in Latin letters written together: "Xiaoming", "Kahou". */
import { hashStart, hashUnit, type Lexicon, WORD } from './lexicon.ts';

const LONGEST = 6;
const LONGEST_NAME = 14;

/** Whether the word falls into two or three syllables that the lexicon knows as such. Bounded work. */
export function isSyllables(codes: Uint16Array, from: number, to: number, lexicon: Lexicon): boolean {
  return to - from <= LONGEST_NAME && splits(codes, from, to, lexicon, 3) >= 2;
}

/** Returns the number of syllables of some split into at most `most`, or 0. */
function splits(codes: Uint16Array, from: number, to: number, lexicon: Lexicon, most: number): number {
  if (most === 0) return 0;
  let hash = hashStart();
  let found = 0;
  for (let i = from; i < to && i - from < LONGEST; i += 1) {
    hash = hashUnit(hash, lexicon.fold(codes[i] ?? 0));
    if (i === from || (lexicon.find(hash) & WORD.syllable) === 0) continue;
    if (i + 1 === to) return 1;
    const rest = splits(codes, i + 1, to, lexicon, most - 1);
    if (rest > 0) found = Math.max(found, rest + 1);
  }
  return found;
}
