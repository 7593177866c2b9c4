import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWorkMessage } from './work-message.ts';

const read = (msg: unknown): unknown => {
  const parsed = parseWorkMessage(msg);
  return parsed.kind === 'message' ? parsed.message : parsed.what;
};

describe('messages of work notifications', () => {
  it('are read in snake_case, as an object and as JSON in a string', () => {
    const card = {
      msgtype: 'action_card',
      action_card: {
        title: 'Leave',
        markdown: 'Two days',
        btn_orientation: '1',
        btn_json_list: [{ title: 'Open', action_url: 'https://hr.example/1' }],
      },
    };
    const read2 = { title: 'Leave', text: 'Leave\n\nTwo days\n\n[Open](https://hr.example/1)', format: 'markdown' };
    expect(read(card)).toMatchObject(read2);
    expect(read(JSON.stringify(card))).toMatchObject(read2);
    expect(
      read({
        msgtype: 'action_card',
        action_card: { title: 'A', markdown: 'B', single_title: 'C', single_url: 'https://d.example' },
      }),
    ).toMatchObject({ text: 'A\n\nB\n\n[C](https://d.example)' });
    expect(read({ msgtype: 'text', text: { content: 'hello' } })).toMatchObject({ text: 'hello', format: 'text' });
    expect(read({ msgtype: 'markdown', markdown: { title: 'A', text: '# A' } })).toMatchObject({ text: '# A' });
    expect(read({ msgtype: 'link', link: { title: 'A', text: 'B', messageUrl: 'https://c.example' } })).toMatchObject({
      text: 'A\n\nB\n\nhttps://c.example',
    });
    for (const type of ['image', 'voice', 'file'])
      expect(read({ msgtype: type, [type]: { media_id: '@enA', duration: '10' } }), type).toMatchObject({
        media: [{ mediaId: '@enA' }],
      });
  });

  it('keep every word of a form', () => {
    const form = {
      msgtype: 'oa',
      oa: {
        message_url: 'https://oa.example/1',
        head: { bgcolor: 'FFBBBBBB', text: 'Purchase' },
        body: {
          title: 'Paper',
          form: [
            { key: 'Boxes:', value: '20' },
            { key: 'Price:', value: 15.6 },
          ],
          rich: { num: '312', unit: 'MOP' },
          content: 'For the branch',
          image: '@lADOA',
          file_count: '3',
          author: 'Ho',
        },
      },
    };
    expect(read(form)).toMatchObject({
      title: 'Paper',
      text: 'Paper\n\nPurchase\n\nBoxes: 20\nPrice: 15.6\n\n312 MOP\n\nFor the branch\n\nHo\n\nhttps://oa.example/1',
      media: [],
    });
    expect(read({ msgtype: 'oa', oa: { body: { title: 'P', image: '@enP' } } })).toMatchObject({
      media: [{ mediaId: '@enP' }],
    });
  });

  it('tell an unknown type from a missing member', () => {
    for (const msgtype of ['', 'sms', 'constructor', '__proto__', 'feedCard'])
      expect(read({ msgtype, [msgtype]: { content: 'x' } }), msgtype).toBe('type');
    expect(read({ msgtype: 'text' })).toBe('param');
    expect(read({ msgtype: 'text', text: { content: '' } })).toBe('param');
    expect(read({ msgtype: 'file', file: {} })).toBe('param');
    for (const msg of [undefined, null, 3, '', '[', '[]', '"x"', []]) expect(read(msg)).toBe('param');
  });

  it('never throw, whatever a caller writes', () => {
    const types = fc.constantFrom('text', 'oa', 'link', 'action_card', 'file', 'nothing');
    fc.assert(
      fc.property(types, fc.anything({ maxDepth: 4 }), (msgtype, member) => {
        parseWorkMessage({ msgtype, [msgtype]: member });
      }),
    );
    fc.assert(fc.property(fc.anything(), (msg) => void parseWorkMessage(msg)));
  });
});
