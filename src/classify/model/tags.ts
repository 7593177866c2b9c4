/** Labels of units, and the best sequence of them. */

/** What the model looks for. */
export const ENTITIES = ['person_name', 'address', 'organisation'] as const;
export type Entity = (typeof ENTITIES)[number];

/** Nothing; then for each entity: begin, inside, end, alone. */
export const TAGS = 1 + 4 * ENTITIES.length;
export const OUTSIDE = 0;
const BEGIN = 1;
const INSIDE = 2;
const END = 3;
const ALONE = 4;

export type Span = {
  readonly entity: number;
  /** First unit and the one behind the last. */
  readonly from: number;
  readonly to: number;
};

export function positionOf(tag: number): number {
  return tag === OUTSIDE ? 0 : ((tag - 1) % 4) + 1;
}

export function entityOf(tag: number): number {
  return (tag - 1) >> 2;
}

/** Tag of a unit at a place of a span of `length` units. */
export function tagAt(entity: number, index: number, length: number): number {
  const base = entity * 4;
  if (length === 1) return base + ALONE;
  if (index === 0) return base + BEGIN;
  return base + (index === length - 1 ? END : INSIDE);
}

function follows(before: number, after: number): boolean {
  const open = positionOf(before) === BEGIN || positionOf(before) === INSIDE;
  const continues = positionOf(after) === INSIDE || positionOf(after) === END;
  return open ? continues && entityOf(before) === entityOf(after) : !continues;
}

/** For each tag those that may stand before it. */
const BEFORE: readonly Int32Array[] = Array.from({ length: TAGS }, (_, after) =>
  Int32Array.from(Array.from({ length: TAGS }, (_unused, before) => before).filter((before) => follows(before, after))),
);
const FIRST: readonly number[] = Array.from({ length: TAGS }, (_, tag) => tag).filter((tag) => follows(OUTSIDE, tag));
const IMPOSSIBLE = -0x40000000;

/**
 * Writes the tags of the best allowed sequence for `length` units to `out` (Viterbi).
 * `scores` has `TAGS` values a unit, `transitions` has `TAGS * TAGS` (before, after).
 */
export function bestTags(
  scores: Int32Array,
  transitions: Int32Array,
  length: number,
  back: Uint8Array,
  out: Uint8Array,
): void {
  let best = new Int32Array(TAGS).fill(IMPOSSIBLE);
  for (const tag of FIRST) best[tag] = (scores[tag] ?? 0) + (transitions[tag] ?? 0);
  let next = new Int32Array(TAGS);
  for (let i = 1; i < length; i += 1) {
    for (let tag = 0; tag < TAGS; tag += 1) {
      const before = BEFORE[tag] ?? FIRST;
      let top = IMPOSSIBLE;
      let from = 0;
      for (let k = 0; k < before.length; k += 1) {
        const other = before[k] ?? 0;
        const value = (best[other] ?? 0) + (transitions[other * TAGS + tag] ?? 0);
        if (value > top) {
          top = value;
          from = other;
        }
      }
      next[tag] = Math.max(IMPOSSIBLE, top + (scores[i * TAGS + tag] ?? 0));
      back[i * TAGS + tag] = from;
    }
    [best, next] = [next, best];
  }
  trace(best, length, back, out);
}

/** A sequence may not end inside a span. */
function trace(best: Int32Array, length: number, back: Uint8Array, out: Uint8Array): void {
  let tag = OUTSIDE;
  let top = IMPOSSIBLE * 2;
  for (let last = 0; last < TAGS; last += 1) {
    if (!follows(last, OUTSIDE) || (best[last] ?? 0) <= top) continue;
    top = best[last] ?? 0;
    tag = last;
  }
  for (let i = length - 1; i >= 0; i -= 1) {
    out[i] = tag;
    tag = back[i * TAGS + tag] ?? 0;
  }
}

/** Returns the spans that an allowed sequence of tags stands for. */
export function spansOf(tags: Uint8Array, length: number): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (let i = 0; i < length; i += 1) {
    const tag = tags[i] ?? 0;
    const position = positionOf(tag);
    if (position === BEGIN || position === ALONE) from = i;
    if (position === END || position === ALONE) spans.push({ entity: entityOf(tag), from, to: i + 1 });
  }
  return spans;
}
