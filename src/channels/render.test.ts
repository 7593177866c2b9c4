/** The exact bytes of every channel in every language. `UPDATE_VECTORS=1` writes them anew; a person then reads the difference. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { code, envelope, notice, reminder, testWords } from '../../test/support/channel-drafts.ts';
import { LOCALES } from '../model/locale.ts';
import type { ChannelDraft } from '../model/notice.ts';
import type { SendTarget } from './port.ts';
import { openChannel } from './registry.ts';

const FOLDER = fileURLToPath(new URL('../../test/vectors/notice/', import.meta.url));
const wordsFor = testWords();
const group: SendTarget = { kind: 'group' };
const mailbox: SendTarget = { kind: 'email', address: 'ana@example.pt' };
const phone: SendTarget = { kind: 'phone', number: '+85366881234' };

const robot = { accessToken: 'a1b2c3d4e5f6', secret: 'SECtest0000abcdef' };
const smsBody = { url: 'https://sms.example.mo/send', body: { to: '{{to}}', text: '{{text}}', id: '{{key}}' } };
const server = { host: 'mail.example.mo', from: 'notice@gate.example.mo' };

type Row = readonly [name: string, kind: string, settings: object, target: SendTarget, draft: ChannelDraft];

const ROWS: readonly Row[] = LOCALES.flatMap((locale): readonly Row[] => [
  [`dingtalk-card.${locale}.json`, 'dingtalk', robot, group, notice({ locale })],
  [
    `dingtalk-markdown.${locale}.json`,
    'dingtalk',
    { ...robot, layout: 'markdown', openIn: 'dingtalk', keyword: '通告' },
    group,
    notice({ locale }),
  ],
  [`dingtalk-no-link.${locale}.json`, 'dingtalk', { ...robot, openIn: 'none' }, group, notice({ locale })],
  [`email-notice.${locale}.eml`, 'email', server, mailbox, notice({ locale })],
  [`email-code.${locale}.eml`, 'email', server, mailbox, code({ locale })],
  [`email-reminder.${locale}.eml`, 'email', server, mailbox, reminder({ locale })],
  [`sms-notice.${locale}.json`, 'sms', smsBody, phone, notice({ locale })],
  [`sms-code.${locale}.json`, 'sms', smsBody, phone, code({ locale })],
]);

/** The tree keeps LF line ends; a mail has CRLF. */
function expected(name: string, actual: Uint8Array): string {
  const file = FOLDER + name;
  if (process.env['UPDATE_VECTORS'] === '1') {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, Buffer.from(actual).toString('utf8').replaceAll('\r\n', '\n'));
  }
  const kept = readFileSync(file, 'utf8');
  return name.endsWith('.eml') ? kept.replaceAll('\n', '\r\n') : kept;
}

describe('rendering', () => {
  it.each(ROWS)('writes %s to the byte, and the same bytes again', async (name, kind, settings, target, draft) => {
    const channel = openChannel(kind, settings);
    const first = await channel.render(draft, wordsFor(draft), envelope(target));
    const second = await openChannel(kind, settings).render(draft, wordsFor(draft), envelope(target));
    expect(Buffer.from(first.body).toString('utf8')).toBe(expected(name, first.body));
    expect(Buffer.from(second.body).equals(Buffer.from(first.body))).toBe(true);
    expect(first.bytes).toBe(first.body.length);
    expect(first.bytes).toBeLessThanOrEqual(channel.caps.maxBytes);
  });

  it('keeps token and secret out of everything that may be logged', async () => {
    const rendered = await openChannel('dingtalk', robot).render(notice(), wordsFor(notice()), envelope(group));
    expect(JSON.stringify(rendered)).not.toMatch(/a1b2c3d4e5f6|SECtest0000abcdef/);
  });

  it('sends no code to a group and nothing to the wrong kind of address', async () => {
    const cases: readonly (readonly [string, object, SendTarget, ChannelDraft])[] = [
      ['dingtalk', robot, group, code()],
      ['dingtalk', robot, mailbox, notice()],
      ['email', server, group, notice()],
      ['email', server, { kind: 'email', address: 'a@b\r\nBcc: eve@example.pt' }, notice()],
      ['sms', smsBody, { kind: 'phone', number: '66881234' }, notice()],
    ];
    for (const [kind, settings, target, draft] of cases) {
      const rendering = openChannel(kind, settings).render(draft, wordsFor(draft), envelope(target));
      await expect(rendering).rejects.toMatchObject({ code: 'channels.bad_draft' });
    }
  });

  it('refuses words of the other kind of draft', async () => {
    const rendering = openChannel('email', server).render(notice(), wordsFor(code()), envelope(mailbox));
    await expect(rendering).rejects.toMatchObject({ code: 'channels.bad_draft' });
  });

  it('writes nobody by name or number into a DingTalk message', async () => {
    const { body } = await openChannel('dingtalk', robot).render(notice(), wordsFor(notice()), envelope(group));
    expect(JSON.parse(Buffer.from(body).toString())).not.toHaveProperty('at');
  });

  it('does not let the name of an organisation become markup or a header', async () => {
    const organisation = '[x](evil) <b>Co</b> # `a`\r\nBcc: eve@example.pt\u202e';
    const draft = notice({ organisation, locale: 'en' });
    const robotText = Buffer.from(
      (await openChannel('dingtalk', { ...robot, layout: 'markdown' }).render(draft, wordsFor(draft), envelope(group)))
        .body,
    ).toString();
    expect(robotText).not.toMatch(/\[x\]|<b>|`a`/);
    const raw = Buffer.from(
      (await openChannel('email', server).render(draft, wordsFor(draft), envelope(mailbox))).body,
    ).toString();
    expect(raw).not.toMatch(/^Bcc:/m);
    expect(raw).toContain('<p>[x](evil) &lt;b&gt;Co&lt;/b&gt;');
  });
});
