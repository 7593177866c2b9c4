/** Where the sentence around a word begins and ends, asked for word after word. */

/** A sentence reaches at most so far to each side of the word. */
const NEAR = 80;
/** Words are asked for in order of their ends: a start may lie so much before the one asked last. */
const BACK = 64;

/**
 * Ends of sentences are noted once, as far as they are near a word: in a text of nothing but words that count, each would
 * otherwise look at 160 units around it.
 */
export class Sentences {
  /** Of the sentence that was asked for last. */
  from = 0;
  to = 0;
  readonly #codes: Uint16Array;
  readonly #stops: number[] = [];
  #searchedTo = 0;
  /** The word that was asked for last: often several ask for the same. */
  #start = -1;
  #end = -1;
  /** Number of stops before it. */
  #before = 0;

  constructor(codes: Uint16Array) {
    this.#codes = codes;
  }

  /** Sets `from` and `to` to the sentence around `[start, end)`. To be asked in order of `end`. */
  seek(start: number, end: number): void {
    if (start === this.#start && end === this.#end) return;
    this.#start = start;
    this.#end = end;
    this.#search(start, Math.min(this.#codes.length, end + NEAR));
    const stops = this.#stops;
    let i = this.#before;
    while (i > 0 && (stops[i - 1] ?? 0) >= start) i -= 1;
    while (i < stops.length && (stops[i] ?? 0) < start) i += 1;
    this.#before = i;
    this.from = Math.max(0, start - NEAR, (stops[i - 1] ?? -1) + 1);
    while (i < stops.length && (stops[i] ?? 0) < end) i += 1;
    this.to = Math.min(this.#codes.length, end + NEAR, stops[i] ?? this.#codes.length);
  }

  #search(start: number, until: number): void {
    for (let i = Math.max(0, this.#searchedTo, start - NEAR - BACK); i < until; i += 1) {
      if (isStop(this.#codes[i] ?? 0)) this.#stops.push(i);
    }
    this.#searchedTo = Math.max(this.#searchedTo, until);
  }
}

function isStop(code: number): boolean {
  return code === 0x0a || code === 0x3002 || code === 0xff1b || code === 0x3b || code === 0x21 || code === 0x3f;
}
