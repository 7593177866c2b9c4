/** The exact bytes of DingTalk's bodies in every language. `UPDATE_VECTORS=1` writes them anew; a person then reads the difference. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { answer, ended, envelope, notice, publicText, testWords, trial } from '../../../test/support/channel-drafts.ts';
import { LOCALES } from '../../model/locale.ts';
import type { ChannelDraft } from '../../model/notice.ts';
import type { SendTarget } from '../port.ts';
import { openChannel } from '../registry.ts';

const FOLDER = fileURLToPath(new URL('../../../test/vectors/notice/', import.meta.url));
const wordsFor = testWords();
const group: SendTarget = { kind: 'group' };
const person: SendTarget = { kind: 'user', id: 'manager4220' };

const robot = { accessToken: 'a1b2c3d4e5f6', secret: 'SECtest0000abcdef', keyword: '通告' };
const app = { appKey: 'dingappkey0001', appSecret: 'appsecret-0123456789', robotCode: 'dingrobot0001' };
const openConversationId = 'cidGroup0000AbCd==';
const cardTemplateId = '88340192-aaaa-4bbb-8ccc-1234567890ab.schema';
const mentions = { users: ['manager4220', '0123456789012345678'], all: false };

type Row = readonly [name: string, kind: string, settings: object, target: SendTarget, draft: ChannelDraft];

const ROWS: readonly Row[] = [
  ...LOCALES.flatMap((locale): readonly Row[] => [
    [`dingtalk-calls.${locale}`, 'dingtalk', robot, group, notice({ locale, mentions, label: 'Monitor_1', count: 3 })],
    [`dingtalk-test.${locale}`, 'dingtalk', robot, group, trial({ locale })],
    [`dingtalk-answer.${locale}`, 'dingtalk', robot, group, answer({ locale })],
    [`dingtalk-app-user.${locale}`, 'dingtalk_app', { ...app, mode: 'user' }, person, notice({ locale })],
    [
      `dingtalk-app-group.${locale}`,
      'dingtalk_app',
      { ...app, mode: 'group', openConversationId, layout: 'markdown' },
      group,
      notice({ locale }),
    ],
    [
      `dingtalk-app-work-notice.${locale}`,
      'dingtalk_app',
      { ...app, mode: 'work_notice', agentId: 2_853_104_417 },
      person,
      notice({ locale }),
    ],
    [
      `dingtalk-app-card.${locale}`,
      'dingtalk_app',
      { ...app, mode: 'card', cardTemplateId },
      person,
      notice({ locale }),
    ],
    [
      `dingtalk-app-card-ended.${locale}`,
      'dingtalk_app',
      { ...app, mode: 'card', cardTemplateId, openConversationId },
      group,
      ended({ locale }),
    ],
  ]),
  ['dingtalk-public-markdown', 'dingtalk', robot, group, publicText({ mentions })],
  ['dingtalk-public-text', 'dingtalk', robot, group, publicText({ format: 'text' })],
];

function expected(name: string, actual: Uint8Array): string {
  const file = `${FOLDER}${name}.json`;
  if (process.env['UPDATE_VECTORS'] === '1') {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, actual);
  }
  return readFileSync(file, 'utf8');
}

describe('rendering for DingTalk', () => {
  it.each(ROWS)('writes %s to the byte, and the same bytes again', async (name, kind, settings, target, draft) => {
    const channel = openChannel(kind, settings);
    const first = await channel.render(draft, wordsFor(draft), envelope(target));
    const second = await openChannel(kind, settings).render(draft, wordsFor(draft), envelope(target));
    expect(Buffer.from(first.body).toString('utf8')).toBe(expected(name, first.body));
    expect(Buffer.from(second.body).equals(Buffer.from(first.body))).toBe(true);
    expect(first.bytes).toBe(first.body.length);
    expect(first.bytes).toBeLessThanOrEqual(channel.caps.maxBytes);
  });

  it('gives two notices of the same organisation and time different work notifications', async () => {
    const channel = openChannel('dingtalk_app', { ...app, mode: 'work_notice', agentId: 1 });
    const messages = ['EN-AAAA-BBBB-CCCC', 'EN-AAAA-BBBB-CCCD'].map(async (reference) => {
      const draft = notice({ reference });
      const { body } = await channel.render(draft, wordsFor(draft), envelope(person));
      return JSON.stringify((JSON.parse(Buffer.from(body).toString()) as { msg: object }).msg);
    });
    const [first, second] = await Promise.all(messages);
    expect(first).not.toBe(second);
  });

  it('does not let the name of an organisation become markup or a call', async () => {
    const organisation = '[x](evil) <b>Co</b> # `a`\r\n\u202e@all';
    const draft = notice({ organisation, locale: 'en' });
    for (const mode of ['user', 'card'] as const) {
      const channel = openChannel('dingtalk_app', { ...app, mode, cardTemplateId, layout: 'markdown' });
      const { body } = await channel.render(draft, wordsFor(draft), envelope(person));
      expect(Buffer.from(body).toString()).not.toMatch(/\[x\]|<b>|`a`|\u202e/);
    }
    const { body } = await openChannel('dingtalk', robot).render(draft, wordsFor(draft), envelope(group));
    expect(JSON.parse(Buffer.from(body).toString())).not.toHaveProperty('at');
  });

  it('refuses to call somebody whose identifier could be anything else', async () => {
    for (const user of ['a b', '', 'a)\n@all', '王', 'x'.repeat(200)]) {
      const draft = notice({ mentions: { users: [user], all: false } });
      const rendering = async () => openChannel('dingtalk', robot).render(draft, wordsFor(notice()), envelope(group));
      await expect(rendering()).rejects.toMatchObject({ code: 'channels.bad_draft' });
    }
  });
});
