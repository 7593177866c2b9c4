import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemRandom } from '../../base/random.ts';
import { drawPassword, lockedArchive } from './archive.ts';
import { createCopyCache } from './copy-cache.ts';
import { quoted, rangeWithin } from './range.ts';

async function collect(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function* pieces(...all: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* all;
}

describe('a range', () => {
  it.each([
    ['bytes=0-3', { from: 0, to: 3 }],
    ['bytes=5-', { from: 5, to: 9 }],
    ['bytes=5-99', { from: 5, to: 9 }],
    ['bytes=-3', { from: 7, to: 9 }],
    ['bytes=-99', { from: 0, to: 9 }],
    [undefined, undefined],
    ['bytes=0-1,3-4', undefined],
    ['lines=0-1', undefined],
    ['bytes=-', undefined],
    ['bytes=a-b', undefined],
    [`bytes=${'9'.repeat(40)}-`, undefined],
  ])('%s of ten bytes is %j', (range, expected) => {
    expect(rangeWithin({ range, ifRange: undefined }, 10, 'a')).toEqual(expected);
  });

  it('behind the end is refused, and one of another copy is the whole', () => {
    expect(() => rangeWithin({ range: 'bytes=10-', ifRange: undefined }, 10, 'a')).toThrow(
      expect.objectContaining({ code: 'opening.bad_range' }),
    );
    expect(rangeWithin({ range: 'bytes=2-', ifRange: quoted('b') }, 10, 'a')).toBeUndefined();
    expect(rangeWithin({ range: 'bytes=2-', ifRange: quoted('a') }, 10, 'a')).toEqual({ from: 2, to: 9 });
    expect(rangeWithin({ range: 'bytes=2-', ifRange: undefined }, undefined, undefined)).toBeUndefined();
  });

  it('never leaves the bytes that there are', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 1000 }), (text, size) => {
        for (const range of [text, `bytes=${text}`]) {
          const found = rangeWithin({ range, ifRange: undefined }, size, 'a');
          if (found !== undefined) expect(0 <= found.from && found.from <= found.to && found.to < size).toBe(true);
        }
      }),
    );
  });
});

describe('a locked archive', () => {
  it('is AES-256, opens with its password and with no other, and does not name the file', async () => {
    const password = drawPassword(systemRandom);
    expect(password).toMatch(/^\d{4}(-\d{4}){4}$/);
    const archive = await collect(
      lockedArchive(pieces(Buffer.from('secret '), Buffer.from('text')), '機密.pdf', password),
    );
    expect(archive.includes('secret')).toBe(false);
    expect(archive.includes('機密')).toBe(false);
    // Method 99 and the extra field of WinZip AE with strength 3 (256 bits).
    expect(archive.readUInt16LE(8)).toBe(99);
    const reader = new ZipReader(new BlobReader(new Blob([new Uint8Array(archive)])), { useWebWorkers: false });
    const [entry] = await reader.getEntries();
    expect(entry).toMatchObject({ filename: 'document.pdf', encrypted: true });
    if (entry === undefined || entry.directory) throw new Error('no entry');
    const bytes = await entry.getData(new Uint8ArrayWriter(), { password });
    expect(Buffer.from(bytes).toString()).toBe('secret text');
    await expect(entry.getData(new Uint8ArrayWriter(), { password: '0000-0000-0000-0000-0000' })).rejects.toThrow();
  });

  it('ends with the fault of its content', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(3);
      throw new Error('the seal is broken');
    }
    await expect(collect(lockedArchive(broken(), 'a', 'b'))).rejects.toThrow('the seal is broken');
  });
});

describe('copies that are kept', () => {
  it('are made once for all who ask at once, and again after their time', async () => {
    let now = 0;
    let made = 0;
    const cache = createCopyCache({ now: () => new Date(now) });
    const make = async () => ({ bytes: new Uint8Array([(made += 1)]), marks: [] });
    await Promise.all([cache.get('a', make), cache.get('a', make), cache.get('a', make)]);
    expect(made).toBe(1);
    now = 11 * 60_000;
    await cache.get('a', make);
    expect(made).toBe(2);
  });

  it('make room for newer ones', async () => {
    const cache = createCopyCache({ now: () => new Date(0) });
    let made = 0;
    const large = async () => {
      made += 1;
      return { bytes: new Uint8Array(80 * 1024 * 1024), marks: [] };
    };
    for (const name of ['a', 'b', 'a']) await cache.get(name, large);
    expect(made).toBe(3);
  });

  it('that could not be made are tried again', async () => {
    const cache = createCopyCache({ now: () => new Date(0) });
    await expect(cache.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(cache.get('a', async () => ({ bytes: new Uint8Array(1), marks: [] }))).resolves.toBeDefined();
  });
});
