import { webcrypto } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { base64url, fromUtf8, ownBytes, utf8 } from '../base/bytes.ts';
import {
  derOfSignature,
  deviceChallenge,
  devicePem,
  isSignedByDer,
  isSignedByDevice,
  pointOfPem,
  readDeviceKey,
} from './device-key.ts';

const ECDSA = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** A key as a browser makes it: the private half cannot be read. */
async function browserKey() {
  const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
  const { x = '', y = '' } = await webcrypto.subtle.exportKey('jwk', pair.publicKey);
  const sign = async (message: Uint8Array<ArrayBuffer>) =>
    new Uint8Array(await webcrypto.subtle.sign(ECDSA, pair.privateKey, message));
  return { text: `${x}.${y}`, point: ownBytes(readDeviceKey(`${x}.${y}`) ?? new Uint8Array()), sign, pair };
}

describe('a key that a browser shows', () => {
  it('is a point of 65 bytes, and signs its session', async () => {
    const key = await browserKey();
    expect(key.point.length).toBe(65);
    const challenge = deviceChallenge('token', key.text);
    expect(fromUtf8(challenge)).toBe(`entrepot.device/v1\ntoken\n${key.text}\n`);
    const signature = await key.sign(challenge);
    expect(isSignedByDevice(key.point, challenge, signature)).toBe(true);
    expect(isSignedByDevice(key.point, deviceChallenge('another', key.text), signature)).toBe(false);
    expect(isSignedByDevice((await browserKey()).point, challenge, signature)).toBe(false);
  });

  it('cannot be taken out of the browser', async () => {
    const { pair } = await browserKey();
    await expect(webcrypto.subtle.exportKey('jwk', pair.privateKey)).rejects.toThrow();
  });

  it.each([
    ['nothing', ''],
    ['one coordinate', 'A'.repeat(43)],
    ['a point off the curve', `${base64url(new Uint8Array(32).fill(1))}.${base64url(new Uint8Array(32).fill(2))}`],
    ['the point at infinity', `${'A'.repeat(43)}.${'A'.repeat(43)}`],
    ['stray bits', `${'B'.repeat(43)}.${'A'.repeat(43)}`],
    ['padding', `${'A'.repeat(43)}=.${'A'.repeat(43)}`],
    ['something long', 'A'.repeat(100_000)],
  ])('is refused when it is %s', (_, text) => {
    expect(readDeviceKey(text)).toBeUndefined();
  });

  it('is the same in PEM, and in DER its signature is what openssl takes', async () => {
    const key = await browserKey();
    expect(pointOfPem(devicePem(key.point))).toEqual(key.point);
    // Numbers whose first byte is 0 or above 0x7f have other lengths in DER.
    for (let n = 0; n < 40; n += 1) {
      const message = utf8(`message ${n}`);
      const der = derOfSignature(await key.sign(message));
      expect(isSignedByDer(key.point, message, der)).toBe(true);
      expect(isSignedByDer(key.point, utf8('other'), der)).toBe(false);
    }
    expect(pointOfPem('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n')).toBeUndefined();
    expect(pointOfPem('x'.repeat(1000))).toBeUndefined();
  });

  it.each([0, 63, 65, 128])('does not take a signature of %i bytes', async (length) => {
    const key = await browserKey();
    expect(isSignedByDevice(key.point, utf8('x'), new Uint8Array(length))).toBe(false);
  });
});
