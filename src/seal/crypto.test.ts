import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, hex, utf8 } from '../base/bytes.ts';
import { systemRandom } from '../base/random.ts';
import { expandSha384 } from './hkdf.ts';
import { nodeCrypto } from './node-crypto.ts';
import { webCrypto } from './web-crypto.ts';

type Case = Readonly<Record<string, string | number>> & { readonly result: string };
type Group = {
  readonly keySize?: number;
  readonly ivSize?: number;
  readonly tagSize?: number;
  readonly publicKey?: { readonly pk: string };
  readonly tests: readonly Case[];
};

const root = fileURLToPath(new URL('../../../shared/vectors/wycheproof/', import.meta.url));
const present = existsSync(root);
if (!present) console.warn('wycheproof vectors skipped: ../shared/vectors/wycheproof is absent');

function groups(name: string): readonly Group[] {
  return JSON.parse(readFileSync(`${root}${name}_test.json`, 'utf8')).testGroups;
}

const field = (test: Case, name: string) => fromHex(String(test[name]));

describe.each([nodeCrypto, webCrypto])('$name crypto', (crypto) => {
  it.skipIf(!present)('agrees with wycheproof on AES-256-GCM', async () => {
    let count = 0;
    for (const group of groups('aes_gcm')) {
      if (group.keySize !== 256 || group.ivSize !== 96 || group.tagSize !== 128) continue;
      for (const test of group.tests) {
        const cipher = await crypto.aes256Gcm(field(test, 'key'));
        const sealed = concat(field(test, 'ct'), field(test, 'tag'));
        const opened = await cipher.open(field(test, 'iv'), sealed, field(test, 'aad'));
        expect(opened === undefined ? 'refused' : hex(opened)).toBe(test.result === 'valid' ? test['msg'] : 'refused');
        if (test.result === 'valid') {
          const again = await cipher.seal(utf8('>>'), field(test, 'iv'), field(test, 'msg'), field(test, 'aad'));
          expect(hex(again)).toBe(hex(concat(utf8('>>'), sealed)));
        }
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(50);
  });

  it.skipIf(!present)('agrees with wycheproof on HKDF-SHA-384 for one block', async () => {
    let count = 0;
    for (const group of groups('hkdf_sha384')) {
      for (const test of group.tests) {
        if (Number(test['size']) > 48) continue;
        const salt = field(test, 'salt');
        const prk = await crypto.hmacSha384(salt.length === 0 ? new Uint8Array(48) : salt, field(test, 'ikm'));
        expect(hex(await expandSha384(crypto, prk, field(test, 'info'), Number(test['size'])))).toBe(test['okm']);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(20);
  });

  it.skipIf(!present)('agrees with wycheproof on Ed25519 verification', async () => {
    let count = 0;
    for (const group of groups('ed25519')) {
      const publicKey = fromHex(group.publicKey?.pk ?? '');
      for (const test of group.tests) {
        const verified = await crypto.ed25519Verify(publicKey, field(test, 'msg'), field(test, 'sig'));
        expect([test['tcId'], verified]).toEqual([test['tcId'], test.result === 'valid']);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(100);
  });

  it('signs as RFC 8032 section 7.1 test 2 does', async () => {
    const seed = fromHex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb');
    expect(hex(await crypto.ed25519PublicKey(seed))).toBe(
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    );
    expect(hex(await crypto.ed25519Sign(seed, Uint8Array.of(0x72)))).toBe(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    );
  });

  it('hashes the same in one piece and in many', async () => {
    const data = systemRandom(100_000);
    const stream = crypto.sha256Stream();
    for (let at = 0; at < data.length; at += 7919) stream.update(data.subarray(at, at + 7919));
    expect(hex(stream.digest())).toBe(hex(await crypto.sha256(data)));
  });

  it('returns plain bytes whose slices are copies', async () => {
    const cipher = await crypto.aes256Gcm(new Uint8Array(32));
    const [nonce, none] = [new Uint8Array(12), new Uint8Array(0)];
    const sealed = await cipher.seal(none, nonce, utf8('text'), none);
    const results = [sealed, await cipher.open(nonce, sealed, none), await crypto.hmacSha384(nonce, none)];
    results.push(
      await crypto.sha256(none),
      crypto.sha256Stream().digest(),
      await crypto.ed25519PublicKey(systemRandom(32)),
    );
    for (const bytes of results) expect(bytes?.constructor).toBe(Uint8Array);
  });

  it('refuses keys and seeds of another length', async () => {
    const short = new Uint8Array(16);
    await expect(crypto.aes256Gcm(short)).rejects.toMatchObject({ code: 'seal.bad_key' });
    await expect(crypto.ed25519Sign(short, short)).rejects.toMatchObject({ code: 'seal.bad_key' });
    await expect(crypto.ed25519PublicKey(short)).rejects.toMatchObject({ code: 'seal.bad_key' });
    expect(await crypto.ed25519Verify(short, short, short)).toBe(false);
  });

  it('opens nothing from bytes shorter than a tag', async () => {
    const cipher = await crypto.aes256Gcm(new Uint8Array(32));
    expect(await cipher.open(new Uint8Array(12), new Uint8Array(15), new Uint8Array(0))).toBeUndefined();
  });

  it('derives no output longer than one block', async () => {
    await expect(expandSha384(crypto, new Uint8Array(32), new Uint8Array(0), 49)).rejects.toThrow(RangeError);
  });
});

it('seals with one implementation what the other opens', async () => {
  const [key, nonce, aad, text] = [systemRandom(32), systemRandom(12), utf8('aad'), systemRandom(200_001)];
  const sealed = await (await nodeCrypto.aes256Gcm(key)).seal(new Uint8Array(0), nonce, text, aad);
  const opened = await (await webCrypto.aes256Gcm(key)).open(nonce, sealed, aad);
  expect(opened !== undefined && hex(opened) === hex(text)).toBe(true);
  const back = await (await webCrypto.aes256Gcm(key)).seal(new Uint8Array(0), nonce, text, aad);
  expect(hex(back) === hex(sealed)).toBe(true);
});
