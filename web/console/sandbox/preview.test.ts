import { describe, expect, it } from 'vitest';
import { prettyJson, readMessage } from './preview.ts';

const page = 'http://localhost:8080/n/AAAAAAAAAAAAAAAAAAAAAA';
const card = (singleURL: string) =>
  JSON.stringify({
    msgtype: 'actionCard',
    actionCard: {
      title: 'Hotel\\-Exemplo',
      text: '#### Hotel\\-Exemplo\n\nReference: EN\\-1\n\nIt opens nothing\\.',
      singleTitle: 'Open',
      singleURL,
    },
  });
const dingtalk = (body: string) => readMessage({ vendor: 'dingtalk', kind: 'notice', body });

describe('readMessage', () => {
  it('reads an action card: title once, lines without escapes, the button', () => {
    expect(dingtalk(card(page))).toEqual({
      preview: {
        kind: 'card',
        title: 'Hotel-Exemplo',
        lines: ['Reference: EN-1', 'It opens nothing.'],
        button: 'Open',
      },
      link: page,
      code: null,
    });
  });

  it('takes the page out of the address that makes DingTalk open the browser', () => {
    const wrapped = `dingtalk://dingtalkclient/page/link?pc_slide=false&url=${encodeURIComponent(page)}`;
    expect(dingtalk(card(wrapped)).link).toBe(page);
  });

  it.each(['javascript:alert(1)', 'dingtalk://x?url=javascript%3Aalert(1)', 'dingtalk://x', 'http://', ''])(
    'makes no link of `%s`',
    (address) => {
      expect(dingtalk(card(address)).link).toBeNull();
    },
  );

  it('reads a markdown message with its link at the end, and one without', () => {
    const markdown = (text: string) =>
      dingtalk(JSON.stringify({ msgtype: 'markdown', markdown: { title: 'T', text } }));
    expect(markdown(`#### T\n\nline\n\n[Open \\[it\\]](${page})`)).toEqual({
      preview: { kind: 'card', title: 'T', lines: ['line'], button: 'Open [it]' },
      link: page,
      code: null,
    });
    expect(markdown('line')).toMatchObject({ preview: { lines: ['line'], button: null }, link: null });
  });

  it('finds link and code in a mail, the code only where one was sent', () => {
    const body = `Subject: x\r\n\r\nHello\r\n\r\n${page}\r\n\r\n123456\r\n`;
    expect(readMessage({ vendor: 'email', kind: 'code', body })).toMatchObject({ link: page, code: '123456' });
    expect(readMessage({ vendor: 'email', kind: 'notice', body })).toMatchObject({ link: page, code: null });
  });

  it('finds text and code of a text message, whatever the provider calls them', () => {
    const body = JSON.stringify({ to: '+85366123456', msg: 'Your code: 654321 (10 minutes)', ref: 'c.1' });
    expect(readMessage({ vendor: 'sms', kind: 'code', body })).toEqual({
      preview: { kind: 'sms', text: 'Your code: 654321 (10 minutes)' },
      link: null,
      code: '654321',
    });
  });

  it.each(['', '{', '[]', 'null', '{"msgtype":"text"}', '{"to":"+85366123456"}'])('shows `%s` as bytes', (body) => {
    expect(dingtalk(body).preview.kind).toBe('bytes');
    expect(readMessage({ vendor: 'sms', kind: 'code', body }).preview.kind).toBe('bytes');
  });
});

describe('prettyJson', () => {
  it('breaks an object into lines and refuses what is none', () => {
    expect(prettyJson('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(prettyJson('"a"')).toBeNull();
    expect(prettyJson('a')).toBeNull();
  });
});
