/** The exact bytes for every vendor but DingTalk in every language, and the limits inside them. `UPDATE_VECTORS=1` writes them anew. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  answer,
  code,
  ended,
  envelope,
  notice,
  publicText,
  testWords,
  trial,
} from '../../test/support/channel-drafts.ts';
import { VENDOR_CASES, type VendorCase, type VendorKind } from '../../test/support/vendor-settings.ts';
import { LOCALES } from '../model/locale.ts';
import type { ChannelDraft } from '../model/notice.ts';
import { CHANNEL_KINDS } from '../model/channel.ts';
import { feishuSign } from './feishu/sign.ts';
import type { SendTarget } from './port.ts';
import { type Channel, openChannel } from './registry.ts';
import { mentioned } from './shown.ts';
import { isOneMessage } from './sms/length.ts';

const FOLDER = fileURLToPath(new URL('../../test/vectors/notice/', import.meta.url));
const wordsFor = testWords();
/** The longest that a name, a label and a count may be, in characters of three bytes that need no escaping. */
const LONGEST = { organisation: '濠'.repeat(200), label: '標'.repeat(40), count: 9999, template: 'files' } as const;

function caseOf(kind: VendorKind): VendorCase {
  const found = VENDOR_CASES.find((one) => one.kind === kind);
  if (found === undefined) throw new Error(kind);
  return found;
}

function open(kind: VendorKind, more: object = {}): Channel {
  const one = caseOf(kind);
  return openChannel(kind, { ...one.settings(one.base), ...more });
}

async function bodyOf(kind: VendorKind, draft: ChannelDraft, more: object = {}, target?: SendTarget): Promise<string> {
  const where = envelope(target ?? caseOf(kind).target);
  const { body } = await open(kind, more).render(draft, wordsFor(draft), where);
  return Buffer.from(body).toString('utf8');
}

function expected(name: string, actual: string): string {
  if (process.env['UPDATE_VECTORS'] === '1') {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(FOLDER + name, actual);
  }
  return readFileSync(FOLDER + name, 'utf8');
}

describe('every kind of channel', () => {
  it('has a vendor of its own', () => {
    const known = new Set<string>([...VENDOR_CASES.map((one) => one.kind), 'dingtalk', 'dingtalk_app', 'sms', 'email']);
    expect([...known].toSorted()).toEqual([...CHANNEL_KINDS].toSorted());
  });
});

describe('the signature of a Feishu robot', () => {
  it('is the one of the reference vector', () => {
    expect(feishuSign(1_700_000_000, 'feishu-secret')).toBe('OrBzY1Y01Gq+HgJsl+7OfWcMVwc7YocohQm5iiZwjhU=');
  });
});

describe.each(VENDOR_CASES)('a notice for $kind', ({ kind, target }) => {
  it.each(LOCALES)('is written to the byte in %s, and the same bytes again', async (locale) => {
    const body = await bodyOf(kind, notice({ locale }));
    expect(body).toBe(expected(`${kind.replaceAll('_', '-')}.${locale}.json`, body));
    expect(await bodyOf(kind, notice({ locale }))).toBe(body);
  });

  it.each(LOCALES)('stays within every limit with the longest of everything in %s', async (locale) => {
    const draft = notice({ locale, ...LONGEST, mentions: { users: ['ou_7d8a6e6df762155', 'ZhangSan'], all: false } });
    const body = await bodyOf(kind, draft);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(open(kind).caps.maxBytes);
    for (const [path, most, count = (text: string) => text.length] of LIMITS[kind]) {
      expect(count(member(JSON.parse(body), path)), path).toBeLessThanOrEqual(most);
    }
  });

  it('carries reference, validity, label and number, in whatever form', async () => {
    const body = await bodyOf(kind, notice({ locale: 'en', label: 'Nagios', count: 5, template: 'alert' }));
    for (const part of ['EN-7K3M-9QWX-2H5T', 'Valid until: 5 March 2026', 'Nagios', '5 sealed alerts']) {
      expect(body).toContain(part);
    }
    expect(body).toContain(
      kind === 'whatsapp' ? '"AbCdEfGhIjKlMnOpQrStUv"' : 'https://gate.example.mo/n/AbCdEfGhIjKlMnOpQrStUv',
    );
    if (kind === 'whatsapp') expect(body).not.toContain('https://');
  });

  it('goes to no other kind of address, and never carries a code', async () => {
    const others: readonly SendTarget[] = [
      { kind: 'group' },
      { kind: 'user', id: 'ou_7d8a6e6df762155' },
      { kind: 'email', address: 'ana@example.pt' },
      { kind: 'phone', number: '+85366881234' },
    ];
    for (const other of others.filter((one) => one.kind !== target.kind)) {
      await expect(bodyOf(kind, notice(), {}, other)).rejects.toMatchObject({ code: 'channels.bad_draft' });
    }
    await expect(bodyOf(kind, code())).rejects.toMatchObject({ code: 'channels.bad_draft' });
  });

  it('does not let a name become markup, or call everybody', async () => {
    const organisation = '[x](evil) <b>Co</b> **a** <!channel> <@all> @channel `c` <at id=all></at>\r\n\u202e';
    const draft = notice({ organisation, locale: 'en' });
    const body = await bodyOf(kind, draft);
    for (const [path, never] of MARKUP[kind]) expect(member(JSON.parse(body), path), path).not.toMatch(never);
    if (kind === 'matrix') expect(body).toContain('"m.mentions":{}');
  });
});

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8');

/** The member at a path such as `blocks.0.text`: a text as it is, anything else as JSON, nothing as an empty text. */
function member(body: unknown, path: string): string {
  const found = path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown>)?.[name], body);
  return typeof found === 'string' ? found : (JSON.stringify(found) ?? '');
}

/** Members and how long each may be, in characters unless it says how to count. Those of the whole body are `maxBytes`. */
type Limit = readonly [path: string, most: number, count?: (text: string) => number];
const LIMITS: Readonly<Record<VendorKind, readonly Limit[]>> = {
  wecom_robot: [['markdown.content', 4096, bytes]],
  wecom_app: [
    ['textcard.title', 128],
    ['textcard.description', 512],
    ['textcard.btntxt', 4],
  ],
  feishu_bot: [['card', 19_880, bytes]],
  feishu_app: [['uuid', 50]],
  teams: [['attachments', 16_384, bytes]],
  slack: [
    ['blocks.0.text.text', 150],
    ['blocks.1.text.text', 3000],
    ['blocks.2.elements.0.text.text', 75],
  ],
  google_chat: [['cardsV2', 32_000, bytes]],
  mattermost: [['attachments.0.text', 7900]],
  matrix: [['formatted_body', 32_000, bytes]],
  whatsapp: [
    ['template.components.0.parameters.0.text', 160],
    ['template.components.0.parameters.1.text', 600],
  ],
};

/** What must not be in a member: there it would be markup, or call somebody. */
const MARKUP: Readonly<Record<VendorKind, readonly (readonly [path: string, never: RegExp])[]>> = {
  wecom_robot: [['markdown.content', /\[x\]|<|\*\*a\*\*/]],
  wecom_app: [['textcard.description', /[<>&]/]],
  feishu_bot: [['card', /lark_md/]],
  feishu_app: [['content', /lark_md/]],
  teams: [['attachments', /\[x\]|<at|\*\*a\*\*/]],
  slack: [
    ['text', /[<>]/],
    ['blocks', /mrkdwn/],
  ],
  google_chat: [['cardsV2.0.card.sections', /<b>|<at|<!/]],
  mattermost: [['attachments', /\[x\]|@|\*\*a\*\*/]],
  matrix: [['formatted_body', /<b>|<at|<!/]],
  whatsapp: [['template.components', /\\n|\\r|\\t| {4}/]],
};

describe('people are called by name', () => {
  const mentions = { users: ['ZhangSan', 'ou_7d8a6e6df762155', '13800138000', '+85366881234'], all: false };

  it('in WeCom by their identifiers, everybody by a text', async () => {
    const some = JSON.parse(await bodyOf('wecom_robot', notice({ mentions })));
    expect(member(some, 'markdown.content')).toMatch(/\n<@ZhangSan> <@ou_7d8a6e6df762155>$/);
    const all = JSON.parse(await bodyOf('wecom_robot', notice({ mentions: { users: ['ZhangSan'], all: true } })));
    expect(all).toMatchObject({ msgtype: 'text', text: { mentioned_list: ['ZhangSan', '@all'] } });
    expect(bytes(member(all, 'text.content'))).toBeLessThanOrEqual(2048);
  });

  it('in Feishu by their open identifiers', async () => {
    const body = await bodyOf('feishu_bot', notice({ mentions: { ...mentions, all: true } }));
    expect(body).toContain('"<at id=all></at> <at id=ou_7d8a6e6df762155></at>"');
    expect(body).not.toContain('ZhangSan');
  });

  it.each(['teams', 'slack', 'google_chat', 'mattermost', 'matrix'] as const)('nowhere in %s', async (kind) => {
    expect(await bodyOf(kind, notice({ mentions }))).toBe(await bodyOf(kind, notice()));
  });

  it('never by what could be a telephone number', () => {
    expect(mentioned(mentions, /^.+$/)).toEqual(['ZhangSan', 'ou_7d8a6e6df762155']);
  });
});

describe('other messages', () => {
  const robots = VENDOR_CASES.filter((one) => one.target.kind === 'group');

  it.each(robots)('pass to $kind: a trial, an end, an answer with a link', async ({ kind }) => {
    expect(await bodyOf(kind, trial({ locale: 'en' }))).toContain('This is a test of the connection.');
    expect(await bodyOf(kind, ended({ locale: 'en' }))).toContain('This notice can no longer be opened.');
    const link = 'https://gate.example.mo/n/AbCdEfGhIjKlMnOpQrStUv';
    const answered = await bodyOf(
      kind,
      answer({ answer: 'status_open', reference: 'EN-7K3M-9QWX-2H5T', link, locale: 'en' }),
    );
    expect(answered).toContain('EN-7K3M-9QWX-2H5T can be opened.');
    expect(answered).toContain(link);
  });

  it.each(robots)('with public text pass to $kind, and are refused when they are too long', async ({ kind }) => {
    const text = 'one <@all> <!here> <at id=all></at>\n![p](https://pixel.example/a.png)';
    for (const format of ['text', 'markdown'] as const) {
      const body = await bodyOf(kind, publicText({ text, format }));
      expect(body).toContain('Deploy finished');
      // Where the vendor reads the place as markup; elsewhere it is plain text and shown as it is.
      const marked = kind === 'wecom_robot' || kind === 'teams' || kind === 'mattermost' || body.includes('lark_md');
      if (marked) expect(body).not.toMatch(/<@|<at|<!|!\[p\]/);
    }
    const long = publicText({ text: '長'.repeat(14_000) });
    await expect(bodyOf(kind, long)).rejects.toMatchObject({ code: 'channels.bad_draft' });
  });

  it.each(robots)(
    'with public text of nothing that is seen do not go to $kind, without a title they bear the name',
    async ({ kind }) => {
      for (const format of ['text', 'markdown'] as const) {
        const unseen = publicText({ text: '\u200b\u202e\n\u0007', format });
        await expect(bodyOf(kind, unseen)).rejects.toMatchObject({ details: { field: 'text' } });
      }
      expect(await bodyOf(kind, publicText({ title: '\u200b' }))).toContain('濠江貿易有限公司');
    },
  );

  it.each(LOCALES)('try out a provider of short messages with one message in %s', async (locale) => {
    const sms = openChannel('sms', { url: 'https://sms.example.mo/send', body: { to: '{{to}}', text: '{{text}}' } });
    expect(sms.caps.carries).toContain('test');
    const draft = trial({ locale });
    const where = envelope({ kind: 'phone', number: '+85366881234' });
    const { body } = await sms.render(draft, wordsFor(draft), where);
    const text = member(JSON.parse(Buffer.from(body).toString('utf8')), 'text');
    expect(text).not.toBe('');
    expect(isOneMessage(text)).toBe(true);
    for (const other of [answer(), ended(), publicText()]) {
      await expect(sms.render(other, wordsFor(other), where)).rejects.toMatchObject({ code: 'channels.bad_draft' });
    }
  });

  it('with public text never go to a person', async () => {
    const user: SendTarget = { kind: 'user', id: 'ou_7d8a6e6df762155' };
    for (const kind of ['wecom_app', 'feishu_app'] as const) {
      await expect(bodyOf(kind, publicText(), {}, user)).rejects.toMatchObject({ code: 'channels.bad_draft' });
    }
  });

  it('reach a group of Feishu by an application, and a conversation', async () => {
    const group = await bodyOf(
      'feishu_app',
      notice(),
      { chatId: 'oc_a0553eda9014c201e6969b478895c230' },
      { kind: 'group' },
    );
    expect(member(JSON.parse(group), 'receive_id')).toBe('oc_a0553eda9014c201e6969b478895c230');
    const asked = await bodyOf('feishu_app', answer(), {}, { kind: 'conversation', id: 'oc_1111111111' });
    expect(member(JSON.parse(asked), 'receive_id')).toBe('oc_1111111111');
  });

  it('give Slack a named link in place of a button when the setting says so', async () => {
    const body = await bodyOf('slack', notice({ locale: 'en' }), { link: 'text' });
    expect(body).toContain('<https://gate.example.mo/n/AbCdEfGhIjKlMnOpQrStUv|View the notice>');
    expect(body).toContain('"unfurl_links":false,"unfurl_media":false');
  });

  it('are refused by WhatsApp when the link is not the one of the template', async () => {
    const draft = notice({ link: 'https://other.example/n/AbCdEfGhIjKlMnOpQrStUv' });
    await expect(bodyOf('whatsapp', draft)).rejects.toMatchObject({ details: { field: 'link' } });
    await expect(bodyOf('whatsapp', trial(), { testTemplate: undefined })).rejects.toMatchObject({
      details: { field: 'kind' },
    });
  });
});

describe('a code by WhatsApp', () => {
  it('stands in the text and in the button of the authentication template, and nowhere else', async () => {
    const body: unknown = JSON.parse(await bodyOf('whatsapp', code(), { codeTemplate: 'sealed_code' }));
    const parameters = [{ type: 'text', text: '482915' }];
    expect(body).toEqual({
      messaging_product: 'whatsapp',
      to: '+85366881234',
      type: 'template',
      template: {
        name: 'sealed_code',
        language: { code: 'en_GB' },
        components: [
          { type: 'body', parameters },
          { type: 'button', sub_type: 'url', index: '0', parameters },
        ],
      },
    });
  });

  it('is carried only where there is such a template', () => {
    expect(open('whatsapp', {}).caps.carries).not.toContain('code');
    expect(open('whatsapp', { codeTemplate: 'sealed_code' }).caps.carries).toContain('code');
  });
});

describe('the number of a WeCom application', () => {
  it('is the same as a number and as a text', async () => {
    expect(await bodyOf('wecom_app', notice(), { agentId: '1000002' })).toBe(await bodyOf('wecom_app', notice()));
    for (const agentId of ['', '0', '1.5', '-1', '99999999999', 0.5]) {
      expect(() => open('wecom_app', { agentId })).toThrow(expect.objectContaining({ code: 'channels.bad_config' }));
    }
  });
});

describe('the place of a provider', () => {
  it.each([
    ['wecom_robot', {}, 'CN'],
    ['wecom_app', { jurisdiction: 'MO' }, 'CN'],
    ['wecom_robot', { baseUrl: 'https://wecom.example.mo', jurisdiction: 'MO' }, 'MO'],
    ['feishu_bot', {}, 'CN'],
    ['feishu_app', { baseUrl: 'https://open.larksuite.com' }, 'unknown'],
    ['feishu_app', { baseUrl: 'https://open.larksuite.com', jurisdiction: 'SG' }, 'SG'],
    ['feishu_bot', { baseUrl: 'https://open.feishu.cn.evil.example' }, 'unknown'],
    ['teams', {}, 'unknown'],
    ['slack', {}, 'unknown'],
    ['google_chat', {}, 'unknown'],
    ['whatsapp', {}, 'unknown'],
    ['mattermost', { jurisdiction: 'MO' }, 'MO'],
    ['matrix', { jurisdiction: 'PT' }, 'PT'],
  ] as const)('of %s with %j is %s', (kind, more, place) => {
    expect(open(kind, more).caps.jurisdiction).toBe(place);
  });
});
