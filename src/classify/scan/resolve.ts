/** Overlaps: of two findings on one place the longest and highest stays; the same span may keep alternatives. */
import { COUNTING_SCORE, type Hit } from './hit.ts';

/** Returns hits in order of place, without those that a better one covers. */
export function resolveOverlaps(hits: readonly Hit[]): Hit[] {
  const sorted = [...hits].sort((a, b) => weight(b) - weight(a) || a.start - b.start || a.end - b.end);
  const kept: Hit[] = [];
  const taken = new Spans();
  for (const hit of sorted) {
    const other = taken.overlapping(hit.start, hit.end);
    if (other === null) {
      taken.add(hit);
      kept.push(hit);
      continue;
    }
    // Eight digits may be an identity card, a company number or a phone: both stay when both are likely.
    const sameSpan = other.start === hit.start && other.end === hit.end;
    const alternative =
      sameSpan &&
      other.score >= COUNTING_SCORE &&
      hit.score >= COUNTING_SCORE &&
      !kept.some((k) => k.type === hit.type && k.start === hit.start);
    if (alternative && isNumber(hit) && isNumber(other)) kept.push(hit);
  }
  return kept.sort((a, b) => a.start - b.start || a.end - b.end || b.score - a.score);
}

function isNumber(hit: Hit): boolean {
  return hit.type !== 'person_name' && hit.type !== 'address' && hit.type !== 'health';
}

/** Likely before unlikely, then long before short: a doubtful long span must not hide a sure value inside it. */
function weight(hit: Hit): number {
  return (
    (hit.score >= COUNTING_SCORE ? 1000 : 0) +
    Math.min(400, hit.end - hit.start) * (hit.check === 'ok' ? 2 : 1) +
    hit.score * 20
  );
}

/** Spans that do not overlap, found by buckets of 64 units: constant time for values, linear in length for long ones. */
class Spans {
  readonly #buckets = new Map<number, Hit[]>();

  add(hit: Hit): void {
    for (let bucket = hit.start >> 6; bucket <= hit.end >> 6; bucket += 1) {
      const list = this.#buckets.get(bucket);
      if (list === undefined) this.#buckets.set(bucket, [hit]);
      else list.push(hit);
    }
  }

  overlapping(start: number, end: number): Hit | null {
    for (let bucket = start >> 6; bucket <= end >> 6; bucket += 1) {
      const found = this.#buckets.get(bucket)?.find((other) => other.start < end && start < other.end);
      if (found !== undefined) return found;
    }
    return null;
  }
}
