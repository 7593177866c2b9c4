/** Span-annotated test sets, brought into one form. All of them are for measuring only; none is trained on. */
import type { FindingType } from '../../src/model/classification.ts';

export type GoldSpan = { readonly start: number; readonly end: number; readonly type: FindingType };

export type GoldText = { readonly text: string; readonly spans: readonly GoldSpan[] };

export type TestSet = {
  readonly name: string;
  /** Where it comes from and under which licence. */
  readonly source: string;
  /** The types that are marked throughout: what is found of others says nothing. */
  readonly types: readonly FindingType[];
  readonly texts: readonly GoldText[];
  /** Whether texts without a span are known to hold nothing personal, so that findings there are false alarms. */
  readonly complete: boolean;
};

/** Finds each value in a text, first place first; values that are not there are left out. */
export function spansOfValues(text: string, values: readonly (readonly [FindingType, string])[]): GoldSpan[] {
  const spans: GoldSpan[] = [];
  for (const [type, value] of values) {
    if (value.length < 2) continue;
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
      const end = at + value.length;
      if (!spans.some((span) => span.start < end && at < span.end)) spans.push({ type, start: at, end });
    }
  }
  return spans.sort((a, b) => a.start - b.start);
}
