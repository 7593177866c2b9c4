/** What the database decides about what comes in: who holds a stream, what is kept once, which faults are one incident. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { insertMessage, insertTerms, pageMessages } from '../../src/store/tables/inbound.ts';
import { closeIncident, hasOpenStop, insertIncident } from '../../src/store/tables/inbound-incidents.ts';
import { claimFile, insertFile, listDueFiles, reviveFile, settleFile } from '../../src/store/tables/inbound-files.ts';
import { dropLease, takeLease } from '../../src/store/tables/leases.ts';
import { tx } from '../../src/store/transaction.ts';
import { createIds } from '../../src/base/ids.ts';
import { systemRandom } from '../../src/base/random.ts';
import { type TestDatabase, withTestDatabase } from '../support/test-database.ts';

/** A clock that never stands still: ids made one after the other sort so. */
let now = Date.parse('2026-11-26T02:00:00Z');
const ids = createIds({ now: () => new Date((now += 1)) }, systemRandom);
const ORG = ids.uuid();
const T0 = new Date('2026-11-26T02:00:00Z');
const after = (seconds: number): Date => new Date(T0.getTime() + seconds * 1000);
const bytes = (fill: number): Uint8Array => new Uint8Array(8).fill(fill);

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await withTestDatabase();
  db = database.db;
});
afterAll(() => database?.close());

describe('the lease of a stream', () => {
  const take = (holder: string, at: Date): Promise<boolean> =>
    tx(db, (trx) => takeLease(trx, ORG, 'stream:c-1', holder, at, new Date(at.getTime() + 20_000)));

  it('is one process’s at a time, goes on with it, and goes to another when it runs out or is freed', async () => {
    const all = await Promise.all(['a', 'b', 'c', 'd'].map((holder) => take(holder, T0)));
    expect(all.filter(Boolean)).toHaveLength(1);
    const holder = ['a', 'b', 'c', 'd'][all.indexOf(true)] ?? '';
    expect(await take(holder, after(10))).toBe(true);
    expect(await take('x', after(29))).toBe(false);
    expect(await take('x', after(31))).toBe(true);
    await tx(db, (trx) => dropLease(trx, ORG, 'stream:c-1', holder));
    expect(await take('y', after(32))).toBe(false);
    await tx(db, (trx) => dropLease(trx, ORG, 'stream:c-1', 'x'));
    expect(await take('y', after(33))).toBe(true);
  });
});

describe('a message', () => {
  const row = (vendor: number, over: object = {}) => ({
    org_id: ORG,
    message_id: ids.uuid(),
    thread_id: ORG,
    connection: 'c-1',
    vendor_index: bytes(vendor),
    sender_sealed: bytes(1),
    sender_index: bytes(1),
    kind: 'text',
    text_sealed: bytes(1),
    sent_at: T0,
    received_at: T0,
    level: 'internal' as const,
    classification: '{}',
    ...over,
  });

  it('is kept once however many deliver it at the same moment', async () => {
    const kept = await Promise.all(Array.from({ length: 8 }, () => tx(db, (trx) => insertMessage(trx, row(1)))));
    expect(kept.filter(Boolean)).toHaveLength(1);
    expect(await tx(db, (trx) => insertMessage(trx, row(1, { connection: 'c-2' })))).toBe(true);
  });

  it('is found when every term is its own, newest first, a page at a time', async () => {
    const [older, newer] = [row(2), row(3)];
    await tx(db, async (trx) => {
      for (const one of [older, newer]) {
        await insertMessage(trx, one);
        await insertTerms(trx, ORG, one.message_id, [bytes(101), bytes(102)]);
      }
      await insertTerms(trx, ORG, newer.message_id, [bytes(103), bytes(103)]);
    });
    const find = async (terms: number[], before?: string): Promise<string[]> =>
      (await pageMessages(db.query, ORG, { terms: terms.map(bytes) }, before, 10)).map((one) => one.message_id);
    expect(await find([101, 102])).toEqual([newer.message_id, older.message_id]);
    expect(await find([101, 103])).toEqual([newer.message_id]);
    expect(await find([101, 104])).toEqual([]);
    expect(await find([101], newer.message_id)).toEqual([older.message_id]);
  });
});

describe('a file', () => {
  it('is fetched by one at a time, again after its claim ran out, and given up only once', async () => {
    const fileId = ids.uuid();
    const sealed = { name_sealed: bytes(1), media_sealed: bytes(1), fetch_sealed: bytes(1) };
    const state = { state: 'waiting' as const, attempt: 0, next_at: T0 };
    await tx(db, (trx) => insertFile(trx, { org_id: ORG, file_id: fileId, message_id: ORG, ...sealed, ...state }));
    const claim = (at: Date) => tx(db, (trx) => claimFile(trx, ORG, fileId, at, new Date(at.getTime() + 60_000)));
    const claims = await Promise.all([claim(T0), claim(T0), claim(T0)]);
    expect(claims.filter((one) => one !== undefined)).toHaveLength(1);
    expect(await listDueFiles(db.query, ORG, after(59), 10)).toEqual([]);
    expect((await claim(after(60)))?.attempt).toBe(2);
    const fail = () => tx(db, (trx) => settleFile(trx, ORG, fileId, { state: 'failed', problem: 'x' }));
    expect([await fail(), await fail()]).toEqual([true, false]);
    expect(await tx(db, (trx) => reviveFile(trx, ORG, fileId, after(90)))).toBe(true);
    expect(await listDueFiles(db.query, ORG, after(90), 10)).toEqual([fileId]);
  });
});

describe('a message that was stopped', () => {
  it('is one incident while that is open, and another after it was closed', async () => {
    const incidentId = ids.uuid();
    const outboxId = ids.uuid();
    const fixed = { org_id: ORG, kind: 'stopped_at_egress' as const, level: 'restricted' as const, found: '{}' };
    await tx(db, (trx) =>
      insertIncident(trx, {
        ...fixed,
        incident_id: incidentId,
        at: T0,
        connection: 'c-1',
        outbox_id: outboxId,
        state: 'open',
      }),
    );
    const isOpen = (id: string | null) => hasOpenStop(db.query, ORG, 'c-1', id, after(-3600));
    expect([await isOpen(outboxId), await isOpen(ids.uuid()), await isOpen(null)]).toEqual([true, false, false]);
    const close = () => tx(db, (trx) => closeIncident(trx, ORG, incidentId, ORG, T0, bytes(1)));
    expect([await close(), await close()]).toEqual([true, false]);
    expect(await isOpen(outboxId)).toBe(false);
  });
});
