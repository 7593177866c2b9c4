/** Stamps in plain prose: after the ends of up to five lines, spread over the text. */
import { toZeroWidth } from './zero-width.ts';

const COPIES = 5;

/**
 * Returns the text with the stamp in it, or undefined when there is no line to put it on. A line end, its kind and everything that is
 * visible stay as they are. Not for text that programs read: there a character more is another meaning.
 */
export function markText(text: string, stamp: string): string | undefined {
  const ends = [...text.matchAll(/[^\s\u200b\u2060\u2063](?=[^\S\r\n]*(?:\r?\n|$))/gu)].map(
    ({ index, 0: character }) => index + character.length,
  );
  if (ends.length === 0) return undefined;
  const copies = Math.min(COPIES, ends.length);
  const chosen = Array.from({ length: copies }, (_, at) => ends[Math.floor(((at + 0.5) * ends.length) / copies)] ?? 0);
  const mark = toZeroWidth(stamp);
  const pieces: string[] = [];
  let from = 0;
  for (const end of new Set(chosen)) {
    pieces.push(text.slice(from, end), mark);
    from = end;
  }
  return pieces.join('') + text.slice(from);
}
