/** DingTalk's robot and enterprise application against stand-ins, through the egress guard and the real network code. */
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../src/base/secret.ts';
import { createEgressGuard } from '../../src/channels/egress-guard.ts';
import { createNetworkEgress } from '../../src/channels/network.ts';
import type { Egress, Envelope, SandboxMessage, SendOutcome, SendTarget } from '../../src/channels/port.ts';
import { bucketSpec } from '../../src/channels/rate.ts';
import { type Channel, openChannel } from '../../src/channels/registry.ts';
import { createSandboxEgress } from '../../src/channels/sandbox.ts';
import { createTokenCache } from '../../src/channels/tokens.ts';
import type { ChannelDraft } from '../../src/model/notice.ts';
import { answer, code, ended, envelope, notice, publicText, testWords, trial } from '../support/channel-drafts.ts';
import { type FakeDingtalk, startFakeDingtalk } from '../support/fake-dingtalk.ts';
import { APP, type FakeDingtalkApp, startFakeDingtalkApp } from '../support/fake-dingtalk-app.ts';

/** What must never cross: the sender's, subject's and file's names, a key, a number. */
const CANARIES = ['陳大文', '王小明', 'payroll-2026.xlsx', 'CANARYKEY', '66881235', '13800138000'];
const NOW = new Date('2026-03-31T15:59:00Z');
const wordsFor = testWords();
const network = createNetworkEgress(fetch);
const noSignal = new AbortController().signal;

function guarded(channel: Channel, inner: Egress = network): Egress {
  return createEgressGuard({
    egress: inner,
    allowedHosts: () => new Set(channel.hosts),
    linkPrefixes: ['https://gate.example.mo/n/'],
    ownNames: () => ['濠江貿易有限公司', 'Macau Trading Ltd'],
    scan: (text) => ({ personal: CANARIES.filter((canary) => text.includes(canary)).length, kinds: ['canary'] }),
    record: { record: async () => {} },
  });
}

type Attempt = {
  readonly channel: Channel;
  readonly draft?: ChannelDraft;
  readonly to?: Envelope | SendTarget;
  readonly egress?: Egress;
  readonly tokens?: ReturnType<typeof createTokenCache>;
  readonly now?: Date;
};

function callOf({ channel, egress, tokens, now }: Attempt) {
  return {
    egress: egress ?? guarded(channel),
    connection: 'c',
    tokens: tokens ?? createTokenCache(),
    signal: noSignal,
    now: now ?? NOW,
  };
}

async function attempt(given: Attempt): Promise<SendOutcome> {
  const draft = given.draft ?? notice();
  const to = given.to ?? { kind: 'group' };
  const where = 'kind' in to ? envelope(to) : to;
  const rendered = await given.channel.render(draft, wordsFor(draft), where);
  return given.channel.send({ ...callOf(given), rendered });
}

let keys = 0;
function fresh(target: SendTarget = { kind: 'group' }): Envelope {
  keys += 1;
  return envelope(target, `fresh-${keys}-abcdef`);
}

function expectNoCanary(wire: string): void {
  expect(wire.length).toBeGreaterThan(1000);
  for (const canary of CANARIES) {
    expect(wire).not.toContain(Buffer.from(canary, 'utf8').toString('latin1'));
    expect(wire).not.toContain(encodeURIComponent(canary));
  }
}

describe('the DingTalk robot', () => {
  let fake: FakeDingtalk;
  let robots = 0;
  const open = (settings: object = {}): Channel => {
    robots += 1;
    return openChannel('dingtalk', { baseUrl: fake.baseUrl, accessToken: `robottoken${robots}`, ...settings });
  };
  const last = (): { token: string; called: readonly string[]; text: string; body: Record<string, unknown> } => {
    const { token, body, called } = fake.delivered.at(-1)!;
    return { token, body, called, text: JSON.stringify(body) };
  };

  beforeAll(async () => {
    fake = await startFakeDingtalk();
  });
  afterAll(async () => {
    expectNoCanary(fake.wire());
    await fake.close();
  });

  it('calls people by DingTalk’s own identifiers, also when these are long numbers', async () => {
    const users = ['manager4220', '0123456789012345678', '201382020'];
    const draft = notice({ mentions: { users, all: false } });
    expect(await attempt({ channel: open(), draft, to: fresh() })).toEqual({ outcome: 'sent' });
    expect(last().called).toEqual(users);
    expect(last().body).toMatchObject({ msgtype: 'markdown', at: { atUserIds: users, isAtAll: false } });
  });

  it('calls everybody', async () => {
    const draft = notice({ mentions: { users: [], all: true } });
    expect(await attempt({ channel: open(), draft, to: fresh() })).toEqual({ outcome: 'sent' });
    expect(last().called).toEqual(['all']);
  });

  it('calls nobody when the route names nobody', async () => {
    const draft = notice({ mentions: { users: [], all: false } });
    await attempt({ channel: open(), draft, to: fresh() });
    expect(last().body).not.toHaveProperty('at');
    expect(last().body).toMatchObject({ msgtype: 'actionCard' });
  });

  it.each(['13800138000', '8613800138000', '+85366881234'])('calls nobody by a telephone number (%s)', async (user) => {
    const before = fake.requests();
    const draft = notice({ mentions: { users: [user], all: false } });
    const outcome = await attempt({ channel: open(), draft, to: fresh() });
    expect(outcome).toEqual({ outcome: 'permanent', why: 'egress_blocked.phone' });
    expect(fake.requests()).toBe(before);
  });

  it('shows the label of the route and how many messages there are', async () => {
    const draft = notice({ label: 'Payroll_monitor [1]', count: 5, locale: 'en' });
    expect(await attempt({ channel: open(), draft, to: fresh() })).toEqual({ outcome: 'sent' });
    expect(last().text).toContain('Payroll＿monitor ［1］');
    const words = wordsFor(draft);
    expect(words.title).toMatch(/\b5\b/);
    expect(last().body).toMatchObject({ actionCard: { title: words.title } });
  });

  it('carries a trial and an answer into its group', async () => {
    const channel = open();
    expect(await attempt({ channel, draft: trial(), to: fresh() })).toEqual({ outcome: 'sent' });
    expect(last().body).toMatchObject({ msgtype: 'markdown' });
    const withLink = answer({ link: 'https://gate.example.mo/n/AbCdEfGhIjKlMnOpQrStUv' });
    expect(await attempt({ channel, draft: withLink, to: fresh() })).toEqual({ outcome: 'sent' });
    expect(last().body).toMatchObject({ msgtype: 'actionCard' });
  });

  const session = (url: string): SendTarget => ({ kind: 'answer_url', url: new Secret(url) });

  it('answers a conversation at the address that came with the message, unsigned and without the robot’s token', async () => {
    const channel = open({ secret: 'SECtest0000abcdef' });
    const to = fresh(session(`${fake.baseUrl}/robot/sendBySession?session=s3cr3tSession%2B1`));
    expect(await attempt({ channel, draft: answer(), to })).toEqual({ outcome: 'sent' });
    expect(last()).toMatchObject({ token: 's3cr3tSession+1', body: { msgtype: 'markdown' } });
  });

  it('never shows the session', async () => {
    const channel = open();
    const to = fresh(session(`${fake.baseUrl}/robot/sendBySession?session=s3cr3tSession`));
    const rendered = await channel.render(answer(), wordsFor(answer()), to);
    const kept: SandboxMessage[] = [];
    const sandbox = createSandboxEgress({
      store: async (message) => {
        kept.push(message);
        return 'stored';
      },
    });
    await attempt({ channel, draft: answer(), to, egress: guarded(channel, sandbox) });
    for (const shown of [JSON.stringify(rendered), inspect(rendered, { depth: 9 }), JSON.stringify(kept)])
      expect(shown).not.toContain('s3cr3tSession');
    expect(kept[0]?.url).toBe(`${fake.baseUrl}/robot/sendBySession?session=[redacted]`);
  });

  it.each([
    'https://evil.example/robot/sendBySession?session=s3cr3t',
    'BASE@evil.example/robot/sendBySession?session=s3cr3t',
    'BASE/robot/sendBySession/%E7%8E%8B?session=s3cr3t',
    'BASE/admin?session=s3cr3t',
    'BASE/robot/sendBySession?session=s3cr3t#x',
    'http://user:s3cr3t@127.0.0.1/robot/sendBySession',
    'ftp://127.0.0.1/robot/sendBySession?session=s3cr3t',
    's3cr3t',
    '',
  ])('answers nobody else’s address (%s)', async (url) => {
    const to = fresh(session(url.replace('BASE', fake.baseUrl)));
    const rendering = open().render(answer(), wordsFor(answer()), to);
    await expect(rendering).rejects.toMatchObject({ code: 'channels.bad_draft', details: { field: 'target' } });
    await expect(rendering).rejects.not.toThrow(/s3cr3t/);
  });

  it('gives an answer up when the conversation’s address has ended, and leaves the connection as it is', async () => {
    const to = fresh(session(`${fake.baseUrl}/robot/sendBySession?session=ended1`));
    const outcome = await attempt({ channel: open(), draft: answer(), to });
    expect(outcome).toEqual({ outcome: 'permanent', why: 'dingtalk.session_ended' });
  });

  it('sends a notice to no session', async () => {
    const to = fresh(session(`${fake.baseUrl}/robot/sendBySession?session=s`));
    await expect(attempt({ channel: open(), to })).rejects.toMatchObject({ code: 'channels.bad_draft' });
  });

  it('lets public text pass as it is', async () => {
    const channel = open();
    const draft = publicText();
    expect(await attempt({ channel, draft, to: fresh() })).toEqual({ outcome: 'sent' });
    expect(last().body).toMatchObject({ msgtype: 'markdown', markdown: { title: draft.title, text: draft.text } });
    const plain = publicText({ format: 'text', text: 'line one\n*line* two  ' });
    expect(await attempt({ channel, draft: plain, to: fresh() })).toEqual({ outcome: 'sent' });
    expect(last().body).toMatchObject({ msgtype: 'text', text: { content: 'line one\n*line* two  ' } });
  });

  it('stops public text in which the guard finds somebody, and refuses what DingTalk would not take', async () => {
    const channel = open();
    const personal = publicText({ text: '王小明 is away' });
    expect(await attempt({ channel, draft: personal, to: fresh() })).toEqual({
      outcome: 'permanent',
      why: 'egress_blocked.personal.canary',
    });
    const long = publicText({ text: '字'.repeat(10_000) });
    await expect(attempt({ channel, draft: long, to: fresh() })).rejects.toMatchObject({
      code: 'channels.bad_draft',
      details: { field: 'size' },
    });
  });

  it('takes the code below an errcode 88 for the code', async () => {
    const inner: Egress = {
      ...network,
      http: async () => ({
        kind: 'answered',
        status: 200,
        headers: {},
        body: new TextEncoder().encode('{"errcode":88,"sub_code":"90018","sub_msg":"x"}'),
      }),
    };
    const channel = open();
    const outcome = await attempt({ channel, to: fresh(), egress: guarded(channel, inner) });
    expect(outcome).toEqual({ outcome: 'retry', why: 'dingtalk.call_limit', scope: 'connection', afterMs: 60_000 });
  });
});

describe('the DingTalk application', () => {
  let fake: FakeDingtalkApp;
  const { appKey, appSecret, robotCode, agentId, openConversationId, cardTemplateId } = APP;
  const PARTS = {
    user: { robotCode },
    group: { robotCode, openConversationId },
    work_notice: { agentId: String(agentId) },
    card: { robotCode, cardTemplateId },
    group_card: { robotCode, cardTemplateId, openConversationId },
  } as const;
  type Mode = keyof typeof PARTS;
  const MODES: readonly Mode[] = ['user', 'group', 'work_notice', 'card', 'group_card'];
  const person: SendTarget = { kind: 'user', id: '0123456789012345' };
  const targetOf = (mode: Mode): SendTarget => (mode === 'group' || mode === 'group_card' ? { kind: 'group' } : person);
  const settingsOf = (mode: Mode, settings: object = {}): object => ({
    mode: mode === 'group_card' ? 'card' : mode,
    apiBaseUrl: fake.baseUrl,
    baseUrl: fake.baseUrl,
    appKey,
    appSecret,
    ...PARTS[mode],
    ...settings,
  });
  const open = (mode: Mode, settings: object = {}): Channel => openChannel('dingtalk_app', settingsOf(mode, settings));
  const send = (mode: Mode, given: Partial<Attempt> = {}): Promise<SendOutcome> =>
    attempt({ channel: open(mode), to: fresh(targetOf(mode)), ...given });
  const refOf = (outcome: SendOutcome): string =>
    outcome.outcome === 'sent' ? (outcome.providerRef ?? 'none') : JSON.stringify(outcome);
  const messageOf = (outcome: SendOutcome) => fake.messages.get(refOf(outcome));

  beforeAll(async () => {
    fake = await startFakeDingtalkApp();
  });
  afterEach(() => {
    expect(fake.reset()).toBe(0);
  });
  afterAll(async () => {
    expectNoCanary(fake.wire());
    await fake.close();
  });

  describe('sends', () => {
    it('to one person as the robot', async () => {
      const outcome = await send('user');
      expect(messageOf(outcome)).toMatchObject({
        to: '0123456789012345',
        body: { title: '濠江貿易有限公司：密封通知 EN-7K3M-9QWX-2H5T' },
      });
      expect(fake.got.at(-1)?.body).toMatchObject({ userIds: ['0123456789012345'], msgKey: 'sampleActionCard' });
    });

    it('to a group as the robot, as Markdown when the settings say so', async () => {
      const channel = open('group', { layout: 'markdown', openIn: 'dingtalk' });
      const outcome = await send('group', { channel });
      expect(messageOf(outcome)).toMatchObject({ to: openConversationId });
      expect(fake.got.at(-1)?.body).toMatchObject({ msgKey: 'sampleMarkdown' });
      expect(JSON.stringify(messageOf(outcome)?.body)).toContain('](https://gate.example.mo/n/AbCdEfGhIjKlMnOpQrStUv)');
    });

    it('a work notification, with the names in snake case and the token in the query', async () => {
      const outcome = await send('work_notice');
      expect(refOf(outcome)).toMatch(/^\d+$/);
      expect(fake.got.at(-1)).toMatchObject({
        path: '/topapi/message/corpconversation/asyncsend_v2',
        body: {
          agent_id: agentId,
          userid_list: '0123456789012345',
          to_all_user: false,
          msg: { msgtype: 'action_card', action_card: { single_title: expect.any(String) } },
        },
      });
    });

    it('a card to a person and to a group, known by the key of the message', async () => {
      for (const [mode, space] of [
        ['card', 'dtv1.card//IM_ROBOT.0123456789012345'],
        ['group_card', `dtv1.card//IM_GROUP.${openConversationId}`],
      ] as const) {
        const to = fresh(targetOf(mode));
        expect(await send(mode, { to })).toEqual({ outcome: 'sent', providerRef: to.idempotencyKey });
        expect(fake.cards.get(to.idempotencyKey)).toMatchObject({ space, params: { state: 'open' } });
        expect(await send(mode, { to })).toMatchObject({ outcome: 'sent' });
      }
    });

    it.each(MODES)('a trial in mode %s', async (mode) => {
      expect(await send(mode, { draft: trial() })).toMatchObject({ outcome: 'sent' });
    });

    it('an answer to the group, to a conversation, and to the address that came with a message', async () => {
      expect(await send('group', { draft: answer() })).toMatchObject({ outcome: 'sent' });
      const conversation = fresh({ kind: 'conversation', id: 'cidOther12345678==' });
      expect(messageOf(await send('group', { draft: answer(), to: conversation }))?.to).toBe('cidOther12345678==');
      const url = new Secret(`${fake.baseUrl}/robot/sendBySession?session=s3cr3t`);
      const before = fake.got.length;
      const outcome = await send('group', { draft: answer(), to: fresh({ kind: 'answer_url', url }) });
      expect(outcome).toEqual({ outcome: 'sent' });
      expect(fake.got.slice(before)).toMatchObject([{ path: '/robot/sendBySession', query: { session: 's3cr3t' } }]);
      for (const mode of MODES)
        expect([mode, await send(mode, { draft: answer(), to: fresh({ kind: 'answer_url', url }) })]).toEqual([
          mode,
          outcome,
        ]);
      const old = new Secret(`${fake.baseUrl}/robot/sendBySession?session=ended`);
      const late = await send('group', { draft: answer(), to: fresh({ kind: 'answer_url', url: old }) });
      expect(late).toEqual({ outcome: 'permanent', why: 'dingtalk.session_ended' });
    });

    it('nothing to a target or of a kind that the mode has no form for', async () => {
      const cases: readonly (readonly [Mode, SendTarget, ChannelDraft])[] = [
        ['user', { kind: 'group' }, notice()],
        ['user', { kind: 'user', id: 'a,b' }, notice()],
        ['user', { kind: 'email', address: 'ana@example.pt' }, notice()],
        ['user', { kind: 'conversation', id: openConversationId }, answer()],
        ['user', person, code()],
        ['user', person, publicText()],
        ['group', person, notice()],
        ['group', { kind: 'conversation', id: openConversationId }, notice()],
        ['group', { kind: 'conversation', id: '王' }, answer()],
        [
          'group',
          { kind: 'answer_url', url: new Secret('https://evil.example/robot/sendBySession?session=s') },
          answer(),
        ],
        ['work_notice', { kind: 'user', id: 'u1,u2' }, notice()],
        ['work_notice', { kind: 'group' }, notice()],
        ['card', { kind: 'group' }, notice()],
        ['group_card', person, notice()],
      ];
      for (const [mode, to, draft] of cases)
        await expect(send(mode, { to, draft })).rejects.toMatchObject({ code: 'channels.bad_draft' });
    });
  });

  describe('work notifications, of which equal ones are dropped without a word', () => {
    it('differ by their reference, and arrive', async () => {
      const channel = open('work_notice');
      const first = await send('work_notice', { draft: notice({ reference: 'EN-AAAA-BBBB-CCCC' }), to: fresh(person) });
      const second = await send('work_notice', {
        draft: notice({ reference: 'EN-AAAA-BBBB-CCCD' }),
        to: fresh(person),
      });
      for (const outcome of [first, second]) {
        const call = { ...callOf({ channel }), providerRef: refOf(outcome) };
        expect(await channel.confirm?.(call)).toBe('delivered');
      }
    });

    it('differ by the time at which they were queued when they are queued again', async () => {
      const at = (createdAt: string): Envelope => ({ ...fresh(person), createdAt: new Date(createdAt) });
      const draft = trial({ organisation: 'Macau Trading Ltd' });
      await send('work_notice', { draft, to: at('2026-03-02T01:02:03.004Z') });
      await send('work_notice', { draft, to: at('2026-03-02T01:02:03.005Z') });
      const sent = [...fake.messages.values()].slice(-2);
      expect(sent.map((one) => one.dropped)).toEqual([false, false]);
    });

    it('are dropped by DingTalk when a retry repeats them, and then nothing is said about delivery', async () => {
      const channel = open('work_notice');
      const to = { ...fresh(person), createdAt: new Date('2026-03-02T05:00:00Z') };
      await send('work_notice', { to });
      const again = await send('work_notice', { to });
      expect([...fake.messages.values()].at(-1)?.dropped).toBe(true);
      expect(await channel.confirm?.({ ...callOf({ channel }), providerRef: refOf(again) })).toBe('unknown');
    });
  });

  describe('afterwards', () => {
    it('says delivered, then read, then nothing any more when the message was taken back', async () => {
      const channel = open('user');
      const sent = await send('user', { channel, to: fresh({ kind: 'user', id: 'reader01' }) });
      const call = { ...callOf({ channel }), providerRef: refOf(sent) };
      expect(await channel.confirm?.(call)).toBe('delivered');
      fake.markRead('reader01');
      expect(await channel.confirm?.(call)).toBe('read');
      expect(await channel.recall?.(call)).toBe(true);
      expect(messageOf(sent)?.recalled).toBe(true);
      expect(await channel.confirm?.(call)).toBe('unknown');
    });

    it('takes a message in a group back', async () => {
      const channel = open('group');
      const sent = await send('group', { channel });
      expect(await channel.recall?.({ ...callOf({ channel }), providerRef: refOf(sent) })).toBe(true);
      expect(messageOf(sent)?.recalled).toBe(true);
    });

    it('asks after and takes back a work notification', async () => {
      const channel = open('work_notice');
      const to = fresh({ kind: 'user', id: 'worker01' });
      const call = { ...callOf({ channel }), providerRef: refOf(await send('work_notice', { channel, to })) };
      expect(await channel.confirm?.(call)).toBe('delivered');
      fake.markRead('worker01');
      expect(await channel.confirm?.(call)).toBe('read');
      expect(await channel.recall?.(call)).toBe(true);
      expect([...fake.messages.values()].at(-1)?.recalled).toBe(true);
      const lost = await send('work_notice', { channel, to: fresh({ kind: 'user', id: 'unknown01' }) });
      expect(await channel.confirm?.({ ...call, providerRef: refOf(lost) })).toBe('failed');
    });

    it('says that it could not when DingTalk does not know the message, refuses, or does not speak', async () => {
      for (const mode of ['user', 'group', 'work_notice'] as const) {
        const channel = open(mode);
        for (const providerRef of ['999999', 'not a key', '']) {
          const call = { ...callOf({ channel }), providerRef };
          expect(await channel.recall?.(call)).toBe(false);
          expect(await channel.confirm?.(call)).toBe('unknown');
        }
        const call = { ...callOf({ channel }), providerRef: '1' };
        for (const body of ['<html>', '{"status":1111}', '[]', '{"errcode":-1,"successResult":"x"}']) {
          fake.force({ status: 200, body });
          expect(await channel.recall?.(call)).toBe(false);
          if (!channel.caps.afterwards.confirm) continue;
          fake.force({ status: 200, body });
          expect(await channel.confirm?.(call)).toBe('unknown');
        }
      }
      const channel = open('work_notice');
      fake.force({ status: 200, body: { errcode: 0, send_result: { read_user_id_list: 'x' } } });
      expect(await channel.confirm?.({ ...callOf({ channel }), providerRef: '1' })).toBe('unknown');
    });

    it('turns a card into one that has ended, whatever key the new words have', async () => {
      const channel = open('group_card');
      const sent = await send('group_card', { channel });
      const providerRef = refOf(sent);
      const rendered = await channel.render(ended(), wordsFor(ended()), fresh());
      const outcome = await channel.update?.({ ...callOf({ channel }), rendered, providerRef });
      expect(outcome).toEqual({ outcome: 'sent', providerRef });
      expect(fake.cards.get(providerRef)?.params).toMatchObject({ state: 'ended', button: '', url: '' });
      expect(fake.got.at(-1)).toMatchObject({ method: 'PUT', path: '/v1.0/card/instances' });
    });

    it('rewrites nothing but cards', async () => {
      const channel = open('group');
      const rendered = await channel.render(notice(), wordsFor(notice()), fresh());
      const before = fake.got.length;
      const outcome = await channel.update?.({ ...callOf({ channel }), rendered, providerRef: 'k' });
      expect(outcome).toEqual({ outcome: 'permanent', why: 'dingtalk.cannot_be_rewritten' });
      const card = open('card');
      expect(await card.recall?.({ ...callOf({ channel: card }), providerRef: 'k' })).toBe(false);
      expect(await card.confirm?.({ ...callOf({ channel: card }), providerRef: 'k' })).toBe('unknown');
      expect(fake.got.length).toBe(before);
    });

    it('says of what each mode is capable', () => {
      const able = MODES.map((mode) => [
        mode,
        open(mode).caps.reaches,
        open(mode).caps.afterwards,
        open(mode).caps.carries,
      ]);
      const none = { recall: false, update: false, confirm: false };
      expect(able).toEqual([
        ['user', 'user', { ...none, recall: true, confirm: true }, ['notice', 'test']],
        ['group', 'group', { ...none, recall: true }, ['notice', 'test', 'answer']],
        ['work_notice', 'user', { ...none, recall: true, confirm: true }, ['notice', 'test']],
        ['card', 'user', { ...none, update: true }, ['notice', 'test']],
        ['group_card', 'group', { ...none, update: true }, ['notice', 'test']],
      ]);
      expect(bucketSpec(open('user').caps.bucket)).toEqual({ capacity: 15, perMs: 0.015 });
    });
  });

  describe('its access token', () => {
    it('is asked for once and used until it ends', async () => {
      const channel = open('user');
      const tokens = createTokenCache();
      const before = fake.got.length;
      const at = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds);
      for (const now of [at(0), at(7_000_000), at(7_140_000)]) await send('user', { channel, tokens, now });
      const paths = fake.got.slice(before).map((one) => one.path.split('/').at(-1));
      expect(paths).toEqual(['accessToken', 'batchSend', 'batchSend', 'accessToken', 'batchSend']);
    });

    it.each(MODES)('is renewed once when it is refused, in mode %s', async (mode) => {
      const channel = open(mode);
      const tokens = createTokenCache();
      await send(mode, { channel, tokens });
      fake.revokeTokens();
      const before = fake.got.length;
      expect(await send(mode, { channel, tokens })).toMatchObject({ outcome: 'sent' });
      expect(fake.got.slice(before)).toHaveLength(3);
    });

    it('is renewed for a question too', async () => {
      const channel = open('user');
      const tokens = createTokenCache();
      const providerRef = refOf(await send('user', { channel, tokens }));
      fake.revokeTokens();
      expect(await channel.confirm?.({ ...callOf({ channel, tokens }), providerRef })).toBe('delivered');
    });

    it.each([
      ['user', { status: 401, body: { code: 'InvalidAuthentication', message: 'x' } }],
      ['user', { status: 400, body: { code: 'InvalidAuthentication', message: 'x' } }],
      ['work_notice', { status: 200, body: { errcode: 40_014, errmsg: 'x' } }],
    ] as const)('disables the connection when a new one is refused as well (%#)', async (mode, refusal) => {
      fake.force(refusal);
      fake.force(refusal);
      const before = fake.got.length;
      expect(await send(mode)).toEqual({ outcome: 'disable', why: 'dingtalk.token_refused' });
      expect(fake.got.slice(before)).toHaveLength(4);
    });

    it('is never asked for with another word than “disable” when key or secret is wrong', async () => {
      const channel = open('user', { appSecret: 'wrong-secret-0000' });
      expect(await send('user', { channel })).toEqual({ outcome: 'disable', why: 'dingtalk.app_refused' });
      expect(await channel.probe?.(callOf({ channel }))).toEqual({ ok: false, why: 'dingtalk.app_refused' });
    });

    it('is what a trial of the connection asks for, and nothing else', async () => {
      const channel = open('group');
      const before = fake.got.length;
      expect(await channel.probe?.(callOf({ channel }))).toEqual({ ok: true });
      expect(fake.got.slice(before).map((one) => one.path)).toEqual(['/v1.0/oauth2/accessToken']);
    });

    it('when it cannot be had, means that no message was sent', async () => {
      const path = '/v1.0/oauth2/accessToken';
      const failures: readonly (readonly [number, string, SendOutcome])[] = [
        [200, '<html>', egressPause('dingtalk.not_dingtalk', false)],
        [200, '{"status":1111,"wait":5}', egressPause('dingtalk.not_dingtalk', false)],
        [200, '{"accessToken":"","expireIn":7200}', egressPause('dingtalk.not_dingtalk', false)],
        [200, '{"accessToken":"t","expireIn":-1}', egressPause('dingtalk.not_dingtalk', false)],
        [503, '{}', { outcome: 'retry', why: 'dingtalk.status_503', scope: 'message', maybeSent: false }],
        [
          403,
          '{"code":"Forbidden.AccessDenied.QpsLimitForApi"}',
          { outcome: 'retry', why: 'dingtalk.call_limit', scope: 'connection', afterMs: 60_000, maybeSent: false },
        ],
        [400, '{"code":"somethingNew"}', { outcome: 'disable', why: 'dingtalk.status_400' }],
      ];
      for (const [status, body, expected] of failures) {
        fake.force({ status, body }, path);
        expect(await send('user')).toEqual(expected);
      }
      const unreachable = open('user', { apiBaseUrl: 'http://127.0.0.1:1' });
      const outcome = await send('user', { channel: unreachable });
      expect(outcome).toEqual({ outcome: 'retry', why: 'unreachable', scope: 'message', maybeSent: false });
    });
  });

  const egressPause = (why: string, maybeSent = true): SendOutcome => ({
    outcome: 'retry',
    why,
    scope: 'egress',
    afterMs: 300_000,
    maybeSent,
  });
  const pause = (why: string, afterMs: number): SendOutcome => ({
    outcome: 'retry',
    why,
    scope: 'connection',
    afterMs,
  });
  const off = (why: string): SendOutcome => ({ outcome: 'disable', why });
  const never = (why: string): SendOutcome => ({ outcome: 'permanent', why });

  const refusals: readonly (readonly [number, string, SendOutcome])[] = [
    // 23:59 in China on the last of the month: the allowance comes back one minute later.
    [403, 'Forbidden.AccessDenied.ApiCountLimitForOrg', pause('dingtalk.allowance_used_up', 60_000)],
    [403, 'Forbidden.AccessDenied.QpsLimitForApi', pause('dingtalk.call_limit', 60_000)],
    [403, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', pause('dingtalk.call_limit', 60_000)],
    [429, 'TooManyRequests', pause('dingtalk.call_limit', 60_000)],
    [403, 'Forbidden.SomethingNew', pause('dingtalk.status_403', 60_000)],
    [403, 'Forbidden.AccessDenied.AccessTokenPermissionDenied', off('dingtalk.not_permitted')],
    [403, 'Forbidden.AccessDenied.IpNotInWhiteList', off('dingtalk.security_address')],
    [400, 'invalidParameter.robotCode.empty', off('dingtalk.robot_unknown')],
    [400, 'invalidParameter.robotCode.auth', off('dingtalk.robot_unknown')],
    [400, 'invalidParameter.openConversationId.notExist', off('dingtalk.group_unknown')],
    [400, 'param.templateNotExist', off('dingtalk.template_unknown')],
    [400, 'invalidParameter.userIds.empty', never('dingtalk.recipient_unknown')],
    [400, 'invalidParameter.msgKey.invalid', never('dingtalk.content_refused')],
    [400, 'invalidParameter.msgParam.invalid', never('dingtalk.content_refused')],
    [400, 'somethingNew', never('dingtalk.status_400')],
    [404, 'InvalidAction.NotFound', never('dingtalk.status_404')],
    [500, 'ServiceUnavailable', { outcome: 'retry', why: 'dingtalk.status_500', scope: 'message', maybeSent: true }],
  ];
  it.each(refusals)('makes of %i %s what the table says', async (status, codeOf, expected) => {
    fake.force({ status, body: { code: codeOf, message: '陳大文', requestid: 'R' } });
    expect(await send('group')).toEqual(expected);
  });

  const errcodes: readonly (readonly [number, SendOutcome])[] = [
    [90_020, pause('dingtalk.allowance_used_up', 60_000)],
    [90_018, pause('dingtalk.call_limit', 60_000)],
    [60_011, off('dingtalk.not_permitted')],
    [60_020, off('dingtalk.security_address')],
    [60_121, never('dingtalk.recipient_unknown')],
    [33_012, never('dingtalk.recipient_unknown')],
    [-1, { outcome: 'retry', why: 'dingtalk.busy', scope: 'message', afterMs: 30_000 }],
  ];
  it.each(errcodes)('makes of errcode %i at a work notification what the table says', async (errcode, expected) => {
    fake.force({ status: 200, body: { errcode, errmsg: '陳大文' } });
    expect(await send('work_notice')).toEqual(expected);
  });

  it('tries a person again who got too many messages, and gives one up whom DingTalk does not know', async () => {
    expect(await send('user', { to: fresh({ kind: 'user', id: 'busy0001' }) })).toEqual({
      outcome: 'retry',
      why: 'dingtalk.recipient_too_many',
      scope: 'message',
      afterMs: 60_000,
    });
    expect(await send('user', { to: fresh({ kind: 'user', id: 'unknown01' }) })).toEqual(
      never('dingtalk.recipient_unknown'),
    );
    expect(await send('card', { to: fresh({ kind: 'user', id: 'unknown01' }) })).toEqual(
      never('dingtalk.card_not_delivered'),
    );
  });

  it.each(MODES)('pauses everything that goes out when the answer is not DingTalk’s, in mode %s', async (mode) => {
    const strange = [
      '',
      '<html>blocked</html>',
      '{"status":1111,"wait":5}',
      '[]',
      '"ok"',
      '{}',
      '{"processQueryKey":7}',
    ];
    for (const body of strange) {
      fake.force({ status: 200, body });
      expect(await send(mode)).toEqual(egressPause('dingtalk.not_dingtalk'));
    }
    fake.force({ status: 403, body: '<html>' });
    expect(await send(mode)).toEqual(egressPause('dingtalk.not_dingtalk'));
    fake.force({ status: 302, body: '', headers: { location: '/elsewhere' } });
    expect(await send(mode)).toEqual(egressPause('dingtalk.not_dingtalk.redirect'));
    fake.force({ status: 200, body: `{"processQueryKey":"${'x'.repeat(200_000)}"}` });
    expect(await send(mode)).toEqual(egressPause('dingtalk.not_dingtalk.answer_too_large'));
    fake.force({ status: 200, body: `${'['.repeat(30_000)}${']'.repeat(30_000)}` });
    expect(await send(mode)).toEqual(egressPause('dingtalk.not_dingtalk'));
  });

  it('stops a person’s number or name before it leaves, in every mode', async () => {
    const before = fake.got.length;
    for (const mode of MODES) {
      const channel = open(mode);
      const phone = notice({ organisation: '王小明 66881235' });
      expect(await send(mode, { channel, draft: phone })).toEqual(never('egress_blocked.phone'));
      const name = notice({ label: '王小明' });
      expect(await send(mode, { channel, draft: name })).toEqual(never('egress_blocked.personal.canary'));
    }
    const messages = fake.got.slice(before).filter((one) => !one.path.endsWith('/accessToken'));
    expect(messages).toEqual([]);
  });

  it('shows neither secret nor token', async () => {
    const channel = open('work_notice');
    const rendered = await channel.render(notice(), wordsFor(notice()), fresh(person));
    const kept: SandboxMessage[] = [];
    const sandbox = createSandboxEgress({ store: async (one) => (kept.push(one), 'stored') });
    await send('work_notice', { channel, egress: guarded(channel, sandbox) });
    expect(kept[0]?.url).toMatch(/asyncsend_v2\?access_token=\[redacted\]$/);
    expect(JSON.stringify([rendered, kept]) + inspect(rendered)).not.toContain(appSecret);
  });

  it.each(MODES)('understands the trial mode’s answer as sent in mode %s', async (mode) => {
    const channel = openChannel('dingtalk_app', {
      ...settingsOf(mode),
      apiBaseUrl: 'https://api.dingtalk.com',
      baseUrl: 'https://oapi.dingtalk.com',
    });
    const kept: SandboxMessage[] = [];
    const sandbox = createSandboxEgress({ store: async (one) => (kept.push(one), 'stored') });
    const egress = guarded(channel, sandbox);
    for (const draft of [notice(), trial()]) {
      expect(await send(mode, { channel, egress, draft })).toMatchObject({ outcome: 'sent' });
    }
    expect(kept).toHaveLength(2);
    expect(await channel.probe?.(callOf({ channel, egress }))).toEqual({ ok: true });
    if (!channel.caps.afterwards.update) return;
    const rendered = await channel.render(ended(), wordsFor(ended()), fresh(targetOf(mode)));
    const updated = await channel.update?.({ ...callOf({ channel, egress }), rendered, providerRef: 'fresh-1-abcdef' });
    expect(updated).toMatchObject({ outcome: 'sent' });
  });

  it.each<[string, object, readonly string[]]>([
    ['user', { mode: 'user', robotCode: undefined }, ['robotCode']],
    [
      'group',
      { mode: 'group', robotCode: undefined, openConversationId: undefined },
      ['robotCode', 'openConversationId'],
    ],
    ['group', { mode: 'work_notice' }, ['agentId']],
    ['user', { mode: 'card' }, ['cardTemplateId']],
    ['user', { mode: 'ding' }, ['mode']],
    ['user', { mode: undefined }, ['mode']],
    ['user', { appKey: '' }, ['appKey']],
    ['user', { appSecret: 'with space 00' }, ['appSecret']],
    ['user', { appSecret: undefined }, ['appSecret']],
    ['user', { apiBaseUrl: 'http://api.dingtalk.com' }, ['apiBaseUrl']],
    ['user', { baseUrl: 'https://oapi.dingtalk.com/?access_token=x' }, ['baseUrl']],
    ['work_notice', { agentId: '12x' }, ['agentId']],
    ['work_notice', { agentId: -1 }, ['agentId']],
    ['group', { openConversationId: '群組' }, ['openConversationId']],
    ['user', { accessToken: 'x' }, ['unrecognized_keys']],
  ])('refuses settings that are not complete, in mode %s (%#)', (mode, change, fields) => {
    const settings = settingsOf(mode as Mode, change);
    expect(() => openChannel('dingtalk_app', settings)).toThrow(
      expect.objectContaining({ code: 'channels.bad_config', details: { kind: 'dingtalk_app', fields } }),
    );
  });

  it('stands where its addresses stand, and nowhere known when they differ', () => {
    const placeOf = (apiBaseUrl: string, baseUrl: string): string =>
      open('user', { apiBaseUrl, baseUrl, jurisdiction: 'MO' }).caps.jurisdiction;
    expect(placeOf('https://api.dingtalk.com', 'https://oapi.dingtalk.com')).toBe('CN');
    expect(placeOf('https://api.dingtalk.io', 'https://oapi.dingtalk.io')).toBe('unknown');
    expect(placeOf('https://d.example.mo', 'https://d.example.mo')).toBe('MO');
    expect(placeOf('https://d.example.mo', 'https://oapi.dingtalk.com')).toBe('unknown');
    expect(placeOf('https://evildingtalk.com', 'https://dingtalk.com.evil.mo')).toBe('MO');
  });
});
