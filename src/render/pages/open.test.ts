/** Documents of each kind, opened without a process: what they become, and what is refused. */
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { onePage } from '../../../test/support/made-pdf.ts';
import { docxOf, wordParagraph } from '../../../test/support/made-zip.ts';
import type { Drawable } from './drawable.ts';
import { encode } from './encode.ts';
import { PAGE_LIMITS } from './limits.ts';
import { openDocument, type Tools } from './open.ts';
import { loadEngine } from './pdf/load.ts';
import { loadFonts } from './text/fonts.ts';

let tools: Tools;

beforeAll(async () => {
  tools = { pdf: await loadEngine(), fonts: loadFonts, converts: [] };
});

const open = (bytes: Uint8Array, name: string, limits = PAGE_LIMITS) =>
  openDocument({ bytes, name, mediaType: '' }, tools, limits);

async function opened(bytes: Uint8Array, name: string): Promise<Drawable> {
  const opening = await open(bytes, name);
  if (opening.kind !== 'drawable') throw new Error(JSON.stringify(opening));
  return opening.drawable;
}

async function why(bytes: Uint8Array, name = 'a', limits = PAGE_LIMITS): Promise<string> {
  const opening = await open(bytes, name, limits);
  return opening.kind === 'cannot' ? opening.why : opening.kind;
}

const red = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#c00' } });

/** Numbers that are the same each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('a picture', () => {
  it('is one page without what its camera wrote, turned as it was held', async () => {
    const photo = await red(300, 200)
      .jpeg()
      .withExif({ IFD0: { Make: 'SECRET' }, IFD3: { GPSLatitude: '22/1 11/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    expect((await sharp(photo).metadata()).exif).toBeDefined();
    const document = await opened(photo, 'photo.jpg');
    expect([document.drawn, document.pages.length]).toEqual(['image', 1]);
    expect((document.pages[0]?.height ?? 0) / (document.pages[0]?.width ?? 1)).toBeCloseTo(1.5);
    const raster = await document.raster(0, 72);
    const page = raster === undefined ? undefined : await encode(raster, 'jpeg');
    expect((await sharp(page?.bytes).metadata()).exif).toBeUndefined();
    expect(Buffer.from(page?.bytes ?? []).includes('SECRET')).toBe(false);
  });

  it.each(['png', 'webp', 'gif', 'tiff', 'avif'] as const)('may be %s', async (format) => {
    const document = await opened(await red(60, 40).toFormat(format).toBuffer(), 'a.txt');
    const raster = await document.raster(0, 36);
    expect(raster?.width).toBe(421);
    const middle = 4 * (100 * 421 + 200);
    expect(raster?.rgba[middle]).toBeGreaterThan(180);
    expect(raster?.rgba[middle + 1]).toBeLessThan(40);
    expect(raster?.rgba[middle + 3]).toBe(255);
  });

  it('is white where it is transparent, and the first of its frames', async () => {
    const clear = await sharp({ create: { width: 10, height: 10, channels: 4, background: '#0000' } })
      .png()
      .toBuffer();
    expect((await (await opened(clear, 'a')).raster(0, 36))?.rgba.every((value) => value === 255)).toBe(true);
  });

  it('is refused when it is too large or damaged', async () => {
    const picture = await red(100, 100).png().toBuffer();
    expect(await why(picture, 'a', { ...PAGE_LIMITS, imagePixels: 9999 })).toBe('too_large');
    expect(await why(picture.subarray(0, 60))).toBe('broken');
    // 100,000 by 100,000, as its header says.
    expect(await why(Buffer.from('89504e470d0a1a0a0000000d49484452000186a0000186a00802000000', 'hex'))).toMatch(
      /too_large|broken/,
    );
  });
});

describe('a document', () => {
  it('is text for what is named like a picture, and drawn simply where Office is not installed', async () => {
    const text = await opened(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'a.png');
    expect([text.drawn, text.text(0).text]).toEqual(['text', '<svg xmlns="http://www.w3.org/2000/svg"/>']);
    const word = await opened(docxOf(wordParagraph('合約')), 'a.docx');
    expect([word.drawn, word.text(0).text]).toEqual(['simplified', '合約']);
  });

  it.each([
    ['%PDF-1.7', 'broken'],
    ['', 'broken'],
    ['\u0000\u0001\u0002\u0003', 'unsupported'],
    ['{\\rtf1 x}', 'no_converter'],
    ['ID3\u0003\u0000\u0000', 'video'],
  ])('is refused with a reason: %j', async (text, reason) => {
    expect(await why(Buffer.from(text))).toBe(reason);
  });

  it('that is cut off or garbage is an answer', async () => {
    const good = onePage('0 0 9 9 re f');
    expect(await why(good.subarray(0, good.length / 2))).toMatch(/broken|drawable/);
    const random = seeded(1);
    expect(await why(Uint8Array.from({ length: 5000 }, () => random() * 256))).toBe('unsupported');
  });

  it('that was overwritten in places is an answer each time', async () => {
    const random = seeded(42);
    const good = onePage('BT /F1 24 Tf 72 720 Td (Agreement) Tj ET', {
      resources: '/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>',
    });
    for (let copy = 0; copy < 40; copy += 1) {
      const bytes = Buffer.from(good);
      for (let i = 0; i < 20; i += 1) bytes[Math.floor(random() * bytes.length)] = random() * 256;
      const opening = await open(bytes, 'a.pdf');
      if (opening.kind === 'drawable') await opening.drawable.raster(0, 40);
      else expect(opening.kind).toBe('cannot');
    }
  });

  it('that is an archive of far more than it seems is refused', async () => {
    expect(await why(docxOf('', [], { 'word/a.xml': new Uint8Array(20_000_000) }))).toBe('hostile');
    const entries = Object.fromEntries(Array.from({ length: 2500 }, (_, i) => [`word/${i}.xml`, '']));
    expect(await why(docxOf('', [], entries))).toBe('too_large');
    expect(await why(docxOf(wordParagraph('x')).subarray(0, 300))).toBe('broken');
  });
});
