import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSampleMessage } from './sample-message.ts';

const read = (msgKey: string, param: unknown): unknown => {
  const parsed = parseSampleMessage(msgKey, typeof param === 'string' ? param : JSON.stringify(param));
  return parsed.kind === 'message' ? parsed.message : parsed.what;
};

describe('messages of the enterprise robot', () => {
  it('are read as people read them, by their msgKey', () => {
    expect(read('sampleText', { content: '交貨單 12' })).toEqual({
      title: '',
      text: '交貨單 12',
      format: 'text',
      media: [],
    });
    expect(read('sampleMarkdown', { title: 'Shift', text: '# Plan\n- one' })).toEqual({
      title: 'Shift',
      text: 'Shift\n\n# Plan\n- one',
      format: 'markdown',
      media: [],
    });
    expect(
      read('sampleLink', { title: 'Report', text: 'Week 12', messageUrl: 'https://erp.example/r', picUrl: '@lAD' }),
    ).toEqual({ title: 'Report', text: 'Report\n\nWeek 12\n\nhttps://erp.example/r', format: 'text', media: [] });
    expect(read('sampleImageMsg', { photoURL: '@enPicture' })).toMatchObject({ media: [{ mediaId: '@enPicture' }] });
    expect(read('sampleImageMsg', { photoURL: 'https://cdn.example/p.png' })).toMatchObject({
      text: 'https://cdn.example/p.png',
      media: [],
    });
    expect(read('sampleFile', { mediaId: '@enA', fileName: 'plan', fileType: 'xlsx' })).toMatchObject({
      media: [{ mediaId: '@enA', name: 'plan.xlsx' }],
    });
    expect(read('sampleFile', { mediaId: '@enA', fileName: 'plan.XLSX', fileType: 'xlsx' })).toMatchObject({
      media: [{ mediaId: '@enA', name: 'plan.XLSX' }],
    });
    expect(read('sampleAudio', { mediaId: '@enB', duration: '3000' })).toMatchObject({ media: [{ mediaId: '@enB' }] });
    expect(read('sampleVideo', { videoMediaId: '@enC', picMediaId: '@enD', videoType: 'mp4' })).toMatchObject({
      media: [{ mediaId: '@enC' }, { mediaId: '@enD' }],
    });
  });

  it('keep every button of an action card, and take the wrapper off its links', () => {
    const wrapped = `dingtalk://dingtalkclient/page/link?url=${encodeURIComponent('https://erp.example/1')}&pc_slide=false`;
    const cards: [string, Record<string, string>, string][] = [
      ['sampleActionCard', { singleTitle: 'Open', singleURL: wrapped }, '[Open](https://erp.example/1)'],
      [
        'sampleActionCard2',
        { actionTitle1: 'Yes', actionURL1: 'https://a.example', actionTitle2: 'No', actionURL2: 'https://b.example' },
        '[Yes](https://a.example)\n\n[No](https://b.example)',
      ],
      [
        'sampleActionCard6',
        { buttonTitle1: 'Yes', buttonUrl1: 'https://a.example', buttonTitle2: 'No', buttonUrl2: 'https://b.example' },
        '[Yes](https://a.example)\n\n[No](https://b.example)',
      ],
    ];
    for (const [msgKey, buttons, shown] of cards)
      expect(read(msgKey, { title: 'T', text: 'Body', ...buttons }), msgKey).toMatchObject({
        text: `T\n\nBody\n\n${shown}`,
        format: 'markdown',
      });
  });

  it('are of no kind that does not exist, and say so apart from a wrong parameter', () => {
    for (const msgKey of ['', 'text', 'sampleActionCard7', 'sampleText ', 'constructor', '__proto__', 'toString'])
      expect(read(msgKey, { content: 'x' }), msgKey).toBe('type');
    for (const param of ['', '{', '[]', 'null', '"text"', '{}', '{"content":{}}', '{"content":""}', '{"content":[1]}'])
      expect(read('sampleText', param), param).toBe('param');
    expect(read('sampleFile', { fileName: 'a.txt' })).toBe('param');
    expect(parseSampleMessage('sampleText', undefined)).toEqual({ kind: 'invalid', what: 'param' });
    expect(parseSampleMessage('sampleText', { content: 12 })).toMatchObject({ message: { text: '12' } });
  });

  it('never throw, whatever a caller writes, and never lose the words of a text', () => {
    const keys = fc.constantFrom('sampleText', 'sampleMarkdown', 'sampleLink', 'sampleActionCard3', 'sampleVideo', 'x');
    fc.assert(
      fc.property(keys, fc.oneof(fc.json(), fc.string(), fc.anything()), (msgKey, param) => {
        const parsed = parseSampleMessage(msgKey, param);
        if (parsed.kind === 'message') expect(parsed.message.text.isWellFormed()).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (content) => {
        fc.pre(content.trim() !== '' && !content.includes('dingtalk:'));
        expect(read('sampleText', { content })).toMatchObject({ text: content });
      }),
    );
  });

  it('stand deep nesting and a megabyte of one character', () => {
    expect(read('sampleText', `${'['.repeat(200_000)}${']'.repeat(200_000)}`)).toBe('param');
    expect(read('sampleText', `{"content":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`)).toBe('param');
    const long = '長'.repeat(300_000);
    expect(read('sampleText', { content: long })).toMatchObject({ text: long });
  });
});
