import { describe, expect, it } from 'vitest';
import { utf8 } from '../../base/bytes.ts';
import { Secret } from '../../base/secret.ts';
import { dingtalkAppConfigSchema } from './app-config.ts';
import { decryptPush, encryptReply } from './callback-crypto.ts';
import { inletOf } from './receive.ts';
import { dingtalkSign } from './sign.ts';

const NOW = new Date(1_783_610_513_000);
const AES = '4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij';
const config = (over: object = {}) =>
  dingtalkAppConfigSchema.parse({
    mode: 'user',
    appKey: 'suite4xxxxxxxxxxxxxxx',
    appSecret: 'appsecret-0123456789',
    robotCode: 'dingrobot01',
    receive: 'callback',
    callbackToken: 'tok123',
    callbackAesKey: AES,
    ...over,
  });
const keys = { token: new Secret('tok123'), aesKey: new Secret(AES), owner: 'suite4xxxxxxxxxxxxxxx' };
const random = (length: number) => new Uint8Array(length).fill(7);
const callback = (over: object, query: Record<string, string>, headers: Record<string, string>, body: string) =>
  inletOf(config(over))?.callback({ query, headers, body: utf8(body) }, NOW, random);

function push(event: object) {
  const made = encryptReply(keys, {
    message: JSON.stringify(event),
    timestamp: String(NOW.getTime()),
    nonce: 'n1',
    random: random(16),
  });
  const query = { msg_signature: made.msg_signature, timestamp: made.timeStamp, nonce: made.nonce };
  return { query, body: JSON.stringify({ encrypt: made.encrypt }) };
}

describe('events that DingTalk posts', () => {
  it('are answered with the word success, encrypted and signed, the first question among them', () => {
    for (const event of [{ EventType: 'check_url' }, { EventType: 'chat_update_title', Title: '新名' }]) {
      const { query, body } = push(event);
      const answer = callback({}, query, {}, body)?.answer;
      const { msg_signature: signature, timeStamp: timestamp, nonce, encrypt } = answer as Record<string, string>;
      expect(
        decryptPush(keys, {
          signature: signature ?? '',
          timestamp: timestamp ?? '',
          nonce: nonce ?? '',
          encrypt: encrypt ?? '',
        }),
      ).toBe('success');
    }
  });

  it('are taken with either name of the signature', () => {
    const { query, body } = push({ EventType: 'check_url' });
    const { msg_signature: signature, ...rest } = query;
    expect(callback({}, { ...rest, signature }, {}, body)).toBeDefined();
  });

  it('of the published vector are read', () => {
    const encrypt = 'HcA0QDKRG/U9FnFvX30Rg2r+260hUAAe65UvzXNmXEmZdezYtWHqRvzeNPWlfrIRDnP88uGJtoYGmz01nTG+/A==';
    const query = {
      msg_signature: '16cf6d1893a9e2e370293b4d6406315ee391e148',
      timestamp: '1783610513',
      nonce: '123456',
    };
    expect(callback({}, query, {}, JSON.stringify({ encrypt }))).toBeDefined();
  });

  it('are nothing when anything of them is wrong', () => {
    const { query, body } = push({ EventType: 'check_url' });
    expect(callback({}, { ...query, nonce: 'n2' }, {}, body)).toBeUndefined();
    expect(callback({}, {}, {}, body)).toBeUndefined();
    expect(callback({}, query, {}, '{')).toBeUndefined();
    expect(callback({}, query, {}, '{"encrypt":7}')).toBeUndefined();
    expect(callback({ callbackToken: 'other' }, query, {}, body)).toBeUndefined();
    expect(callback({ appKey: 'someone-else' }, query, {}, body)).toBeUndefined();
    expect(callback({ receive: 'stream' }, query, {}, body)).toBeUndefined();
    expect(callback({ callbackToken: undefined }, query, {}, body)).toBeUndefined();
  });
});

describe('messages that DingTalk posts', () => {
  const message = JSON.stringify({
    msgId: 'm',
    conversationId: 'c',
    conversationType: '2',
    senderId: 's',
    text: { content: '你好' },
  });
  const signed = (at: number, secret = 'appsecret-0123456789') => ({
    timestamp: String(at),
    sign: dingtalkSign(at, secret),
  });

  it('are read when their headers are signed by the application', () => {
    expect(callback({}, {}, signed(NOW.getTime()), message)?.message?.text).toBe('你好');
  });

  it('are nothing with a wrong, an old or a missing signature, or when they cannot be read', () => {
    expect(callback({}, {}, signed(NOW.getTime(), 'another'), message)).toBeUndefined();
    expect(callback({}, {}, signed(NOW.getTime() - 3_700_000), message)).toBeUndefined();
    expect(callback({}, {}, { sign: 'x' }, message)).toBeUndefined();
    expect(callback({}, {}, {}, message)).toBeUndefined();
    expect(callback({}, {}, signed(NOW.getTime()), '[]')).toBeUndefined();
  });
});
