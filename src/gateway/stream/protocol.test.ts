import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, parseAnswer, parseOpenRequest } from './protocol.ts';

describe('answers of stream clients', () => {
  it('are read from the Node and the Python client', () => {
    const node =
      '{"code":200,"headers":{"contentType":"application/json","messageId":"m1"},"message":"OK","data":"{}"}';
    const python =
      '{"code": "200", "headers": {"messageId": "m1"}, "message": "OK", "data": "{\\"response\\": \\"OK\\"}"}';
    for (const text of [node, python]) expect(parseAnswer(text)).toEqual({ kind: 'answer', messageId: 'm1', ok: true });
    expect(parseAnswer('{"code":404,"headers":{"messageId":"m1"},"message":"no handler"}')).toMatchObject({
      ok: false,
    });
  });

  it('are no answers without a code and the id of a message', () => {
    for (const text of [
      '{}',
      '[]',
      'null',
      '1',
      '{"code":200}',
      '{"code":200,"headers":{"messageId":1}}',
      '{"code":{},"headers":{"messageId":"a"}}',
    ])
      expect(parseAnswer(text), text).toEqual({ kind: 'other' });
    for (const text of ['', 'ping', '{', '{"code":200', '\u0000'])
      expect(parseAnswer(text), text).toEqual({ kind: 'broken' });
    expect(parseAnswer('['.repeat(60_000))).toEqual({ kind: 'broken' });
    expect(parseAnswer(`${'['.repeat(60_000)}${']'.repeat(60_000)}`)).toEqual({ kind: 'other' });
  });

  it('never throw', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseAnswer(text)));
  });
});

describe('frames', () => {
  it('carry their data as JSON in a string, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (topic, data) => {
        const head = { connectionId: 'c', messageId: 'm', topic, time: new Date(1_790_000_000_000) };
        const frame = JSON.parse(encodeFrame('CALLBACK', head, data)) as { headers: unknown; data: string };
        expect(JSON.parse(frame.data)).toEqual(JSON.parse(JSON.stringify(data)));
        expect(frame.headers).toMatchObject({ topic, time: '1790000000000', contentType: 'application/json' });
      }),
    );
  });
});

describe('a request for a connection', () => {
  it('wants messages only when it subscribes to them', () => {
    const bot = { type: 'CALLBACK', topic: '/v1.0/im/bot/messages/get' };
    const event = { type: 'EVENT', topic: '*' };
    const own = { clientId: 'a', clientSecret: 'b', ua: 'x', localIp: '10.0.0.1' };
    expect(parseOpenRequest({ ...own, subscriptions: [event, bot] })?.wantsMessages).toBe(true);
    expect(parseOpenRequest({ ...own, subscriptions: [event] })?.wantsMessages).toBe(false);
    expect(parseOpenRequest(own)?.wantsMessages).toBe(false);
    expect(parseOpenRequest({ ...own, subscriptions: [{ ...bot, type: 'EVENT' }] })?.wantsMessages).toBe(false);
  });

  it('is refused when it is of another shape', () => {
    for (const body of [null, {}, [], { clientId: '', clientSecret: 'b' }, { clientId: 'a', clientSecret: 3 }])
      expect(parseOpenRequest(body)).toBeUndefined();
    expect(parseOpenRequest({ clientId: 'a', clientSecret: 'b', subscriptions: 'all' })).toBeUndefined();
    fc.assert(fc.property(fc.anything(), (body) => void parseOpenRequest(body)));
  });
});
