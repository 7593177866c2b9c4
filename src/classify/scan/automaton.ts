/**
 * Aho-Corasick automaton over folded code units. The alphabet holds only the characters that occur in the words,
 * so a row per state is short, and any other character leads back to the root at once.
 */
import { foldCode } from './chars.ts';

export type Automaton = {
  readonly classes: Uint16Array;
  readonly width: number;
  readonly next: Uint16Array;
  /** Index of the longest word that ends in a state, or -1. */
  readonly word: Int16Array;
  /** The nearest shorter suffix state in which a word ends, or 0. */
  readonly suffix: Uint16Array;
};

/** @throws RangeError when the words need more than 65,535 states (the packs hold a few thousand). */
export function buildAutomaton(words: readonly string[]): Automaton {
  const classes = new Uint16Array(0x10000);
  let width = 1;
  for (const word of words) {
    for (let i = 0; i < word.length; i += 1) {
      const code = foldCode(word.charCodeAt(i));
      if (classes[code] === 0) {
        classes[code] = width;
        width += 1;
      }
    }
  }
  // Characters that fold onto a letter of the alphabet share its class: the scan needs one lookup, not two.
  for (let code = 0; code < 0x10000; code += 1) classes[code] = classes[foldCode(code)] ?? 0;
  const capacity = 1 + words.reduce((sum, word) => sum + word.length, 0);
  if (capacity > 0xffff) throw new RangeError('too many states');
  const next = new Uint16Array(capacity * width);
  const word = new Int16Array(capacity).fill(-1);
  const states = insertWords(words, classes, width, next, word);
  const suffix = linkStates(states, width, next, word);
  return { classes, width, next: next.slice(0, states * width), word, suffix };
}

function insertWords(
  words: readonly string[],
  classes: Uint16Array,
  width: number,
  next: Uint16Array,
  word: Int16Array,
): number {
  let states = 1;
  for (const [index, text] of words.entries()) {
    let state = 0;
    for (let i = 0; i < text.length; i += 1) {
      const slot = state * width + (classes[text.charCodeAt(i)] ?? 0);
      if (next[slot] === 0) {
        next[slot] = states;
        states += 1;
      }
      state = next[slot] ?? 0;
    }
    if (word[state] === -1) word[state] = index;
  }
  return states;
}

/** Breadth-first completion: afterwards `next` is total and needs no failure loop while scanning. */
function linkStates(states: number, width: number, next: Uint16Array, word: Int16Array): Uint16Array {
  const fail = new Uint16Array(states);
  const suffix = new Uint16Array(states);
  const queue: number[] = [];
  for (let c = 1; c < width; c += 1) {
    const child = next[c] ?? 0;
    if (child !== 0) queue.push(child);
  }
  for (let head = 0; head < queue.length; head += 1) {
    const state = queue[head] ?? 0;
    const back = fail[state] ?? 0;
    suffix[state] = word[back] === -1 ? (suffix[back] ?? 0) : back;
    for (let c = 1; c < width; c += 1) {
      const slot = state * width + c;
      const child = next[slot] ?? 0;
      const fallback = next[back * width + c] ?? 0;
      if (child === 0) {
        next[slot] = fallback;
      } else {
        fail[child] = fallback;
        queue.push(child);
      }
    }
  }
  return suffix;
}

/** Calls `found` for each occurrence of each word, in order of the end. Linear in the text plus the occurrences. */
export function findWords(automaton: Automaton, codes: Uint16Array, found: (word: number, end: number) => void): void {
  const { classes, width, next, word, suffix } = automaton;
  let state = 0;
  for (let i = 0; i < codes.length; i += 1) {
    const c = classes[codes[i] ?? 0] ?? 0;
    if (c === 0) {
      state = 0;
      continue;
    }
    state = next[state * width + c] ?? 0;
    for (let at = state; at !== 0; at = suffix[at] ?? 0) {
      const index = word[at] ?? -1;
      if (index !== -1) found(index, i + 1);
    }
  }
}
