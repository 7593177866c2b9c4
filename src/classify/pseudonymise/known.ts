/** Finds values that were replaced in one place wherever else they stand: in remarks, formulas, comments, names of sheets. */
import type { PseudonymEntry } from '../../model/pseudonyms.ts';
import { shiftDate } from './dates.ts';
import { fold } from './make.ts';

export type Span = { readonly start: number; readonly end: number; readonly with: string };
export type Known = {
  /** In order, none overlapping; at each place the longest value. */
  readonly find: (text: string) => Span[];
  readonly replace: (text: string) => string;
  readonly size: number;
};

const ASCII_WORD = /[0-9A-Za-z]/;

/**
 * Whether a value says by itself whom it is about: two Chinese characters or five letters and figures. A date, a grade or a small number
 * stands in many places without being this one.
 */
export function isDistinctive(value: string): boolean {
  if (shiftDate(value, 1) !== undefined) return false;
  const chinese = value.match(/[\u3400-\u9fff]/g)?.length ?? 0;
  const ascii = value.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return chinese >= 2 || ascii >= 5;
}

export function createKnown(entries: readonly PseudonymEntry[]): Known {
  const byStart = new Map<string, Map<number, Map<string, string>>>();
  let size = 0;
  for (const { original, pseudonym } of entries) {
    if (!isDistinctive(original)) continue;
    const folded = fold(original);
    const lengths = byStart.get(folded.slice(0, 2)) ?? new Map<number, Map<string, string>>();
    byStart.set(folded.slice(0, 2), lengths);
    const values = lengths.get(folded.length) ?? new Map<string, string>();
    lengths.set(folded.length, values);
    if (!values.has(folded)) values.set(folded, pseudonym);
    size += 1;
  }
  for (const [start, lengths] of byStart) byStart.set(start, new Map([...lengths].sort(([a], [b]) => b - a)));
  const find = (text: string): Span[] => {
    const spans: Span[] = [];
    if (size === 0) return spans;
    const folded = fold(text);
    for (let at = 0; at < folded.length; at += 1) {
      const lengths = byStart.get(folded.slice(at, at + 2));
      if (lengths === undefined) continue;
      for (const [length, values] of lengths) {
        const replacement = values.get(folded.slice(at, at + length));
        if (replacement === undefined || !standsAlone(folded, at, at + length)) continue;
        spans.push({ start: at, end: at + length, with: replacement });
        at += length - 1;
        break;
      }
    }
    return spans;
  };
  return { find, replace: (text) => replaceSpans(text, find(text)), size };
}

/** ASCII values are not taken out of the middle of a longer word or number. */
function standsAlone(text: string, start: number, end: number): boolean {
  const open = !ASCII_WORD.test(text[start] ?? '') || !ASCII_WORD.test(text[start - 1] ?? '');
  return open && (!ASCII_WORD.test(text[end - 1] ?? '') || !ASCII_WORD.test(text[end] ?? ''));
}

/** @param spans - In order, none overlapping. */
export function replaceSpans(text: string, spans: readonly Span[]): string {
  let out = '';
  let at = 0;
  for (const span of spans) {
    out += text.slice(at, span.start) + span.with;
    at = span.end;
  }
  return out + text.slice(at);
}
