/**
 * How texts are cut into what can be searched for: whole words of any script, and Chinese characters one by one and in neighbouring pairs.
 * The same in the server, which keeps keyed hashes of them, and in the browser, which marks what was found.
 */

/** More than any message has; what is beyond is read when candidates are opened, but finds none. */
const TERMS_MOST = 30_000;
export const QUERY_MAX = 200;

const RUN = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+/gu;
const HAN = /^\p{Script=Han}/u;

/** One spelling: full-width letters and capitals make no difference. */
export function normaliseText(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Runs of Chinese characters, and words, in their order. */
function runsOf(text: string): readonly string[] {
  return normaliseText(text).match(RUN) ?? [];
}

/** Returns what a text can be found by, each once: words, single Chinese characters, and pairs of neighbours. */
export function termsOf(text: string): ReadonlySet<string> {
  const terms = new Set<string>();
  for (const run of runsOf(text)) {
    if (!HAN.test(run)) terms.add(run);
    else {
      for (const char of run) terms.add(char);
      for (const pair of pairsOf(run)) terms.add(pair);
    }
    if (terms.size > TERMS_MOST) break;
  }
  return terms;
}

/** Returns what all must be in a text that is searched for: words, pairs of Chinese characters, and a character that stands alone. */
export function queryTerms(query: string): ReadonlySet<string> {
  const terms = runsOf(query).flatMap((run) => {
    const pairs = HAN.test(run) ? pairsOf(run) : [];
    return pairs.length > 0 ? pairs : [run];
  });
  return new Set(terms);
}

/** Tells whether the text has every word of the query, and its runs of Chinese characters as they stand there. */
export function isFoundIn(text: string, query: string): boolean {
  const normal = normaliseText(text);
  const words = new Set(runsOf(text));
  return runsOf(query).every((run) => (HAN.test(run) ? normal.includes(run) : words.has(run)));
}

function pairsOf(run: string): string[] {
  const chars = Array.from(run);
  return chars.slice(1).map((char, at) => `${chars[at]}${char}`);
}

export type Piece = { readonly text: string; readonly isHit: boolean };

/**
 * Returns the text in pieces, those marked that the query names. Where normalising changes the length of the text nothing is marked:
 * a mark in the wrong place is worse than none.
 */
export function markedPieces(text: string, query: string): readonly Piece[] {
  const normal = normaliseText(text);
  const runs = runsOf(query);
  if (runs.length === 0 || normal.length !== text.length) return [{ text, isHit: false }];
  const hits = runs.flatMap((run) => placesOf(normal, run)).toSorted((a, b) => a.start - b.start);
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, end } of hits) {
    if (start < at) continue;
    if (start > at) pieces.push({ text: text.slice(at, start), isHit: false });
    pieces.push({ text: text.slice(start, end), isHit: true });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isHit: false });
  return pieces;
}

function placesOf(normal: string, run: string): { readonly start: number; readonly end: number }[] {
  if (HAN.test(run)) {
    const places: { start: number; end: number }[] = [];
    for (let at = normal.indexOf(run); at >= 0; at = normal.indexOf(run, at + run.length))
      places.push({ start: at, end: at + run.length });
    return places;
  }
  return [...normal.matchAll(RUN)].flatMap((match) =>
    match[0] === run ? [{ start: match.index, end: match.index + run.length }] : [],
  );
}
