import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testWords } from '../../test/support/channel-drafts.ts';
import { VENDOR_CASES } from '../../test/support/vendor-settings.ts';
import { EntrepotError } from '../base/errors.ts';
import { LOCALES } from '../model/locale.ts';
import type { NoticeDraft, PublicDraft } from '../model/notice.ts';
import { createEgressGuard } from './egress-guard.ts';
import { type Channel, openChannel } from './registry.ts';
import type { RenderedRequest, SendTarget } from './port.ts';
import { createSandboxEgress } from './sandbox.ts';
import { createTokenCache } from './tokens.ts';

const wordsFor = testWords();
const group: SendTarget = { kind: 'group' };
const channels: readonly (readonly [Channel, SendTarget])[] = [
  ...VENDOR_CASES.map((one): readonly [Channel, SendTarget] => [
    openChannel(one.kind, one.settings(one.base)),
    one.target,
  ]),
  // A group whose identifier is nothing but figures but for its beginning.
  [
    openChannel('feishu_app', {
      appId: 'cli_12345678901',
      appSecret: 'feishuAppSecretAA',
      chatId: 'oc_123456789012345',
    }),
    group,
  ],
];
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 3000 }),
  fc.string({ unit: fc.constantFrom('濠', '"', '\\', '<', '&', '\n', '*', '@', '[', '%', '\u0301'), maxLength: 300 }),
);
const oneName = fc.constantFrom(
  '濠江貿易有限公司',
  'Companhia de Navegação do Sul, Lda.',
  'Co. "A&B" 888',
  'O’Neil & Söhne €',
);
const handle = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{21}$/);
const keys = fc.oneof(
  fc.stringMatching(/^[a-f][0-9a-f]{63}$/),
  fc.tuple(fc.uuid(), fc.uuid()).map(([a, b]) => `n.${a}.${b}`),
);
const noticeOf = (organisation: fc.Arbitrary<string>): fc.Arbitrary<NoticeDraft> =>
  fc.record({
    kind: fc.constant('notice' as const),
    reference: fc.oneof(fc.stringMatching(/^EN(-[0-9A-HJKMNP-TV-Z]{4}){3}$/), fc.stringMatching(/^EN(-[0-9]{4}){3}$/)),
    organisation,
    expiresAt: fc.date({ noInvalidDate: true, min: new Date('2026-01-01'), max: new Date('2099-01-01') }),
    link: handle.map((id) => `https://gate.example.mo/n/${id}`),
    locale: fc.constantFrom(...LOCALES),
    count: fc.constantFrom(1, 2, 9999),
  });
const publicOf: fc.Arbitrary<PublicDraft> = fc.record({
  kind: fc.constant('public' as const),
  organisation: oneName,
  title: anyText,
  text: fc.oneof(
    anyText,
    anyText.map((text) => text.repeat(6)),
  ),
  format: fc.constantFrom('text' as const, 'markdown' as const),
  locale: fc.constantFrom(...LOCALES),
  __public: fc.constant(true as const),
});

async function render(
  index: number,
  draft: NoticeDraft | PublicDraft,
  idempotencyKey: string,
): Promise<{ readonly channel: Channel; readonly rendered: RenderedRequest } | undefined> {
  const [channel, target] = channels[index]!;
  const envelope = { target, idempotencyKey, createdAt: new Date('2026-03-02T01:02:03Z') };
  try {
    return { channel, rendered: await channel.render(draft, wordsFor(draft), envelope) };
  } catch (error) {
    if (error instanceof EntrepotError && error.code === 'channels.bad_draft') return undefined;
    throw error;
  }
}

describe('no vendor', () => {
  it('is given a body above its limit, or one that is not JSON', async () => {
    const drafts = fc.oneof(noticeOf(anyText), publicOf);
    await fc.assert(
      fc.asyncProperty(fc.nat(channels.length - 1), drafts, keys, async (index, draft, key) => {
        const made = await render(index, draft, key);
        if (made === undefined) return;
        expect(made.rendered.body.length).toBeLessThanOrEqual(made.channel.caps.maxBytes);
        expect(made.rendered.bytes).toBe(made.rendered.body.length);
        expect(typeof JSON.parse(Buffer.from(made.rendered.body).toString('utf8'))).toBe('object');
      }),
      { numRuns: 400 },
    );
  });

  it('is kept from an ordinary notice by the guard, whatever reference, link, key and time it has', async () => {
    const egress = createEgressGuard({
      egress: createSandboxEgress({ store: async () => 'stored' }),
      allowedHosts: () => new Set(channels.flatMap(([channel]) => channel.hosts)),
      linkPrefixes: ['https://gate.example.mo/n/'],
      ownNames: () => [],
      scan: () => ({ personal: 0, kinds: [] }),
      record: { record: async () => {} },
    });
    const times = fc.date({ noInvalidDate: true, min: new Date('2026-01-01'), max: new Date('2099-01-01') });
    await fc.assert(
      fc.asyncProperty(fc.nat(channels.length - 1), noticeOf(oneName), keys, times, async (index, draft, key, now) => {
        const made = await render(index, draft, key);
        const outcome = await made?.channel.send({
          rendered: made.rendered,
          egress,
          signal: new AbortController().signal,
          now,
          connection: 'c',
          tokens: createTokenCache(),
        });
        expect(outcome?.outcome).toBe('sent');
      }),
      { numRuns: 600 },
    );
  });
});
