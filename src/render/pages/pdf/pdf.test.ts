import { beforeAll, describe, expect, it } from 'vitest';
import { madePdf, notEmbedded, onePage } from '../../../../test/support/made-pdf.ts';
import type { Drawable, Raster } from '../drawable.ts';
import { findOnPage } from '../find.ts';
import { PAGE_LIMITS } from '../limits.ts';
import { openPdf } from './document.ts';
import type { Engine } from './engine.ts';
import { loadEngine } from './load.ts';

let engine: Engine;

beforeAll(async () => {
  const loaded = await loadEngine();
  if (loaded === undefined) throw new Error('PDFium is not installed');
  engine = loaded;
});

const HELVETICA = '/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>';

function open(bytes: Uint8Array, limits = PAGE_LIMITS): Drawable {
  const opening = openPdf(engine, bytes, 'original', 'test', limits);
  if (opening.kind === 'cannot') throw new Error(opening.why);
  return opening.drawable;
}

function why(bytes: Uint8Array, limits = PAGE_LIMITS): string {
  const opening = openPdf(engine, bytes, 'original', 'test', limits);
  return opening.kind === 'cannot' ? opening.why : 'opened';
}

async function raster(bytes: Uint8Array, dpi = 72): Promise<Raster> {
  const drawn = await open(bytes).raster(0, dpi);
  if (drawn === undefined) throw new Error('not drawn');
  return drawn;
}

/** Dark pixels in a part of the page. */
function ink({ rgba, width, height }: Raster, left = 0, top = 0, right = 1, bottom = 1): number {
  let dark = 0;
  for (let y = Math.floor(top * height); y < bottom * height; y += 1)
    for (let x = Math.floor(left * width); x < right * width; x += 1)
      if ((rgba[4 * (y * width + x)] ?? 255) < 128) dark += 1;
  return dark;
}

/** How many of the characters, 40 points wide each and beginning at 40, have ink. */
function drawnCharacters(page: Raster, count: number): number {
  return Array.from({ length: count }, (_, i) => (40 + 40 * i) / 400).filter(
    (left) => ink(page, left, 0, left + 0.1) > 20,
  ).length;
}

describe('fonts that a document names and does not bring along', () => {
  it.each([
    ['MSung-Light', 'UniCNS-UCS2-H', 'CNS1', '繁體測試氹嘅'],
    ['STSong-Light', 'UniGB-UCS2-H', 'GB1', '简体测试数评'],
    ['HeiseiMin-W3', 'UniJIS-UCS2-H', 'Japan1', '日本語テスト峠'],
    ['HYSMyeongJo-Medium', 'UniKS-UCS2-H', 'Korea1', '한국어테스트'],
  ])('never come out blank: %s', async (font, encoding, ordering, text) => {
    const page = await raster(notEmbedded(font, encoding, ordering, text));
    expect(drawnCharacters(page, Array.from(text).length)).toBe(Array.from(text).length);
  });

  it('are drawn heavier where the document wants them bold', async () => {
    const light = ink(await raster(notEmbedded('SimSun', 'UniGB-UCS2-H', 'GB1', '测试测试')));
    const bold = ink(await raster(notEmbedded('SimSun,Bold', 'UniGB-UCS2-H', 'GB1', '测试测试')));
    expect(bold).toBeGreaterThan(light);
  });
});

describe('pages of a PDF', () => {
  const text = 'BT /F1 24 Tf 72 720 Td (Agreement No. 42) Tj ET';

  it('have the size and the turn that they are shown with', async () => {
    const document = open(onePage(text, { resources: HELVETICA, page: '/MediaBox [0 0 595 842] /Rotate 90' }));
    expect(document.pages).toEqual([{ width: 842, height: 595 }]);
    expect(await document.raster(0, 144)).toMatchObject({ width: 1684, height: 1190 });
  });

  it('are opaque, white where nothing is drawn, and red where red is drawn', async () => {
    const { rgba, width } = await raster(onePage('1 0 0 rg 0 742 100 100 re f'));
    expect([...rgba.subarray(4 * (20 * width + 20), 4 * (20 * width + 20) + 4)]).toEqual([255, 0, 0, 255]);
    expect([...rgba.subarray(4 * (400 * width + 400), 4 * (400 * width + 400) + 4)]).toEqual([255, 255, 255, 255]);
  });

  it('are the same pixels each time', async () => {
    const bytes = onePage(text, { resources: HELVETICA });
    expect(Buffer.compare((await raster(bytes)).rgba, (await raster(bytes)).rgba)).toBe(0);
  });

  it('are drawn smaller where they would have too many pixels', async () => {
    const page = await open(onePage('', { page: '/MediaBox [0 0 200000 200000]' })).raster(0, 110);
    expect(page).toBeDefined();
    expect((page?.width ?? 0) * (page?.height ?? 0)).toBeLessThanOrEqual(PAGE_LIMITS.pixels);
  });

  it('show notes and the fields of forms as they were filled in', async () => {
    const appearance = (fill: string): { dictionary: string; bytes: Uint8Array } => ({
      dictionary: '/Type /XObject /Subtype /Form /BBox [0 0 100 40]',
      bytes: Buffer.from(`${fill} rg 0 0 100 40 re f`),
    });
    const page = await raster(
      onePage('', {
        catalogue: '/AcroForm << /Fields [5 0 R] >>',
        page: '/MediaBox [0 0 595 842] /Annots [5 0 R 6 0 R]',
        more: [
          '<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (x) /Rect [50 700 150 740] /F 4 /AP << /N 7 0 R >> >>',
          '<< /Type /Annot /Subtype /Stamp /Rect [50 100 150 140] /F 4 /AP << /N 8 0 R >> >>',
          appearance('0 0 0'),
          appearance('0 0 0'),
        ],
      }),
    );
    expect(ink(page, 0, 0, 1, 0.5)).toBeGreaterThan(3000);
    expect(ink(page, 0, 0.5, 1, 1)).toBeGreaterThan(3000);
  });

  it('do not run what a document would run when it opens', async () => {
    const catalogue =
      '/OpenAction << /S /JavaScript /JS (this.getField\\("a"\\).value = "b"; app.launchURL\\("http://127.0.0.1:9/"\\)) >>';
    expect(ink(await raster(onePage(text, { resources: HELVETICA, catalogue })))).toBeGreaterThan(100);
  });
});

describe('the text of a page', () => {
  const turned = (rotate: number): Drawable =>
    open(
      onePage('BT /F1 24 Tf 72 720 Td (Agreement No. 42) Tj ET', {
        resources: HELVETICA,
        page: `/MediaBox [0 0 595 842] /Rotate ${rotate}`,
      }),
    );

  it('is in reading order, and found where it stands', () => {
    const page = turned(0).text(0);
    expect(page.text.trim()).toBe('Agreement No. 42');
    const [[rect] = []] = findOnPage(page, 'AGREEMENT', 10);
    expect(rect?.x).toBeCloseTo(72 / 595, 2);
    expect(rect?.y).toBeGreaterThan(0.1);
    expect((rect?.y ?? 0) + (rect?.height ?? 0)).toBeLessThan(0.17);
  });

  it('is found where it stands on a page that is turned', () => {
    const [[rect] = []] = findOnPage(turned(90).text(0), 'agreement', 10);
    // Turned to the right, the left margin is at the top, and the text near the right edge.
    expect(rect?.y).toBeCloseTo(72 / 595, 2);
    expect(rect?.x).toBeGreaterThan(0.8);
    expect((rect?.height ?? 0) * 595).toBeGreaterThan((rect?.width ?? 1) * 842);
  });
});

describe('documents that cannot be shown', () => {
  it('are told apart: damaged, empty of pages, too long', () => {
    expect(why(Buffer.from('%PDF-1.7 nothing more'))).toBe('broken');
    expect(why(madePdf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>']))).toBe('broken');
    const three = '<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 >>';
    const pages = [
      '<< /Type /Catalog /Pages 2 0 R >>',
      three,
      ...Array.from({ length: 3 }, () => '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>'),
    ];
    expect(why(madePdf(pages), { ...PAGE_LIMITS, pages: 2 })).toBe('too_many_pages');
    expect(why(madePdf(pages), { ...PAGE_LIMITS, pages: 3 })).toBe('opened');
  });

  it('end neither in a tree of pages that leads to itself nor in a count that is a lie', () => {
    const loop = madePdf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [2 0 R] /Count 5 >>']);
    const many = madePdf([
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>',
    ]);
    expect(['opened', 'broken', 'too_many_pages']).toContain(why(loop));
    expect(['opened', 'broken', 'too_many_pages']).toContain(why(many));
  });
});
