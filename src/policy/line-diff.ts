/**
 * Differences between two texts, line by line, by the greedy algorithm of Myers ("An O(ND) Difference Algorithm and Its Variations",
 * Algorithmica 1, 1986). The work is bounded: texts that have too little in common are shown as one replaced by the other.
 */

export type DiffLine = { readonly kind: 'same' | 'removed' | 'added'; readonly text: string };
export type DiffHunk = {
  /** Number of the first line in the old and in the new text, from 1. */
  readonly oldLine: number;
  readonly newLine: number;
  readonly lines: readonly DiffLine[];
};

/** More edits than this are no edit of a text but another text. */
const MOST_EDITS = 1_500;
const MOST_LINES = 20_000;

/** Returns every line of both texts in order. Joining `same` and `removed` gives the old text, `same` and `added` the new one. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return [
    ...a.slice(0, start).map(line('same')),
    ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...a.slice(a.length - end).map(line('same')),
  ];
}

/** Returns the places where the texts differ, each with a few equal lines around it. */
export function diffHunks(diff: readonly DiffLine[], context = 3): readonly DiffHunk[] {
  const shown = diff.map((_, at) =>
    diff.slice(Math.max(0, at - context), at + context + 1).some(({ kind }) => kind !== 'same'),
  );
  const hunks: { oldLine: number; newLine: number; lines: DiffLine[] }[] = [];
  let [oldLine, newLine] = [1, 1];
  for (const [at, entry] of diff.entries()) {
    if (shown[at] === true) {
      if (at === 0 || shown[at - 1] !== true) hunks.push({ oldLine, newLine, lines: [] });
      hunks.at(-1)?.lines.push(entry);
    }
    if (entry.kind !== 'added') oldLine += 1;
    if (entry.kind !== 'removed') newLine += 1;
  }
  return hunks;
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replaceAll('\r\n', '\n').split('\n');
}

function line(kind: DiffLine['kind']): (text: string) => DiffLine {
  return (text) => ({ kind, text });
}

/** The part between equal beginnings and ends. */
function middle(a: readonly string[], b: readonly string[]): readonly DiffLine[] {
  const trace = a.length + b.length > MOST_LINES ? undefined : shortestEdit(a, b);
  return trace === undefined ? [...a.map(line('removed')), ...b.map(line('added'))] : walkBack(trace, a, b);
}

/** For each number of edits, how far along the old text every diagonal gets; undefined when it takes too many. */
function shortestEdit(a: readonly string[], b: readonly string[]): readonly ReadonlyMap<number, number>[] | undefined {
  const trace: ReadonlyMap<number, number>[] = [];
  let reached = new Map([[1, 0]]);
  for (let edits = 0; edits <= Math.min(a.length + b.length, MOST_EDITS); edits += 1) {
    trace.push(reached);
    const next = new Map(reached);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = stepFrom(reached, diagonal, edits);
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      next.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return trace;
    }
    reached = next;
  }
  return undefined;
}

function isDown(reached: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean {
  return (
    diagonal === -edits || (diagonal !== edits && (reached.get(diagonal - 1) ?? -1) < (reached.get(diagonal + 1) ?? -1))
  );
}

function stepFrom(reached: ReadonlyMap<number, number>, diagonal: number, edits: number): number {
  return isDown(reached, diagonal, edits) ? (reached.get(diagonal + 1) ?? 0) : (reached.get(diagonal - 1) ?? 0) + 1;
}

function walkBack(
  trace: readonly ReadonlyMap<number, number>[],
  a: readonly string[],
  b: readonly string[],
): readonly DiffLine[] {
  const reversed: DiffLine[] = [];
  let [x, y] = [a.length, b.length];
  for (const [edits, reached] of [...trace.entries()].reverse()) {
    const diagonal = x - y;
    const down = isDown(reached, diagonal, edits);
    const before = down ? diagonal + 1 : diagonal - 1;
    const oldX = reached.get(before) ?? 0;
    const oldY = oldX - before;
    for (; x > oldX && y > oldY; x -= 1, y -= 1) reversed.push({ kind: 'same', text: a[x - 1] ?? '' });
    if (edits === 0) break;
    reversed.push(down ? { kind: 'added', text: b[y - 1] ?? '' } : { kind: 'removed', text: a[x - 1] ?? '' });
    [x, y] = [oldX, oldY];
  }
  return reversed.reverse();
}
