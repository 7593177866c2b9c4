import { describe, expect, it } from 'vitest';
import { answerPing, answerTo, FRAME_MAX, readFrame } from './stream-frames.ts';

const frame = (over: object = {}): string =>
  JSON.stringify({
    specVersion: '1.0',
    type: 'CALLBACK',
    headers: { messageId: 'm1', topic: '/v1.0/im/bot/messages/get', contentType: 'application/json' },
    data: '{"a":1}',
    ...over,
  });

describe('frames of the stream', () => {
  it('are read with what an answer needs', () => {
    expect(readFrame(frame())).toEqual({
      type: 'CALLBACK',
      headers: { messageId: 'm1', topic: '/v1.0/im/bot/messages/get' },
      data: '{"a":1}',
    });
  });

  it.each([
    ['empty', ''],
    ['cut off', frame().slice(0, -3)],
    ['no object', '"CALLBACK"'],
    ['of an unknown type', frame({ type: 'REQUEST' })],
    ['without an id', frame({ headers: { topic: 'x' } })],
    ['with an id that is no text', frame({ headers: { messageId: { toString: 1 }, topic: 'x' } })],
    ['with an endless id', frame({ headers: { messageId: 'm'.repeat(300), topic: 'x' } })],
    ['with data that is no text', frame({ data: { a: 1 } })],
    ['deeply nested', '['.repeat(100_000)],
    ['too long', frame({ data: 'x'.repeat(FRAME_MAX) })],
  ])('that are %s are none', (_what, text) => {
    expect(readFrame(text)).toBeUndefined();
  });

  it('are answered with their own id and nothing else of theirs', () => {
    const read = readFrame(frame({ data: '{"text":"歐陽小菱"}' }));
    if (read === undefined) throw new Error('unread');
    for (const verdict of ['kept', 'later', 'not_offered', 'not_understood'] as const) {
      const answer = answerTo(read, verdict);
      expect(answer).not.toContain('歐陽小菱');
      expect(JSON.parse(answer).headers).toEqual({ contentType: 'application/json', messageId: 'm1' });
    }
    expect(JSON.parse(answerTo(read, 'kept'))).toMatchObject({ code: 200, data: '{"response":null}' });
    expect(JSON.parse(answerTo({ ...read, type: 'EVENT' }, 'later')).data).toBe('{"status":"LATER"}');
  });

  it('that ping are given back, save what is too long to be a ping', () => {
    const ping = readFrame(frame({ type: 'SYSTEM', data: '{"opaque":"x"}' }));
    if (ping === undefined) throw new Error('unread');
    expect(JSON.parse(answerPing(ping))).toMatchObject({ code: 200, data: '{"opaque":"x"}' });
    expect(JSON.parse(answerPing({ ...ping, data: 'x'.repeat(5000) })).data).toBe('{}');
  });
});
