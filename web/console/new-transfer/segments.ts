/** Cuts a text into marked and unmarked pieces, for drawing findings under the letters as they are typed. */
import type { FindingType } from '../../../src/model/classification.ts';

export type TextFinding = {
  readonly type: FindingType;
  readonly start: number;
  readonly end: number;
  readonly score: number;
};
export type Certainty = 'low' | 'medium' | 'high';
export type Segment = { readonly start: number; readonly text: string; readonly finding: TextFinding | null };

/** Bounds of the model: below 0.5 low, up to 0.8 medium, above high. */
export function certaintyOf(score: number): Certainty {
  if (score < 0.5) return 'low';
  return score <= 0.8 ? 'medium' : 'high';
}

/**
 * Returns pieces that join to `text`. Of overlapping findings the surest stays; those that do not lie within the text
 * (it has changed since) are left out.
 */
export function segmentsOf(text: string, findings: readonly TextFinding[]): readonly Segment[] {
  const usable = findings.filter(({ start, end }) => start >= 0 && start < end && end <= text.length);
  const kept: TextFinding[] = [];
  for (const finding of [...usable].sort((a, b) => b.score - a.score || a.start - b.start)) {
    if (kept.every(({ start, end }) => finding.end <= start || finding.start >= end)) kept.push(finding);
  }
  const segments: Segment[] = [];
  let at = 0;
  for (const finding of kept.sort((a, b) => a.start - b.start)) {
    if (finding.start > at) segments.push({ start: at, text: text.slice(at, finding.start), finding: null });
    segments.push({ start: finding.start, text: text.slice(finding.start, finding.end), finding });
    at = finding.end;
  }
  if (at < text.length) segments.push({ start: at, text: text.slice(at), finding: null });
  return segments;
}
