/** Documents made to do harm: each ends within its limits, and the next one is shown. */
import { deflateSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { onePage } from '../../../test/support/made-pdf.ts';
import { docxOf, wordParagraph } from '../../../test/support/made-zip.ts';
import type { OpenedPages, PageRequest } from './port.ts';
import { createPageRenderer } from './renderer.ts';

const MIB = 1_048_576;
const PAGE: PageRequest = { page: 1, dpi: 60, watermark: null, mark: null, format: 'jpeg' };
const GOOD = onePage('BT /F1 24 Tf 72 720 Td (Agreement) Tj ET', {
  resources: '/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>',
});

const renderer = createPageRenderer({ office: 'none', processes: { page: 2500, memory: 420 * MIB } });
afterAll(() => renderer.close());

function open(bytes: Uint8Array, name = 'a.pdf'): Promise<OpenedPages> {
  return renderer.open({ bytes, name, mediaType: '' });
}

/** What became of a document: why it did not open, the code of the fault of its first page, or `drawn`. */
async function fate(bytes: Uint8Array, name?: string): Promise<string> {
  const answer = await open(bytes, name);
  if (answer.kind === 'cannot') return answer.why;
  try {
    await answer.document.page(PAGE);
    return 'drawn';
  } catch (error) {
    return `${codeOf(error)} ${JSON.stringify(detailsOf(error))}`;
  } finally {
    await answer.document.close();
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
const detailsOf = (error: unknown): unknown =>
  error instanceof Error && 'details' in error ? error.details : undefined;

/** Numbers that are the same each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('a hostile document', () => {
  it('that is cut off, garbage or empty is an answer', async () => {
    expect(await fate(GOOD.subarray(0, GOOD.length / 2))).toMatch(/broken|drawn/);
    const random = seeded(1);
    expect(await fate(Uint8Array.from({ length: 5000 }, () => random() * 256))).toBe('unsupported');
    expect(await fate(new Uint8Array())).toBe('broken');
  });

  it('that would draw without end is ended, and the page fails with a code', async () => {
    const lines = '0 0 m 500 800 l S q 1 0 0 1 0.1 0.1 cm 0 0 m 300 300 l S Q\n'.repeat(400_000);
    expect(await fate(onePage(deflateSync(lines), { filter: '/Filter /FlateDecode' }))).toBe(
      'render.page_failed {"what":"time"}',
    );
  });

  it('that unpacks to more memory than there may be is ended', async () => {
    const twice = deflateSync(deflateSync(Buffer.alloc(600_000_000, ' '), { level: 1 }));
    expect(await fate(onePage(twice, { filter: '/Filter [/FlateDecode /FlateDecode]' }))).toMatch(
      /^render\.page_failed \{"what":"(?:memory|time|crash|engine)"\}$/,
    );
  });

  it('that nests without end is contained', async () => {
    const deep = deflateSync('q '.repeat(2_000_000));
    expect(await fate(onePage(deep, { filter: '/Filter /FlateDecode' }))).toMatch(/^(?:drawn|render\.page_failed)/);
  });

  it('that calls itself as a form, a pattern or a font is contained', async () => {
    const itself = onePage('/X Do', {
      resources: '/XObject << /X 5 0 R >>',
      more: [
        {
          dictionary: '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>',
          bytes: Buffer.from('/X Do '.repeat(50)),
        },
      ],
    });
    expect(await fate(itself)).toMatch(/^(?:drawn|render\.page_failed)/);
  });

  it('that was overwritten in places is an answer each time', async () => {
    const random = seeded(42);
    for (let copy = 0; copy < 6; copy += 1) {
      const bytes = Buffer.from(GOOD);
      for (let i = 0; i < 40; i += 1) bytes[Math.floor(random() * bytes.length)] = random() * 256;
      expect(await fate(bytes)).toMatch(/^(?:drawn|broken|hostile|unsupported|encrypted|render\.page_failed)/);
    }
  });

  it('that is an archive of far more than it seems is refused', async () => {
    expect(await fate(docxOf('', [], { 'word/a.xml': new Uint8Array(50_000_000) }), 'a.docx')).toBe('hostile');
    const entries = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`word/${i}.xml`, '']));
    expect(await fate(docxOf('', [], entries), 'a.docx')).toBe('too_large');
    expect(await fate(docxOf(wordParagraph('x')).subarray(0, 300), 'a.docx')).toBe('broken');
  });

  it('that is a picture of more pixels than there may be is refused before it is opened', async () => {
    const header = Buffer.from('89504e470d0a1a0a0000000d49484452000186a0000186a00802000000', 'hex');
    expect(await fate(header, 'a.png')).toMatch(/^(?:too_large|broken)$/);
  });

  it('leaves the renderer as it was', async () => {
    expect(await fate(GOOD)).toBe('drawn');
  });
});
