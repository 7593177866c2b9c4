import { strToU8, zipSync } from 'fflate';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { extractAndClassify } from '../classify-file.ts';
import { extractText } from './extract.ts';
import { DEFAULT_LIMITS, type Guess, type Recogniser } from './result.ts';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** What looks like a picture of that size in bytes and pixels. */
function picture(bytes: number, side = 500): Uint8Array {
  const out = new Uint8Array(bytes);
  out.set(PNG);
  const view = new DataView(out.buffer);
  view.setUint32(16, side);
  view.setUint32(20, side);
  return out;
}

function recogniser(guess: Guess | undefined): Recogniser {
  return {
    picture: async () => guess,
    pages: async (_pdf, numbers) =>
      new Map(guess === undefined ? [] : numbers.map((number) => [number, { ...guess, exact: false }])),
  };
}

const read = (bytes: Uint8Array, guess: Guess | undefined, pictures = 30) =>
  extractText(bytes, { ...DEFAULT_LIMITS, pictures }, recogniser(guess));
const GUESS = { text: 'HKID A123456(3)', confidence: 90 };

describe('pictures', () => {
  it('are read, and what is read is a guess', async () => {
    expect(await read(picture(50_000), GUESS)).toMatchObject({
      text: GUESS.text,
      extracted: 'full',
      problem: 'ocr.guessed',
    });
  });

  it('that nobody can read, or that hold no text, stay unread', async () => {
    for (const guess of [undefined, { text: ' ', confidence: 95 }, { text: 'l1I|', confidence: 12 }])
      expect(await read(picture(50_000), guess)).toMatchObject({ extracted: 'none', problem: 'unreadable.image' });
  });

  it('in documents are read from some size on; with too many of them a document is not read wholly', async () => {
    const parts = (count: number) =>
      zipSync({
        'word/document.xml': strToU8(
          `<w:document><w:p><w:r><w:t>${'ordinary text '.repeat(10)}</w:t></w:r></w:p></w:document>`,
        ),
        ...Object.fromEntries(Array.from({ length: count }, (_, i) => [`word/media/image${i}.png`, picture(9000 + i)])),
        'word/media/logo.png': picture(900),
      });
    const one = await read(parts(1), GUESS);
    expect(one.text).toContain('A123456(3)');
    expect(one.extracted).toBe('full');
    expect(await read(parts(3), GUESS, 2)).toMatchObject({ extracted: 'partial', problem: 'unreadable.image' });
  });

  it('small ones of mails are decoration when they hold no text, and single pixels are never looked at', async () => {
    const zip = (bytes: Uint8Array) => zipSync({ 'a.png': bytes });
    expect((await read(zip(picture(3000)), { text: '', confidence: 0 })).extracted).toBe('full');
    expect((await read(zip(picture(90_000)), { text: '', confidence: 0 })).problem).toBe('unreadable.image');
    expect((await extractText(picture(100, 1))).extracted).toBe('full');
  });
});

describe('scanned pages', () => {
  const scan = new Uint8Array(
    readFileSync(new URL('../../../test/samples/scans/employment-contract.page-1.pdf', import.meta.url)),
  );

  it('are read when somebody can, and unread otherwise', async () => {
    expect(await read(scan, GUESS)).toMatchObject({ extracted: 'full', problem: 'ocr.guessed' });
    expect(await read(scan, undefined)).toMatchObject({ extracted: 'none', problem: 'unreadable.image' });
    expect(await read(scan, GUESS, 0)).toMatchObject({ extracted: 'none', problem: 'unreadable.image' });
  });

  it('in which nothing was found are confidential, and who they are about is unknown', async () => {
    const guessed = recogniser({ text: 'nothing that anybody would look for', confidence: 90 });
    const { classification, persons } = await extractAndClassify({ bytes: scan }, { recogniser: guessed });
    expect(classification).toMatchObject({ level: 'confidential', raised: [{ rule: 'guessed' }], persons: 0 });
    expect(persons).toBeNull();
  });
});
