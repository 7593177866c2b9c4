import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testWords } from '../../test/support/channel-drafts.ts';
import { EntrepotError } from '../base/errors.ts';
import { LOCALES } from '../model/locale.ts';
import type { ChannelDraft } from '../model/notice.ts';
import { createEgressGuard } from './egress-guard.ts';
import type { Egress, Envelope, SendTarget } from './port.ts';
import { createTokenCache } from './tokens.ts';
import { openChannel } from './registry.ts';
import { gsmLength } from './sms/length.ts';

const wordsFor = testWords();
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 3000 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.string({
    unit: fc.constantFrom('濠', '"', '\\', '<', '&', '\u0301', '\u{1f469}\u200d', '\n', '€', '{', "'"),
    maxLength: 300,
  }),
);
const reference = fc.stringMatching(/^EN(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
const handle = fc.stringMatching(/^[A-Za-z0-9_-]{22}$/);
const noticeDraft = fc.record({
  kind: fc.constant('notice' as const),
  reference,
  organisation: anyText,
  expiresAt: fc.date({ noInvalidDate: true, min: new Date('1970-01-01'), max: new Date('9999-01-01') }),
  link: handle.map((id) => `https://gate.example.mo/n/${id}`),
  locale: fc.constantFrom(...LOCALES),
});
const codeDraft = fc.record({
  kind: fc.constant('code' as const),
  organisation: anyText,
  code: fc.stringMatching(/^[0-9A-Z]{4,7}$/),
  minutesValid: fc.integer({ min: 1, max: 1440 }),
  locale: fc.constantFrom(...LOCALES),
});
const key = fc.stringMatching(/^[a-f][0-9a-f]{63}$/);

const channels = [
  [openChannel('dingtalk', { accessToken: 'a1b2c3d4e5f6', layout: 'markdown' }), { kind: 'group' }],
  [openChannel('dingtalk', { accessToken: 'a1b2c3d4e5f6' }), { kind: 'group' }],
  [
    openChannel('email', { host: 'mail.example.mo', from: 'notice@gate.example.mo' }),
    { kind: 'email', address: 'ana@example.pt' },
  ],
  [
    openChannel('sms', { url: 'https://sms.example.mo/send', body: { to: '{{to}}', text: '{{text}}', id: '{{key}}' } }),
    { kind: 'phone', number: '+85366881234' },
  ],
] as const satisfies readonly (readonly [unknown, SendTarget])[];

/** The rendered bytes, or undefined when the draft was refused as such. */
async function render(index: number, draft: ChannelDraft, idempotencyKey: string) {
  const [channel, target] = channels[index]!;
  const envelope: Envelope = { target, idempotencyKey, createdAt: new Date('2026-03-02T01:02:03Z') };
  try {
    return { channel, rendered: await channel.render(draft, wordsFor(draft), envelope) };
  } catch (error) {
    if (error instanceof EntrepotError && error.code === 'channels.bad_draft') return undefined;
    throw error;
  }
}

describe('no draft', () => {
  it('makes a body above what the vendor takes', async () => {
    const draft = fc.oneof(noticeDraft, codeDraft);
    await fc.assert(
      fc.asyncProperty(fc.nat(channels.length - 1), draft, key, async (index, given, idempotencyKey) => {
        const made = await render(index, given, idempotencyKey);
        if (made === undefined) return;
        expect(made.rendered.body.length).toBeLessThanOrEqual(made.channel.caps.maxBytes);
        expect(made.rendered.bytes).toBe(made.rendered.body.length);
      }),
      { numRuns: 300 },
    );
  });

  it('makes a short message of two', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(noticeDraft, codeDraft), key, async (given, idempotencyKey) => {
        const made = await render(3, given, idempotencyKey);
        if (made === undefined) return;
        const { text } = JSON.parse(Buffer.from(made.rendered.body).toString()) as { text: string };
        const septets = gsmLength(text);
        expect(septets === undefined ? text.length <= 70 : septets <= 160).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('of an organisation with an ordinary name is stopped by the guard, whatever reference, link and key it has', async () => {
    const accepted: Egress = {
      http: async () => ({
        kind: 'answered',
        status: 200,
        headers: {},
        body: new Uint8Array(Buffer.from('{"errcode":0}')),
      }),
      smtp: async () => ({ kind: 'accepted', code: 250 }),
      control: async () => ({ kind: 'answered', status: 200, headers: {}, body: new Uint8Array() }),
    };
    const egress = createEgressGuard({
      egress: accepted,
      allowedHosts: () => new Set(channels.flatMap(([channel]) => channel.hosts)),
      linkPrefixes: ['https://gate.example.mo/n/'],
      ownNames: () => [],
      scan: () => ({ personal: 0, kinds: [] }),
      record: { record: async () => {} },
    });
    const digits = fc.stringMatching(/^[0-9]{22}$/).map((id) => `https://gate.example.mo/n/${id}`);
    const numbered = fc.stringMatching(/^EN(-[0-9]{4}){3}$/);
    const draft = fc.record({
      kind: fc.constant('notice' as const),
      reference: fc.oneof(reference, numbered),
      organisation: fc.constantFrom(
        '濠江貿易有限公司',
        'Companhia de Navegação do Sul, Lda.',
        'Co. "A&B" 888',
        'O’Neil & Söhne €',
      ),
      expiresAt: fc.date({ noInvalidDate: true, min: new Date('2026-01-01'), max: new Date('2099-01-01') }),
      link: fc.oneof(
        handle.map((id) => `https://gate.example.mo/n/${id}`),
        digits,
      ),
      locale: fc.constantFrom(...LOCALES),
    });
    const signal = new AbortController().signal;
    await fc.assert(
      fc.asyncProperty(fc.nat(channels.length - 1), draft, key, async (index, given, idempotencyKey) => {
        const made = await render(index, given, idempotencyKey);
        const outcome = await made?.channel.send({
          rendered: made.rendered,
          egress,
          signal,
          now: new Date(),
          connection: 'c',
          tokens: createTokenCache(),
        });
        expect(outcome?.outcome).toBe('sent');
      }),
      { numRuns: 300 },
    );
  });
});
