import { beforeAll, describe, expect, it } from 'vitest';
import type { Raster } from './drawable.ts';
import type { WatermarkLines } from './port.ts';
import { type Fonts, loadFonts } from './text/fonts.ts';
import { blend, cleanLine, maskOf } from './watermark.ts';

let fonts: Fonts;

beforeAll(async () => {
  const loaded = await loadFonts();
  if (loaded === undefined) throw new Error('the canvas is not installed');
  fonts = loaded;
});

const LINES: WatermarkLines = ['陳大文 Maria Exemplo', 'chan@example.mo · 203.0.113.9', '2026-11-26 14:05 · T-0042'];
const SIZE = { width: 400, height: 560 };

function flat(grey: number): Raster {
  const rgba = new Uint8Array(4 * SIZE.width * SIZE.height).fill(grey);
  for (let at = 3; at < rgba.length; at += 4) rgba[at] = 255;
  return { rgba, ...SIZE };
}

function changed({ rgba }: Raster, grey: number): { readonly count: number; readonly most: number } {
  let [count, most] = [0, 0];
  for (let at = 0; at < rgba.length; at += 4) {
    const difference = (rgba[at] ?? 0) - grey;
    if (difference !== 0) count += 1;
    if (Math.abs(difference) > Math.abs(most)) most = difference;
  }
  return { count, most };
}

describe('the watermark', () => {
  it('darkens light pages and lightens dark ones, a little', () => {
    const mask = maskOf(fonts, LINES, SIZE.width, SIZE.height);
    const [light, dark] = [flat(255), flat(20)];
    blend(light, mask);
    blend(dark, mask);
    expect(changed(light, 255).most).toBeGreaterThanOrEqual(-29);
    expect(changed(light, 255).most).toBeLessThanOrEqual(-20);
    expect(changed(dark, 20).most).toBeGreaterThanOrEqual(18);
    expect(changed(light, 255).count).toBeGreaterThan(1000);
  });

  it('leaves no part of the page without it', () => {
    const mask = maskOf(fonts, LINES, SIZE.width, SIZE.height);
    for (let top = 0; top < SIZE.height; top += 140) {
      for (let left = 0; left < SIZE.width; left += 200) {
        let ink = 0;
        for (let y = top; y < top + 140; y += 1)
          for (let x = left; x < left + 200; x += 1) ink += mask.ink[y * SIZE.width + x] ?? 0;
        expect(ink, `${left},${top}`).toBeGreaterThan(5000);
      }
    }
  });

  it('does not change how opaque the page is', () => {
    const page = flat(255);
    blend(page, maskOf(fonts, LINES, SIZE.width, SIZE.height));
    expect(page.rgba.every((value, i) => i % 4 !== 3 || value === 255)).toBe(true);
  });

  it.each(['陳大文', '张三', 'João Exemplo', '٣٤٥', '田中', '김철수'])(
    'is drawn for a name in any script: %s',
    (name) => {
      const ink = (line: string): number =>
        maskOf(fonts, [line, '', ''], 300, 300).ink.reduce((sum, value) => sum + value, 0);
      expect(ink(name)).toBeGreaterThan(0);
      // Boxes in place of characters would all look alike.
      expect(ink(name)).not.toBe(ink('\u{10ffff}'.repeat(name.length)));
    },
  );

  it('is the same for the same lines, and other for others', () => {
    const ink = (lines: WatermarkLines): Buffer => Buffer.from(maskOf(fonts, lines, 300, 300).ink);
    expect(ink(LINES).equals(ink(LINES))).toBe(true);
    expect(ink(LINES).equals(ink(['x', 'y', 'z']))).toBe(false);
  });

  it('is nothing, rather than a fault, without words', () => {
    expect(maskOf(fonts, ['', ' ', '\u202e'], 100, 100).ink.every((value) => value === 0)).toBe(true);
  });
});

describe('a name in the watermark', () => {
  it('cannot turn the direction of writing, hide itself or break the line', () => {
    expect(cleanLine('\u202eevil\u202c \u2066x\u2069')).toBe('evil x');
    expect(cleanLine('a\nb\tc\u0000d\u2028e')).toBe('a b c d e');
    expect(cleanLine('a\u200b\u00ad\ufeffb')).toBe('ab');
  });

  it('cannot cover the page: neither long nor with a tower of marks', () => {
    expect(Array.from(cleanLine('長'.repeat(5000)))).toHaveLength(120);
    expect(cleanLine(`Z${'\u0300'.repeat(500)}`).length).toBeLessThan(10);
  });

  it('stays as it is otherwise', () => {
    for (const name of ['陳大文', 'João d’Exemplo', '張三（代）', 'مثال', '이름'])
      expect(cleanLine(name)).toBe(name.normalize('NFC'));
  });
});
