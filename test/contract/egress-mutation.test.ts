/**
 * Every renderer is made to leak, one field at a time: whatever it puts wherever into a body, the guard stops it before a socket opens. The
 * guard is the one of production: the real scan for personal data, and the comparison with what the message may say.
 */
import { describe, expect, it } from 'vitest';
import { scanForPersonalData } from '../../src/app/judgement.ts';
import { ownBytes, utf8 } from '../../src/base/bytes.ts';
import { createEgressGuard } from '../../src/channels/egress-guard.ts';
import { saidOf, saying } from '../../src/channels/egress-words.ts';
import type { Egress, RenderedRequest, SendOutcome } from '../../src/channels/port.ts';
import { createTokenCache } from '../../src/channels/tokens.ts';
import { CHANNEL_KINDS } from '../../src/model/channel.ts';
import { LOCALES } from '../../src/model/locale.ts';
import type { ChannelDraft } from '../../src/model/notice.ts';
import { envelope, testWords } from '../support/channel-drafts.ts';
import { draftsOf, EVERY_CHANNEL, type EveryChannel } from '../support/every-channel.ts';
import { leaksInto } from '../support/leaky-renderer.ts';

const LONG_TEXT =
  'The board met on Tuesday and agreed to close the Taipa branch in June; twelve people will be told next week, and nobody outside this room knows of it yet, so please keep the attached plan to yourselves.';

const LEAKS: Readonly<Record<string, string>> = {
  'a file name with a personal name': '陳大文_薪資單_2026-02.xlsx',
  'a file name with a Latin name': 'payslip-maria-fernandes.pdf',
  'a name in a Chinese sentence': '請把文件交給陳大文先生簽收',
  'a name alone': '王小明',
  'a name in English': 'for Maria Fernandes',
  'an identity card of Macau': '5123456(7)',
  'an identity card of Hong Kong': 'A123456(3)',
  'an identity card of the mainland': '11010519491231002X',
  'a number of Macau': '66881234',
  'a number of Macau, spaced': '+853 6688 1234',
  'a number of Hong Kong': '9123 4567',
  'a number of Hong Kong with its code': '+85291234567',
  'a number of the mainland': '13800138000',
  'a number of the mainland, spaced': '138 0013 8000',
  'a number of the mainland with its code': '+8613800138000',
  'a number in single figures': '6 6 8 8 1 2 3 4',
  'a number in full-width figures': '１３８００１３８０００',
  'a number in Chinese figures': '一三八零零一三八零零零',
  'a number in the path of an address': 'https://gate.example.mo/n/66881234',
  'a number after a handle': 'https://gate.example.mo/n/AbCdEfGhIjKlMnOpQrStUv/13800138000',
  'a percent-encoded number': '%36%36%38%38%31%32%33%34',
  'a number encoded twice': '%2536%2536%2538%2538%2531%2532%2533%2534',
  'a number in JSON escapes': '\\u0036\\u0036\\u0038\\u0038\\u0031\\u0032\\u0033\\u0034',
  'a number in JSON': '{"n":"\\u0036\\u0036\\u0038\\u0038\\u0031\\u0032\\u0033\\u0034"}',
  'a number in entities': '&#54;&#54;&#56;&#56;&#49;&#50;&#51;&#52;',
  'a number with invisible characters': '66\u200b88\u200b12\u200b34',
  'an address of a mailbox': 'maria.fernandes@lotus.example',
  'a bank card': '6222 0212 3456 7890 128',
  'the title of the transfer': 'Reorganisation of the Taipa branch',
  'a company in a word': 'Lótus',
  'a secret key of age': 'AGE-SECRET-KEY-1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQ9M4K7',
  'a key in hexadecimal': '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'a key in base64': 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=',
  'the message itself': LONG_TEXT,
  'the beginning of the message': LONG_TEXT.slice(0, 20),
  'a word in a tag': '<b title="Taipa">',
  'a word in a comment': '<!-- Taipa -->',
};

const wordsFor = testWords();

function world() {
  const passed: unknown[] = [];
  const inner: Egress = {
    http: async (request) => {
      passed.push(request);
      return { kind: 'answered', status: 200, headers: {}, body: utf8('{"errcode":0,"code":0}') };
    },
    smtp: async (request) => {
      passed.push(request);
      return { kind: 'accepted', code: 250 };
    },
    // Tokens are given, so that every channel comes to its message.
    control: async () => ({
      kind: 'answered',
      status: 200,
      headers: {},
      body: utf8(
        '{"errcode":0,"code":0,"access_token":"t0ken","expires_in":7200,"accessToken":"t0ken","expireIn":7200,"tenant_access_token":"t0ken","expire":7200}',
      ),
    }),
  };
  const recorded: string[] = [];
  const guard = (hosts: readonly string[]): Egress =>
    createEgressGuard({
      egress: inner,
      allowedHosts: () => new Set(hosts),
      linkPrefixes: [
        'https://gate.example.mo/n/',
        'https://gate.example.mo/approvals',
        'https://gate.example.mo/requests',
      ],
      ownNames: () => ['濠江貿易有限公司', 'Macau Trading Ltd'],
      scan: scanForPersonalData,
      onlySaid: true,
      // Questions for a token are recorded too; they carry no message.
      record: { record: async ({ kind }) => void (kind === 'control' || recorded.push(kind)) },
    });
  return { passed, recorded, guard };
}

async function rendered({ channel, target }: EveryChannel, draft: ChannelDraft): Promise<RenderedRequest> {
  return channel.render(draft, wordsFor(draft), envelope(target));
}

function send(
  { channel, kind }: EveryChannel,
  draft: ChannelDraft,
  request: RenderedRequest,
  egress: Egress,
): Promise<SendOutcome> {
  const { named } = channel;
  const said = saidOf({ draft, words: wordsFor(draft), envelope: request.envelope, kind, named });
  return channel.send({
    rendered: request,
    egress: saying(egress, said),
    signal: new AbortController().signal,
    now: new Date('2026-03-02T01:02:03Z'),
    connection: 'c-1',
    tokens: createTokenCache(),
  });
}

/** One draft of each kind: the one with the most in it that a renderer reads. */
function richest(kind: ChannelDraft['kind']): ChannelDraft {
  const drafts = draftsOf(kind, 'zh-Hant');
  const draft = kind === 'notice' || kind === 'answer' ? drafts[1] : drafts[0];
  if (draft === undefined) throw new Error(kind);
  return draft;
}

const CASES = EVERY_CHANNEL.flatMap((one) =>
  one.channel.caps.carries.map((kind) => ({ ...one, draft: richest(kind) })),
);

/** All leaks for one connection of each kind; of further forms of its settings a twelfth. */
function leaksFor({ name, kind }: EveryChannel): readonly (readonly [string, string])[] {
  const isFirst = EVERY_CHANNEL.find((one) => one.kind === kind)?.name === name;
  return Object.entries(LEAKS).filter((_leak, index) => isFirst || index % 12 === name.length % 12);
}

it('knows every kind of channel', () => {
  expect(new Set(EVERY_CHANNEL.map((one) => one.kind))).toEqual(new Set(CHANNEL_KINDS));
});

describe.each(EVERY_CHANNEL)('$name', (one) => {
  it('is not kept from saying anything that it has to say, in any language', async () => {
    const { passed, recorded, guard } = world();
    const egress = guard(one.channel.hosts);
    let count = 0;
    for (const kind of one.channel.caps.carries) {
      for (const draft of LOCALES.flatMap((locale) => draftsOf(kind, locale))) {
        let request: RenderedRequest;
        try {
          request = await rendered(one, draft);
        } catch {
          // Longer than this vendor takes.
          continue;
        }
        // Names that look like a person's are known to the guard of production.
        const outcome = await send(one, draft, request, egress);
        expect
          .soft(outcome, `${draft.kind} ${draft.locale} ${Buffer.from(request.body).toString()}`)
          .not.toMatchObject({
            why: expect.stringMatching(/^egress_blocked\.(?:words|unreadable|host)/),
          });
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(3);
    expect(passed.length).toBeGreaterThan(count / 2);
    expect(recorded.length).toBe(passed.length);
  });
});

describe.each(CASES)('$name, $draft.kind', (one) => {
  it('lets nothing through that a renderer adds, wherever it puts it', async () => {
    const { passed, recorded, guard } = world();
    const egress = guard(one.channel.hosts);
    const request = await rendered(one, one.draft);
    let stopped = 0;
    for (const [what, leak] of leaksFor(one)) {
      for (const { where, body, url, headers } of leaksInto(request, leak)) {
        const bytes = ownBytes(body);
        const mutated: RenderedRequest =
          request.transport === 'http'
            ? {
                ...request,
                url: url ?? request.url,
                headers: headers ?? request.headers,
                body: bytes,
                bytes: bytes.length,
              }
            : { ...request, body: bytes, bytes: bytes.length };
        const outcome = await send(one, one.draft, mutated, egress);
        if (outcome.outcome === 'permanent' && outcome.why.startsWith('egress_blocked.')) stopped += 1;
        else expect.soft(outcome, `${what} ${where}`).toMatchObject({ why: /^egress_blocked/ });
      }
    }
    expect(stopped).toBeGreaterThan(leaksFor(one).length * 4);
    expect([passed.length, recorded.length]).toEqual([0, 0]);
  });
});

describe('a message of which it is not known what it may say', () => {
  it('does not leave', async () => {
    const [one] = EVERY_CHANNEL;
    if (one === undefined) throw new Error('no channel');
    const { passed, guard } = world();
    const request = await rendered(one, richest('notice'));
    const outcome = await one.channel.send({
      rendered: request,
      egress: guard(one.channel.hosts),
      signal: new AbortController().signal,
      now: new Date(),
      connection: 'c-1',
      tokens: createTokenCache(),
    });
    expect(outcome).toEqual({ outcome: 'permanent', why: 'egress_blocked.words' });
    expect(passed).toEqual([]);
  });
});
