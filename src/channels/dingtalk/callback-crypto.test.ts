import { createCipheriv, createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex, utf8 } from '../../base/bytes.ts';
import { Secret } from '../../base/secret.ts';
import { type CallbackKeys, checkSignature, decryptPush, encryptReply, type SignedPush } from './callback-crypto.ts';

const AES_KEY = '4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij';
const keys: CallbackKeys = {
  token: new Secret('tok123'),
  aesKey: new Secret(AES_KEY),
  owner: 'suite4xxxxxxxxxxxxxxx',
};
const ENCRYPT = 'HcA0QDKRG/U9FnFvX30Rg2r+260hUAAe65UvzXNmXEmZdezYtWHqRvzeNPWlfrIRDnP88uGJtoYGmz01nTG+/A==';
const push: SignedPush = {
  signature: '16cf6d1893a9e2e370293b4d6406315ee391e148',
  timestamp: '1783610513',
  nonce: '123456',
  encrypt: ENCRYPT,
};
const random = utf8('0123456789abcdef');

/** Signs anything, so that what follows the signature is what is tested. */
function signed(encrypt: string): SignedPush {
  const parts = ['tok123', push.timestamp, push.nonce, encrypt].sort();
  return { ...push, encrypt, signature: createHash('sha1').update(parts.join('')).digest('hex') };
}

/** Encrypts a plaintext as it is: whoever calls makes the padding. */
function raw(plain: Buffer): string {
  const key = Buffer.from(`${AES_KEY}=`, 'base64');
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
}

function plainOf(message: Buffer, length: number, owner = keys.owner): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(length);
  const body = Buffer.concat([Buffer.from(random), size, message, Buffer.from(owner)]);
  const fill = 32 - (body.length % 32);
  return Buffer.concat([body, Buffer.alloc(fill, fill)]);
}

describe('the encryption of pushed events', () => {
  it('writes the bytes and the signature that two public libraries write', () => {
    const { timestamp, nonce } = push;
    expect(encryptReply(keys, { message: 'success', timestamp, nonce, random })).toEqual({
      msg_signature: push.signature,
      timeStamp: timestamp,
      nonce,
      encrypt: ENCRYPT,
    });
  });

  it('reads those bytes again, also when the signature is written in capitals', () => {
    expect(decryptPush(keys, push)).toBe('success');
    expect(decryptPush(keys, { ...push, signature: push.signature.toUpperCase() })).toBe('success');
  });

  it.each(['', '密封通知', '{"EventType":"check_url"}', 'x'.repeat(70_000)])(
    'returns what it was given (%#)',
    (message) => {
      const reply = encryptReply(keys, { message, timestamp: '1700000000000', nonce: 'n', random });
      const { msg_signature: signature, timeStamp: timestamp, nonce, encrypt } = reply;
      expect(decryptPush(keys, { signature, timestamp, nonce, encrypt })).toBe(message);
    },
  );

  it.each<[string, Partial<SignedPush>]>([
    ['the signature', { signature: `0${push.signature.slice(1)}` }],
    ['no signature', { signature: '' }],
    ['a signature of another alphabet', { signature: '１６'.repeat(20) }],
    ['the time', { timestamp: '1783610514' }],
    ['the nonce', { nonce: '' }],
    ['the body', { encrypt: ENCRYPT.replace('H', 'I') }],
  ])('refuses what was not signed: %s', (_name, change) => {
    expect(checkSignature(keys.token, { ...push, ...change })).toBe(false);
    expect(decryptPush(keys, { ...push, ...change })).toBeUndefined();
  });

  it('refuses a push that was signed with another token', () => {
    expect(decryptPush({ ...keys, token: new Secret('tok124') }, push)).toBeUndefined();
  });

  it('refuses a push for another owner, be it a part of ours or ours with more', () => {
    for (const owner of ['suite5xxxxxxxxxxxxxxx', keys.owner.slice(0, -1), `${keys.owner}x`, ''])
      expect(decryptPush({ ...keys, owner }, push)).toBeUndefined();
  });

  it('refuses a push that another key encrypted', () => {
    const aesKey = new Secret(AES_KEY.replace('4', '5'));
    expect(decryptPush({ ...keys, aesKey }, push)).toBeUndefined();
  });

  const good = plainOf(Buffer.from('success'), 7);
  const lastByte = (value: number): Buffer => Buffer.concat([good.subarray(0, -1), Buffer.from([value])]);
  it.each<[string, Buffer]>([
    ['a fill of nothing', lastByte(0)],
    ['a fill longer than a block', lastByte(33)],
    ['a fill longer than the whole', lastByte(255)],
    ['a fill of unlike bytes', Buffer.concat([good.subarray(0, 48), Buffer.alloc(15, 1), Buffer.from([16])])],
    ['a fill shorter than it says', lastByte(3)],
    ['a length in which the owner is a part of the message', plainOf(Buffer.from('success'), 12)],
    ['a length beyond the end', plainOf(Buffer.from('success'), 5000)],
    ['a length that would be negative with a sign', plainOf(Buffer.from('success'), 0xffff_ffff)],
    ['a length too small', plainOf(Buffer.from('success'), 6)],
    ['nothing but a fill', Buffer.alloc(32, 32)],
    ['less than a head', Buffer.concat([Buffer.alloc(19), Buffer.alloc(13, 13)])],
    ['bytes that are not UTF-8', plainOf(Buffer.from([0xff, 0xfe, 0xc0]), 3)],
    ['an incomplete block', good.subarray(0, 48)],
    ['nothing', Buffer.alloc(0)],
  ])('refuses a signed plaintext with %s', (_name, plain) => {
    expect(decryptPush(keys, signed(raw(plain)))).toBeUndefined();
  });

  it('takes the same plaintext when nothing is wrong with it', () => {
    expect(decryptPush(keys, signed(raw(good)))).toBe('success');
  });

  it.each([
    ENCRYPT.slice(0, -4),
    ENCRYPT.slice(0, 40),
    `${ENCRYPT} `,
    ENCRYPT.replaceAll('/', '_'),
    '====',
    '密封',
    'A'.repeat(2_000_000),
  ])('refuses what is not the base64 of whole blocks (%#)', (encrypt) => {
    expect(decryptPush(keys, signed(encrypt))).toBeUndefined();
  });

  it('refuses to encrypt with too little chance', () => {
    const reply = { message: 'success', timestamp: '1', nonce: 'n', random: fromHex('00') };
    expect(() => encryptReply(keys, reply)).toThrow(RangeError);
  });

  it('never shows its keys', () => {
    expect(JSON.stringify(keys)).not.toMatch(/tok123|4g5j64/);
  });
});
