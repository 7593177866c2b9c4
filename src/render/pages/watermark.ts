/**
 * The visible mark: three lines, tiled across the page and baked into its pixels. A mask of how much ink each pixel gets is made
 * once for a size and its lines; blending it in darkens what is light and lightens what is dark.
 */
import type { Raster } from './drawable.ts';
import type { WatermarkLines } from './port.ts';
import { faceOf, type Fonts, isHan, type Pen, plain, scriptOf } from './text/fonts.ts';

/** Ink of each pixel, 0 to 255. */
export type Mask = { readonly ink: Uint8Array; readonly width: number; readonly height: number };

const ANGLE = -0.5;
const STRENGTH = 0.11;
const SIZE_OF_WIDTH = 0.0125;
const LEAST_SIZE = 9;
const PITCH = 1.3;
const ACROSS = 4;
const DOWN = 5;
const LONGEST_LINE = 120;
const LIGHT_FROM = 110;
const PER_SHARE = Math.round((STRENGTH * 65_536) / 255);
const HALF = 32_768;

/**
 * Returns a line as it may be drawn: names are chosen by those they belong to. Characters that turn the direction of writing, hide
 * or break lines are left out, spaces are single, and what is too long ends with an ellipsis.
 */
export function cleanLine(line: string): string {
  const visible = line
    .normalize('NFC')
    .replace(/[\p{Cf}\p{Co}\p{Cs}\p{Cn}]/gu, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    // More marks on one letter than any script has would cover the page.
    .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    .trim();
  const characters = Array.from(visible);
  return characters.length > LONGEST_LINE ? `${characters.slice(0, LONGEST_LINE - 1).join('')}…` : visible;
}

/** Makes the mask for pages of a size. */
export function maskOf(fonts: Fonts, lines: WatermarkLines, width: number, height: number): Mask {
  const size = Math.max(LEAST_SIZE, width * SIZE_OF_WIDTH);
  const texts = lines.map(cleanLine).filter((line) => line !== '');
  const canvas = fonts.canvas.createCanvas(width, height);
  const context = canvas.getContext('2d');
  plain(context);
  const pieces = texts.map((text) => piecesOf(fonts, text));
  const longest = Math.max(0, ...pieces.map((line) => line.reduce((sum, piece) => sum + piece.width, 0))) * size;
  const stepAcross = longest + ACROSS * size;
  const stepDown = (PITCH * texts.length + DOWN) * size;
  context.translate(width / 2, height / 2);
  context.rotate(ANGLE);
  const reach = Math.hypot(width, height) / 2;
  const rows = Math.ceil(reach / stepDown) + 1;
  const columns = Math.ceil(reach / stepAcross) + 1;
  for (let row = -rows; row <= rows && texts.length > 0; row += 1) {
    const shift = row % 2 === 0 ? 0 : stepAcross / 2;
    for (let column = -columns; column <= columns; column += 1) {
      pieces.forEach((line, i) => {
        let x = column * stepAcross + shift - longest / 2;
        for (const piece of line) {
          context.font = fonts.font(piece.pen, size);
          context.fillText(piece.text, x, row * stepDown + i * PITCH * size);
          x += piece.width * size;
        }
      });
    }
  }
  return { ink: alphaOf(canvas.data(), width * height), width, height };
}

type Piece = { readonly text: string; readonly pen: Pen; readonly width: number };

/** Runs of one font each. */
function piecesOf(fonts: Fonts, text: string): readonly Piece[] {
  const script = scriptOf(text);
  const among = Array.from(text).some(isHan);
  const runs: { text: string; pen: Pen }[] = [];
  for (const character of text) {
    const face = faceOf(character, among);
    const last = runs.at(-1);
    if (last?.pen.face === face) last.text += character;
    else runs.push({ text: character, pen: { face, bold: false, script } });
  }
  return runs.map((run) => ({ ...run, width: fonts.textWidth(run.text, run.pen) }));
}

function alphaOf(rgba: Uint8Array, pixels: number): Uint8Array {
  const ink = new Uint8Array(pixels);
  for (let i = 0; i < pixels; i += 1) ink[i] = rgba[4 * i + 3] ?? 0;
  return ink;
}

/** Blends the mask into the pixels, in place. Both have the same size. */
export function blend({ rgba }: Raster, { ink }: Mask): void {
  for (let i = 0, at = 0; i < ink.length; i += 1, at += 4) {
    const share = ink[i] ?? 0;
    if (share === 0) continue;
    const red = rgba[at] ?? 0;
    const green = rgba[at + 1] ?? 0;
    const blue = rgba[at + 2] ?? 0;
    const target = (77 * red + 150 * green + 29 * blue) >> 8 > LIGHT_FROM ? 0 : 255;
    // In whole numbers: a share of 255 is the full strength in 65,536ths.
    const alpha = share * PER_SHARE;
    rgba[at] = red + (((target - red) * alpha + HALF) >> 16);
    rgba[at + 1] = green + (((target - green) * alpha + HALF) >> 16);
    rgba[at + 2] = blue + (((target - blue) * alpha + HALF) >> 16);
  }
}
