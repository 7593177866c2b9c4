/** LibreOffice on documents that would fetch something. Needs LibreOffice; skipped, and said, where it is not installed. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docxOf, linkedPicture, wordParagraph } from '../support/made-zip.ts';
import { PAGE_LIMITS } from '../../src/render/pages/limits.ts';
import { openPackage } from '../../src/render/pages/office/package.ts';
import { cleanPackage } from '../../src/render/pages/office/clean.ts';
import { createPageRenderer } from '../../src/render/pages/renderer.ts';
import { findOffice } from '../../src/render/pages/supervise/office-sandbox.ts';
import { type Converted, type Converter, findConverter } from '../../src/render/pages/supervise/office.ts';

const installed = (await findOffice('')) !== undefined;
if (!installed) console.info('skipped: LibreOffice is not installed');

/** A PNG of one red pixel. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

describe.runIf(installed)('an Office file by LibreOffice', () => {
  let server: Server;
  let folder: string;
  let hits = 0;
  let port = 0;
  let converter: Converter;

  beforeAll(async () => {
    server = createServer((_, answer) => {
      hits += 1;
      answer.end(PICTURE);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
    folder = await mkdtemp(join(tmpdir(), 'office-test-'));
    await writeFile(join(folder, 'local.png'), PICTURE);
    const found = await findConverter({ path: '', milliseconds: 90_000, atOnce: 1, bytes: 10_000_000 });
    if (found === undefined) throw new Error('LibreOffice does not start');
    converter = found;
  });

  afterAll(async () => {
    server.close();
    await converter.close();
    await rm(folder, { recursive: true });
  });

  const linked = (): Uint8Array =>
    docxOf(`${wordParagraph('before')}${linkedPicture('rId1')}${linkedPicture('rId2')}${wordParagraph('after')}`, [
      { type: 'image', target: `http://127.0.0.1:${port}/a.png`, mode: 'External' },
      { type: 'image', target: `file://${folder}/local.png`, mode: 'External' },
    ]);
  const hasPicture = (converted: Converted): boolean =>
    converted.kind === 'pdf' && Buffer.from(converted.bytes).includes('/Subtype/Image');

  it('is not fetched for, neither from the network nor from this machine, though nothing was taken out of it', async () => {
    const converted = await converter.convert(linked(), 'docx');
    expect(converted.kind).toBe('pdf');
    expect([hits, hasPicture(converted)]).toEqual([0, false]);
  }, 120_000);

  it('is not fetched for after it was cleaned either, and is shown', async () => {
    const opened = openPackage(linked(), PAGE_LIMITS);
    if (opened.kind === 'cannot') throw new Error(opened.why);
    const converted = await converter.convert(cleanPackage(opened.kind, opened.parts), 'docx');
    expect([converted.kind, hits, hasPicture(converted)]).toEqual(['pdf', 0, false]);
  }, 120_000);

  it('becomes pages with their text, and says what drew them', async () => {
    const renderer = createPageRenderer({ processes: { convert: 90_000 } });
    const answer = await renderer.open({
      bytes: docxOf(wordParagraph('勞動合約 Contract')),
      name: 'a.docx',
      mediaType: '',
    });
    if (answer.kind === 'cannot') throw new Error(answer.why);
    const { document } = answer;
    expect(document.drawn).toBe('converted');
    expect(document.renderer).toMatch(/^LibreOffice [\d.]+ \((?:bubblewrap|no network|profile)\), PDFium/);
    expect((await document.text(1)).replaceAll(/\s/g, '')).toBe('勞動合約Contract');
    await renderer.close();
  }, 120_000);

  it('is refused when it takes too long, and leaves neither process nor folder', async () => {
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith('entrepot-office-'));
    const hasty = await findConverter({ path: '', milliseconds: 50, atOnce: 1, bytes: 10_000_000 });
    expect(await hasty?.convert(docxOf(wordParagraph('x')), 'docx')).toEqual({ kind: 'cannot', why: 'hostile' });
    const after = (await readdir(tmpdir())).filter((name) => name.startsWith('entrepot-office-'));
    expect(after.filter((name) => !before.includes(name))).toEqual([]);
  }, 120_000);

  it('is broken when LibreOffice makes nothing of it', async () => {
    expect(await converter.convert(Buffer.from('PK\x03\x04 nothing'), 'docx')).toMatchObject({
      kind: 'cannot',
      why: 'broken',
    });
  }, 120_000);
});
