import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../base/bytes.ts';
import { CLIENT_CALLS } from '../../../test/support/dingtalk-clients.ts';
import { parseMessage, type ParsedMessage } from './parse-message.ts';

const parse = (body: unknown): ReturnType<typeof parseMessage> => parseMessage(utf8(JSON.stringify(body)));
function read(body: unknown): ParsedMessage {
  const message = parse(body);
  if (message.kind !== 'message') throw new Error(`refused: ${message.errcode}`);
  return message;
}
const errcodeOf = (bytes: Uint8Array): number => {
  const message = parseMessage(bytes);
  return message.kind === 'refused' ? message.errcode : 0;
};

describe('a message of a known client', () => {
  it.each(CLIENT_CALLS)('of $client says what its readers would read, and calls whom it names', (call) => {
    const message = read(call.body);
    expect(message.readable.text).toBe(call.reads);
    expect(message.called).toEqual({ phones: call.phones, ids: call.ids, all: call.all });
  });

  it('is read as well when every character beyond ASCII is escaped', () => {
    const escaped = '{"msgtype":"text","text":{"content":"\\u78c1\\u76d8\\ud83d\\udd34"}}';
    expect(parseMessage(utf8(escaped))).toMatchObject({ readable: { text: '磁盘🔴' } });
  });

  it('may begin with a byte order mark', () => {
    expect(errcodeOf(utf8('\ufeff{"msgtype":"text","text":{"content":"a"}}'))).toBe(0);
  });
});

describe('the members of a message', () => {
  it('may be numbers where texts are expected', () => {
    expect(read({ msgtype: 'text', text: { content: 42 }, msgUuid: 7 })).toMatchObject({
      readable: { text: '42' },
      uuid: '7',
    });
  });

  it('may call people in two places at once; each is called once', () => {
    const message = read({
      msgtype: 'text',
      at: { atMobiles: ['13800001111', 13800001111], atUserIds: 'u1' },
      text: { content: 'x @13800001111 @+85366123456', at: { atUserIds: ['u2', 'u1'], isAtAll: 'false' } },
    });
    expect(message.called).toEqual({ phones: ['13800001111', '+85366123456'], ids: ['u1', 'u2'], all: false });
  });

  it('gives no key when the caller gave none, or an empty one', () => {
    expect(read({ msgtype: 'text', text: { content: 'a' }, msgUuid: '' }).uuid).toBeUndefined();
    expect(read({ msgtype: 'text', text: { content: 'a' } }).uuid).toBeUndefined();
  });

  it('leaves out pictures by address, and unwraps links within markdown', () => {
    const message = read({
      msgtype: 'markdown',
      markdown: {
        title: 'a',
        text: 'a [b](dingtalk://dingtalkclient/page/link?url=https%3A%2F%2Fb.example%2F%3Fq%3D1&pc_slide=true) c',
      },
    });
    expect(message.readable.text).toBe('a [b](https://b.example/?q=1) c');
    const feed = read({
      msgtype: 'link',
      link: { title: 't', text: 'x', messageUrl: '', picUrl: 'https://p.example/p.png' },
    });
    expect(feed.readable.text).toBe('t\n\nx');
  });

  it('keeps a wrapped link that leads to no web address as it stands', () => {
    const odd = 'dingtalk://dingtalkclient/page/link?url=javascript%3Aalert(1)';
    expect(read({ msgtype: 'text', text: { content: odd } }).readable.text).toBe(odd);
  });
});

describe('what is no message', () => {
  const text = (value: string): Uint8Array => utf8(value);

  it('is answered with the code of the vendor', () => {
    for (const broken of ['', '{', 'null', '[]', '"text"', '{"msgtype":"text"', 'msgtype=text&content=a'])
      expect(errcodeOf(text(broken)), broken).toBe(40035);
    expect(errcodeOf(text('{}'))).toBe(40035);
    expect(errcodeOf(text('{"msgtype":"text","text":{"content":""}}'))).toBe(40035);
    expect(errcodeOf(text('{"msgtype":"text","text":"hello"}'))).toBe(40035);
    expect(errcodeOf(text('{"msgtype":"feedCard","feedCard":{"links":[]}}'))).toBe(40035);
  });

  it('in another encoding than UTF-8 is refused, not guessed', () => {
    const gbk = new Uint8Array([...utf8('{"msgtype":"text","text":{"content":"'), 0xb4, 0xc5, ...utf8('"}}')]);
    expect(errcodeOf(gbk)).toBe(40035);
    const utf16 = new Uint8Array([...'{"msgtype":"text"}'].flatMap((char) => [char.charCodeAt(0), 0]));
    expect(errcodeOf(utf16)).toBe(40035);
  });

  it('of a type that only applications may send is refused as the vendor refuses it', () => {
    for (const type of ['image', 'voice', 'file', 'video', 'oa'])
      expect(errcodeOf(text(JSON.stringify({ msgtype: type, [type]: { mediaId: '@a' } }))), type).toBe(400105);
    expect(errcodeOf(text('{"msgtype":"sampleImageMsg","photoURL":"https://a.example"}'))).toBe(400105);
  });

  it('is not found in the prototype of an object', () => {
    expect(errcodeOf(text('{"msgtype":"__proto__","__proto__":{"text":{"content":"x"}}}'))).toBe(400105);
    expect(errcodeOf(text('{"msgtype":"constructor"}'))).toBe(400105);
  });

  it('may be nested as deep as it likes', () => {
    expect(errcodeOf(text('['.repeat(200_000)))).toBe(40035);
    expect(errcodeOf(text(`{"msgtype":"text","text":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`))).toBe(40035);
  });

  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.json().map(utf8)), (bytes) => {
        const message = parseMessage(new Uint8Array(bytes));
        expect(message.kind === 'refused' ? [40035, 400105] : [0]).toContain(
          message.kind === 'refused' ? message.errcode : 0,
        );
      }),
    );
  });

  it('never throws for any value in any member that is looked at, and what it says is well-formed', () => {
    const loose = fc.anything({ maxDepth: 3 });
    const section = fc.record(
      Object.fromEntries(
        ['content', 'title', 'text', 'links', 'btns', 'at', 'messageUrl', 'singleURL'].map((one) => [one, loose]),
      ),
      { requiredKeys: [] },
    );
    const body = fc.record(
      {
        msgtype: fc.oneof(loose, fc.constantFrom('text', 'markdown', 'link', 'actionCard', 'feedCard')),
        text: fc.oneof(loose, section),
        markdown: fc.oneof(loose, section),
        actionCard: fc.oneof(loose, section),
        feedCard: fc.oneof(loose, section),
        at: fc.oneof(loose, fc.record({ atMobiles: loose, atUserIds: loose, isAtAll: loose })),
        msgUuid: loose,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(body, (value) => {
        const json = stringified(value);
        if (json === undefined) return;
        const message = parseMessage(utf8(json));
        if (message.kind === 'message') expect(message.readable.text.isWellFormed()).toBe(true);
      }),
    );
  });
});

/** What cannot be JSON cannot arrive. */
function stringified(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
