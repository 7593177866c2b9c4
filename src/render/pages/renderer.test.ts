import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onePage } from '../../../test/support/made-pdf.ts';
import { pageIdOf, streamKeys } from '../mark/streams.ts';
import type { OpenDocument, PageRequest } from './port.ts';
import { createPageRenderer } from './renderer.ts';

const renderer = createPageRenderer({ office: 'none' });
/** Every process costs half a second: one document for most of it. */
let document: OpenDocument;

const HELVETICA = '/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>';
const PDF = onePage('BT /F1 24 Tf 72 720 Td (Agreement No. 42) Tj ET', { resources: HELVETICA });
const PLAIN: PageRequest = { page: 1, dpi: 72, watermark: null, mark: null, format: 'png' };
const VIEW = 'fea6eaeca9ca';
const KEYS = streamKeys(new Uint8Array(32).fill(7), pageIdOf('o', '00', 1), VIEW);

async function opened(bytes: Uint8Array): Promise<OpenDocument> {
  const answer = await renderer.open({ bytes, name: 'a', mediaType: '' });
  if (answer.kind === 'cannot') throw new Error(answer.why);
  return answer.document;
}

beforeAll(async () => {
  document = await opened(PDF);
}, 60_000);
afterAll(() => renderer.close());

const digest = async (request: Partial<PageRequest>): Promise<string> =>
  createHash('sha256')
    .update((await document.page({ ...PLAIN, ...request })).bytes)
    .digest('hex');

describe('a document in a process of its own', () => {
  it('becomes page images of the kind and size that was asked for', async () => {
    expect(document.pages).toEqual([{ width: 595, height: 842 }]);
    expect(document.drawn).toBe('original');
    expect(document.renderer).toMatch(/^PDFium \d+\.\d+\.\d+, fonts /);
    for (const format of ['jpeg', 'webp', 'png'] as const) {
      const image = await document.page({ ...PLAIN, dpi: 110, format });
      expect(image).toMatchObject({ mediaType: `image/${format}`, width: 909, height: 1286 });
      expect(await sharp(image.bytes).metadata()).toMatchObject({ format, width: 909, height: 1286, hasAlpha: false });
    }
  });

  it('gives the same page for the same view, and another for another view, watermark or mark', async () => {
    const watermark = ['陳大文', 'chan@example.mo', 'T-0042'] as const;
    const mark = { viewId: VIEW, keys: KEYS };
    const all = await Promise.all([{}, { watermark }, { mark }, { watermark, mark }].map(digest));
    expect(new Set(all).size).toBe(4);
    expect(await digest({ watermark, mark })).toBe(all[3]);
  });

  it('finds a text and reads a page', async () => {
    expect(await document.find('agreement no')).toMatchObject([{ page: 1, rects: [{}] }]);
    expect((await document.text(1)).trim()).toBe('Agreement No. 42');
    expect(await document.find('nothing')).toEqual([]);
  });

  it('has no page that is not there', async () => {
    for (const page of [0, 2, 1.5, -1, Number.NaN])
      await expect(document.page({ ...PLAIN, page })).rejects.toMatchObject({ code: 'render.no_such_page' });
  });

  it('says when it was closed meanwhile, and may be closed twice', async () => {
    const other = await opened(PDF);
    await other.close();
    await other.close();
    await expect(other.page(PLAIN)).rejects.toMatchObject({ code: 'render.document_closed' });
    expect((await document.text(1)).trim()).toBe('Agreement No. 42');
  });

  it('is refused with a reason', async () => {
    expect(await renderer.open({ bytes: Buffer.from('%PDF-1.7'), name: 'a', mediaType: '' })).toEqual({
      kind: 'cannot',
      why: 'broken',
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
