import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { onePage } from '../../../test/support/made-pdf.ts';
import { docxOf, wordParagraph } from '../../../test/support/made-zip.ts';
import { pageIdOf, streamKeys } from '../mark/streams.ts';
import type { OpenDocument, PageRequest } from './port.ts';
import { createPageRenderer } from './renderer.ts';

const renderer = createPageRenderer({ office: 'none', processes: { documents: 2 } });
afterAll(() => renderer.close());

const HELVETICA = '/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>';
const PDF = onePage('BT /F1 24 Tf 72 720 Td (Agreement No. 42) Tj ET', { resources: HELVETICA });
const PLAIN: PageRequest = { page: 1, dpi: 72, watermark: null, mark: null, format: 'png' };
const VIEW = 'fea6eaeca9ca';
const KEYS = streamKeys(new Uint8Array(32).fill(7), pageIdOf('o', '00', 1), VIEW);

async function opened(bytes: Uint8Array, name = 'a.pdf'): Promise<OpenDocument> {
  const answer = await renderer.open({ bytes, name, mediaType: '' });
  if (answer.kind === 'cannot') throw new Error(answer.why);
  return answer.document;
}

const digest = async (document: OpenDocument, request: Partial<PageRequest>): Promise<string> =>
  createHash('sha256')
    .update((await document.page({ ...PLAIN, ...request })).bytes)
    .digest('hex');

describe('a document in a process of its own', () => {
  it('becomes page images of the kind and size that was asked for', async () => {
    const document = await opened(PDF);
    expect(document.pages).toEqual([{ width: 595, height: 842 }]);
    expect(document.drawn).toBe('original');
    expect(document.renderer).toMatch(/^PDFium \d+\.\d+\.\d+, fonts /);
    for (const format of ['jpeg', 'webp', 'png'] as const) {
      const image = await document.page({ ...PLAIN, dpi: 110, format });
      expect(image).toMatchObject({ mediaType: `image/${format}`, width: 909, height: 1286 });
      expect(await sharp(image.bytes).metadata()).toMatchObject({ format, width: 909, height: 1286, hasAlpha: false });
    }
    await document.close();
  });

  it('gives the same page for the same view, and another for another view, watermark or mark', async () => {
    const document = await opened(PDF);
    const watermark = ['陳大文', 'chan@example.mo', 'T-0042'] as const;
    const mark = { viewId: VIEW, keys: KEYS };
    const all = await Promise.all(
      [{}, { watermark }, { mark }, { watermark, mark }].map((request) => digest(document, request)),
    );
    expect(new Set(all).size).toBe(4);
    expect(await digest(document, { watermark, mark })).toBe(all[3]);
    await document.close();
  });

  it('finds a text and reads a page', async () => {
    const document = await opened(PDF);
    expect(await document.find('agreement no')).toMatchObject([{ page: 1, rects: [{}] }]);
    expect((await document.text(1)).trim()).toBe('Agreement No. 42');
    expect(await document.find('nothing')).toEqual([]);
    await document.close();
  });

  it('has no page that is not there', async () => {
    const document = await opened(PDF);
    for (const page of [0, 2, 1.5, -1, Number.NaN])
      await expect(document.page({ ...PLAIN, page })).rejects.toMatchObject({ code: 'render.no_such_page' });
    await document.close();
  });

  it('says when it was closed meanwhile, and may be closed twice', async () => {
    const document = await opened(PDF);
    await document.close();
    await document.close();
    await expect(document.page(PLAIN)).rejects.toMatchObject({ code: 'render.document_closed' });
  });

  it('is a picture without what its camera wrote, turned as it was held', async () => {
    const photo = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#c00' } })
      .jpeg()
      .withExif({ IFD0: { Make: 'SECRET' }, IFD3: { GPSLatitude: '22/1 11/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const document = await opened(photo, 'photo.jpg');
    expect(document.drawn).toBe('image');
    const { width, height } = document.pages[0] ?? { width: 0, height: 0 };
    expect(height / width).toBeCloseTo(1.5);
    const page = await document.page({ ...PLAIN, format: 'jpeg' });
    expect((await sharp(page.bytes).metadata()).exif).toBeUndefined();
    expect(Buffer.from(page.bytes).includes('SECRET')).toBe(false);
    await document.close();
  });

  it('is text for what is named like a picture, and drawn simply where Office is not installed', async () => {
    const text = await opened(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'a.png');
    expect([text.drawn, await text.text(1)]).toEqual(['text', '<svg xmlns="http://www.w3.org/2000/svg"/>']);
    const word = await opened(docxOf(wordParagraph('合約')), 'a.docx');
    expect([word.drawn, await word.text(1)]).toEqual(['simplified', '合約']);
    await Promise.all([text.close(), word.close()]);
  });

  it.each([
    ['%PDF-1.7', 'broken'],
    ['', 'broken'],
    ['\u0000\u0001\u0002\u0003', 'unsupported'],
    ['{\\rtf1 x}', 'no_converter'],
    ['ID3\u0003\u0000\u0000', 'video'],
  ])('is refused with a reason: %j', async (text, why) => {
    expect(await renderer.open({ bytes: Buffer.from(text), name: 'a', mediaType: '' })).toEqual({
      kind: 'cannot',
      why,
    });
  });
});

describe('the renderer', () => {
  it('says what it could show by name', async () => {
    expect(await renderer.available()).toBe(true);
    expect(await renderer.couldShow('a.pdf', '')).toBeUndefined();
    expect(await renderer.couldShow('a.ppt', '')).toBe('no_converter');
  });

  it('refuses what is too large without a process', async () => {
    const small = createPageRenderer({ limits: { bytes: 10 } });
    expect(await small.open({ bytes: new Uint8Array(11), name: 'a', mediaType: '' })).toEqual({
      kind: 'cannot',
      why: 'too_large',
    });
    await small.close();
  });
});
