import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answer, code, envelope, notice, publicText, testWords } from '../../test/support/channel-drafts.ts';
import type { ChannelDraft } from '../model/notice.ts';
import { jsonStrings } from './egress-texts.ts';
import { saidOf, saysNoMore } from './egress-words.ts';
import { openChannel } from './registry.ts';

const words = testWords();
const named = { members: ['token', '42'], values: ['https://oapi.dingtalk.com/base', 'Entrepot'] };

function says(
  text: string,
  draft: ChannelDraft = notice({ locale: 'en', label: 'Zabbix' }),
  ids: readonly string[] = [],
): boolean {
  const where = envelope({ kind: 'group' });
  return saysNoMore([text], saidOf({ draft, words: words(draft), envelope: where, kind: 'dingtalk', named }), ids);
}

describe('what a message may say', () => {
  it.each([
    ['a sentence of the catalogue', 'Reference: EN-7K3M-9QWX-2H5T'],
    ['several, however they are laid out', '#### Zabbix\n\n**View the notice**\n> 濠江貿易有限公司'],
    [
      'the link, encoded',
      `dingtalk://dingtalkclient/page/link?pc_slide=false&url=${encodeURIComponent('https://gate.example.mo/n/AbCdEfGhIjKlMnOpQrStUv')}`,
    ],
    ['a name of a member, alone', 'msgtype'],
    ['what the settings name', 'Entrepot'],
    ['the beginning of a sentence that was cut', 'To open it, you first confirm who y…'],
    ['nothing', ''],
    ['signs', '--- *** 🔒'],
  ])('is %s', (_what, text) => expect(says(text)).toBe(true));

  it.each([
    ['an unknown word', 'Zabbix Taipa'],
    ['a name of a member in a text', 'Zabbix msgtype'],
    ['a number of the settings in a text', 'Zabbix 42'],
    ['a part of a sentence', 'first confirm'],
    ['the beginning of a sentence that was not cut', 'To open it, you first confirm who y'],
    ['known words in another order', 'EN-2H5T-9QWX-7K3M'],
    ['a word that is longer than a known one', 'Zabbixx'],
    ['characters that nobody sees', 'Zabbix\u200b'],
    ['a word in markup', '<b Taipa>'],
    ['an address that goes on', 'https://gate.example.mo/n/AbCdEfGhIjKlMnOpQrStUv/x'],
  ])('is not %s', (_what, text) => expect(says(text)).toBe(false));

  it('takes identifiers where they are named, and no text for one', () => {
    expect(says('@manager4220', notice(), ['manager4220'])).toBe(true);
    expect(says('@manager4220')).toBe(false);
    expect(says('陳大文', notice(), ['陳大文'])).toBe(false);
    expect(says('for Maria', notice(), ['for Maria'])).toBe(false);
  });

  it('is every word of text that passes unchanged, and no other', () => {
    const draft = publicText({ text: 'Build 42 is green, 50% faster', title: 'Build' });
    expect(says('50% faster\n\nBuild 42 is gre…', draft)).toBe(true);
    expect(says('Build 43 is green', draft)).toBe(false);
  });

  it('never holds a word from outside, wherever it is put', () => {
    const sentence = 'To open it, you first confirm who you are. The link alone opens nothing.';
    fc.assert(
      fc.property(fc.stringMatching(/^[\p{L}\p{N}]{3,20}$/u), fc.nat(sentence.length), (word, at) => {
        fc.pre(!/^(?:To|open|it|you|first|confirm|who|are|The|link|alone|opens|nothing|Zabbix|Entrepot)$/u.test(word));
        expect(says(`${sentence.slice(0, at)} ${word} ${sentence.slice(at)}`)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('of a code by WhatsApp is the code and what the template needs, and not another code', async () => {
    const channel = openChannel('whatsapp', {
      phoneNumberId: '106540352242922',
      accessToken: 'whatsappSecret0000',
      noticeTemplate: 'sealed_notice',
      codeTemplate: 'sealed_code',
      linkPrefix: 'https://gate.example.mo/n/',
    });
    const where = envelope({ kind: 'phone', number: '+85366881234' });
    const [draft, other] = [code(), code({ code: '000001' })];
    const said = saidOf({ draft, words: words(draft), envelope: where, kind: 'whatsapp', named: channel.named });
    const textsOf = async (of: typeof draft): Promise<readonly string[]> => {
      const { body } = await channel.render(of, words(of), where);
      return jsonStrings(body) ?? [];
    };
    expect(saysNoMore(await textsOf(draft), said, [])).toBe(true);
    expect(saysNoMore(await textsOf(other), said, [])).toBe(false);
  });

  it('is short for an answer without a link', () => {
    const draft = answer({ locale: 'en', answer: 'help' });
    expect(says('You can write: status EN-…, access EN-…, or files.', draft)).toBe(true);
    expect(says('https://gate.example.mo/n/AbCdEfGhIjKlMnOpQrStUv', draft)).toBe(false);
  });
});
