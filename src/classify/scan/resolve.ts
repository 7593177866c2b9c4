/** Overlaps: of two findings on one place the longest and highest stays; the same span may keep alternatives. */
import { COUNTING_SCORE, type Hit } from './hit.ts';

/** Returns hits in order of place, without those that a better one covers. */
export function resolveOverlaps(hits: readonly Hit[]): Hit[] {
  const sorted = isInOrder(hits) ? hits : hits.toSorted(byPlace);
  const kept: Hit[] = [];
  let from = 0;
  let end = 0;
  for (let i = 0; i < sorted.length; i += 1) {
    const hit = sorted[i];
    if (hit === undefined) break;
    if (i > from && hit.start >= end) {
      keepBest(sorted, from, i, kept);
      from = i;
    }
    if (hit.end > end) end = hit.end;
  }
  keepBest(sorted, from, sorted.length, kept);
  return kept;
}

function byPlace(a: Hit, b: Hit): number {
  return a.start - b.start || a.end - b.end;
}

/** Each detector goes over the text in order: often nothing is to be sorted. */
function isInOrder(hits: readonly Hit[]): boolean {
  for (let i = 1; i < hits.length; i += 1) {
    const [before, hit] = [hits[i - 1], hits[i]];
    if (before !== undefined && hit !== undefined && byPlace(before, hit) > 0) return false;
  }
  return true;
}

/** Resolves the hits `[from, to)`, which hang together by overlaps; most of the time that is one hit. */
function keepBest(sorted: readonly Hit[], from: number, to: number, kept: Hit[]): void {
  const first = sorted[from];
  if (first === undefined) return;
  if (to - from === 1) {
    kept.push(first);
    return;
  }
  const ranked = sorted
    .slice(from, to)
    .map((hit) => ({ hit, weight: weight(hit) }))
    .sort((a, b) => b.weight - a.weight || a.hit.start - b.hit.start || a.hit.end - b.hit.end);
  const alternatives = new Set<string>();
  const taken = new Spans();
  const best: Hit[] = [];
  for (const { hit } of ranked) {
    const other = taken.overlapping(hit);
    if (other === null) taken.add(hit);
    // Eight digits may be an identity card, a company number or a phone: both stay when both are likely.
    else if (!isAlternative(hit, other) || alternatives.has(keyOf(hit))) continue;
    best.push(hit);
    if (isNumber(hit)) alternatives.add(keyOf(hit));
  }
  // One by one: a cluster can be longer than a call may have arguments.
  for (const hit of best.sort((a, b) => a.start - b.start || a.end - b.end || b.score - a.score)) kept.push(hit);
}

function keyOf(hit: Hit): string {
  return `${hit.start}:${hit.type}`;
}

function isAlternative(hit: Hit, other: Hit): boolean {
  const sameSpan = other.start === hit.start && other.end === hit.end;
  if (!sameSpan || Math.min(other.score, hit.score) < COUNTING_SCORE || !isNumber(hit) || !isNumber(other))
    return false;
  return (hit.strength ?? 0) >= (other.strength ?? 0);
}

function isNumber(hit: Hit): boolean {
  return hit.type !== 'person_name' && hit.type !== 'address' && hit.type !== 'health';
}

/** Likely before unlikely, then long before short: a doubtful long span must not hide a sure value inside it. */
function weight(hit: Hit): number {
  return (
    (hit.score >= COUNTING_SCORE ? 1000 : 0) +
    Math.min(400, hit.end - hit.start) * (hit.check === 'ok' ? 2 : 1) +
    hit.score * 20 +
    (hit.strength ?? 0) * 25
  );
}

/** Spans that do not overlap, found by buckets of 64 units: constant time for values, linear in length for long ones. */
function areApart(a: Hit, b: Hit): boolean {
  return (a.type === 'address' && isFirm(b)) || (b.type === 'address' && isFirm(a));
}

/** Numbers with a label or check digit of their own. */
function isFirm(hit: Hit): boolean {
  return hit.strength !== undefined && hit.score >= COUNTING_SCORE;
}

class Spans {
  readonly #buckets = new Map<number, Hit[]>();

  add(hit: Hit): void {
    for (let bucket = hit.start >> 6; bucket <= hit.end >> 6; bucket += 1) {
      const list = this.#buckets.get(bucket);
      if (list === undefined) this.#buckets.set(bucket, [hit]);
      else list.push(hit);
    }
  }

  /** The telephone at the end of an address is one of its own: numbers and addresses do not hide each other. */
  overlapping(hit: Hit): Hit | null {
    const { start, end } = hit;
    for (let bucket = start >> 6; bucket <= end >> 6; bucket += 1) {
      const found = this.#buckets
        .get(bucket)
        ?.find((other) => other.start < end && start < other.end && !areApart(hit, other));
      if (found !== undefined) return found;
    }
    return null;
  }
}
