/** Every channel against a stand-in that behaves like the vendor, through the egress guard and the real network code. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEgressGuard, type ScanResult } from '../../src/channels/egress-guard.ts';
import { createNetworkEgress } from '../../src/channels/network.ts';
import type { Egress, EgressRecord, Envelope, SandboxMessage, SendOutcome } from '../../src/channels/port.ts';
import { type Channel, openChannel } from '../../src/channels/registry.ts';
import { createSandboxEgress } from '../../src/channels/sandbox.ts';
import { createTokenCache } from '../../src/channels/tokens.ts';
import type { ChannelDraft } from '../../src/model/notice.ts';
import { code, envelope, notice, testWords } from '../support/channel-drafts.ts';
import { type FakeDingtalk, startFakeDingtalk } from '../support/fake-dingtalk.ts';
import { type FakeSmtp, startFakeSmtp } from '../support/fake-smtp.ts';

const SECRET = 'SECtest0000abcdef';
const TOKEN = 'a1b2c3d4e5f6';
/** What must never cross: the sender's, subject's and file's names, a key, a number. */
const CANARIES = ['陳大文', '王小明', 'payroll-2026.xlsx', 'CANARYKEY', '66881234', '13800138000'];
const wordsFor = testWords();
const network = createNetworkEgress(fetch);

type Recorded = Parameters<EgressRecord['record']>[0];
type Guarded = { readonly egress: Egress; readonly records: Recorded[] };

function guarded(channel: Channel, inner: Egress = network, scan?: (text: string) => ScanResult): Guarded {
  const records: Recorded[] = [];
  const egress = createEgressGuard({
    egress: inner,
    allowedHosts: () => new Set(channel.hosts),
    linkPrefixes: ['https://gate.example.mo/n/'],
    ownNames: () => ['濠江貿易有限公司', 'Macau Trading Ltd'],
    scan:
      scan ?? ((text) => ({ personal: CANARIES.filter((canary) => text.includes(canary)).length, kinds: ['canary'] })),
    record: { record: async (entry) => void records.push(entry) },
  });
  return { egress, records };
}

type Attempt = {
  readonly channel: Channel;
  readonly draft?: ChannelDraft;
  readonly envelope: Envelope;
  readonly egress?: Egress;
  readonly now?: Date;
  readonly signal?: AbortSignal;
};

async function attempt(given: Attempt): Promise<SendOutcome> {
  const draft = given.draft ?? notice();
  const rendered = await given.channel.render(draft, wordsFor(draft), given.envelope);
  return given.channel.send({
    rendered,
    egress: given.egress ?? guarded(given.channel).egress,
    connection: 'c',
    tokens: createTokenCache(),
    signal: given.signal ?? new AbortController().signal,
    now: given.now ?? new Date(),
  });
}

describe('the DingTalk robot', () => {
  let fake: FakeDingtalk;
  const toGroup = envelope({ kind: 'group' });
  const open = (settings: object = {}): Channel =>
    openChannel('dingtalk', { baseUrl: fake.baseUrl, accessToken: TOKEN, secret: SECRET, ...settings });

  beforeAll(async () => {
    fake = await startFakeDingtalk({ secret: SECRET });
  });
  afterAll(() => fake.close());

  it('is understood by a server that verifies the signature, and says sent', async () => {
    const channel = open();
    const { egress, records } = guarded(channel);
    const before = fake.delivered.length;
    expect(await attempt({ channel, envelope: toGroup, egress })).toEqual({ outcome: 'sent' });
    expect(fake.delivered).toHaveLength(before + 1);
    expect(fake.delivered.at(-1)?.body).toMatchObject({
      msgtype: 'actionCard',
      actionCard: {
        title: '濠江貿易有限公司：密封通知 EN-7K3M-9QWX-2H5T',
        singleURL:
          'dingtalk://dingtalkclient/page/link?pc_slide=false&url=https%3A%2F%2Fgate.example.mo%2Fn%2FAbCdEfGhIjKlMnOpQrStUv',
      },
      msgUuid: toGroup.idempotencyKey,
    });
    expect(records).toHaveLength(1);
    expect(records[0]?.sha256).toHaveLength(32);
  });

  it('is shown once when the same notice is sent again', async () => {
    const repeated = envelope({ kind: 'group' }, 'repeat-0001');
    const before = fake.delivered.length;
    expect(await attempt({ channel: open(), envelope: repeated })).toEqual({ outcome: 'sent' });
    expect(await attempt({ channel: open(), envelope: repeated })).toEqual({ outcome: 'sent' });
    expect(fake.delivered).toHaveLength(before + 1);
  });

  it('sends a keyword when the robot asks for one, and is disabled without', async () => {
    const strict = await startFakeDingtalk({ keyword: '通告' });
    try {
      const settings = { baseUrl: strict.baseUrl, accessToken: TOKEN };
      const without = openChannel('dingtalk', settings);
      const with_ = openChannel('dingtalk', { ...settings, keyword: '通告' });
      expect(await attempt({ channel: without, envelope: toGroup })).toEqual({
        outcome: 'disable',
        why: 'dingtalk.security_keyword',
      });
      expect(await attempt({ channel: with_, envelope: toGroup })).toEqual({ outcome: 'sent' });
    } finally {
      await strict.close();
    }
  });

  it('is disabled when the secret is wrong or the clock is hours off', async () => {
    expect(await attempt({ channel: open({ secret: 'SECwrong0000' }), envelope: toGroup })).toEqual({
      outcome: 'disable',
      why: 'dingtalk.security_signature',
    });
    const late = new Date(Date.now() + 2 * 3_600_000);
    expect(await attempt({ channel: open(), envelope: toGroup, now: late })).toEqual({
      outcome: 'disable',
      why: 'dingtalk.security_timestamp',
    });
  });

  it('pauses the connection for ten minutes after the twenty-first message in a minute', async () => {
    const channel = open({ accessToken: 'floodflood1' });
    const outcomes: SendOutcome[] = [];
    for (let i = 0; i < 21; i += 1) {
      outcomes.push(await attempt({ channel, envelope: envelope({ kind: 'group' }, `flood-${i}-key`) }));
    }
    expect(outcomes.slice(0, 20).every((outcome) => outcome.outcome === 'sent')).toBe(true);
    expect(outcomes[20]).toEqual({ outcome: 'retry', why: 'dingtalk.too_fast', scope: 'connection', afterMs: 600_000 });
  });

  const retryMessage = (why: string, afterMs?: number): SendOutcome =>
    afterMs === undefined
      ? { outcome: 'retry', why, scope: 'message' }
      : { outcome: 'retry', why, scope: 'message', afterMs };
  const pause = (why: string, afterMs: number): SendOutcome => ({
    outcome: 'retry',
    why,
    scope: 'connection',
    afterMs,
  });
  const off = (why: string): SendOutcome => ({ outcome: 'disable', why });
  const never = (why: string): SendOutcome => ({ outcome: 'permanent', why });
  // 2026-03-31 23:59 in China: the allowance comes back one minute later.
  const monthEnd = new Date('2026-03-31T15:59:00Z');
  const table: readonly (readonly [string, SendOutcome])[] = [
    ['errcodeMinus1', retryMessage('dingtalk.busy', 30_000)],
    ['errcode310000', off('dingtalk.security')],
    ['errcode130101', pause('dingtalk.too_fast', 600_000)],
    ['errcode410100', pause('dingtalk.too_fast', 600_000)],
    ['errcode90002', pause('dingtalk.call_limit', 60_000)],
    ['errcode90019', pause('dingtalk.call_limit', 60_000)],
    ['errcode90020', pause('dingtalk.allowance_used_up', 60_000)],
    ['errcode90030', pause('dingtalk.allowance_used_up', 60_000)],
    ['errcode300001', off('dingtalk.token_unknown')],
    ['errcode300005', off('dingtalk.token_unknown')],
    ['errcode400101', off('dingtalk.token_unknown')],
    ['errcode400102', off('dingtalk.robot_disabled')],
    ['errcode400106', off('dingtalk.robot_not_in_group')],
    ['errcode400013', off('dingtalk.group_dissolved')],
    ['errcode400105', never('dingtalk.message_type')],
    ['errcode430101', never('dingtalk.link_refused')],
    ['errcode430102', never('dingtalk.text_refused')],
    ['errcode430103', never('dingtalk.image_refused')],
    ['errcode430104', never('dingtalk.content_refused')],
    ['errcode460101', never('dingtalk.too_large')],
    ['errcode40035', never('dingtalk.missing_parameter')],
    ['errcode43002', never('dingtalk.method')],
    ['errcode43004', never('dingtalk.content_type')],
    ['errcode777777', retryMessage('dingtalk.errcode_777777')],
  ];
  it.each(table)('makes of the answer to %s what the table says', async (accessToken, expected) => {
    expect(await attempt({ channel: open({ accessToken }), envelope: toGroup, now: monthEnd })).toEqual(expected);
  });

  it.each(['respondHtml', 'respondGarbage', 'respondEmpty', 'respondPunish', 'respondRedirect', 'respondHuge'])(
    'pauses everything that goes out for five minutes after %s',
    async (accessToken) => {
      const before = fake.requests();
      const outcome = await attempt({ channel: open({ accessToken }), envelope: toGroup });
      expect(outcome).toMatchObject({ outcome: 'retry', scope: 'egress', afterMs: 300_000, maybeSent: true });
      // A redirect that were followed would come back to the same server.
      expect(fake.requests()).toBe(before + 1);
    },
  );

  it('says that the message may have arrived when the answer does not come', async () => {
    const channel = open({ accessToken: 'respondHang' });
    const quick: Egress = {
      ...network,
      http: (request, signal) => network.http({ ...request, timeoutMs: 150 }, signal),
    };
    const { egress } = guarded(channel, quick);
    const timedOut = await attempt({ channel, envelope: toGroup, egress });
    expect(timedOut).toEqual({ outcome: 'retry', why: 'timeout', scope: 'message', maybeSent: true });
    const reset = await attempt({ channel: open({ accessToken: 'respondReset' }), envelope: toGroup });
    expect(reset).toEqual({ outcome: 'retry', why: 'unreachable', scope: 'message', maybeSent: true });
    const stopped = await attempt({ channel, envelope: toGroup, signal: AbortSignal.abort() });
    expect(stopped).toMatchObject({ outcome: 'retry', why: 'aborted' });
  });

  it('knows that nothing was sent when nobody listens', async () => {
    const channel = openChannel('dingtalk', { baseUrl: 'http://127.0.0.1:9', accessToken: TOKEN });
    // Port 9 is refused by fetch itself; port 1 by the kernel.
    const other = openChannel('dingtalk', { baseUrl: 'http://127.0.0.1:1', accessToken: TOKEN });
    expect(await attempt({ channel, envelope: toGroup })).toMatchObject({ outcome: 'retry', why: 'unreachable' });
    expect(await attempt({ channel: other, envelope: toGroup })).toMatchObject({
      outcome: 'retry',
      why: 'unreachable',
    });
  });

  it('has no canary in any byte that the server ever saw', async () => {
    const sneaky = notice({ organisation: '王小明 66881234' });
    const channel = open();
    const before = fake.requests();
    const outcome = await attempt({ channel, draft: sneaky, envelope: envelope({ kind: 'group' }, 'sneaky-0001') });
    expect(outcome).toEqual({ outcome: 'permanent', why: 'egress_blocked.phone' });
    expect(fake.requests()).toBe(before);
    const wire = fake.wire();
    expect(wire.length).toBeGreaterThan(1000);
    for (const canary of CANARIES) {
      expect(wire).not.toContain(Buffer.from(canary, 'utf8').toString('latin1'));
      expect(wire).not.toContain(encodeURIComponent(canary));
    }
  });
});

describe('mail', () => {
  const toPerson = envelope({ kind: 'email', address: 'ana@example.pt' });
  let plain: FakeSmtp;
  const open = (settings: object = {}): Channel =>
    openChannel('email', {
      host: '127.0.0.1',
      port: plain.port,
      security: 'plain-loopback',
      from: 'notice@gate.example.mo',
      ...settings,
    });

  beforeAll(async () => {
    plain = await startFakeSmtp();
  });
  afterAll(() => plain.close());

  it('transmits exactly the bytes that were rendered', async () => {
    const channel = open();
    for (const locale of ['zh-Hant', 'zh-Hans', 'pt', 'en'] as const) {
      const draft = notice({ locale });
      const rendered = await channel.render(draft, wordsFor(draft), toPerson);
      const { egress, records } = guarded(channel);
      const outcome = await channel.send({
        rendered,
        egress,
        signal: new AbortController().signal,
        now: new Date(),
        connection: 'c',
        tokens: createTokenCache(),
      });
      expect(outcome).toEqual({ outcome: 'sent', providerRef: `<${toPerson.idempotencyKey}@gate.example.mo>` });
      const mail = plain.taken.at(-1);
      expect(mail?.from).toBe('notice@gate.example.mo');
      expect(mail?.to).toEqual(['ana@example.pt']);
      expect(mail?.raw.equals(Buffer.from(rendered.body))).toBe(true);
      expect(records[0]?.bytes).toBe(rendered.bytes);
    }
  });

  it('carries a one-time code', async () => {
    const sent = await attempt({ channel: open(), draft: code(), envelope: toPerson });
    expect(sent.outcome).toBe('sent');
    expect(plain.taken.at(-1)?.raw.toString('latin1')).toContain('482915');
    expect(plain.taken.at(-1)?.raw.toString('latin1')).not.toMatch(/^Subject:.*482915/m);
  });

  const table: readonly (readonly [string, SendOutcome])[] = [
    ['rcpt550@example.pt', { outcome: 'permanent', why: 'smtp.recipient_refused_550' }],
    ['rcpt451@example.pt', { outcome: 'retry', why: 'smtp.recipient_deferred_451', scope: 'message' }],
    [
      'rcpt421@example.pt',
      { outcome: 'retry', why: 'smtp.connect_deferred_421', scope: 'connection', afterMs: 120_000 },
    ],
    ['data554@example.pt', { outcome: 'permanent', why: 'smtp.message_refused_554' }],
    ['data452@example.pt', { outcome: 'retry', why: 'smtp.message_deferred_452', scope: 'message' }],
  ];
  it.each(table)('makes of the refusal of %s what RFC 5321 says', async (address, expected) => {
    expect(await attempt({ channel: open(), envelope: envelope({ kind: 'email', address }) })).toEqual(expected);
  });

  it('is disabled when the server refuses our own address', async () => {
    const outcome = await attempt({ channel: open({ from: 'from550@gate.example.mo' }), envelope: toPerson });
    expect(outcome).toEqual({ outcome: 'disable', why: 'smtp.sender_refused_550' });
  });

  it('says that the message may have arrived when the last answer does not come', async () => {
    const channel = open();
    const quick: Egress = {
      ...network,
      smtp: (request, signal) => network.smtp({ ...request, timeoutMs: 300 }, signal),
    };
    const { egress } = guarded(channel, quick);
    const outcome = await attempt({
      channel,
      envelope: envelope({ kind: 'email', address: 'hang@example.pt' }),
      egress,
    });
    expect(outcome).toEqual({ outcome: 'retry', why: 'timeout', scope: 'message', maybeSent: true });
  });

  it('knows that nothing was sent when nobody listens', async () => {
    const outcome = await attempt({ channel: open({ port: 1 }), envelope: toPerson });
    expect(outcome).toEqual({ outcome: 'retry', why: 'unreachable', scope: 'message', maybeSent: false });
  });

  it('sends nothing to a server without STARTTLS when STARTTLS is required', async () => {
    const before = plain.taken.length;
    const outcome = await attempt({ channel: open({ security: 'starttls' }), envelope: toPerson });
    expect(outcome).toEqual({ outcome: 'disable', why: 'smtp.connect_refused_500' });
    expect(plain.taken).toHaveLength(before);
  });
});

function makeCertificate(): { key: string; cert: string } | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'entrepot-cert-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const options = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost';
    const names = ['-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert];
    execFileSync('openssl', ['req', ...options.split(' '), ...names], { stdio: 'ignore' });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } catch {
    console.warn('skipped: no openssl program to make a certificate with');
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const certificate = makeCertificate();

describe.skipIf(certificate === undefined)('mail over TLS', () => {
  const toPerson = envelope({ kind: 'email', address: 'ana@example.pt' });
  let server: FakeSmtp;
  const open = (settings: object = {}): Channel =>
    openChannel('email', {
      host: 'localhost',
      port: server.port,
      from: 'notice@gate.example.mo',
      user: 'gate',
      password: 'right-password',
      certificateAuthority: certificate?.cert,
      ...settings,
    });

  beforeAll(async () => {
    server = await startFakeSmtp({ certificate: certificate!, login: { user: 'gate', password: 'right-password' } });
  });
  afterAll(() => server.close());

  it('upgrades with STARTTLS and signs in', async () => {
    expect((await attempt({ channel: open(), envelope: toPerson })).outcome).toBe('sent');
    expect(server.taken.at(-1)).toMatchObject({ overTls: true, user: 'gate' });
  });

  it('is disabled when the password is wrong', async () => {
    const outcome = await attempt({ channel: open({ password: 'wrong-password' }), envelope: toPerson });
    expect(outcome).toEqual({ outcome: 'disable', why: 'smtp.auth_refused_535' });
  });

  it('sends nothing to a server whose certificate nobody vouches for', async () => {
    const before = server.taken.length;
    const { certificateAuthority: _, ...rest } = { certificateAuthority: '', user: 'gate', password: 'right-password' };
    const channel = openChannel('email', {
      host: 'localhost',
      port: server.port,
      from: 'notice@gate.example.mo',
      ...rest,
    });
    const outcome = await attempt({ channel, envelope: toPerson });
    expect(outcome).toEqual({ outcome: 'retry', why: 'tls', scope: 'connection', maybeSent: false });
    expect(server.taken).toHaveLength(before);
  });
});

describe('short messages', () => {
  const toPhone = envelope({ kind: 'phone', number: '+85366881234' });
  let server: Server;
  let answer: { status: number; headers?: Record<string, string>; body?: string };
  let got: { headers: Record<string, unknown>; body: string }[];
  const open = (settings: object = {}): Channel =>
    openChannel('sms', {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`,
      headers: { authorization: 'Bearer topsecret' },
      body: { to: '{{to}}', text: '{{text}}', ref: '{{key}}', unicode: true },
      ...settings,
    });

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => (body += part));
      request.on('end', () => {
        got.push({ headers: request.headers, body });
        response.writeHead(answer.status, answer.headers ?? {}).end(answer.body ?? '');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  afterEach(() => {
    got = [];
  });
  beforeAll(() => {
    got = [];
  });

  it('sends a code with the recipient number in its place and nowhere else', async () => {
    answer = { status: 200 };
    expect(await attempt({ channel: open(), draft: code(), envelope: toPhone })).toEqual({ outcome: 'sent' });
    expect(JSON.parse(got[0]?.body ?? '')).toEqual({
      to: '+85366881234',
      text: 'Macau Trading Ltd: your code is 482915, valid for 10 min. Do not share it.',
      ref: toPhone.idempotencyKey,
      unicode: true,
    });
    expect(got[0]?.headers['authorization']).toBe('Bearer topsecret');
  });

  const table: readonly (readonly [number, Record<string, string>, SendOutcome])[] = [
    [202, {}, { outcome: 'sent' }],
    [429, { 'retry-after': '120' }, { outcome: 'retry', why: 'sms.too_fast', scope: 'connection', afterMs: 120_000 }],
    [503, {}, { outcome: 'retry', why: 'sms.status_503', scope: 'message', maybeSent: true }],
    [401, {}, { outcome: 'disable', why: 'sms.status_401' }],
    [400, {}, { outcome: 'permanent', why: 'sms.status_400' }],
    [307, { location: 'http://127.0.0.1:1/' }, { outcome: 'disable', why: 'sms.redirect' }],
  ];
  it.each(table)('makes of status %i what the table says', async (status, headers, expected) => {
    answer = { status, headers };
    expect(await attempt({ channel: open(), envelope: toPhone })).toEqual(expected);
  });

  it('reads the member that tells success where the provider answers 200 to a refusal', async () => {
    const channel = open({ success: { member: 'Code', equals: 'OK' } });
    answer = { status: 200, body: '{"Code":"OK"}' };
    expect(await attempt({ channel, envelope: toPhone })).toEqual({ outcome: 'sent' });
    answer = { status: 200, body: '{"Code":"isv.BUSINESS_LIMIT_CONTROL"}' };
    expect(await attempt({ channel, envelope: toPhone })).toEqual({ outcome: 'permanent', why: 'sms.refused' });
    answer = { status: 200, body: '<html>' };
    expect(await attempt({ channel, envelope: toPhone })).toMatchObject({ outcome: 'retry', maybeSent: true });
    answer = { status: 200, body: `"${'x'.repeat(100_000)}"` };
    expect(await attempt({ channel, envelope: toPhone })).toMatchObject({
      outcome: 'retry',
      why: 'sms.answer_too_large',
    });
  });
});

describe('trial mode', () => {
  it('keeps the exact request once, without token and signature, and answers as the vendor', async () => {
    const kept = new Map<string, SandboxMessage>();
    const sandbox = createSandboxEgress({
      store: async (message) => {
        if (kept.has(message.idempotencyKey)) return 'duplicate';
        kept.set(message.idempotencyKey, message);
        return 'stored';
      },
    });
    const dingtalk = openChannel('dingtalk', { accessToken: TOKEN, secret: SECRET });
    const mail = openChannel('email', {
      host: 'mail.example.mo',
      from: 'notice@gate.example.mo',
      user: 'u',
      password: 'p4ssw0rd',
    });
    const sms = openChannel('sms', {
      url: 'https://sms.example.mo/send',
      headers: { authorization: 'Bearer topsecret' },
      body: { to: '{{to}}', text: '{{text}}' },
    });
    const pairs: readonly (readonly [Channel, Envelope])[] = [
      [dingtalk, envelope({ kind: 'group' }, 'trial-0001')],
      [mail, envelope({ kind: 'email', address: 'ana@example.pt' }, 'trial-0002')],
      [sms, envelope({ kind: 'phone', number: '+85366881234' }, 'trial-0003')],
    ];
    for (const [channel, where] of pairs) {
      const { egress } = guarded(channel, sandbox);
      expect((await attempt({ channel, envelope: where, egress })).outcome).toBe('sent');
      expect((await attempt({ channel, envelope: where, egress })).outcome).toBe('sent');
    }
    expect(kept.size).toBe(3);
    expect(kept.get('trial-0001')?.url).toBe(
      'https://oapi.dingtalk.com/robot/send?access_token=[redacted]&timestamp=[redacted]&sign=[redacted]',
    );
    expect(kept.get('trial-0003')?.headers['authorization']).toBe('[redacted]');
    const everything = JSON.stringify([...kept.values()]);
    for (const secret of [TOKEN, SECRET, 'p4ssw0rd', 'topsecret']) expect(everything).not.toContain(secret);
  });
});
