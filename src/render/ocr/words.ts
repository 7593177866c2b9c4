/** From recognised words to text: lines as they stand, without the spaces that the engine puts between Chinese characters. */
import type { Rectangle, Word } from './tesseract.ts';

const DENSE = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u;
/** A gap smaller than this part of the height of the line is no space between Chinese characters. */
const TIGHT = 0.6;
const DATE_UNIT = /^[年月日時时分號号樓楼座室層层期]/u;

/** Returns the text, one line a line. */
export function joinWords(words: readonly Word[]): string {
  return linesOf(words).map(joinLine).join('\n');
}

export function linesOf(words: readonly Word[]): readonly (readonly Word[])[] {
  const lines: Word[][] = [];
  for (const word of words) {
    if (word.text.trim() === '') continue;
    const last = lines.at(-1);
    if (last !== undefined && last[0]?.line === word.line) last.push(word);
    else lines.push([word]);
  }
  return lines;
}

function joinLine(words: readonly Word[]): string {
  let text = '';
  let last: Word | undefined;
  for (const word of words) {
    if (last !== undefined && !isJoined(last, word)) text += ' ';
    text += word.text;
    last = word;
  }
  return text;
}

function isJoined(left: Word, right: Word): boolean {
  const gap = right.left - left.left - left.width;
  if (gap > TIGHT * Math.max(left.height, right.height)) return false;
  const before = left.text.at(-1) ?? '';
  const after = right.text;
  if (DENSE.test(before)) return DENSE.test(after.at(0) ?? '') || (/[年月第]/.test(before) && /^\d/.test(after));
  return /\d/.test(before) && DATE_UNIT.test(after);
}

export function isHan({ text }: Word): boolean {
  return /\p{Script=Han}/u.test(text);
}

/** Words that lie in a strip. */
export function within(words: readonly Word[], { top, height }: Rectangle): readonly Word[] {
  return words.filter((word) => word.top >= top && word.top + word.height <= top + height);
}

export function countHan(words: readonly Word[]): number {
  return words.reduce((sum, { text }) => sum + (text.match(/\p{Script=Han}/gu)?.length ?? 0), 0);
}

/** A few lines with many Chinese characters, for a look at which writing it is; undefined where there are hardly any. */
export function bandOf(words: readonly Word[], width: number): Rectangle | undefined {
  const lines = linesOf(words).filter((line) => countHan(line) >= 2);
  if (countHan(words) < 8) return undefined;
  let best: readonly (readonly Word[])[] = [];
  for (let at = 0; at === 0 || at + BAND_LINES <= lines.length; at += 1) {
    const some = lines.slice(at, at + BAND_LINES);
    if (countHan(some.flat()) > countHan(best.flat())) best = some;
  }
  return around(best.flat(), width, 4);
}

const BAND_LINES = 6;

/** The strip of the page in which the words stand. */
function around(words: readonly Word[], width: number, more: number): Rectangle {
  const top = Math.max(0, Math.min(...words.map((word) => word.top)) - more);
  const bottom = Math.max(...words.map((word) => word.top + word.height)) + more;
  // Not the whole width: for a strip of exactly that the engine looks somewhere else.
  return { left: 2, top, width: Math.max(1, width - 4), height: bottom - top };
}

/** Lines of a machine-readable zone as they come out at first: letters and digits with several fillers. */
export function isMachineLine(line: readonly Word[]): boolean {
  const text = line.map((word) => word.text).join('');
  return text.length >= 20 && (text.match(/</g)?.length ?? 0) >= 3;
}

/** The strip of the machine-readable zone, or undefined. */
export function machineBand(words: readonly Word[], width: number): Rectangle | undefined {
  const lines = linesOf(words).filter(isMachineLine).flat();
  return lines.length === 0 ? undefined : around(lines, width, 12);
}

/** Mean confidence, 0..100, weighted by length; 0 without words. */
export function confidenceOf(words: readonly Word[]): number {
  let sum = 0;
  let length = 0;
  for (const { text, confidence } of words) {
    sum += Math.max(0, confidence) * text.length;
    length += text.length;
  }
  return length === 0 ? 0 : sum / length;
}
