import { strToU8, unzipSync, zipSync } from 'fflate';
import * as fc from 'fast-check';
import sharp from 'sharp';
import { PDFDocument, degrees } from '@cantoo/pdf-lib';
import { describe, expect, it } from 'vitest';
import { downloadPageIdOf, streamKeys } from '../mark/streams.ts';
import { findStamps, markFile } from './mark-file.ts';
import { markText } from './mark-text.ts';
import type { FileMark, MarkedFile } from './port.ts';
import { findInProcess, markInProcess } from './run.ts';
import { readStamp, stampOf } from './stamp.ts';
import { fromZeroWidth, toZeroWidth } from './zero-width.ts';

const KEY = new Uint8Array(32).fill(7);
const OBJECT = '01930000-0000-7000-8000-000000000001';
const VIEW = 'fea6eaeca9ca';
const mark: FileMark = {
  viewId: VIEW,
  stamp: stampOf(KEY, OBJECT, VIEW),
  pages: [1, 2].map((page) => streamKeys(KEY, downloadPageIdOf(OBJECT, 'ab'.repeat(32), page), VIEW)),
};
const bytesOf = (marked: MarkedFile): Uint8Array => {
  if (marked.kind !== 'marked') throw new Error(marked.why);
  return marked.bytes;
};

async function pdf(pages = 3): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  for (let at = 0; at < pages; at += 1) {
    const page = document.addPage([400, 500]);
    page.setRotation(degrees(90 * at));
    page.drawText(`Page ${at + 1}`, { x: 50, y: 50 });
  }
  return document.save();
}

const docx = zipSync(
  {
    '[Content_Types].xml': strToU8('<?xml version="1.0"?><Types></Types>'),
    '_rels/.rels': strToU8('<Relationships></Relationships>'),
    'word/document.xml': strToU8('<w:document><w:t>First.</w:t><w:t>Second.</w:t></w:document>'),
  },
  { level: 0 },
);
const xlsx = zipSync({
  '[Content_Types].xml': strToU8('<Types></Types>'),
  '_rels/.rels': strToU8('<Relationships></Relationships>'),
  'docProps/custom.xml': strToU8('<Properties><property pid="4"/></Properties>'),
  'xl/sharedStrings.xml': strToU8('<sst><si><t>key</t></si></sst>'),
});
const odt = zipSync({
  mimetype: [strToU8('application/vnd.oasis.opendocument.text'), { level: 0 }],
  'META-INF/manifest.xml': strToU8('<manifest/>'),
  'meta.xml': strToU8('<office:document-meta><office:meta></office:meta></office:document-meta>'),
});

describe('a stamp', () => {
  it('leads back to its view with the key and the object, and nobody else makes one', () => {
    expect(readStamp(KEY, OBJECT, mark.stamp)).toBe(VIEW);
    expect(readStamp(KEY, OBJECT.replace('1', '2'), mark.stamp)).toBeUndefined();
    expect(readStamp(new Uint8Array(32), OBJECT, mark.stamp)).toBeUndefined();
    expect(readStamp(KEY, OBJECT, `${mark.stamp.slice(0, -1)}g`)).toBeUndefined();
  });

  it('comes back from characters that take no room, whatever stands around them', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.uint8Array({ minLength: 14, maxLength: 14 }), (before, after, bytes) => {
        const stamp = `ec1${Buffer.from(bytes).toString('hex')}`;
        expect(fromZeroWidth(before + toZeroWidth(stamp) + after)).toContain(stamp);
      }),
    );
  });
});

describe('a marked file', () => {
  it.each([
    ['PDF', 'a.pdf', pdf(), ['overlay', 'metadata']],
    ['letter', 'a.docx', docx, ['metadata', 'text']],
    ['workbook', 'a.xlsx', xlsx, ['metadata']],
    ['OpenDocument', 'a.odt', odt, ['metadata']],
    ['text', 'a.txt', strToU8('第一行\r\n第二行\n'), ['text']],
  ])('of kind %s carries its stamp and is the same each time', async (_, name, original, places) => {
    const bytes = await original;
    const marked = await markFile(bytes, name, mark);
    expect(marked).toMatchObject({ kind: 'marked', places });
    expect(await findStamps(bytesOf(marked))).toEqual([mark.stamp]);
    expect(await findStamps(bytes)).toEqual([]);
    expect(Buffer.from(bytesOf(await markFile(bytes, name, mark))).equals(Buffer.from(bytesOf(marked)))).toBe(true);
  });

  it('of a PDF that was saved again by another program still carries it', async () => {
    const again = await PDFDocument.load(bytesOf(await markFile(await pdf(), 'a.pdf', mark)));
    expect(await findStamps(await again.save({ useObjectStreams: true }))).toEqual([mark.stamp]);
  });

  it('of a picture differs in its pixels only a little and has lost what else it said', async () => {
    const raw = { width: 400, height: 300, channels: 3 as const };
    const grey = Buffer.alloc(400 * 300 * 3, 200);
    const original = await sharp(grey, { raw })
      .withExif({ IFD0: { Artist: 'Chan Siu Ming' } })
      .jpeg()
      .toBuffer();
    const marked = bytesOf(await markFile(original, 'a.jpg', mark));
    const pixels = await sharp(marked).raw().toBuffer();
    const most = pixels.reduce((worst, value) => Math.max(worst, Math.abs(value - 200)), 0);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(12);
    expect(Buffer.from(marked).includes('Chan')).toBe(false);
  });

  it('shows no other text: without the characters that take no room it is the original', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const clean = text.replaceAll(/[\u200b\u2060\u2063]/g, '');
        expect((markText(clean, mark.stamp) ?? clean).replaceAll(/[\u200b\u2060\u2063]/g, '')).toBe(clean);
      }),
    );
  });

  it('leaves the cells of a workbook alone', async () => {
    const parts = unzipSync(bytesOf(await markFile(xlsx, 'a.xlsx', mark)));
    expect(parts['xl/sharedStrings.xml']).toEqual(strToU8('<sst><si><t>key</t></si></sst>'));
    expect(Buffer.from(parts['docProps/custom.xml'] ?? []).toString()).toContain('pid="5"');
  });
});

describe('what is not marked', () => {
  it.each([
    [
      'a signed PDF',
      'a.pdf',
      async () => Buffer.concat([await pdf(), Buffer.from('\n/Type /Sig /ByteRange [0 1 2 3]')]),
      'signed',
    ],
    ['a table as text', 'a.csv', () => strToU8('a,b\n1,2\n'), 'meaning'],
    ['a program', 'a.ts', () => strToU8('const a = 1;\n'), 'meaning'],
    ['an archive', 'a.zip', () => zipSync({ 'a.txt': strToU8('a') }), 'unsupported'],
    ['bytes of no kind', 'a.txt', () => new Uint8Array([0, 1, 2, 255]), 'unsupported'],
    [
      'a signed letter',
      'a.docx',
      () => zipSync({ ...unzipSync(docx), '_xmlsignatures/sig1.xml': strToU8('x') }),
      'signed',
    ],
  ])('is %s', async (_, name, make, why) => {
    expect(await markFile(await make(), name, mark)).toEqual({ kind: 'as_is', why });
  });
});

describe('an archive that is not what it says', () => {
  const changed = (change: (bytes: Buffer) => void): Uint8Array => {
    const copy = Buffer.from(docx);
    change(copy);
    return copy;
  };

  it.each([
    ['with a byte changed in a stored part', changed((bytes) => void (bytes[bytes.indexOf('First')] = 0x67))],
    [
      'with another length in its directory',
      changed((bytes) => bytes.writeUInt32LE(9, bytes.indexOf('PK\u0001\u0002') + 24)),
    ],
    ['without a directory', Buffer.from(docx).subarray(0, docx.length - 30)],
  ])('%s goes out as it is', async (_, bytes) => {
    expect((await markInProcess(bytes, 'a.docx', mark)).kind).toBe('as_is');
  });
});

describe('the process for one file', () => {
  it('marks and finds as this one does', async () => {
    const marked = bytesOf(await markInProcess(docx, 'a.docx', mark));
    expect(await findInProcess(marked)).toEqual([mark.stamp]);
  });

  it('answers for broken files that they go out as they are', async () => {
    const whole = await pdf();
    for (const bytes of [whole.subarray(0, 200), docx.subarray(0, 60), Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1')])
      expect((await markInProcess(bytes, 'a', mark)).kind).toBe('as_is');
  });
});
