/**
 * A set of words of small Latin letters that is asked about stretches of a text, folded on the way (`foldCode`). No string is made for
 * the question, which costs more than the answer: of every capitalised word that may be a name several such questions are asked.
 */
import { foldCode } from './chars.ts';

const LETTERS = 26;
/** A state has a place for each letter, and one that says whether a word ends there. */
const WIDTH = LETTERS + 1;
const SMALL_A = 0x61;

export class WordSet {
  /** States of a trie one behind the other: the number of the next state by letter, 0 for none. */
  readonly #states: Uint16Array;

  /** @throws RangeError for a word that has anything but the letters a to z. */
  constructor(words: Iterable<string>) {
    const states: number[][] = [newState()];
    for (const word of words) {
      if (!/^[a-z]+$/.test(word)) throw new RangeError('a word of other letters');
      let state = states[0];
      for (let i = 0; i < word.length; i += 1) {
        const letter = word.charCodeAt(i) - SMALL_A;
        if (state !== undefined && state[letter] === 0) state[letter] = states.push(newState()) - 1;
        state = states[state?.[letter] ?? 0];
      }
      if (state !== undefined) state[LETTERS] = 1;
    }
    this.#states = Uint16Array.from(states.flat());
  }

  /** Whether `text` from `start` to `end`, folded, is one of the words. */
  has(text: string, start: number, end: number): boolean {
    let state = 0;
    for (let i = start; i < end; i += 1) {
      const letter = foldCode(text.charCodeAt(i)) - SMALL_A;
      if (letter < 0 || letter >= LETTERS) return false;
      state = this.#states[state * WIDTH + letter] ?? 0;
      if (state === 0) return false;
    }
    return this.#states[state * WIDTH + LETTERS] === 1;
  }

  /** Whether some word of Latin letters in `text` (what stands between other signs) is one of the words. */
  isAnyIn(text: string): boolean {
    let start = 0;
    for (let i = 0; i <= text.length; i += 1) {
      const letter = i < text.length ? foldCode(text.charCodeAt(i)) - SMALL_A : -1;
      if (letter >= 0 && letter < LETTERS) continue;
      if (i > start && this.has(text, start, i)) return true;
      start = i + 1;
    }
    return false;
  }
}

function newState(): number[] {
  return Array.from({ length: WIDTH }, () => 0);
}
