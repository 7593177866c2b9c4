/**
 * Aho-Corasick automaton over folded code units, its transitions in a double array: state `s` goes over class `c` to the cell
 * `base[s] + c` if that cell's owner is `s`. One lookup a step for all states, in tables that stay in the processor's nearest caches.
 */
import { foldCode } from './chars.ts';

export type Automaton = {
  /** Class of each code unit; 0 for characters that occur in no word. */
  readonly classes: Uint16Array;
  /** States are cells of the double array; the root is cell 0. */
  readonly base: Uint16Array;
  readonly owner: Uint16Array;
  readonly fail: Uint16Array;
  /** Index of the word that ends in a state, or -1. */
  readonly word: Int16Array;
  /** The nearest shorter suffix state in which a word ends, or 0. */
  readonly suffix: Uint16Array;
  /** The state itself when a word ends in it, else `suffix`; 0 for most. */
  readonly out: Uint16Array;
};

type Trie = { readonly children: Map<number, number>[]; readonly word: number[] };

/** Owner of a cell that is no state. */
const FREE = 0xffff;

/** @throws RangeError when the words need more than some 65,000 cells (the packs need twelve thousand). */
export function buildAutomaton(words: readonly string[]): Automaton {
  const { classes, width } = alphabet(words);
  const trie = buildTrie(words, classes);
  const { order, fail } = link(trie);
  const { cell, base, owner } = place(trie, order, width);
  const size = owner.length;
  const automaton: Automaton = {
    classes,
    base,
    owner,
    fail: new Uint16Array(size),
    word: new Int16Array(size).fill(-1),
    suffix: new Uint16Array(size),
    out: new Uint16Array(size),
  };
  // INVARIANT: breadth first, so the failure state of each state is complete before it.
  for (const state of order) {
    const at = cell[state] ?? 0;
    const back = cell[fail[state] ?? 0] ?? 0;
    const word = trie.word[state] ?? -1;
    automaton.fail[at] = back;
    automaton.word[at] = word;
    automaton.suffix[at] = automaton.out[back] ?? 0;
    automaton.out[at] = word === -1 ? (automaton.suffix[at] ?? 0) : at;
  }
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
function link(trie: Trie): { order: number[]; fail: number[] } {
  const order = [0];
  const fail = [0];
  for (let head = 0; head < order.length; head += 1) {
    const state = order[head] ?? 0;
    for (const [c, child] of trie.children[state] ?? []) {
      order.push(child);
      let back = fail[state] ?? 0;
      while (back !== 0 && trie.children[back]?.has(c) !== true) back = fail[back] ?? 0;
      fail[child] = state === 0 ? 0 : (trie.children[back]?.get(c) ?? 0);
    }
  }
  return { order, fail };
}

type Placed = { readonly cell: Uint16Array; readonly base: Uint16Array; readonly owner: Uint16Array };

/** Gives every state a cell: the children of one state together where all of theirs are free, single ones wherever there is a gap. */
function place(trie: Trie, order: readonly number[], width: number): Placed {
  const cell = new Uint16Array(trie.word.length);
  const base = new Uint16Array(FREE);
  const owner = new Uint16Array(FREE).fill(FREE);
  let gap = width;
  let behind = 0;
  let last = width;
  for (const state of order) {
    const children = trie.children[state] ?? new Map<number, number>();
    const classes = [...children.keys()];
    const [first] = classes;
    if (first === undefined) continue;
    while (owner[gap] !== FREE) gap += 1;
    // INVARIANT: the root comes first and has base 0, so that its children lie at their own class.
    let at = classes.length > 1 ? behind : gap - first;
    while (!areFree(owner, at, classes)) at += 1;
    if (classes.length > 1) behind = at;
    last = Math.max(last, at + width);
    if (last > FREE) throw new RangeError('too many states');
    base[cell[state] ?? 0] = at;
    for (const [c, child] of children) {
      owner[at + c] = cell[state] ?? 0;
      cell[child] = at + c;
    }
  }
  return { cell, base: base.slice(0, last), owner: owner.slice(0, last) };
}

function areFree(owner: Uint16Array, at: number, classes: readonly number[]): boolean {
  for (const c of classes) if (owner[at + c] !== FREE) return false;
  return true;
}

/**
 * Calls `found` for each occurrence of each word, in order of the end. Linear in the text plus the occurrences: every step along
 * a failure link makes the path shorter, and every unit makes it longer by one.
 */
export function findWords(automaton: Automaton, codes: Uint16Array, found: (word: number, end: number) => void): void {
  const { classes, base, owner, fail, word, suffix, out } = automaton;
  const { length } = codes;
  let state = 0;
  for (let i = 0; i < length; i += 1) {
    const c = classes[codes[i] ?? 0] ?? 0;
    if (c === 0) {
      state = 0;
      continue;
    }
    let to = (base[state] ?? 0) + c;
    while (owner[to] !== state) {
      if (state === 0) {
        to = 0;
        break;
      }
      state = fail[state] ?? 0;
      to = (base[state] ?? 0) + c;
    }
    state = to;
    for (let at = out[state] ?? 0; at !== 0; at = suffix[at] ?? 0) found(word[at] ?? 0, i + 1);
  }
}
