/**
 * Aho-Corasick automaton over folded code units. The alphabet holds only the characters that occur in the words. The root and
 * its children, where a scan spends its time, have one row per state; deeper states, which have one or two children each,
 * have a list of children and a failure link. So the tables stay small enough for the processor's cache.
 */
import { foldCode } from './chars.ts';

export type Automaton = {
  /** Class of each code unit; 0 for characters that occur in no word. */
  readonly classes: Uint16Array;
  readonly width: number;
  /** States up to this one (exclusive) have a row in `rows`: the root and the first characters of words. */
  readonly dense: number;
  readonly rows: Uint16Array;
  readonly firstChild: Uint16Array;
  readonly sibling: Uint16Array;
  /** The class that leads into a state. */
  readonly entry: Uint16Array;
  readonly fail: Uint16Array;
  /** Index of the word that ends in a state, or -1. */
  readonly word: Int16Array;
  /** The nearest shorter suffix state in which a word ends, or 0. */
  readonly suffix: Uint16Array;
  /** The state itself when a word ends in it, else `suffix`; 0 for most. */
  readonly out: Uint16Array;
};

type Trie = { readonly children: Map<number, number>[]; readonly word: number[] };

/** @throws RangeError when the words need more than 65,535 states (the packs need a few thousand). */
export function buildAutomaton(words: readonly string[]): Automaton {
  const { classes, width } = alphabet(words);
  const trie = buildTrie(words, classes);
  const states = trie.word.length;
  if (states > 0xffff) throw new RangeError('too many states');
  const { order, fail, entry } = link(trie);
  // Numbered breadth first, the root and its children come first and get the rows.
  const number = new Uint16Array(states);
  order.forEach((state, i) => {
    number[state] = i;
  });
  const dense = 1 + (trie.children[0]?.size ?? 0);
  const automaton: Automaton = {
    classes,
    width,
    dense,
    rows: new Uint16Array(dense * width),
    firstChild: new Uint16Array(states),
    sibling: new Uint16Array(states),
    entry: Uint16Array.from(order, (state) => entry[state] ?? 0),
    fail: Uint16Array.from(order, (state) => number[fail[state] ?? 0] ?? 0),
    word: Int16Array.from(order, (state) => trie.word[state] ?? -1),
    suffix: new Uint16Array(states),
    out: new Uint16Array(states),
  };
  order.forEach((state, i) => fillState(automaton, trie, state, i, number));
  return automaton;
}

function alphabet(words: readonly string[]): { classes: Uint16Array; width: number } {
  const classes = new Uint16Array(0x10000);
  let width = 1;
  for (const word of words) {
    for (let i = 0; i < word.length; i += 1) {
      const code = foldCode(word.charCodeAt(i));
      if (classes[code] !== 0) continue;
      classes[code] = width;
      width += 1;
    }
  }
  // Characters that fold onto a letter of the alphabet share its class: the scan needs one lookup, not two.
  for (let code = 0; code < 0x10000; code += 1) classes[code] = classes[foldCode(code)] ?? 0;
  // Keys of data join words by underscores: `id_card` is "ID card".
  classes[0x5f] = classes[0x20] ?? 0;
  return { classes, width };
}

function buildTrie(words: readonly string[], classes: Uint16Array): Trie {
  const trie: Trie = { children: [new Map()], word: [-1] };
  for (const [index, text] of words.entries()) {
    let state = 0;
    for (let i = 0; i < text.length; i += 1) {
      const c = classes[text.charCodeAt(i)] ?? 0;
      let child = trie.children[state]?.get(c);
      if (child === undefined) {
        child = trie.children.push(new Map()) - 1;
        trie.word.push(-1);
        trie.children[state]?.set(c, child);
      }
      state = child;
    }
    if (trie.word[state] === -1) trie.word[state] = index;
  }
  return trie;
}

/** Failure links, breadth first: the longest proper suffix of a state's path that is a path of its own. */
function link(trie: Trie): { order: number[]; fail: number[]; entry: number[] } {
  const order = [0];
  const fail = [0];
  const entry = [0];
  for (let head = 0; head < order.length; head += 1) {
    const state = order[head] ?? 0;
    for (const [c, child] of trie.children[state] ?? []) {
      order.push(child);
      entry[child] = c;
      let back = fail[state] ?? 0;
      while (back !== 0 && trie.children[back]?.has(c) !== true) back = fail[back] ?? 0;
      fail[child] = state === 0 ? 0 : (trie.children[back]?.get(c) ?? 0);
    }
  }
  return { order, fail, entry };
}

function fillState(automaton: Automaton, trie: Trie, state: number, i: number, number: Uint16Array): void {
  const { rows, width, dense, firstChild, sibling, fail, word, suffix, out } = automaton;
  const back = fail[i] ?? 0;
  suffix[i] = (word[back] ?? -1) === -1 ? (suffix[back] ?? 0) : back;
  out[i] = (word[i] ?? -1) === -1 ? (suffix[i] ?? 0) : i;
  // INVARIANT: breadth first, so the row and the suffix of the failure state are complete already.
  if (i < dense && i > 0) rows.copyWithin(i * width, 0, width);
  for (const [c, child] of trie.children[state] ?? []) {
    const target = number[child] ?? 0;
    if (i < dense) rows[i * width + c] = target;
    else {
      sibling[target] = firstChild[i] ?? 0;
      firstChild[i] = target;
    }
  }
}

/** Calls `found` for each occurrence of each word, in order of the end. Linear in the text plus the occurrences. */
export function findWords(automaton: Automaton, codes: Uint16Array, found: (word: number, end: number) => void): void {
  const { classes, word, suffix, out, dense, rows, width } = automaton;
  const { length } = codes;
  let state = 0;
  for (let i = 0; i < length; i += 1) {
    const c = classes[codes[i] ?? 0] ?? 0;
    if (c === 0) {
      state = 0;
      continue;
    }
    state = state < dense ? (rows[state * width + c] ?? 0) : step(automaton, state, c);
    for (let at = out[state] ?? 0; at !== 0; at = suffix[at] ?? 0) {
      found(word[at] ?? 0, i + 1);
    }
  }
}

/** Every step along a failure link makes the path shorter, and every unit makes it longer by one: linear in all. */
function step({ width, dense, rows, firstChild, sibling, entry, fail }: Automaton, from: number, c: number): number {
  let state = from;
  while (state >= dense) {
    let child = firstChild[state] ?? 0;
    while (child !== 0 && entry[child] !== c) child = sibling[child] ?? 0;
    if (child !== 0) return child;
    state = fail[state] ?? 0;
  }
  return rows[state * width + c] ?? 0;
}
