import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardMessage, parseOpenSpaceId } from './cards.ts';

describe('what a card says', () => {
  it('is the text of its parameters, also inside JSON, each once', () => {
    const cardParamMap = {
      title: 'Approval',
      body: 'Two pallets',
      again: 'Two pallets',
      rows: JSON.stringify([{ label: 'Sum', value: 312 }, 'free']),
      broken: '{not json',
    };
    expect(
      cardMessage({ cardData: { cardParamMap }, privateData: { u1: { cardParamMap: { note: 'for you' } } } }),
    ).toEqual({
      title: 'Approval',
      text: 'Approval\n\nTwo pallets\n\nSum\n\n312\n\nfree\n\n{not json\n\nfor you',
      format: 'markdown',
      media: [],
    });
  });

  it('is nothing where there are no words', () => {
    for (const body of [
      {},
      { cardData: null },
      { cardData: { cardParamMap: {} } },
      { cardData: { cardParamMap: { a: '' } } },
    ])
      expect(cardMessage(body)).toBeUndefined();
  });

  it('is read without a throw from anything, and not below its depth', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (cardParamMap, privateData) => {
        cardMessage({ cardData: { cardParamMap }, privateData });
      }),
    );
    let deep = '"hidden"';
    for (let i = 0; i < 12; i += 1) deep = JSON.stringify([deep]);
    expect(cardMessage({ cardData: { cardParamMap: { deep } } })).toBeUndefined();
  });
});

describe('where a card is put up', () => {
  it('is read in any case, several at once', () => {
    expect(parseOpenSpaceId('dtv1.card//im_group.cidA+/b==;im_robot.user.1')).toEqual({
      conversations: ['cidA+/b=='],
      users: ['user.1'],
    });
    expect(parseOpenSpaceId('dtv1.card//IM_ROBOT.zhang16')).toEqual({ conversations: [], users: ['zhang16'] });
  });

  it('is refused as a whole when one part is not understood', () => {
    for (const text of [
      '',
      'dtv1.card//',
      'im_group.a',
      'dtv1.card//im_group.',
      'dtv1.card//im_group.a;one_box.b',
      'dtv1.card//im_group.a;',
      `dtv1.card//im_group.${'a'.repeat(5000)}`,
    ])
      expect(parseOpenSpaceId(text), text.slice(0, 40)).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => void parseOpenSpaceId(`dtv1.card//${text}`)));
  });
});
