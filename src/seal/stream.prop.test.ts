import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collect, cutAt, FIXED_KEY, fixedRandom, pattern, readFrom, sealBytes } from '../../test/support/seal.ts';
import { concat, equal } from '../base/bytes.ts';
import { SEGMENT_PLAINTEXT } from './floe.ts';
import { nodeCrypto } from './node-crypto.ts';
import { openRandomAccess } from './range.ts';
import { createSegmentSealer, openStream, resumeSegmentSealer, sealStream } from './stream.ts';
import { webCrypto } from './web-crypto.ts';

const MAX = 2 * SEGMENT_PLAINTEXT + 2;
const sizes = fc.oneof(
  fc.integer({ min: 0, max: 2000 }),
  fc.integer({ min: SEGMENT_PLAINTEXT - 2, max: SEGMENT_PLAINTEXT + 2 }),
  fc.integer({ min: 0, max: MAX }),
);
const cuts = fc.array(fc.integer({ min: 0, max: MAX }), { maxLength: 12 });
const cryptos = fc.constantFrom(nodeCrypto, webCrypto);
const big = pattern(MAX);

describe('a sealed stream', () => {
  it('comes back whatever the pieces in which it is given and read', async () => {
    await fc.assert(
      fc.asyncProperty(cryptos, cryptos, sizes, cuts, cuts, async (sealer, opener, size, before, after) => {
        const plaintext = big.subarray(0, size);
        const random = fixedRandom();
        const sealed = await collect(sealStream(sealer, FIXED_KEY, cutAt(plaintext, before), { random }));
        // Chunk-boundary independence: the bytes are those of the plaintext given in one piece.
        expect(equal(sealed, await sealBytes(nodeCrypto, FIXED_KEY, plaintext, fixedRandom()))).toBe(true);
        const opened = await collect(openStream(opener, FIXED_KEY, cutAt(sealed, after), { size }));
        expect(equal(opened, plaintext)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('gives any range as the slice of the plaintext', async () => {
    const sealed = await sealBytes(nodeCrypto, FIXED_KEY, big);
    const access = await openRandomAccess(nodeCrypto, FIXED_KEY, readFrom(sealed), big.length);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: MAX }), fc.nat({ max: MAX }), async (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        expect(equal(await collect(access.range(start, end - start)), big.subarray(start, end))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('is refused after any change of any single byte', async () => {
    const small = await sealBytes(nodeCrypto, FIXED_KEY, pattern(300));
    const two = await sealBytes(nodeCrypto, FIXED_KEY, big.subarray(0, SEGMENT_PLAINTEXT + 9));
    const flips = fc.tuple(fc.constantFrom(small, two), fc.nat(), fc.integer({ min: 1, max: 255 }), cryptos);
    await fc.assert(
      fc.asyncProperty(flips, async ([sealed, position, change, crypto]) => {
        const damaged = sealed.slice();
        damaged[position % damaged.length]! ^= change;
        await expect(collect(openStream(crypto, FIXED_KEY, [damaged]))).rejects.toMatchObject({
          code: expect.stringMatching(/^seal\./),
        });
      }),
      { numRuns: 150 },
    );
  });

  it('is refused after every possible change of one byte of a small object, and after every truncation', async () => {
    const sealed = await sealBytes(nodeCrypto, FIXED_KEY, pattern(40));
    for (let at = 0; at < sealed.length; at += 1) {
      const damaged = sealed.slice();
      damaged[at]! ^= 0x80;
      await expect(collect(openStream(nodeCrypto, FIXED_KEY, [damaged]))).rejects.toThrow();
      await expect(collect(openStream(nodeCrypto, FIXED_KEY, [sealed.subarray(0, at)]))).rejects.toThrow();
    }
  });

  it('is the same object when an upload is resumed at any boundary, any number of times', async () => {
    const resumes = fc.array(fc.record({ upTo: fc.nat({ max: MAX }), cut: cuts }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(sizes, resumes, async (size, attempts) => {
        const plaintext = big.subarray(0, size);
        let sealer = await createSegmentSealer(nodeCrypto, FIXED_KEY);
        const stored = [sealer.header];
        for (const { upTo, cut } of attempts) {
          const from = sealer.nextIndex() * SEGMENT_PLAINTEXT;
          for (const piece of cutAt(plaintext.slice(from, Math.max(from, upTo)), cut)) {
            stored.push(...(await sealer.push(piece)));
          }
          sealer = await resumeSegmentSealer(nodeCrypto, FIXED_KEY, sealer.header, stored.length - 1);
        }
        stored.push(...(await sealer.push(plaintext.slice(sealer.nextIndex() * SEGMENT_PLAINTEXT))));
        stored.push(await sealer.finish());
        const opened = await collect(openStream(nodeCrypto, FIXED_KEY, [concat(...stored)], { size }));
        expect(equal(opened, plaintext)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});
