import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../base/bytes.ts';
import { Secret } from '../base/secret.ts';
import { code, envelope, notice, testWords } from '../../test/support/channel-drafts.ts';
import { createEgressGuard, type GuardOptions, type ScanResult } from './egress-guard.ts';
import type { ControlRequest, Egress, HttpEgressRequest, SendTarget, SmtpEgressRequest } from './port.ts';
import { createTokenCache } from './tokens.ts';
import { openChannel } from './registry.ts';

type Setup = { readonly options?: Partial<GuardOptions> };

function guard({ options = {} }: Setup = {}) {
  const passed: unknown[] = [];
  const scannedTexts: string[] = [];
  const records: { bytes: number }[] = [];
  const blocked: string[] = [];
  const inner: Egress = {
    http: async (request) => {
      passed.push(request);
      return { kind: 'answered', status: 200, headers: {}, body: utf8('{"errcode":0}') };
    },
    smtp: async (request) => {
      passed.push(request);
      return { kind: 'accepted', code: 250 };
    },
    control: async (request) => {
      passed.push(request);
      return { kind: 'answered', status: 200, headers: {}, body: utf8('{"errcode":0}') };
    },
  };
  const egress = createEgressGuard({
    egress: inner,
    allowedHosts: () => new Set(['oapi.dingtalk.com:443', 'mail.example.mo:587']),
    linkPrefixes: ['https://gate.example.mo/n/'],
    ownNames: () => ['濠江貿易有限公司'],
    scan: (text): ScanResult => {
      scannedTexts.push(text);
      return { personal: /陳大文|a@b\.mo/.test(text) ? 1 : 0, kinds: ['person_name'] };
    },
    record: { record: async (entry) => void records.push(entry) },
    onBlocked: ({ why }) => blocked.push(why),
    ...options,
  });
  return { egress, passed, scannedTexts, records, blocked };
}

function http(
  body: string,
  changes: Partial<HttpEgressRequest> = {},
  target: SendTarget = { kind: 'group' },
): HttpEgressRequest {
  return {
    meta: { vendor: 'dingtalk', kind: 'notice', idempotencyKey: 'k-0123456789abcdef', target },
    method: 'POST',
    url: 'https://oapi.dingtalk.com/robot/send',
    secretQuery: new Secret({}),
    headers: {},
    secretHeaders: new Secret({}),
    body: utf8(body),
    timeoutMs: 1000,
    maxAnswerBytes: 1000,
    ...changes,
  };
}

function mail(raw: string, changes: Partial<SmtpEgressRequest> = {}): SmtpEgressRequest {
  return {
    meta: {
      vendor: 'email',
      kind: 'notice',
      idempotencyKey: 'k-0123456789abcdef',
      target: { kind: 'email', address: 'ana@example.pt' },
    },
    server: { host: 'mail.example.mo', port: 587, security: 'starttls' },
    from: 'notice@gate.example.mo',
    to: 'ana@example.pt',
    body: utf8(raw.replaceAll('\n', '\r\n')),
    timeoutMs: 1000,
    ...changes,
  };
}

const signal = new AbortController().signal;

type MailParts = {
  readonly head?: string;
  readonly subject?: string;
  readonly from?: string;
  readonly to?: string;
  readonly text?: string;
  readonly html?: string;
  readonly before?: string;
  readonly after?: string;
  readonly partHead?: string;
};

/** A mail of our own shape, each piece replaceable. */
function rawMail(parts: MailParts = {}): string {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const part = (kind: string, text: string, head = ''): string =>
    `--b1\nContent-Type: text/${kind}; charset=utf-8\nContent-Transfer-Encoding: base64\n${head}\n${base64(text)}\n`;
  return [
    `From: ${parts.from ?? 'notice@gate.example.mo'}`,
    `To: ${parts.to ?? 'ana@example.pt'}`,
    `Subject: ${parts.subject ?? 'hello'}`,
    'Message-ID: <k-0123456789abcdef@gate.example.mo>',
    `MIME-Version: 1.0\n${parts.head ?? ''}Content-Type: multipart/alternative; boundary="b1"\n`,
    `${parts.before ?? ''}${part('plain', parts.text ?? 'hello', parts.partHead)}${part('html', parts.html ?? '<p>hello</p>')}--b1--`,
    parts.after ?? '',
  ].join('\n');
}

describe('the egress guard', () => {
  it.each([
    ['a path', '/hook/abc', 'answered'],
    ['a path with a query', '/workflows/a/run?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual&sig=A-b_9', 'answered'],
    ['another host', '//evil.example/hook', 'blocked'],
    ['a user part', '@evil.example/hook', 'blocked'],
    ['a way out of the path', '/hook/../other', 'blocked'],
    ['an encoded way out', '/hook/%2E%2e/other', 'blocked'],
    ['an address in the query', '/hook?next=https://evil.example', 'blocked'],
    ['a line end', '/hook\r\nhost: evil', 'blocked'],
    ['a fragment', '/hook#x', 'blocked'],
    ['a backslash', '/\\evil.example', 'blocked'],
  ])('judges the secret end of an address: %s', async (_name, path, kind) => {
    const { egress, passed } = guard();
    const answer = await egress.http(http('{}', { secretPath: new Secret(path) }), signal);
    expect(answer.kind).toBe(kind);
    expect(passed).toHaveLength(kind === 'answered' ? 1 : 0);
  });

  it('reads JSON that is a string within JSON', async () => {
    const { egress } = guard();
    const nested = JSON.stringify({ content: '{"text":"\\u0036\\u0036\\u0038\\u0038\\u0031\\u0032\\u0033\\u0034"}' });
    expect(await egress.http(http(nested), signal)).toEqual({ kind: 'blocked', why: 'phone' });
  });

  it('lets a clean body through and records its length and digest first', async () => {
    const { egress, passed, records } = guard();
    expect(await egress.http(http('{"a":"hello"}'), signal)).toMatchObject({ kind: 'answered' });
    expect(passed).toHaveLength(1);
    expect(records).toEqual([
      expect.objectContaining({ bytes: 13, vendor: 'dingtalk', sha256: expect.any(Uint8Array) }),
    ]);
  });

  it.each([
    ['https://evil.example/robot/send'],
    ['https://oapi.dingtalk.com:8443/robot/send'],
    ['https://oapi.dingtalk.com.evil.example/robot/send'],
    ['https://oapi.dingtalk.com@evil.example/robot/send'],
    ['https://u:p@oapi.dingtalk.com/robot/send'],
    ['http://oapi.dingtalk.com:443/robot/send'],
    ['https://oapi.dingtalk.com/robot/send?text=hello'],
    ['https://oapi.dingtalk.com/robot/send#x'],
    ['file:///etc/passwd'],
    ['not an address'],
  ])('refuses the address %s', async (url) => {
    const { egress, passed, records } = guard();
    expect(await egress.http(http('{}', { url }), signal)).toEqual({ kind: 'blocked', why: 'host' });
    expect([passed, records]).toEqual([[], []]);
  });

  it.each([
    ['a plain number', '{"text":"13800138000"}', 'phone'],
    ['a number with separators', '{"text":"call +853 6688-1234"}', 'phone'],
    ['a number as a JSON number', '{"n":85366881234}', 'phone'],
    ['a number as a member name', '{"13800138000":1}', 'phone'],
    [
      'a number in JSON escapes',
      '{"text":"\\u0031\\u0033\\u0038\\u0030\\u0030\\u0031\\u0033\\u0038\\u0030\\u0030\\u0030"}',
      'phone',
    ],
    ['a number in full-width digits', '{"text":"６６８８１２３４"}', 'phone'],
    ['a number in Arabic digits', '{"text":"٦٦٨٨١٢٣٤"}', 'phone'],
    ['a number with invisible characters', '{"text":"6688\u200b1234"}', 'phone'],
    ['a percent-encoded number', '{"url":"x://y?u=%36%36%38%38%31%32%33%34"}', 'phone'],
    ['a number after our link', '{"u":"https://gate.example.mo/n/AbCdEfGhIjKlMnOpQrStUv66881234"}', 'phone'],
    ['a name', '{"text":"給陳大文"}', 'personal.person_name'],
    ['a name deep inside', '{"a":[{"b":["陳大文"]}]}', 'personal.person_name'],
    ['what is not JSON', 'text=hello', 'unreadable'],
    ['what is not UTF-8 text', '{"a":"\\ud800', 'unreadable'],
    ['endless nesting', `${'['.repeat(5000)}${']'.repeat(5000)}`, 'unreadable'],
    ['a large body', `{"a":"${'x'.repeat(40_000)}"}`, 'size'],
  ])('stops %s', async (_what, body, why) => {
    const { egress, passed, records, blocked } = guard();
    expect(await egress.http(http(body), signal)).toEqual({ kind: 'blocked', why });
    expect([passed, records, blocked]).toEqual([[], [], [why]]);
  });

  it('takes the recipient number once, in its own member, and not a second time', async () => {
    const target: SendTarget = { kind: 'phone', number: '+85366881234' };
    const { egress } = guard();
    const right = http('{"to":"+85366881234","text":"hello"}', {}, target);
    const twice = http('{"to":"+85366881234","cc":"+85366881234"}', {}, target);
    const inText = http('{"to":"+85366881234","text":"for +85366881234"}', {}, target);
    expect(await egress.http(right, signal)).toMatchObject({ kind: 'answered' });
    expect(await egress.http(twice, signal)).toEqual({ kind: 'blocked', why: 'phone' });
    expect(await egress.http(inText, signal)).toEqual({ kind: 'blocked', why: 'phone' });
  });

  it('lets references, our links and the key pass although they may be all digits', async () => {
    const { egress } = guard();
    const own = ['EN-1234-5678-9012', 'https://gate.example.mo/n/1234567890123456789012', 'k-0123456789abcdef'];
    const wrapped = `dingtalk://dingtalkclient/page/link?url=${encodeURIComponent(own[1] ?? '')}`;
    expect(await egress.http(http(JSON.stringify([...own, wrapped])), signal)).toMatchObject({ kind: 'answered' });
    expect(await egress.http(http('["XEN-1234-5678-9012"]'), signal)).toMatchObject({ why: 'phone' });
  });

  it('sends nothing when the scan throws, answers nonsense or cannot see the names', async () => {
    const throwing = guard({ options: { scan: () => Promise.reject(new Error('broken')) } });
    expect(await throwing.egress.http(http('{}'), signal)).toEqual({ kind: 'blocked', why: 'scan_failed' });
    const nonsense = guard({ options: { scan: () => ({ personal: Number.NaN, kinds: [] }) } });
    expect(await nonsense.egress.http(http('{}'), signal)).toEqual({ kind: 'blocked', why: 'personal' });
    const nameless = guard({ options: { ownNames: () => [''] } });
    expect(await nameless.egress.http(http('{"a":"b"}'), signal)).toEqual({ kind: 'blocked', why: 'scan_failed' });
    expect([...throwing.passed, ...nonsense.passed, ...nameless.passed]).toEqual([]);
  });

  it('sends nothing that cannot be recorded, and asks for another try', async () => {
    const { egress, passed } = guard({ options: { record: { record: () => Promise.reject(new Error('disk full')) } } });
    expect(await egress.http(http('{}'), signal)).toEqual({ kind: 'failed', why: 'not_recorded', maybeSent: false });
    expect(passed).toEqual([]);
  });

  it.each<[string, MailParts, string]>([
    ['a name in a base64 body', { text: '給陳大文' }, 'personal.person_name'],
    ['a name in an encoded subject', { subject: '=?UTF-8?B?6Zmz5aSn5paH?=' }, 'personal.person_name'],
    ['a name beside the recipient', { to: '=?UTF-8?B?6Zmz5aSn5paH?= <ana@example.pt>' }, 'personal.person_name'],
    ['a number split by tags', { html: '<p>6688<b>1234</b></p>' }, 'phone'],
    ['a number in entities', { html: '<p>&#54;&#54;&#x38;&#56;1234</p>' }, 'phone'],
    ['another recipient', { to: 'eve@example.pt' }, 'unreadable'],
    ['a second recipient', { to: 'ana@example.pt, eve@example.pt' }, 'unreadable'],
    ['another sender', { from: 'eve@example.pt' }, 'unreadable'],
    ['a hidden header', { head: 'X-Note: hello\n' }, 'unreadable'],
    ['a second subject', { head: 'Subject: hello\n' }, 'unreadable'],
    ['a copy', { head: 'Cc: eve@example.pt\n' }, 'unreadable'],
    ['a header of a part', { partHead: 'Content-Description: hello\n' }, 'unreadable'],
    ['text before the parts', { before: 'hello\n' }, 'unreadable'],
    ['text after the parts', { after: 'hello\n' }, 'unreadable'],
    ['an attachment', { partHead: 'Content-Disposition: attachment; filename=a.txt\n' }, 'unreadable'],
  ])('stops %s in a mail', async (_what, parts, why) => {
    const { egress, passed } = guard();
    expect(await egress.smtp(mail(rawMail(parts)), signal)).toEqual({ kind: 'blocked', why });
    expect(passed).toEqual([]);
  });

  it('refuses a mail server that is not configured, and plain text to one that is not on this machine', async () => {
    const { egress } = guard();
    const elsewhere = { host: 'evil.example', port: 587, security: 'starttls' } as const;
    const bare = { host: 'mail.example.mo', port: 587, security: 'plain-loopback' } as const;
    expect(await egress.smtp(mail(rawMail(), { server: elsewhere }), signal)).toMatchObject({ why: 'host' });
    expect(await egress.smtp(mail(rawMail(), { server: bare }), signal)).toMatchObject({ why: 'host' });
    expect(await egress.smtp(mail(rawMail()), signal)).toMatchObject({ kind: 'accepted' });
  });

  it('shows the scan the words of a mail and none of the addresses', async () => {
    const { egress, scannedTexts } = guard();
    const channel = openChannel('email', { host: 'mail.example.mo', from: 'notice@gate.example.mo' });
    for (const draft of [notice({ locale: 'pt' }), code()]) {
      const where = envelope({ kind: 'email', address: 'ana@example.pt' });
      const rendered = await channel.render(draft, testWords()(draft), where);
      expect(
        await channel.send({ rendered, egress, signal, now: new Date(), connection: 'c', tokens: createTokenCache() }),
      ).toMatchObject({ outcome: 'sent' });
    }
    expect(scannedTexts[0]).toContain('Válido até: 5 de março de 2026 às 18:00 (hora de Macau, GMT+8)');
    expect(scannedTexts[1]).toContain('482915');
    expect(scannedTexts.join()).not.toContain('@');
    expect(scannedTexts.join()).not.toContain('濠江');
  });

  it('stops a control request whose path cannot be read, and lets the same with a readable one through', async () => {
    const { egress, passed } = guard();
    const ask = (path: string) =>
      egress.control(
        {
          vendor: 'dingtalk_app',
          connection: 'c',
          purpose: 'probe',
          method: 'GET',
          url: `https://oapi.dingtalk.com/${path}`,
          query: {},
          secretQuery: new Secret({}),
          headers: {},
          secretHeaders: new Secret({}),
          body: undefined,
          secrets: [],
          identifiers: [],
          timeoutMs: 1000,
          maxAnswerBytes: 1000,
        },
        signal,
      );
    expect(await ask('%E0%A4%A')).toEqual({ kind: 'blocked', why: 'unreadable' });
    expect(passed).toHaveLength(0);
    expect(await ask('gettoken')).toMatchObject({ kind: 'answered' });
  });

  it('never lets eight digits in a row through, wherever they stand', async () => {
    const { egress } = guard();
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.stringMatching(/^\d{8,15}$/), fc.string(), async (before, number, after) => {
        const answer = await egress.http(http(JSON.stringify({ text: `${before}${number}${after}` })), signal);
        expect(answer.kind).toBe('blocked');
      }),
      { numRuns: 200 },
    );
  });
});

describe('the way to files of messages', () => {
  const file = (over: Partial<ControlRequest> = {}): ControlRequest => ({
    vendor: 'dingtalk_app',
    connection: 'c-1',
    purpose: 'receive',
    method: 'GET',
    url: 'https://bucket.oss-cn-zhangjiakou.aliyuncs.com/a/b.csv',
    query: {},
    secretQuery: new Secret({ Signature: 'abc' }),
    headers: {},
    secretHeaders: new Secret({}),
    body: undefined,
    secrets: [],
    identifiers: [],
    timeoutMs: 1000,
    maxAnswerBytes: 1000,
    ...over,
  });
  const ask = async (over: Partial<ControlRequest>): Promise<string> => {
    const { egress } = guard({ options: { fileHosts: ['.aliyuncs.com', 'dingtalk.com'] } });
    const answer = await egress.control(file(over), new AbortController().signal);
    return answer.kind === 'blocked' ? answer.why : answer.kind;
  };

  it('is open to a bare GET over TLS', async () => {
    expect(await ask({})).toBe('answered');
  });

  it.each<[string, Partial<ControlRequest>]>([
    ['without TLS', { url: 'http://bucket.aliyuncs.com/a' }],
    ['to another port', { url: 'https://bucket.aliyuncs.com:8443/a' }],
    ['to a host that only ends alike', { url: 'https://evilaliyuncs.com/a' }],
    ['to the domain itself', { url: 'https://aliyuncs.com/a' }],
    ['to an end that is no domain of its own', { url: 'https://evildingtalk.com/a' }],
    ['as somebody', { url: 'https://me@bucket.aliyuncs.com/a' }],
    ['with an open query', { query: { a: 'b' } }],
    ['with a header', { headers: { a: 'b' } }],
    ['with a secret header', { secretHeaders: new Secret({ authorization: 'b' }) }],
    ['with a body', { body: utf8('{}') }],
    ['to write', { method: 'PUT' }],
    ['for another purpose', { purpose: 'state' }],
  ])('is closed %s', async (_how, over) => {
    expect(await ask(over)).toBe('host');
  });
});
