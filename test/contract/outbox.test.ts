/** The outbox against a real database: order of a door, the circuit, no busy asking, ends of notices to a group. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../src/audit-log/hash-node.ts';
import { fromUtf8, utf8 } from '../../src/base/bytes.ts';
import { testClock } from '../../src/base/clock.ts';
import { createIds } from '../../src/base/ids.ts';
import { systemRandom } from '../../src/base/random.ts';
import type { SendOutcome } from '../../src/channels/port.ts';
import { type Channel, openChannel } from '../../src/channels/registry.ts';
import { createTokenCache } from '../../src/channels/tokens.ts';
import type { Database } from '../../src/store/database.ts';
import { EGRESS_BUCKET, pauseBucket, takeBucketToken } from '../../src/store/tables/buckets.ts';
import { findHealth } from '../../src/store/tables/connections.ts';
import { insertOutbox, listDueOutbox } from '../../src/store/tables/outbox.ts';
import { tx } from '../../src/store/transaction.ts';
import type { TransferDeps } from '../../src/transfers/deps.ts';
import { endNotices } from '../../src/transfers/ended-notices.ts';
import type { Post } from '../../src/transfers/post.ts';
import { sendDue, sendOutbox } from '../../src/transfers/send-outbox.ts';
import { testWords } from '../support/channel-drafts.ts';
import { withTestDatabase } from '../support/test-database.ts';

const orgId = '01920000-0000-7000-8000-000000000001';
const tenant = { orgId, organisation: 'Lotus', recordsRecipient: '' };
const id = (n: number): string => `01920000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const NOW = new Date('2026-11-25T02:30:00Z');
const clock = testClock(NOW);
const DOOR = id(7);

let database: Awaited<ReturnType<typeof withTestDatabase>>;
let db: Database;
/** Keys in the order in which the vendor saw them, and what it answers to each. */
const seen: string[] = [];
let answer: (key: string) => SendOutcome = () => ({ outcome: 'sent', providerRef: 'r' });
let tokens = 1000;

const robot = openChannel('dingtalk', { accessToken: 'a1b2c3d4e5f6' });
const channel: Channel = {
  ...robot,
  caps: { ...robot.caps, afterwards: { recall: true, update: false, confirm: false } },
  render: async (draft, _words, envelope) => {
    const body = utf8(JSON.stringify({ kind: draft.kind, key: envelope.idempotencyKey }));
    return {
      transport: 'http',
      kind: draft.kind,
      method: 'POST',
      url: 'https://oapi.dingtalk.com/robot/send',
      headers: {},
      contentType: 'application/json',
      body,
      bytes: body.length,
      envelope,
    };
  },
  send: async ({ rendered }) => {
    const key = rendered.envelope.idempotencyKey;
    seen.push(key);
    return answer(key);
  },
  recall: async ({ providerRef }) => (seen.push(`recall ${providerRef}`), true),
};
const deps = {
  get db() {
    return db;
  },
  clock,
  random: systemRandom,
  ids: createIds(clock, systemRandom),
  sha256: nodeSha256,
  logger: { debug: () => {}, info: () => {}, error: () => {}, warn: () => {} },
  fields: {
    seal: async (_context: string, value: string | Uint8Array) => (typeof value === 'string' ? utf8(value) : value),
    open: async (_context: string, sealed: Uint8Array) => fromUtf8(sealed),
  },
  channels: { connections: () => [{ id: 'dingtalk', kind: 'dingtalk', withdraws: true }] },
  jobs: { enqueue: async () => {} },
  log: { nudge: () => {} },
  settings: { publicUrl: 'https://gate.example.mo' },
} as unknown as TransferDeps;
const post: Post = {
  channel: () => channel,
  tokens: () => createTokenCache(),
  egress: { http: () => Promise.reject(), smtp: () => Promise.reject(), control: () => Promise.reject() },
  words: testWords(),
  takeToken: (connection, _bucket, now) =>
    takeBucketToken(db, orgId, connection, now, (state) => {
      const left = state?.tokens ?? tokens;
      const updatedAt = now;
      return left >= 1
        ? { ok: true, state: { tokens: left - 1, updatedAt } }
        : { ok: false, waitMs: 60_000, state: { tokens: 0, updatedAt } };
    }),
  pause: (scope, connection, until) => pauseBucket(db, orgId, [scope === 'egress' ? EGRESS_BUCKET : connection], until),
};

type Over = { readonly doorId?: string | null; readonly kind?: 'test' };

/** A trial leaves without a transfer; one with a door stands for what that door sent. */
async function queue(n: number, over: Over = {}): Promise<string> {
  const draft = { organisation: 'Lotus', locale: 'en' };
  await tx(db, (trx) =>
    insertOutbox(trx, {
      org_id: orgId,
      outbox_id: id(n),
      kind: 'answer',
      transfer_id: null,
      recipient_id: null,
      door_id: over.doorId === undefined ? DOOR : over.doorId,
      target_sealed: utf8('{"kind":"conversation","id":"cid"}'),
      connection: 'dingtalk',
      idem_key: `key-${n}`,
      draft_sealed: utf8(JSON.stringify({ ...draft, answer: 'help' })),
      state: 'pending',
      attempt: 0,
      next_at: clock.now(),
      lease_until: null,
      expires_at: new Date(clock.now().getTime() + 86_400_000),
      last_error: null,
      created_at: clock.now(),
      sent_at: null,
      sent_bytes: null,
      sent_hash: null,
      provider_ref: null,
    }),
  );
  return id(n);
}
const states = async (): Promise<string[]> =>
  (await db.query.selectFrom('outbox').select(['state']).orderBy('outbox_id').execute()).map((row) => row.state);
const later = (ms: number): void => clock.set(new Date(clock.now().getTime() + ms));

beforeAll(async () => {
  database = await withTestDatabase();
  db = database.db;
});
afterAll(() => database.close());
beforeEach(async () => {
  clock.set(NOW);
  seen.length = 0;
  tokens = 1000;
  answer = () => ({ outcome: 'sent', providerRef: 'r' });
  await tx(db, async (trx) => {
    for (const table of [
      'outbox',
      'rate_bucket',
      'connection_health',
      'connection',
      'notice_item',
      'audience_notice',
      'transfer',
    ] as const)
      await trx.deleteFrom(table).execute();
  });
});

describe('rows of one door', () => {
  it('leave in their order, also when a later one is asked for first', async () => {
    for (const n of [103, 101, 102]) await queue(n);
    expect(await sendOutbox(deps, post, tenant, id(102))).toBe('skipped');
    await sendDue(deps, post, tenant);
    expect(seen).toEqual(['key-101', 'key-102', 'key-103']);
  });

  it('are not overtaken while one waits for its next try; rows without a door are', async () => {
    for (const n of [101, 102]) await queue(n);
    await queue(103, { doorId: null });
    let failed = false;
    answer = (key) => {
      if (key !== 'key-101' || failed) return { outcome: 'sent' };
      failed = true;
      return { outcome: 'retry', why: 'dingtalk.busy', scope: 'message', afterMs: 30_000 };
    };
    await sendDue(deps, post, tenant);
    await sendDue(deps, post, tenant);
    expect(seen).toEqual(['key-101', 'key-103']);
    later(31_000);
    await sendDue(deps, post, tenant);
    expect(seen).toEqual(['key-101', 'key-103', 'key-101', 'key-102']);
  });

  it('go on behind one that is dead', async () => {
    for (const n of [101, 102]) await queue(n);
    answer = (key) =>
      key === 'key-101' ? { outcome: 'permanent', why: 'dingtalk.text_refused' } : { outcome: 'sent' };
    await sendDue(deps, post, tenant);
    expect(await states()).toEqual(['dead', 'sent']);
  });
});

describe('a connection', () => {
  it('whose rate is used up is not asked again before its next token, by any of a hundred rows', async () => {
    tokens = 3;
    for (let n = 0; n < 100; n += 1) await queue(200 + n, { doorId: null });
    await sendDue(deps, post, tenant);
    expect(seen).toHaveLength(3);
    expect(await listDueOutbox(db.query, orgId, clock.now(), 50)).toEqual([]);
    const untouched = await db.query.selectFrom('outbox').select('outbox_id').where('attempt', '>', 0).execute();
    expect(untouched).toHaveLength(3);
  });

  it('that fails five times in a row rests for five minutes, then one row tries it, and all go when it works', async () => {
    answer = () => ({ outcome: 'retry', why: 'unreachable', scope: 'message', afterMs: 1000, maybeSent: false });
    for (let n = 0; n < 8; n += 1) await queue(300 + n, { doorId: null });
    for (let n = 0; n < 12; n += 1) {
      await sendDue(deps, post, tenant);
      later(1001);
    }
    expect(seen).toHaveLength(5);
    expect((await findHealth(db.query, orgId, 'dingtalk'))?.failures).toBe(5);
    later(5 * 60_000);
    await sendDue(deps, post, tenant);
    expect(seen).toHaveLength(6);
    later(5 * 60_000);
    answer = () => ({ outcome: 'sent' });
    for (let n = 0; n < 3; n += 1) {
      await sendDue(deps, post, tenant);
      later(11_000);
    }
    expect(new Set(await states())).toEqual(new Set(['sent']));
    expect(await findHealth(db.query, orgId, 'dingtalk')).toMatchObject({ failures: 0, broken_since: null });
  });

  it('that tries whether it works again uses up no attempt of the rows that wait', async () => {
    answer = () => ({ outcome: 'retry', why: 'unreachable', scope: 'message', afterMs: 1000, maybeSent: false });
    await queue(300, { doorId: null });
    for (let n = 0; n < 40; n += 1) {
      await sendDue(deps, post, tenant);
      later(5 * 60_000 + 1);
    }
    expect(await states()).toEqual(['pending']);
    expect(seen.length).toBeGreaterThan(20);
  });

  it('that needs a person makes one dead letter, and keeps the others', async () => {
    answer = () => ({ outcome: 'disable', why: 'dingtalk.token_unknown' });
    for (const n of [101, 102, 103]) await queue(n);
    for (let n = 0; n < 8; n += 1) {
      await sendDue(deps, post, tenant);
      later(16 * 60_000);
    }
    expect(await states()).toEqual(['dead', 'pending', 'pending']);
    expect((await findHealth(db.query, orgId, 'dingtalk'))?.broken_since).toEqual(NOW);
  });

  it('is left alone while the address of this installation is blocked', async () => {
    await queue(101);
    await post.pause('egress', 'another', new Date(NOW.getTime() + 300_000));
    await sendDue(deps, post, tenant);
    expect(seen).toEqual([]);
    later(300_001);
    await sendDue(deps, post, tenant);
    expect(seen).toEqual(['key-101']);
  });

  it('keeps a longer pause when a shorter one is asked for', async () => {
    await queue(101);
    await post.pause('connection', 'dingtalk', new Date(NOW.getTime() + 600_000));
    await post.pause('connection', 'dingtalk', new Date(NOW.getTime() + 1000));
    later(2000);
    await sendDue(deps, post, tenant);
    expect(seen).toEqual([]);
  });
});

describe('a notice to a group that tells of two transfers', () => {
  const NOTICE = id(50);
  async function transfer(n: number, state: 'granted' | 'revoked'): Promise<void> {
    await db.query
      .insertInto('transfer')
      .values({
        org_id: orgId,
        transfer_id: id(n),
        reference: `EN-${n}`,
        entity_id: id(2),
        sender_id: id(3),
        state,
        level: 'internal',
        classification: '{}',
        purpose: 'supply',
        connection: 'dingtalk',
        notice_locale: 'en',
        expires_days: 7,
        opens_max: 5,
        content_hash: utf8('content'),
        decision_id: null,
        created_at: NOW,
        granted_at: NOW,
        expires_at: null,
        ended_at: null,
      })
      .execute();
    await db.query
      .insertInto('notice_item')
      .values({
        org_id: orgId,
        item_id: id(n + 100),
        transfer_id: id(n),
        audience_id: id(4),
        door_id: DOOR,
        connection: 'dingtalk',
        mentions: '{"recipients":[],"all":false}',
        queued_at: NOW,
        due_at: NOW,
        expires_at: NOW,
        notice_id: NOTICE,
      })
      .execute();
  }
  const end = (n: number): Promise<void> =>
    tx(db, async (trx) => {
      await trx.updateTable('transfer').set({ state: 'revoked' }).where('transfer_id', '=', id(n)).execute();
      const about = { transfer_id: id(n), reference: `EN-${n}`, notice_locale: 'en' };
      await endNotices(deps, trx, tenant, about, clock.now());
    });

  it('is taken back when the last of them has ended, once, and its body is wiped then', async () => {
    await transfer(61, 'granted');
    await transfer(62, 'granted');
    await db.query
      .insertInto('audience_notice')
      .values({
        org_id: orgId,
        notice_id: NOTICE,
        reference: 'EN-7K3M-9QWX-2H5T',
        handle: 'handle',
        audience_id: id(4),
        door_id: DOOR,
        connection: 'dingtalk',
        items: 2,
        created_at: NOW,
        expires_at: NOW,
      })
      .execute();
    const row = await queue(70);
    await db.query
      .updateTable('outbox')
      .set({
        kind: 'notice',
        target_sealed: null,
        notice_id: NOTICE,
        state: 'sent',
        provider_ref: 'ref-1',
        sent_sealed: utf8('body'),
      })
      .where('outbox_id', '=', row)
      .execute();
    await end(61);
    await sendDue(deps, post, tenant);
    expect(seen).toEqual([]);
    await end(62);
    await sendDue(deps, post, tenant);
    expect(seen).toEqual(['recall ref-1']);
    const sent = await db.query
      .selectFrom('outbox')
      .select(['sent_sealed', 'recalled_at'])
      .where('outbox_id', '=', row)
      .executeTakeFirst();
    expect(sent).toEqual({ sent_sealed: null, recalled_at: clock.now() });
  });
});
