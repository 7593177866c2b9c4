/** A renderer that leaked, member by member: whatever it leaks and wherever, the guard stops it before anything is sent. */
import { describe, expect, it } from 'vitest';
import { envelope, notice, testWords } from '../../test/support/channel-drafts.ts';
import { VENDOR_CASES } from '../../test/support/vendor-settings.ts';
import { utf8 } from '../base/bytes.ts';
import { createEgressGuard } from './egress-guard.ts';
import { type Channel, openChannel } from './registry.ts';
import type { RenderedHttp, SandboxMessage, SendOutcome } from './port.ts';
import { createSandboxEgress } from './sandbox.ts';
import { createTokenCache } from './tokens.ts';

const wordsFor = testWords();
const NAME = '陳大文';
const PHONE = '6688 5678';

type Json = Readonly<Record<string, unknown>> | readonly unknown[];

/** The body again, once for every text, number and member name in it, with the leak at that place; JSON within a text is gone through as well. */
function leaks(value: unknown, leak: string): unknown[] {
  if (typeof value === 'string') return [`${value} ${leak}`, ...inside(value, leak)];
  if (typeof value === 'number') return leak === PHONE ? [66_885_678] : [];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    return value.flatMap((one, at) => leaks(one, leak).map((changed) => value.with(at, changed)));
  }
  const members = Object.entries(value);
  const named = { ...value, [leak]: 1 };
  return [
    named,
    ...members.flatMap(([name, one]) => leaks(one, leak).map((changed) => ({ ...value, [name]: changed }))),
  ];
}

function inside(text: string, leak: string): string[] {
  if (!text.startsWith('{')) return [];
  const escaped = (changed: unknown): string =>
    JSON.stringify(changed).replace(
      /[\u0080-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return leaks(JSON.parse(text), leak).map(escaped);
}

describe.each(VENDOR_CASES)('what would leak to $kind', ({ kind, settings, base, target }) => {
  const kept: SandboxMessage[] = [];
  const channel: Channel = openChannel(kind, settings(base));
  const egress = createEgressGuard({
    egress: createSandboxEgress({
      store: async (message) => {
        kept.push(message);
        return 'stored';
      },
    }),
    allowedHosts: () => new Set(channel.hosts),
    linkPrefixes: ['https://gate.example.mo/n/'],
    ownNames: () => ['濠江貿易有限公司'],
    scan: (text) => ({ personal: text.includes(NAME) ? 1 : 0, kinds: ['person_name'] }),
    record: { record: async () => {} },
  });
  const send = (rendered: RenderedHttp): Promise<SendOutcome> =>
    channel.send({
      rendered,
      egress,
      connection: 'c',
      tokens: createTokenCache(),
      signal: new AbortController().signal,
      now: new Date('2026-03-02T01:02:03Z'),
    });

  it.each([NAME, PHONE])('is stopped at every place of the body: %s', async (leak) => {
    const draft = notice({ label: 'Nagios' });
    const rendered = await channel.render(
      draft,
      wordsFor(draft),
      envelope(target, 'n.7f9c24e8-3b12-4fef-91e0-5b0d8a1c2d3e.person-1'),
    );
    if (rendered.transport !== 'http') throw new Error(kind);
    expect((await send(rendered)).outcome).toBe('sent');
    const sound = kept.length;
    const body = JSON.parse(Buffer.from(rendered.body).toString('utf8')) as Json;
    const leaking = leaks(body, leak);
    expect(leaking.length).toBeGreaterThanOrEqual(4);
    for (const changed of leaking) {
      const outcome = await send({ ...rendered, body: utf8(JSON.stringify(changed)) });
      expect(outcome, JSON.stringify(changed)).toMatchObject({
        outcome: 'permanent',
        why: expect.stringMatching(/^egress_blocked\./),
      });
    }
    expect(kept).toHaveLength(sound);
  });
});
