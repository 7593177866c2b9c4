import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filled } from '../../test/support/seal.ts';
import { equal } from '../base/bytes.ts';
import { joinDek, splitDek } from './grants.ts';
import { decodeLinkShare, encodeLinkShare } from './link.ts';
import { nodeCrypto } from './node-crypto.ts';

const keys = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => new Uint8Array(bytes));

describe('grant', () => {
  it('gives the key back from both halves, each time other ones', () => {
    fc.assert(
      fc.property(keys, (dek) => {
        const [one, two] = [splitDek(dek), splitDek(dek)];
        expect(equal(joinDek(one.releaseSecret, one.share), dek)).toBe(true);
        expect(equal(one.share, two.share)).toBe(false);
        expect(equal(joinDek(one.releaseSecret, two.share), dek)).toBe(false);
      }),
    );
  });

  it('refuses halves and keys of another length', () => {
    expect(() => splitDek(filled(31, 1))).toThrow('wrong length');
    expect(() => joinDek(filled(32, 1), filled(31, 1))).toThrow('wrong length');
    expect(() => joinDek(filled(33, 1), filled(33, 1))).toThrow('wrong length');
  });
});

describe('link', () => {
  it('carries the share in characters that no messenger escapes', async () => {
    await fc.assert(
      fc.asyncProperty(keys, async (share) => {
        const text = await encodeLinkShare(nodeCrypto, share);
        expect(text).toMatch(/^[A-Za-z0-9_-]{52}$/);
        expect(equal(await decodeLinkShare(nodeCrypto, `#${text}`), share)).toBe(true);
        expect(equal(await decodeLinkShare(nodeCrypto, text), share)).toBe(true);
      }),
    );
  });

  it('is refused after any change of one character, and when cut or lengthened', async () => {
    const text = await encodeLinkShare(nodeCrypto, filled(32, 0x5a));
    for (let at = 0; at < text.length; at += 1) {
      const changed = `${text.slice(0, at)}${text[at] === 'x' ? 'y' : 'x'}${text.slice(at + 1)}`;
      await expect(decodeLinkShare(nodeCrypto, changed)).rejects.toMatchObject({ code: 'seal.bad_link' });
    }
    const others = ['', '#', text.slice(1), `${text}=`, `${text}.`, text.replace(/.$/, '+'), ` ${text.slice(1)}`];
    for (const bad of [...others, text.toLowerCase(), `##${text}`]) {
      await expect(decodeLinkShare(nodeCrypto, bad)).rejects.toMatchObject({ code: 'seal.bad_link' });
    }
  });

  it('is made of 32 bytes only', async () => {
    await expect(encodeLinkShare(nodeCrypto, filled(31, 1))).rejects.toMatchObject({ code: 'seal.bad_key' });
  });
});
