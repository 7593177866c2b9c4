import { describe, expect, it } from 'vitest';
import { readBotMessage } from './stream-message.ts';

const NOW = new Date('2026-11-26T02:00:00Z');
const BASE = {
  msgId: 'msgA==',
  conversationId: 'cidA==',
  conversationType: '2',
  conversationTitle: '收貨組',
  senderId: '$:x:y',
  senderNick: '陳大文',
  senderStaffId: 'staff-1',
  robotCode: 'dingrobot',
  sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=abc',
  sessionWebhookExpiredTime: NOW.getTime() + 5_400_000,
  msgtype: 'text',
  text: { content: ' 你好 ' },
  isInAtList: true,
  createAt: NOW.getTime() - 1000,
};
const read = (over: object = {}) => readBotMessage(JSON.stringify({ ...BASE, ...over }), NOW);

describe('a message to the robot', () => {
  it('is read with who said what where, and when', () => {
    expect(read()).toMatchObject({
      vendorId: 'msgA==',
      conversation: { id: 'cidA==', kind: 'group', title: '收貨組' },
      sender: { id: '$:x:y', name: '陳大文', userId: 'staff-1' },
      kind: 'text',
      text: '你好',
      files: [],
      sentAt: new Date(NOW.getTime() - 1000),
      isAddressed: true,
    });
  });

  it('to the robot alone is addressed to it', () => {
    expect(read({ conversationType: '1', isInAtList: undefined })?.isAddressed).toBe(true);
    expect(read({ isInAtList: 'yes' })?.isAddressed).toBe(false);
  });

  it('brings its file, its pictures and its voice with the codes that fetch them', () => {
    const file = read({ msgtype: 'file', text: undefined, content: { downloadCode: 'c1', fileName: '名單.xlsx' } });
    expect(file?.files.map((one) => [one.name, one.mediaType])).toEqual([['名單.xlsx', 'application/octet-stream']]);
    expect(JSON.parse(file?.files[0]?.ticket.reveal() ?? '')).toEqual({ downloadCode: 'c1', robotCode: 'dingrobot' });
    const richText = [{ text: '上' }, { type: 'picture', downloadCode: 'c2' }, { text: '下' }, { downloadCode: 'c3' }];
    const rich = read({ msgtype: 'richText', text: undefined, content: { richText } });
    expect([rich?.text, rich?.files.map((one) => one.name)]).toEqual(['上\n下', ['picture.jpg', 'picture.jpg']]);
    const voice = read({ msgtype: 'audio', text: undefined, content: '{"downloadCode":"c4","recognition":"明天到"}' });
    expect([voice?.text, voice?.files[0]?.mediaType]).toEqual(['明天到', 'audio/amr']);
  });

  it('of a kind that is not known is kept as it came', () => {
    const odd = read({ msgtype: 'card<script>', text: undefined, content: { biz: { a: 1 } } });
    expect([odd?.kind, odd?.text]).toEqual(['unknown', '{"biz":{"a":1}}']);
  });

  it('says no time that cannot be, and no answer address that is over', () => {
    expect(read({ createAt: 1e300 })?.sentAt).toBeUndefined();
    expect(read({ createAt: 'never' })?.sentAt).toBeUndefined();
    expect(read({ createAt: String(NOW.getTime()) })?.sentAt).toEqual(NOW);
    expect(read({ sessionWebhookExpiredTime: NOW.getTime() - 1 })?.answerAt).toBeUndefined();
    expect(read({ sessionWebhookExpiredTime: 1e20 })?.answerAt?.until.getTime()).toBe(NOW.getTime() + 3 * 3_600_000);
  });

  it.each([
    ['nothing', ''],
    ['half of it', JSON.stringify(BASE).slice(0, -5)],
    ['a list', '[]'],
    ['null', 'null'],
    ['no id', JSON.stringify({ ...BASE, msgId: undefined })],
    ['an endless id', JSON.stringify({ ...BASE, msgId: 'x'.repeat(300) })],
    ['no conversation', JSON.stringify({ ...BASE, conversationId: 7 })],
    ['an unknown kind of conversation', JSON.stringify({ ...BASE, conversationType: '9' })],
    ['deep nesting', `{"msgId":${'['.repeat(200_000)}`],
  ])('is none when it is %s', (_what, text) => {
    expect(readBotMessage(text, NOW)).toBeUndefined();
  });

  it('survives members of every wrong kind', () => {
    for (const wrong of [null, 1, 'x', [], {}, [[]], true])
      for (const member of [
        'text',
        'content',
        'senderNick',
        'conversationTitle',
        'createAt',
        'isInAtList',
        'robotCode',
      ])
        expect(() => read({ [member]: wrong })).not.toThrow();
  });

  it('shows neither its answer address nor its ticket when it is printed', () => {
    const message = read({ content: { downloadCode: 'c9' }, msgtype: 'file' });
    expect(JSON.stringify(message)).not.toContain('session=abc');
    expect(JSON.stringify(message)).not.toContain('c9');
  });
});
