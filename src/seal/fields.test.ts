import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filled } from '../../test/support/seal.ts';
import { equal, hex } from '../base/bytes.ts';
import { indexOf, openField, openFieldText, sealField, unwrapSecret, wrapSecret } from './fields.ts';
import { nodeCrypto } from './node-crypto.ts';
import { webCrypto } from './web-crypto.ts';

const key = { epoch: 20_615, bytes: filled(32, 0x41) };
const lookup = (epoch: number) => (epoch === key.epoch ? key.bytes : undefined);

describe('sealed field', () => {
  it('comes back for any text and context, from either implementation', async () => {
    const cryptos = fc.constantFrom(nodeCrypto, webCrypto);
    await fc.assert(
      fc.asyncProperty(cryptos, cryptos, fc.string({ unit: 'grapheme' }), fc.string(), async (a, b, text, context) => {
        const sealed = await sealField(a, key, context, text);
        expect(sealed.length).toBe(33 + Buffer.byteLength(text));
        expect(await openFieldText(b, lookup, context, sealed)).toBe(text);
      }),
    );
  });

  it('has fixed bytes for a fixed nonce', async () => {
    const sealed = await sealField(nodeCrypto, key, 'recipient.name:1', '陳大文', () => filled(12, 1));
    expect(hex(sealed).slice(0, 34)).toBe(`0100005087${'01'.repeat(12)}`);
    expect(hex(await sealField(webCrypto, key, 'recipient.name:1', '陳大文', () => filled(12, 1)))).toBe(hex(sealed));
  });

  it('is refused in another context, of another use, cut, or with any bit flipped', async () => {
    const sealed = await sealField(nodeCrypto, key, 'a', filled(32, 9));
    const refused = { code: expect.stringMatching(/^seal\.(bad_field|unknown_epoch)$/) };
    await expect(openField(nodeCrypto, lookup, 'b', sealed)).rejects.toMatchObject(refused);
    await expect(unwrapSecret(nodeCrypto, lookup, 'a', sealed)).rejects.toMatchObject(refused);
    for (let at = 0; at < sealed.length; at += 1) {
      const damaged = sealed.slice();
      damaged[at]! ^= 1;
      await expect(openField(nodeCrypto, lookup, 'a', damaged)).rejects.toMatchObject(refused);
      await expect(openField(nodeCrypto, lookup, 'a', sealed.slice(0, at))).rejects.toMatchObject(refused);
    }
    // An epoch that names another key of the same bytes is still another epoch.
    const renamed = sealed.slice();
    renamed[4]! ^= 1;
    await expect(openField(nodeCrypto, () => key.bytes, 'a', renamed)).rejects.toMatchObject({
      code: 'seal.bad_field',
    });
  });

  it('is gone when the key of its epoch is gone', async () => {
    const sealed = await sealField(nodeCrypto, key, 'a', 'x');
    await expect(openField(nodeCrypto, () => undefined, 'a', sealed)).rejects.toMatchObject({
      code: 'seal.unknown_epoch',
      status: 410,
    });
  });
});

describe('wrapped release secret', () => {
  it('comes back for its grant only', async () => {
    const secret = filled(32, 0x33);
    const wrapped = await wrapSecret(nodeCrypto, key, 'grant:1', secret);
    expect(equal(await unwrapSecret(webCrypto, async (epoch) => lookup(epoch), 'grant:1', wrapped), secret)).toBe(true);
    await expect(unwrapSecret(nodeCrypto, lookup, 'grant:2', wrapped)).rejects.toMatchObject({
      code: 'seal.bad_field',
    });
    await expect(openField(nodeCrypto, lookup, 'grant:1', wrapped)).rejects.toMatchObject({ code: 'seal.bad_field' });
  });

  it('has 32 bytes under a key of 32 bytes', async () => {
    await expect(wrapSecret(nodeCrypto, key, 'a', filled(31, 1))).rejects.toMatchObject({ code: 'seal.bad_key' });
    const short = { epoch: 1, bytes: filled(16, 1) };
    await expect(wrapSecret(nodeCrypto, short, 'a', filled(32, 1))).rejects.toMatchObject({ code: 'seal.bad_key' });
  });
});

describe('index', () => {
  it('is equal for equal texts of one context and key, and for nothing else', async () => {
    const index = async (bytes: number, context: string, text: string) =>
      hex(await indexOf(nodeCrypto, filled(32, bytes), context, text));
    const base = await index(1, 'email', 'a@b.mo');
    expect(base).toHaveLength(64);
    expect(await index(1, 'email', 'a@b.mo')).toBe(base);
    expect(hex(await indexOf(webCrypto, filled(32, 1), 'email', 'a@b.mo'))).toBe(base);
    const others = [index(2, 'email', 'a@b.mo'), index(1, 'phone', 'a@b.mo'), index(1, 'email', 'A@b.mo')];
    for (const other of [...others, index(1, 'emaila', '@b.mo')]) expect(await other).not.toBe(base);
  });
});
