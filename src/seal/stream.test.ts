import { describe, expect, it } from 'vitest';
import {
  collect,
  cutAt,
  FIXED_KEY,
  filled,
  fixedRandom,
  pattern,
  readFrom,
  sealBytes,
} from '../../test/support/seal.ts';
import { type Bytes, concat, equal } from '../base/bytes.ts';
import { HEADER_LENGTH, plaintextSize, SEGMENT_LENGTH, SEGMENT_PLAINTEXT, sealedSize, segmentCount } from './floe.ts';
import { nodeCrypto } from './node-crypto.ts';
import { openRandomAccess, openRange } from './range.ts';
import { createSegmentSealer, openStream, resumeSegmentSealer, sealStream } from './stream.ts';
import { webCrypto } from './web-crypto.ts';

const SIZES = [0, 1, SEGMENT_PLAINTEXT - 1, SEGMENT_PLAINTEXT, SEGMENT_PLAINTEXT + 1, 2 * SEGMENT_PLAINTEXT];

describe('sizes', () => {
  it.each(SIZES)('a plaintext of %i bytes has one sealed size and back', (size) => {
    expect(sealedSize(size)).toBe(HEADER_LENGTH + size + 32 * segmentCount(size));
    expect(plaintextSize(sealedSize(size))).toBe(size);
  });

  it.each([0, 74, 105, HEADER_LENGTH + SEGMENT_LENGTH + 1, HEADER_LENGTH + SEGMENT_LENGTH + 32, -1, 1.5, 2 ** 60])(
    'no plaintext has the sealed size %d',
    (size) => {
      expect(() => plaintextSize(size)).toThrow('no sealed object can have this length');
    },
  );
});

describe.each([nodeCrypto, webCrypto])('streams with $name crypto', (crypto) => {
  it.each(SIZES)('%i bytes come back', async (size) => {
    const plaintext = pattern(size);
    const sealed = await sealBytes(crypto, FIXED_KEY, plaintext);
    expect(sealed.length).toBe(sealedSize(size));
    expect(equal(await collect(openStream(crypto, FIXED_KEY, [sealed], { size })), plaintext)).toBe(true);
    expect(equal(await collect(openStream(crypto, FIXED_KEY, [sealed])), plaintext)).toBe(true);
  });

  it.each([1, 2, 8])('gives the same bytes with %i segments under way', async (inFlight) => {
    const plaintext = pattern(3 * SEGMENT_PLAINTEXT + 777);
    const expected = await sealBytes(nodeCrypto, FIXED_KEY, plaintext, fixedRandom());
    const source = cutAt(plaintext, [1, 500_000, 2_000_000]);
    const sealed = await collect(sealStream(crypto, FIXED_KEY, source, { random: fixedRandom(), inFlight }));
    expect(equal(sealed, expected)).toBe(true);
    expect(equal(await collect(openStream(crypto, FIXED_KEY, [sealed], { inFlight })), plaintext)).toBe(true);
  });

  it('does not touch a buffer that the source reuses after handing it out', async () => {
    const buffer = new Uint8Array(700_000);
    const source = (function* () {
      for (let i = 1; i <= 4; i += 1) yield buffer.fill(i);
      buffer.fill(0xee);
    })();
    const sealed = await collect(sealStream(crypto, FIXED_KEY, source));
    const expected = concat(...[1, 2, 3, 4].map((i) => filled(700_000, i)));
    expect(equal(await collect(openStream(crypto, FIXED_KEY, [sealed])), expected)).toBe(true);
  });

  it('passes on the error of its source and closes it when left early', async () => {
    const broken = (async function* () {
      yield pattern(10);
      throw new Error('disk gone');
    })();
    await expect(collect(sealStream(crypto, FIXED_KEY, broken))).rejects.toThrow('disk gone');

    let closed = false;
    const endless = (async function* () {
      try {
        for (;;) yield pattern(SEGMENT_PLAINTEXT);
      } finally {
        closed = true;
      }
    })();
    for await (const block of sealStream(crypto, FIXED_KEY, endless)) if (block.length > HEADER_LENGTH) break;
    expect(closed).toBe(true);
  });

  it('refuses a body whose length is not that of the manifest', async () => {
    const sealed = await sealBytes(crypto, FIXED_KEY, pattern(1000));
    const open = (size: number) => collect(openStream(crypto, FIXED_KEY, [sealed], { size }));
    await expect(open(999)).rejects.toMatchObject({ code: 'seal.bad_length' });
    await expect(open(1001)).rejects.toMatchObject({ code: 'seal.truncated' });
  });

  it('refuses a header that ends early', async () => {
    const sealed = await sealBytes(crypto, FIXED_KEY, pattern(10));
    await expect(collect(openStream(crypto, FIXED_KEY, [sealed.subarray(0, 73)]))).rejects.toMatchObject({
      code: 'seal.truncated',
    });
    await expect(collect(openStream(crypto, FIXED_KEY, [sealed.subarray(0, 74)]))).rejects.toMatchObject({
      code: 'seal.truncated',
    });
  });

  it('refuses keys and identifiers of another length', async () => {
    const { dek, oid } = FIXED_KEY;
    const seal = (key: { dek: Bytes; oid: Bytes }) => collect(sealStream(crypto, key, []));
    await expect(seal({ dek: dek.slice(1), oid })).rejects.toMatchObject({ code: 'seal.bad_key' });
    await expect(seal({ dek, oid: oid.slice(1) })).rejects.toMatchObject({ code: 'seal.bad_object_id' });
  });
});

describe('range', () => {
  const plaintext = pattern(2 * SEGMENT_PLAINTEXT + 5);

  it('returns slices across the edges of segments', async () => {
    const sealed = await sealBytes(nodeCrypto, FIXED_KEY, plaintext);
    const access = await openRandomAccess(nodeCrypto, FIXED_KEY, readFrom(sealed), plaintext.length);
    for (const [offset, length] of [
      [0, 0],
      [0, 1],
      [SEGMENT_PLAINTEXT - 1, 2],
      [SEGMENT_PLAINTEXT, 1],
      [plaintext.length - 1, 1],
      [plaintext.length, 0],
      [0, plaintext.length],
    ] as const) {
      const got = await collect(access.range(offset, length));
      expect(equal(got, plaintext.subarray(offset, offset + length))).toBe(true);
    }
    expect(equal(await collect(access.whole()), plaintext)).toBe(true);
  });

  it.each([
    [-1, 1],
    [0, -1],
    [0, plaintext.length + 1],
    [plaintext.length, 1],
    [0.5, 1],
    [Number.NaN, 1],
    [2 ** 53, 1],
  ])('refuses the range %d + %d', async (offset, length) => {
    const sealed = await sealBytes(nodeCrypto, FIXED_KEY, plaintext);
    await expect(
      openRange(nodeCrypto, FIXED_KEY, readFrom(sealed), plaintext.length, offset, length),
    ).rejects.toMatchObject({ code: 'seal.out_of_range' });
  });

  it('refuses the last segment when the size it was told is wrong', async () => {
    const sealed = await sealBytes(nodeCrypto, FIXED_KEY, plaintext);
    for (const size of [plaintext.length - 1, plaintext.length + 1, SEGMENT_PLAINTEXT, 3 * SEGMENT_PLAINTEXT]) {
      const last = openRange(nodeCrypto, FIXED_KEY, readFrom(sealed), size, size - 1, 1);
      await expect(last).rejects.toThrow(/segment|incomplete/);
    }
  });

  it('reads only the segments that it needs', async () => {
    const sealed = await sealBytes(nodeCrypto, FIXED_KEY, plaintext);
    const reads: number[][] = [];
    const read = async (offset: number, length: number) => {
      reads.push([offset, length]);
      return sealed.slice(offset, offset + length);
    };
    await openRange(nodeCrypto, FIXED_KEY, read, plaintext.length, SEGMENT_PLAINTEXT + 10, 4096);
    expect(reads).toEqual([
      [0, HEADER_LENGTH],
      [HEADER_LENGTH + SEGMENT_LENGTH, SEGMENT_LENGTH],
    ]);
  });

  it('authenticates an empty object when it is read whole', async () => {
    const sealed = await sealBytes(nodeCrypto, FIXED_KEY, new Uint8Array(0));
    sealed[sealed.length - 1]! ^= 1;
    const access = await openRandomAccess(nodeCrypto, FIXED_KEY, readFrom(sealed), 0);
    await expect(collect(access.whole())).rejects.toMatchObject({ code: 'seal.bad_segment' });
  });
});

describe('segment sealer', () => {
  it('holds a full segment back until it knows that more follows', async () => {
    const sealer = await createSegmentSealer(nodeCrypto, FIXED_KEY);
    expect(await sealer.push(pattern(SEGMENT_PLAINTEXT))).toHaveLength(0);
    expect(sealer.tail().length).toBe(SEGMENT_PLAINTEXT);
    expect(await sealer.push(pattern(1))).toHaveLength(1);
    expect(sealer.nextIndex()).toBe(1);
    expect(sealer.tail().length).toBe(1);
  });

  it.each([0, 1, 2])('goes on after %i segments with the header alone, and the result opens', async (index) => {
    const plaintext = pattern(3 * SEGMENT_PLAINTEXT);
    const first = await createSegmentSealer(nodeCrypto, FIXED_KEY);
    const written = await first.push(plaintext);
    // The process dies here: the tail is lost, the sender is asked for everything after the last whole segment.
    const kept = written.slice(0, index);
    const second = await resumeSegmentSealer(nodeCrypto, FIXED_KEY, first.header, index);
    const rest = await second.push(plaintext.subarray(index * SEGMENT_PLAINTEXT));
    const sealed = concat(first.header, ...kept, ...rest, await second.finish());
    expect(equal(await collect(openStream(nodeCrypto, FIXED_KEY, [sealed])), plaintext)).toBe(true);
  });

  it('makes an empty object from nothing and takes nothing after its end', async () => {
    const sealer = await createSegmentSealer(nodeCrypto, FIXED_KEY);
    const sealed = concat(sealer.header, await sealer.finish());
    expect(await collect(openStream(nodeCrypto, FIXED_KEY, [sealed], { size: 0 }))).toHaveLength(0);
    await expect(sealer.push(pattern(1))).rejects.toMatchObject({ code: 'seal.finished' });
    await expect(sealer.finish()).rejects.toMatchObject({ code: 'seal.finished' });
  });

  it('does not finish a resumed object that lost its end', async () => {
    const first = await createSegmentSealer(nodeCrypto, FIXED_KEY);
    const resumed = await resumeSegmentSealer(nodeCrypto, FIXED_KEY, first.header, 1);
    await expect(resumed.finish()).rejects.toMatchObject({ code: 'seal.truncated' });
  });

  it('does not go on with the header of another object', async () => {
    const first = await createSegmentSealer(nodeCrypto, FIXED_KEY);
    const other = { dek: FIXED_KEY.dek, oid: filled(16, 0x23) };
    await expect(resumeSegmentSealer(nodeCrypto, other, first.header, 1)).rejects.toMatchObject({
      code: 'seal.wrong_key',
    });
  });
});
