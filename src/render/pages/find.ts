/** Finds a text on a page however it is written: upper or lower case, full or half width, letters composed or not, broken over lines or not. */
import type { Box, PageText } from './drawable.ts';
import type { PageRect } from './port.ts';

type Folded = {
  readonly text: string;
  /** For each unit, the index in the original text that it came from. */
  readonly from: readonly number[];
};

const LONGEST_QUERY = 200;
const RECTS = 200;
const MARK = /\p{M}/u;
/** Written without spaces: a space or a line end beside one of them does not count. */
const DENSE = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|[\u3000-\u303f\uff00-\uffef]/u;

/** Returns the rectangles of each place, one for each line it stands on; at most `most` places. */
export function findOnPage(page: PageText, query: string, most: number): readonly (readonly PageRect[])[] {
  const wanted = fold(query.slice(0, LONGEST_QUERY)).text.trim();
  if (wanted === '') return [];
  const folded = fold(page.text);
  const places: (readonly PageRect[])[] = [];
  for (let at = folded.text.indexOf(wanted); at >= 0 && places.length < most; ) {
    const end = at + wanted.length;
    if (isWhole(folded, at, end)) {
      const first = folded.from[at] ?? 0;
      const last = folded.from[end - 1] ?? first;
      const rects = rectsOf(page.boxes.slice(first, last + 1));
      if (rects.length > 0) places.push(rects);
    }
    at = folded.text.indexOf(wanted, isWhole(folded, at, end) ? end : at + 1);
  }
  return places;
}

/** A place does not begin or end within one character: 가 is not found in 각, e not in é. */
function isWhole({ text, from }: Folded, at: number, end: number): boolean {
  const inside = (index: number): boolean => index > 0 && index < from.length && from[index] === from[index - 1];
  return !inside(at) && !inside(end) && !MARK.test(text[end] ?? '');
}

function fold(text: string): Folded {
  let out = '';
  const from: number[] = [];
  let dense = false;
  let space = -1;
  let index = 0;
  for (const character of text) {
    const decomposed = character.normalize('NFKD').toLowerCase();
    if (/^\s+$/u.test(decomposed)) space = index;
    else if (!/^[\p{Cf}\p{Cc}]$/u.test(decomposed)) {
      const isDense = DENSE.test(character);
      if (space >= 0 && out !== '' && !dense && !isDense) {
        out += ' ';
        from.push(space);
      }
      space = -1;
      dense = isDense;
      out += decomposed;
      for (let unit = 0; unit < decomposed.length; unit += 1) from.push(index);
    }
    index += character.length;
  }
  return { text: out, from };
}

/** Next in a column of single characters: text that runs down the page, or up. */
function isBelow(box: Box, last: Box): boolean {
  const centre = (box[0] + box[2]) / 2;
  const gap = Math.max(box[1] - last[3], last[1] - box[3]);
  return centre > last[0] && centre < last[2] && last[2] - last[0] < 1.5 * (box[2] - box[0]) && gap < box[3] - box[1];
}

/** Boxes that stand side by side, or below each other in a column, become one. */
function rectsOf(boxes: readonly (Box | undefined)[]): readonly PageRect[] {
  const lines: [number, number, number, number][] = [];
  for (const box of boxes) {
    if (box === undefined) continue;
    const last = lines.at(-1);
    const middle = (box[1] + box[3]) / 2;
    if (
      last !== undefined &&
      ((middle > last[1] && middle < last[3] && box[0] >= last[0] - 0.01) || isBelow(box, last))
    ) {
      last[0] = Math.min(last[0], box[0]);
      last[1] = Math.min(last[1], box[1]);
      last[2] = Math.max(last[2], box[2]);
      last[3] = Math.max(last[3], box[3]);
    } else lines.push([...box]);
  }
  return lines
    .slice(0, RECTS)
    .map(([left, top, right, bottom]) => ({ x: left, y: top, width: right - left, height: bottom - top }));
}
