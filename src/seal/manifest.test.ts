import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIXED_KEY, filled, manifestFor } from '../../test/support/seal.ts';
import { base64url, concat, fromUtf8, hex, utf8 } from '../base/bytes.ts';
import { canonicalJson, type Json } from '../base/canonical-json.ts';
import {
  encodeManifest,
  manifestDigest,
  parseManifest,
  signManifest,
  toManifestName,
  verifyManifest,
} from './manifest.ts';
import { nodeCrypto } from './node-crypto.ts';
import { webCrypto } from './web-crypto.ts';

const seed = filled(32, 7);
const unsigned = {
  ...manifestFor(FIXED_KEY, filled(16, 3), filled(32, 4), filled(74, 5), 1234),
  sha256: base64url(filled(32, 6)),
};
const manifest = await signManifest(nodeCrypto, seed, unsigned);
const sender = await nodeCrypto.ed25519PublicKey(seed);

/** Canonical bytes of a manifest with some members replaced, past every check of the writer. */
const raw = (changes: Record<string, Json | undefined>) => utf8(canonicalJson({ ...manifest, ...changes }));

describe('manifest', () => {
  it('comes back from its canonical bytes', () => {
    expect(parseManifest(encodeManifest(manifest))).toEqual(manifest);
  });

  it.each([
    ['v', 2],
    ['v', '1'],
    ['oid', base64url(filled(15, 1))],
    ['oid', `${base64url(filled(16, 1)).slice(0, -1)}B`],
    ['gid', null],
    ['holder', 'link'],
    ['perm', 'print'],
    ['perm', 'view'],
    ['share', base64url(filled(33, 1))],
    ['rel', 'none'],
    ['floe', 'A'.repeat(98)],
    ['size', -1],
    ['size', 1.5],
    ['size', 2 ** 53],
    ['size', '1'],
    ['sha256', null],
    ['leaves', ''],
    ['name', ''],
    ['name', '..'],
    ['name', 'a/b'],
    ['name', 'a\\b'],
    ['name', 'a\u0000'],
    ['name', 'a\u202egpj.exe'],
    ['name', ' a'],
    ['name', 'a'.repeat(256)],
    ['media', 'text'],
    ['media', 'text/html; charset=utf-8'],
    ['prev', 'x'],
    ['nbf', 1.5],
    ['exp', '2030'],
    ['decision', 'a b'],
    ['decision', { a: 1 }],
    ['sender', ''],
    ['sig', base64url(filled(63, 1))],
    ['sig', undefined],
    ['extra', 1],
    ['__proto__x', 1],
  ])('is refused with %s = %j', (member, value) => {
    expect(() => parseManifest(raw({ [member]: value }))).toThrow('not of the expected form');
  });

  it.each([
    ['viewer', 'view', true],
    ['viewer', 'download', false],
    ['records', 'records', true],
    ['records', 'view', false],
    ['custodian', 'view', true],
    ['custodian', 'download', true],
    ['custodian', 'records', false],
    ['recipient', 'view', false],
  ])('holder %s with permission %s: %s', (holder, perm, allowed) => {
    const parse = () => parseManifest(raw({ holder, perm }));
    if (allowed) expect(parse().perm).toBe(perm);
    else expect(parse).toThrow('not of the expected form');
  });

  it.each([
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['a number', '1'],
    ['half of it', fromUtf8(encodeManifest(manifest)).slice(0, 100)],
    ['a space at the end', `${fromUtf8(encodeManifest(manifest))} `],
    ['a byte order mark', `\ufeff${fromUtf8(encodeManifest(manifest))}`],
    ['a member twice', fromUtf8(encodeManifest(manifest)).replace('{', '{"v":1,')],
    ['another order', JSON.stringify(Object.fromEntries(Object.entries(manifest).toReversed()))],
    ['an escape that needs none', fromUtf8(encodeManifest(manifest)).replace('contract', '\\u0063ontract')],
    ['deep nesting', '['.repeat(5000) + ']'.repeat(5000)],
    ['20 KiB', ' '.repeat(20_000)],
  ])('refuses %s', (_, text) => {
    expect(() => parseManifest(utf8(text))).toThrow('not of the expected form');
  });

  it('is not even parsed beyond 16 KiB', () => {
    const long = utf8(`{"v":"${'a'.repeat(16 * 1024)}"}`);
    expect(() => parseManifest(long)).toThrow(expect.objectContaining({ details: { part: 'length' } }));
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => parseManifest(Uint8Array.of(0x7b, 0xff, 0x7d))).toThrow('not of the expected form');
  });

  it('never throws anything but its own error for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(() => parseManifest(utf8(text))).toThrow('not of the expected form');
      }),
    );
  });

  it('is not written with a member that a reader would refuse', async () => {
    expect(() => encodeManifest({ ...manifest, size: -1 })).toThrow('not of the expected form');
    await expect(signManifest(nodeCrypto, seed, { ...unsigned, name: 'a/b' })).rejects.toMatchObject({
      code: 'seal.bad_manifest',
    });
  });
});

describe('signature', () => {
  it.each([nodeCrypto, webCrypto])('verifies with the key of the sender only ($name)', async (crypto) => {
    expect(await verifyManifest(crypto, sender, manifest)).toBe(true);
    expect(await verifyManifest(crypto, filled(32, 1), manifest)).toBe(false);
    expect((await signManifest(crypto, seed, unsigned)).sig).toBe(manifest.sig);
  });

  it('does not verify when the signer names somebody else as the sender', async () => {
    const named = { ...manifest, sender: base64url(filled(32, 9)) };
    const message = concat(utf8('entrepot.sealed/v1/sign\0'), await manifestDigest(nodeCrypto, named));
    const forged = { ...named, sig: base64url(await nodeCrypto.ed25519Sign(seed, message)) };
    expect(await verifyManifest(nodeCrypto, sender, forged)).toBe(false);
    expect(await verifyManifest(nodeCrypto, filled(32, 9), forged)).toBe(false);
  });

  it('covers everything but what differs between holders', async () => {
    const free = ['share', 'gid', 'holder', 'rel', 'sig'];
    const digest = hex(await manifestDigest(nodeCrypto, manifest));
    for (const member of Object.keys(manifest)) {
      const changed = { ...manifest, [member]: 'other' };
      expect([member, hex(await manifestDigest(nodeCrypto, changed)) === digest]).toEqual([
        member,
        free.includes(member),
      ]);
    }
  });
});

describe('name', () => {
  it.each([
    ['合約.pdf', '合約.pdf'],
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['C:\\x\\y.doc', 'C:_x_y.doc'],
    ['a\u202efdp.exe', 'a_fdp.exe'],
    ['  spaced  ', 'spaced'],
    ['', 'file'],
    ['..', 'file'],
    ['\ud800x', '_x'],
  ])('of %j is written as %j', (input, expected) => {
    expect(toManifestName(input)).toBe(expected);
  });

  it('is always one that a manifest takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const name = toManifestName(text);
        expect(parseManifest(raw({ name })).name).toBe(name);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps start and end of one that is too long', () => {
    const name = toManifestName(`開${'é'.repeat(400)}.xlsx`);
    expect(name.length).toBe(254);
    expect(name.startsWith('開') && name.endsWith('.xlsx')).toBe(true);
    for (const pad of ['', 'x']) {
      const emoji = toManifestName(pad + '😀'.repeat(500_000));
      expect(emoji.isWellFormed() && emoji.length >= 252).toBe(true);
    }
  });
});
