/** Whether certain words stand in a stretch of text, asked for stretch after stretch that overlap each other. */

/** The longest of the words, and what a boundary looks at. */
const EDGE = 40;
/** Where stretches overlap, so much is searched at once: the text is gone over once, not once for each of them. */
const AHEAD = 1000;

export class WordsNear {
  readonly #text: string;
  readonly #pattern: RegExp;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  #searchedTo = 0;

  /** `pattern`: global; a match has at most `EDGE` units. */
  constructor(text: string, pattern: RegExp) {
    this.#text = text;
    this.#pattern = pattern;
  }

  /** Whether some word lies in `[from, to)` or over its edge. To be asked in order of `from`, give or take an `EDGE`. */
  isAny(from: number, to: number): boolean {
    if (to > this.#searchedTo) this.#search(from, to);
    return (this.#ends[this.#lastBefore(to)] ?? 0) > from;
  }

  /** The same for a word that lies wholly in `[from, to)`. */
  isWhole(from: number, to: number): boolean {
    if (to > this.#searchedTo) this.#search(from, to);
    let i = this.#lastBefore(to);
    if ((this.#ends[i] ?? 0) > to) i -= 1;
    return (this.#starts[i] ?? -1) >= from;
  }

  #lastBefore(to: number): number {
    let i = this.#starts.length - 1;
    while (i >= 0 && (this.#starts[i] ?? 0) >= to) i -= 1;
    return i;
  }

  #search(from: number, to: number): void {
    const until = from <= this.#searchedTo ? to + AHEAD : to;
    const begin = Math.max(0, Math.max(from, this.#searchedTo) - EDGE);
    const window = this.#text.slice(begin, until + EDGE);
    for (const match of window.matchAll(this.#pattern)) {
      const start = begin + match.index;
      if (start >= until) break;
      // At the cut a word may be the end of a longer one.
      if (start < (this.#ends.at(-1) ?? 0) || (match.index === 0 && begin > 0)) continue;
      this.#starts.push(start);
      this.#ends.push(start + match[0].length);
    }
    this.#searchedTo = until;
  }
}
