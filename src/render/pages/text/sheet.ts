/** Pages as lists of what is drawn where, in points from the top left. */
import type { Fonts, Pen } from './fonts.ts';
import type { Box, PageText } from '../drawable.ts';
import type { PageSize } from '../port.ts';

export type Ink = 'ink' | 'grey' | 'rule' | 'shade';
export const COLOURS: Readonly<Record<Ink, string>> = {
  ink: '#1a1a1a',
  grey: '#666666',
  rule: '#b8b8b8',
  shade: '#f0f0f0',
};

export type Item =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly pen: Pen;
      readonly size: number;
      readonly x: number;
      /** Of the line that letters stand on. */
      readonly y: number;
      readonly width: number;
      readonly ink: Ink;
    }
  | {
      readonly kind: 'box';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly ink: Ink;
    };

export type Sheet = PageSize & { readonly items: readonly Item[] };

const ABOVE = 0.9;
const BELOW = 0.25;

/** Returns the text of a sheet with the place of each character. Lines end with a line end, cells with a tab. */
export function textOf(fonts: Fonts, sheet: Sheet): PageText {
  let text = '';
  const boxes: (Box | undefined)[] = [];
  let last: { readonly end: number; readonly y: number } | undefined;
  for (const item of sheet.items) {
    if (item.kind === 'box') continue;
    const between = last === undefined ? '' : separator(item, last);
    text += between + item.text;
    for (let i = 0; i < between.length; i += 1) boxes.push(undefined);
    let x = item.x;
    for (const character of item.text) {
      const right = x + fonts.width(character, item.pen) * item.size;
      const box: Box = [
        clamp(x / sheet.width),
        clamp((item.y - ABOVE * item.size) / sheet.height),
        clamp(right / sheet.width),
        clamp((item.y + BELOW * item.size) / sheet.height),
      ];
      for (let unit = 0; unit < character.length; unit += 1) boxes.push(box);
      x = right;
    }
    last = { end: item.x + item.width, y: item.y };
  }
  return { text, boxes };
}

function separator(
  item: { readonly x: number; readonly y: number },
  last: { readonly end: number; readonly y: number },
): string {
  if (Math.abs(item.y - last.y) > 0.5) return '\n';
  return item.x - last.end > 1 ? '\t' : '';
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
