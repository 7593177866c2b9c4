/** Documents that would take all there is: each ends within its limits, and the next one is shown. */
import { deflateSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { onePage } from '../../../test/support/made-pdf.ts';
import { codeOf, EntrepotError } from '../../base/errors.ts';
import type { PageRequest } from './port.ts';
import { createPageRenderer } from './renderer.ts';

const MIB = 1_048_576;
const PAGE: PageRequest = { page: 1, dpi: 60, watermark: null, mark: null, format: 'jpeg' };

const renderer = createPageRenderer({ office: 'none', processes: { page: 4000, memory: 350 * MIB } });
afterAll(() => renderer.close());

/** What became of a document: why it did not open, what ended its first page, or `drawn`. */
async function fate(bytes: Uint8Array): Promise<string> {
  const answer = await renderer.open({ bytes, name: 'a.pdf', mediaType: '' });
  if (answer.kind === 'cannot') return answer.why;
  try {
    await answer.document.page(PAGE);
    return 'drawn';
  } catch (error) {
    return `${codeOf(error)} ${error instanceof EntrepotError ? String(error.details['what']) : ''}`;
  } finally {
    await answer.document.close();
  }
}

const flate = (content: string): Uint8Array => onePage(deflateSync(content), { filter: '/Filter /FlateDecode' });

describe('a hostile document', () => {
  it('that would draw without end is ended, and the page fails with a code', async () => {
    const lines = '0 0 m 500 800 l S q 1 0 0 1 0.1 0.1 cm 0 0 m 300 300 l S Q\n';
    expect(await fate(flate(lines.repeat(400_000)))).toBe('render.page_failed time');
  });

  it('that unpacks to more memory than there may be is ended', async () => {
    const twice = deflateSync(deflateSync(Buffer.alloc(800_000_000, ' '), { level: 1 }));
    const bomb = onePage(twice, { filter: '/Filter [/FlateDecode /FlateDecode]' });
    // On a slow machine its time is over first; the watch over memory has a test of its own.
    expect(await fate(bomb)).toMatch(/^render\.page_failed (?:memory|time)$/);
  });

  it('that nests without end, or calls itself, is contained', async () => {
    expect(await fate(flate('q '.repeat(2_000_000)))).toMatch(
      /^(?:drawn|render\.page_failed (?:memory|time|crash|engine))$/,
    );
    const itself = onePage('/X Do', {
      resources: '/XObject << /X 5 0 R >>',
      more: [
        {
          dictionary: '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>',
          bytes: Buffer.from('/X Do '.repeat(50)),
        },
      ],
    });
    expect(await fate(itself)).toMatch(/^(?:drawn|render\.page_failed (?:memory|time|crash|engine))$/);
  });

  it('leaves the renderer as it was', async () => {
    expect(await fate(onePage('0 0 9 9 re f'))).toBe('drawn');
  });
});
