import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notice, testWords } from '../../../test/support/channel-drafts.ts';
import { LOCALES } from '../../model/locale.ts';
import { createEgressGuard } from '../egress-guard.ts';
import type { Egress, SendTarget } from '../port.ts';
import { openChannel } from '../registry.ts';
import { createTokenCache } from '../tokens.ts';

const wordsFor = testWords();
const answer = { kind: 'answered', status: 200, headers: {} } as const;
const takenBody = '{"errcode":0,"task_id":1,"processQueryKey":"k","success":true,"result":{}}';
const accepting: Egress = {
  http: async () => ({ ...answer, body: new TextEncoder().encode(takenBody) }),
  smtp: async () => ({ kind: 'accepted', code: 250 }),
  control: async () => ({ ...answer, body: new TextEncoder().encode('{"accessToken":"t","expireIn":7200}') }),
};

const digits = (least: number, most: number) => fc.stringMatching(new RegExp(`^[0-9]{${least},${most}}$`));
const settings = fc.record({
  mode: fc.constantFrom('user', 'group', 'work_notice', 'card'),
  appKey: digits(8, 20),
  appSecret: digits(8, 40),
  robotCode: digits(8, 20),
  agentId: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  openConversationId: digits(8, 30).map((id) => `cid${id}==`),
  cardTemplateId: digits(8, 30).map((id) => `${id}.schema`),
  layout: fc.constantFrom('actionCard', 'markdown'),
  openIn: fc.constantFrom('browser', 'dingtalk', 'none'),
});
const draft = fc.record({
  reference: fc.stringMatching(/^EN(-[0-9]{4}){3}$/),
  link: digits(22, 22).map((id) => `https://gate.example.mo/n/${id}`),
  locale: fc.constantFrom(...LOCALES),
  count: fc.integer({ min: 1, max: 9999 }),
  expiresAt: fc.date({ noInvalidDate: true, min: new Date('2026-01-01'), max: new Date('2099-01-01') }),
});
const outside = fc.record({
  userId: digits(4, 40),
  idempotencyKey: fc.stringMatching(/^[a-f][0-9a-f]{63}$/),
  createdAt: fc.date({ noInvalidDate: true, min: new Date('2026-01-01'), max: new Date('2099-01-01') }),
});

describe('no notice through the DingTalk application', () => {
  it('is stopped by the guard for the numbers in identifiers, reference, link and times', async () => {
    await fc.assert(
      fc.asyncProperty(settings, draft, outside, async (config, changes, { userId, idempotencyKey, createdAt }) => {
        // Half of the cards go to a person.
        const { openConversationId, ...rest } = config;
        const isToPerson = config.mode === 'card' && config.agentId % 2 === 0;
        const channel = openChannel('dingtalk_app', isToPerson ? rest : { ...rest, openConversationId });
        const target: SendTarget = channel.caps.reaches === 'group' ? { kind: 'group' } : { kind: 'user', id: userId };
        const egress = createEgressGuard({
          egress: accepting,
          allowedHosts: () => new Set(channel.hosts),
          linkPrefixes: ['https://gate.example.mo/n/'],
          ownNames: () => [],
          scan: () => ({ personal: 0, kinds: [] }),
          record: { record: async () => {} },
        });
        const given = notice(changes);
        const rendered = await channel.render(given, wordsFor(given), { target, idempotencyKey, createdAt });
        expect(rendered.bytes).toBeLessThanOrEqual(channel.caps.maxBytes);
        const call = {
          egress,
          connection: 'c',
          tokens: createTokenCache(),
          signal: new AbortController().signal,
          now: createdAt,
        };
        expect(await channel.send({ ...call, rendered })).toMatchObject({ outcome: 'sent' });
        expect(await channel.probe?.(call)).toEqual({ ok: true });
      }),
      { numRuns: 100 },
    );
  });
});
