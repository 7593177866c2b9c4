/** Paragraphs to lines: where a line may break, tabs, and which font draws what. Widths are in points. */
import { type Face, faceOf, type Fonts, isHan, type Pen, type Script } from './fonts.ts';

export type Run = { readonly text: string; readonly pen: Pen; readonly x: number; readonly width: number };
export type Line = { readonly runs: readonly Run[]; readonly width: number };

export type LineStyle = { readonly size: number; readonly bold: boolean; readonly script: Script };

const TAB = 36;
/** Not at the start of a line. */
const NOT_FIRST = new Set(
  '、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】〗〙〛,.:;?!)]}%‰℃°…—～〜ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ',
);
/** Not at the end of a line. */
const NOT_LAST = new Set('‘“（〔［｛〈《「『【〖〘〚([{$￥£€');
/** Letters that change with their neighbours are measured together. */
const JOINED = /[\u0590-\u08ff\u0900-\u0dff\u0e00-\u109f\u1780-\u17ff]/;
/** Thai has no spaces. */
const LONGEST_JOIN = 24;
/** Characters without a shape, or that turn the direction of writing. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;

type Glyph = { readonly text: string; readonly face: Face; readonly width: number };

/** Breaks a text without line ends into lines at most `width` wide. An empty text is one empty line. */
export function breakLines(fonts: Fonts, text: string, style: LineStyle, width: number): readonly Line[] {
  const glyphs = glyphsOf(fonts, text, style);
  const lines: Line[] = [];
  let start = 0;
  do {
    const end = lineEnd(glyphs, start, width);
    let shown = end;
    while (end < glyphs.length && shown > start && glyphs[shown - 1]?.text === ' ') shown -= 1;
    lines.push(lineOf(glyphs.slice(start, shown), style));
    start = end;
    while (start < glyphs.length && glyphs[start]?.text === ' ') start += 1;
  } while (start < glyphs.length);
  return lines;
}

/** Returns the text as one line, cut with an ellipsis when it is wider. */
export function cutLine(fonts: Fonts, text: string, style: LineStyle, width: number): Line {
  const glyphs = glyphsOf(fonts, text, style);
  const end = fitting(glyphs, 0, width);
  if (end >= glyphs.length) return lineOf(glyphs, style);
  const dots = glyphsOf(fonts, '…', style);
  const room = width - dots.reduce((sum, dot) => sum + dot.width, 0);
  return lineOf([...glyphs.slice(0, fitting(glyphs, 0, room)), ...dots], style);
}

function glyphsOf(fonts: Fonts, text: string, { size, bold, script }: LineStyle): readonly Glyph[] {
  const characters = Array.from(text);
  const amongHan = characters.some(isHan);
  const glyphs: Glyph[] = [];
  for (const character of characters) {
    if (character === '\t') {
      glyphs.push({ text: '\t', face: 'latin', width: TAB });
      continue;
    }
    if (UNSEEN.test(character)) continue;
    const face = faceOf(character, amongHan);
    const pen = { face, bold, script };
    const last = glyphs.at(-1);
    if (JOINED.test(character) && last !== undefined && JOINED.test(last.text) && last.text.length < LONGEST_JOIN) {
      const joined = last.text + character;
      glyphs[glyphs.length - 1] = {
        text: joined,
        face: last.face,
        width: fonts.textWidth(joined, { ...pen, face: last.face }) * size,
      };
    } else glyphs.push({ text: character, face, width: fonts.width(character, pen) * size });
  }
  return glyphs;
}

/** Index behind the last glyph that fits; at least one does. */
function fitting(glyphs: readonly Glyph[], start: number, width: number): number {
  let x = 0;
  let end = start;
  for (; end < glyphs.length; end += 1) {
    const glyph = glyphs[end];
    if (glyph === undefined) break;
    x = glyph.text === '\t' ? nextTab(x) : x + glyph.width;
    if (x > width + 0.01) break;
  }
  return Math.max(end, start + 1);
}

function nextTab(x: number): number {
  return (Math.floor(x / TAB + 0.001) + 1) * TAB;
}

function lineEnd(glyphs: readonly Glyph[], start: number, width: number): number {
  const end = fitting(glyphs, start, width);
  if (end >= glyphs.length || glyphs[end]?.text === ' ') return end;
  for (let at = end; at > start; at -= 1) if (mayBreak(glyphs[at - 1]?.text ?? '', glyphs[at]?.text ?? '')) return at;
  // A word that is longer than a line.
  return end;
}

function mayBreak(before: string, after: string): boolean {
  if (NOT_FIRST.has(after) || NOT_LAST.has(before) || after === ' ') return false;
  return before === ' ' || before === '\t' || before === '-' || isHan(before) || isHan(after);
}

function lineOf(glyphs: readonly Glyph[], { bold, script }: LineStyle): Line {
  const runs: { text: string; pen: Pen; x: number; width: number }[] = [];
  let x = 0;
  let open = false;
  for (const glyph of glyphs) {
    if (glyph.text === '\t') {
      x = nextTab(x);
      open = false;
      continue;
    }
    const last = runs.at(-1);
    if (open && last?.pen.face === glyph.face) {
      last.text += glyph.text;
      last.width += glyph.width;
    } else runs.push({ text: glyph.text, pen: { face: glyph.face, bold, script }, x, width: glyph.width });
    open = true;
    x += glyph.width;
  }
  return { runs, width: x };
}
