/** One suite for every vendor's channel but DingTalk's, against a stand-in, through the egress guard and the real network code. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEgressGuard } from '../../src/channels/egress-guard.ts';
import { createNetworkEgress } from '../../src/channels/network.ts';
import type {
  Egress,
  EgressRecord,
  Envelope,
  SandboxMessage,
  SendOutcome,
  TokenCache,
} from '../../src/channels/port.ts';
import { bucketSpec, VENDOR_BUCKETS } from '../../src/channels/rate.ts';
import { type Channel, openChannel } from '../../src/channels/registry.ts';
import { createSandboxEgress } from '../../src/channels/sandbox.ts';
import { createTokenCache } from '../../src/channels/tokens.ts';
import type { ChannelDraft } from '../../src/model/notice.ts';
import { ended, envelope, notice, publicText, testWords, trial } from '../support/channel-drafts.ts';
import { type FakeVendors, startFakeVendors } from '../support/fake-vendors.ts';
import { VENDOR_CASES, type VendorCase, type VendorKind } from '../support/vendor-settings.ts';

/** What must never cross: names, a file's name, a key, numbers. */
const CANARIES = ['陳大文', '王小明', 'payroll-2026.xlsx', 'CANARYKEY', '66885678', '13800138000'];
const wordsFor = testWords();
const network = createNetworkEgress(fetch);

type Recorded = Parameters<EgressRecord['record']>[0];

let fake: FakeVendors;
beforeAll(async () => {
  fake = await startFakeVendors();
});
afterAll(() => fake.close());
beforeEach(() => fake.behave('ordinary'));

function guarded(channel: Channel, inner: Egress = network): { egress: Egress; records: Recorded[] } {
  const records: Recorded[] = [];
  const egress = createEgressGuard({
    egress: inner,
    allowedHosts: () => new Set(channel.hosts),
    linkPrefixes: ['https://gate.example.mo/n/'],
    ownNames: () => ['濠江貿易有限公司', 'Macau Trading Ltd'],
    scan: (text) => ({ personal: CANARIES.filter((canary) => text.includes(canary)).length, kinds: ['canary'] }),
    record: { record: async (entry) => void records.push(entry) },
  });
  return { egress, records };
}

type Attempt = {
  readonly channel: Channel;
  readonly envelope: Envelope;
  readonly draft?: ChannelDraft;
  readonly egress?: Egress;
  readonly tokens?: TokenCache;
  readonly signal?: AbortSignal;
  readonly now?: Date;
  readonly attempt?: number;
};

function around(given: Omit<Attempt, 'envelope'>) {
  return {
    egress: given.egress ?? guarded(given.channel).egress,
    connection: 'c-1',
    tokens: given.tokens ?? createTokenCache(),
    signal: given.signal ?? new AbortController().signal,
    now: given.now ?? new Date(),
  };
}

async function attempt(given: Attempt): Promise<SendOutcome> {
  const draft = given.draft ?? notice();
  const rendered = await given.channel.render(draft, wordsFor(draft), given.envelope);
  const more = given.attempt === undefined ? {} : { attempt: given.attempt };
  return given.channel.send({ ...around(given), rendered, ...more });
}

/** An address where nobody listens; fetch refuses the lowest ports itself. */
async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

function at(base: string, { kind, settings }: VendorCase): Channel {
  return openChannel(kind, settings(base));
}

const THROTTLED: Readonly<Record<VendorKind, SendOutcome>> = {
  wecom_robot: pause('wecom_robot', 60_000),
  wecom_app: pause('wecom_app', 60_000),
  feishu_bot: pause('feishu_bot', 60_000),
  feishu_app: pause('feishu_app', 52_000),
  teams: pause('teams', 17_000),
  slack: pause('slack', 30_000),
  google_chat: pause('google_chat', 60_000),
  mattermost: pause('mattermost', 2000),
  matrix: pause('matrix', 4321),
  whatsapp: pause('whatsapp', 9000),
};

function pause(vendor: string, afterMs: number): SendOutcome {
  return { outcome: 'retry', why: `${vendor}.too_fast`, scope: 'connection', afterMs };
}

const REFERENCES: Readonly<Partial<Record<VendorKind, string>>> = {
  wecom_app: 'wecom-msg-1',
  feishu_app: 'om_1234abcd',
  google_chat: 'spaces/AAAAspace/messages/m1',
  matrix: '$event-1',
  whatsapp: 'wamid.1',
};

const DISABLED: Readonly<Record<VendorKind, string>> = {
  wecom_robot: 'wecom_robot.key_unknown',
  wecom_app: 'wecom_app.security_address',
  feishu_bot: 'feishu_bot.security_keyword',
  feishu_app: 'feishu_app.not_permitted',
  teams: 'teams.workflow_unavailable',
  slack: 'slack.channel_is_archived',
  google_chat: 'google_chat.status_404',
  mattermost: 'mattermost.hook_unavailable',
  matrix: 'matrix.forbidden',
  whatsapp: 'whatsapp.code_132001',
};

describe.each(VENDOR_CASES)('$kind', (one) => {
  const { kind, target, secrets } = one;
  const open = (): Channel => at(fake.base, one);
  let counter = 0;
  const fresh = (): Envelope => envelope(target, `key-${kind}-${(counter += 1)}`);

  it('is understood by a server that verifies its credentials, and says sent', async () => {
    const channel = open();
    const { egress, records } = guarded(channel);
    const before = fake.shown.length;
    const reference = REFERENCES[kind];
    const sent = reference === undefined ? { outcome: 'sent' } : { outcome: 'sent', providerRef: reference };
    for (const locale of ['zh-Hant', 'zh-Hans', 'pt', 'en'] as const) {
      const where = envelope(target, `locale-${kind}-${locale}`);
      expect(await attempt({ channel, draft: notice({ locale }), envelope: where, egress })).toEqual(sent);
    }
    expect(fake.shown).toHaveLength(before + 4);
    expect(fake.shown.at(-1)?.vendor).toBe(kind);
    const last = fake.arrived.at(-1);
    expect(records.at(-1)).toMatchObject({ vendor: kind, kind: 'notice', connection: 'c-1' });
    expect(records.at(-1)?.bytes).toBe(Buffer.byteLength(last?.body ?? ''));
  });

  it('carries what it says it carries', async () => {
    const channel = open();
    const drafts: readonly ChannelDraft[] = [
      trial(),
      notice({ label: 'Nagios', count: 5, template: 'alert' }),
      publicText(),
    ];
    for (const draft of drafts) {
      const sending = attempt({ channel, draft, envelope: fresh() });
      if (channel.caps.carries.includes(draft.kind)) expect((await sending).outcome).toBe('sent');
      else await expect(sending).rejects.toMatchObject({ code: 'channels.bad_draft' });
    }
    expect(channel.caps.carries).not.toContain('code');
    expect(channel.caps.carries.includes('public')).toBe(channel.caps.reaches === 'group');
  });

  it('waits as long as the vendor asks when it is too fast', async () => {
    fake.behave('throttle');
    expect(await attempt({ channel: open(), envelope: fresh() })).toEqual(THROTTLED[kind]);
  });

  it('is disabled when only a person can repair the connection', async () => {
    fake.behave('broken');
    expect(await attempt({ channel: open(), envelope: fresh() })).toEqual({ outcome: 'disable', why: DISABLED[kind] });
  });

  it('is disabled when its credentials are wrong', async () => {
    const wrong = JSON.parse(
      JSON.stringify(one.settings(fake.base)).replaceAll(secrets.at(-1)!, 'Wrong00000000000'),
    ) as object;
    const channel = openChannel(kind, kind === 'mattermost' ? { ...wrong, hook: 'wronghook0000000' } : wrong);
    expect((await attempt({ channel, envelope: fresh() })).outcome).toBe('disable');
  });

  it.each(['html', 'empty', 'garbage'] as const)(
    'takes an answer that is not the vendor for no success: %s',
    async (how) => {
      fake.behave(how);
      expect(await attempt({ channel: open(), envelope: fresh() })).toEqual({
        outcome: 'retry',
        why: `${kind}.unknown_answer`,
        scope: 'connection',
        afterMs: 300_000,
        maybeSent: true,
      });
    },
  );

  it('follows no redirect and reads no endless answer', async () => {
    fake.behave('redirect');
    const channel = open();
    const redirected = await attempt({ channel, envelope: fresh() });
    expect(redirected).toEqual({ outcome: 'retry', why: 'redirect', scope: 'connection', maybeSent: true });
    expect(fake.arrived.some((request) => request.url.startsWith('/elsewhere'))).toBe(false);
    fake.behave('huge');
    const huge = await attempt({ channel, envelope: fresh() });
    expect(huge).toEqual({ outcome: 'retry', why: 'answer_too_large', scope: 'message', maybeSent: true });
  });

  it('says whether the message may have arrived when there is no answer', async () => {
    const channel = open();
    fake.behave('reset');
    expect(await attempt({ channel, envelope: fresh() })).toMatchObject({ why: 'unreachable', maybeSent: true });
    fake.behave('silence');
    const quick: Egress = {
      ...network,
      http: (request, signal) => network.http({ ...request, timeoutMs: 150 }, signal),
    };
    const { egress } = guarded(channel, quick);
    expect(await attempt({ channel, envelope: fresh(), egress })).toMatchObject({ why: 'timeout', maybeSent: true });
    const nobody = at(await closedPort(), one);
    expect(await attempt({ channel: nobody, envelope: fresh() })).toEqual({
      outcome: 'retry',
      why: 'unreachable',
      scope: 'message',
      maybeSent: false,
    });
  });

  it.each([
    [500, 'retry'],
    [503, 'retry'],
    [413, 'permanent'],
  ] as const)('makes of a bare status %i: %s', async (status, outcome) => {
    fake.behave({ status, body: '' });
    expect((await attempt({ channel: open(), envelope: fresh() })).outcome).toBe(outcome);
  });

  it('repeats with the same key, and is shown once where it says that the vendor recognises it', async () => {
    const channel = open();
    const before = fake.shown.length;
    const repeated = fresh();
    const draft = notice({ reference: 'EN-2222-3333-4444' });
    for (let i = 0; i < 2; i += 1) {
      expect((await attempt({ channel, draft, envelope: repeated })).outcome).toBe('sent');
    }
    expect(fake.shown.length - before).toBe(channel.caps.idempotent === 'native' ? 1 : 2);
  });

  it('shows no secret in what may be logged, in the record or in the sandbox, whose answer it understands', async () => {
    const kept: SandboxMessage[] = [];
    const sandbox = createSandboxEgress({
      store: async (message) => {
        kept.push(message);
        return 'stored';
      },
    });
    const channel = at(one.base, one);
    const draft = notice();
    const rendered = await channel.render(draft, wordsFor(draft), fresh());
    const { egress, records } = guarded(channel, sandbox);
    const outcome = await channel.send({ ...around({ channel, egress }), rendered });
    expect(outcome.outcome).toBe('sent');
    expect(kept).toHaveLength(1);
    const everything = [
      inspect(rendered, { depth: 9 }),
      JSON.stringify([rendered, kept, records]),
      inspect(channel),
    ].join();
    for (const secret of secrets) expect(everything).not.toContain(secret);
    const text = Buffer.from(rendered.body).toString('utf8') + Buffer.from(kept[0]!.body).toString('utf8');
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(rendered.transport === 'http' && rendered.url.startsWith(one.base)).toBe(true);
    const providerRef = outcome.outcome === 'sent' ? (outcome.providerRef ?? '') : '';
    if (channel.probe !== undefined) expect(await channel.probe(around({ channel, egress }))).toEqual({ ok: true });
    if (channel.recall !== undefined)
      expect(await channel.recall({ ...around({ channel, egress }), providerRef })).toBe(true);
  });

  it('is stopped by the guard when a number or a name is in the text, and nothing reaches the vendor', async () => {
    const channel = open();
    // A token may be asked for before the message is looked at; the message itself does not leave.
    const before = fake.shown.length;
    const phone = await attempt({ channel, draft: notice({ organisation: '陳大文 6688 5678' }), envelope: fresh() });
    expect(phone).toEqual({ outcome: 'permanent', why: 'egress_blocked.phone' });
    const person = await attempt({ channel, draft: notice({ label: '王小明' }), envelope: fresh() });
    expect(person).toEqual({ outcome: 'permanent', why: 'egress_blocked.personal.canary' });
    expect(fake.shown).toHaveLength(before);
    const wire = fake.wire();
    for (const canary of CANARIES) {
      expect(wire).not.toContain(Buffer.from(canary, 'utf8').toString('latin1'));
      expect(wire).not.toContain(encodeURIComponent(canary));
    }
  });

  it('refuses settings of the wrong form and names the fields only', () => {
    const good = one.settings(fake.base);
    const fields = Object.keys(good);
    expect(() => openChannel(kind, { ...good, more: 1 })).toThrow(
      expect.objectContaining({ code: 'channels.bad_config' }),
    );
    for (const field of fields) {
      const bad = { ...good, [field]: 'http://陳大文@13800138000/../x y' };
      try {
        openChannel(kind, bad);
        expect.unreachable(`${field} was taken`);
      } catch (error) {
        expect(error).toMatchObject({
          code: 'channels.bad_config',
          details: { fields: expect.arrayContaining([field]) },
        });
        expect(inspect(error)).not.toContain('13800138000');
      }
    }
  });

  it('has a row of its own among the limits, and one host', () => {
    const channel = at(one.base, one);
    expect(Object.keys(VENDOR_BUCKETS)).toContain(channel.caps.bucket);
    expect(bucketSpec(channel.caps.bucket).capacity).toBeGreaterThanOrEqual(1);
    expect(channel.hosts).toEqual([`${new URL(one.base).hostname}:443`]);
  });

  it('can afterwards what it says it can, and is tried out without a message', async () => {
    const channel = open();
    const { afterwards } = channel.caps;
    expect([channel.recall, channel.update, channel.confirm].map((ability) => ability !== undefined)).toEqual([
      afterwards.recall,
      afterwards.update,
      afterwards.confirm,
    ]);
    const before = fake.shown.length;
    const providerRef = REFERENCES[kind] ?? '';
    expect(await channel.recall?.({ ...around({ channel }), providerRef })).toBe(afterwards.recall ? true : undefined);
    expect(await channel.confirm?.({ ...around({ channel }), providerRef })).toBe(
      afterwards.confirm ? 'read' : undefined,
    );
    if (channel.probe !== undefined) expect(await channel.probe(around({ channel }))).toEqual({ ok: true });
    expect(fake.shown).toHaveLength(before);
  });
});

const caseOf = (kind: VendorKind): VendorCase => VENDOR_CASES.find((one) => one.kind === kind)!;

describe('channels with access tokens', () => {
  it.each(['wecom_app', 'feishu_app'] as const)(
    '%s asks once for many messages, and again when the token is refused',
    async (kind) => {
      const one = caseOf(kind);
      const channel = at(fake.base, one);
      const tokens = createTokenCache();
      const asked = (): number => fake.arrived.filter(({ url }) => /gettoken|tenant_access_token/.test(url)).length;
      const before = asked();
      await attempt({ channel, tokens, envelope: envelope(one.target, `tokens-${kind}-1`) });
      await attempt({ channel, tokens, envelope: envelope(one.target, `tokens-${kind}-2`) });
      expect(asked() - before).toBe(1);
      fake.forgetTokens();
      const again = await attempt({ channel, tokens, envelope: envelope(one.target, `tokens-${kind}-3`) });
      expect(again.outcome).toBe('sent');
      expect(asked() - before).toBe(2);
    },
  );

  it.each(['wecom_app', 'feishu_app', 'matrix', 'whatsapp'] as const)(
    '%s says why it cannot be used when it is tried out',
    async (kind) => {
      const one = caseOf(kind);
      const settings = JSON.stringify(one.settings(fake.base)).replace(one.secrets[0]!, 'Wrong00000000000');
      const channel = openChannel(kind, JSON.parse(settings));
      const result = await channel.probe?.(around({ channel }));
      expect(result).toMatchObject({ ok: false, why: expect.stringMatching(new RegExp(`^${kind}\\.`)) });
    },
  );
});

describe('a token that cannot be had', () => {
  const tokenAnswers = (body: string, status = 200): Egress => ({
    ...network,
    control: async () => ({ kind: 'answered', status, headers: {}, body: new Uint8Array(Buffer.from(body)) }),
  });
  const nobody: Egress = {
    ...network,
    control: async () => ({ kind: 'failed', why: 'timeout', maybeSent: true }),
  };
  it.each(['wecom_app', 'feishu_app'] as const)(
    'keeps the message of %s here, and does not say that it may have left',
    async (kind) => {
      const one = caseOf(kind);
      const channel = at(fake.base, one);
      const before = fake.arrived.length;
      const why = async (inner: Egress): Promise<SendOutcome> => {
        const { egress } = guarded(channel, inner);
        return attempt({ channel, envelope: envelope(one.target, `no-token-${kind}`), egress });
      };
      const html = await why(tokenAnswers('<html>'));
      expect(html).toMatchObject({ outcome: 'retry', why: `${kind}.unknown_answer`, maybeSent: false });
      expect(await why(nobody)).toEqual({ outcome: 'retry', why: 'timeout', scope: 'message', maybeSent: false });
      expect(await why(tokenAnswers('{"errcode":45009,"code":99991400}'))).toMatchObject({ why: `${kind}.too_fast` });
      expect(await why(tokenAnswers('{"errcode":40001,"code":10014}'))).toEqual({
        outcome: 'disable',
        why: `${kind}.secret_wrong`,
      });
      expect(await why(tokenAnswers('', 502))).toMatchObject({ outcome: 'retry', maybeSent: false });
      expect(fake.arrived).toHaveLength(before);
    },
  );
});

describe('a message that has ended', () => {
  it.each(['feishu_app', 'matrix'] as const)('is rewritten by %s', async (kind) => {
    const one = caseOf(kind);
    const channel = at(fake.base, one);
    const draft = ended();
    const rendered = await channel.render(draft, wordsFor(draft), envelope(one.target, `ended-${kind}`));
    const call = { ...around({ channel }), providerRef: REFERENCES[kind]!, rendered };
    expect((await channel.update?.(call))?.outcome).toBe('sent');
    const last = fake.arrived.at(-1);
    expect(last?.body).toContain('EN-7K3M-9QWX-2H5T');
    expect(last?.body).not.toContain('https://gate.example.mo');
    if (kind === 'feishu_app')
      expect(last).toMatchObject({ method: 'PATCH', url: '/open-apis/im/v1/messages/om_1234abcd' });
    else expect(last?.body).toContain('"m.relates_to":{"rel_type":"m.replace","event_id":"$event-1"}');
  });
});

describe('the address of a Teams workflow', () => {
  it('is sent letter for letter', async () => {
    const one = caseOf('teams');
    await attempt({ channel: at(fake.base, one), envelope: envelope(one.target, 'teams-verbatim') });
    expect(`${fake.base}${fake.arrived.at(-1)?.url}`).toBe(one.settings(fake.base)['webhookUrl']);
  });
});

describe('one person too many', () => {
  const table: readonly (readonly [VendorKind, Envelope['target'], string])[] = [
    ['wecom_app', { kind: 'user', id: 'nobody' }, 'wecom_app.recipient_unknown'],
    ['wecom_app', { kind: 'user', id: 'gone' }, 'wecom_app.recipient_unknown'],
    ['feishu_app', { kind: 'user', id: 'not-an-open-id' }, 'feishu_app.parameter'],
    ['whatsapp', { kind: 'phone', number: '+85300000000' }, 'whatsapp.code_131026'],
  ];
  it.each(table)('ends the message and not the connection: %s %j', async (kind, target, why) => {
    const channel = at(fake.base, caseOf(kind));
    expect(await attempt({ channel, envelope: envelope(target, `who-${kind}`) })).toEqual({
      outcome: 'permanent',
      why,
    });
  });
});

describe('refusals with a meaning of their own', () => {
  type Row = readonly [VendorKind, number, string, SendOutcome];
  const retry = (why: string, scope: 'message' | 'connection', afterMs?: number): SendOutcome => ({
    outcome: 'retry',
    why,
    scope,
    ...(afterMs === undefined ? {} : { afterMs }),
  });
  const off = (why: string): SendOutcome => ({ outcome: 'disable', why });
  const never = (why: string): SendOutcome => ({ outcome: 'permanent', why });
  const table: readonly Row[] = [
    ['wecom_robot', 200, '{"errcode":-1}', retry('wecom_robot.busy', 'message', 30_000)],
    ['wecom_robot', 200, '{"errcode":93000,"errmsg":"content exceed max length"}', never('wecom_robot.parameter')],
    ['wecom_robot', 200, '{"errcode":93008}', off('wecom_robot.robot_not_in_group')],
    ['wecom_robot', 200, '{"errcode":777}', retry('wecom_robot.errcode_777', 'message')],
    ['wecom_app', 200, '{"errcode":42001}', off('wecom_app.token_refused')],
    ['wecom_app', 200, '{"errcode":45033}', retry('wecom_app.too_many_at_once', 'connection', 10_000)],
    ['wecom_app', 200, '{"errcode":0,"unlicenseduser":"ZhangSan"}', never('wecom_app.recipient_unlicensed')],
    ['feishu_bot', 200, '{"code":11232}', retry('feishu_bot.busy', 'connection', 60_000)],
    ['feishu_bot', 400, '{"code":9499,"msg":"Bad Request"}', never('feishu_bot.parameter')],
    ['feishu_bot', 200, '{"code":19021}', off('feishu_bot.security_signature')],
    ['feishu_bot', 200, '{"code":19022}', off('feishu_bot.security_address')],
    ['feishu_bot', 200, '{"code":19001}', off('feishu_bot.token_unknown')],
    ['feishu_app', 400, '{"code":99991400}', retry('feishu_app.too_fast', 'connection', 60_000)],
    ['feishu_app', 400, '{"code":99991663}', off('feishu_app.token_refused')],
    ['feishu_app', 400, '{"code":230013}', never('feishu_app.recipient_out_of_reach')],
    ['feishu_app', 400, '{"code":230020}', retry('feishu_app.too_fast', 'connection', 5000)],
    ['feishu_app', 400, '{"code":230049}', retry('feishu_app.under_way', 'message', 10_000)],
    ['feishu_app', 400, '{"code":230028}', never('feishu_app.content_refused')],
    ['feishu_app', 400, '{"code":230006}', off('feishu_app.robot_not_enabled')],
    ['teams', 401, '{"error":{"code":"DirectApiAuthorizationRequired"}}', off('teams.workflow_unavailable')],
    ['teams', 400, '{"error":{"code":"TriggerInputSchemaMismatch"}}', never('teams.status_400')],
    ['slack', 404, 'no_service', off('slack.no_service')],
    ['slack', 403, 'action_prohibited', off('slack.action_prohibited')],
    ['slack', 400, 'invalid_payload', never('slack.invalid_payload')],
    ['mattermost', 400, '{"id":"web.incoming_webhook.text.app_error"}', never('mattermost.status_400')],
    ['mattermost', 400, '{"id":"web.incoming_webhook.invalid.app_error"}', off('mattermost.hook_unavailable')],
    ['matrix', 401, '{"errcode":"M_UNKNOWN_TOKEN"}', off('matrix.unknown_token')],
    ['matrix', 413, '{"errcode":"M_TOO_LARGE"}', never('matrix.too_large')],
    ['matrix', 429, '{"errcode":"M_LIMIT_EXCEEDED"}', retry('matrix.too_fast', 'connection', 60_000)],
    ['whatsapp', 400, '{"error":{"code":131056}}', retry('whatsapp.pair_too_fast', 'message', 64_000)],
    ['whatsapp', 400, '{"error":{"code":131048}}', retry('whatsapp.restricted', 'connection', 3_600_000)],
    ['whatsapp', 400, '{"error":{"code":131047}}', never('whatsapp.code_131047')],
    ['whatsapp', 401, '{"error":{"code":190}}', off('whatsapp.code_190')],
    ['whatsapp', 500, '{"error":{"code":131000}}', retry('whatsapp.code_131000', 'message')],
  ];
  it.each(table)('%s %i %s', async (kind, status, body, expected) => {
    const one = caseOf(kind);
    fake.behave({ status, body });
    const channel = at(fake.base, one);
    expect(await attempt({ channel, envelope: envelope(one.target, `refused-${kind}`), attempt: 3 })).toEqual(expected);
  });
});
