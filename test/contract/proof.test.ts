/** The egress proof on a real database: its sums agree with the meter, its digests show what was taken away, its list is whole. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../src/audit-log/hash-node.ts';
import { fromUtf8, hex, utf8 } from '../../src/base/bytes.ts';
import { testClock } from '../../src/base/clock.ts';
import { createIds } from '../../src/base/ids.ts';
import { systemRandom } from '../../src/base/random.ts';
import { scanForPersonalData } from '../../src/app/judgement.ts';
import { readMeter } from '../../src/governance/meter.ts';
import { checkDigests } from '../../src/governance/proof/check.ts';
import { closeDays } from '../../src/governance/proof/digest.ts';
import { exportProof } from '../../src/governance/proof/export.ts';
import { readProof } from '../../src/governance/proof/proof.ts';
import { createRecordTree, type recordLine } from '../../src/governance/proof/record-line.ts';
import { createReread } from '../../src/governance/proof/reread.ts';
import { verifyProof } from '../../src/governance/proof/verify.ts';
import type { Database } from '../../src/store/database.ts';
import { tx } from '../../src/store/transaction.ts';
import type { TransferDeps } from '../../src/transfers/deps.ts';
import { withTestDatabase } from '../support/test-database.ts';

const orgId = '01920000-0000-7000-8000-000000000001';
const tenant = { orgId, organisation: 'Lótus', recordsRecipient: '' };
const DOOR = '01920000-0000-7000-8000-0000000000d0';
const timeZone = 'Asia/Macau';
const clock = testClock(new Date('2026-11-20T00:00:00Z'));
const ids = createIds(clock, systemRandom);
let database: Awaited<ReturnType<typeof withTestDatabase>>;
let db: Database;
let nudges = 0;

/** Fields are not sealed here: what is tested is what is counted. */
const fields = {
  seal: async (_context: string, value: string | Uint8Array) => (typeof value === 'string' ? utf8(value) : value),
  open: async (_context: string, sealed: Uint8Array) => fromUtf8(sealed),
  openBytes: async (_context: string, sealed: Uint8Array) => sealed,
};
const deps = (): TransferDeps =>
  ({
    db,
    clock,
    ids,
    random: systemRandom,
    sha256: nodeSha256,
    fields,
    log: { nudge: () => void (nudges += 1) },
    settings: { timeZone },
  }) as unknown as TransferDeps;
const reread = createReread({
  linkPrefixes: ['https://gate.example.mo/n/'],
  ownNames: () => ['Lótus'],
  scan: scanForPersonalData,
});
const verify = (search = {}) => verifyProof({ ...deps(), db: db.query, timeZone, reread }, orgId, search);
const proof = (search = {}) =>
  readProof({ db, timeZone, doorNames: async () => new Map([[DOOR, 'Alerts']]) }, orgId, search);

type Sent = {
  readonly at: string;
  readonly bytes: number;
  readonly door?: string;
  readonly sandbox?: boolean;
  readonly kind?: string;
  readonly personal?: number;
  readonly connection?: string;
};
async function left({
  at,
  bytes,
  door,
  sandbox = false,
  kind = 'notice',
  personal = 0,
  connection = 'dingtalk',
}: Sent): Promise<string> {
  const egress_id = ids.uuid();
  const row = {
    org_id: orgId,
    egress_id,
    outbox_id: null,
    connection,
    at: new Date(at),
    bytes,
    hash: nodeSha256(utf8(egress_id)),
    personal,
    sandbox,
    kind,
    door_id: door ?? null,
  };
  await tx(db, (trx) => trx.insertInto('egress').values(row).execute());
  return egress_id;
}

async function transfer(
  at: string,
  size: number,
  state: 'granted' | 'held' | 'refused' | 'revoked',
  arrived?: number,
): Promise<string> {
  const transfer_id = ids.uuid();
  const wasGranted = state === 'granted' || state === 'revoked';
  await tx(db, async (trx) => {
    await trx
      .insertInto('transfer')
      .values({
        org_id: orgId,
        transfer_id,
        reference: transfer_id,
        entity_id: ids.uuid(),
        sender_id: ids.uuid(),
        state,
        level: 'internal',
        classification: '{}',
        purpose: 'audit',
        connection: 'dingtalk',
        notice_locale: 'en',
        expires_days: 1,
        opens_max: 1,
        content_hash: utf8('x'),
        decision_id: null,
        created_at: new Date(at),
        granted_at: wasGranted ? new Date(at) : null,
        expires_at: null,
        ended_at: null,
        door_id: arrived === undefined ? null : DOOR,
        arrived_bytes: arrived ?? null,
      })
      .execute();
    for (const part of [size - 1, 1])
      await trx
        .insertInto('transfer_object')
        .values({
          org_id: orgId,
          transfer_id,
          object_id: ids.uuid(),
          kind: 'file',
          position: part,
          name_sealed: utf8(''),
          media_sealed: utf8(''),
          size: part,
        })
        .execute();
  });
  return transfer_id;
}

async function notice(at: string, body: string, items?: number): Promise<void> {
  const outbox_id = ids.uuid();
  const transfer_id = items === undefined ? ids.uuid() : null;
  const notice_id = items === undefined ? null : ids.uuid();
  const bytes = utf8(body);
  await tx(db, async (trx) => {
    if (notice_id !== null)
      await trx
        .insertInto('audience_notice')
        .values({
          org_id: orgId,
          notice_id,
          reference: 'EN',
          handle: notice_id,
          audience_id: ids.uuid(),
          door_id: DOOR,
          connection: 'dingtalk',
          items: items ?? 1,
          created_at: new Date(at),
          expires_at: new Date(at),
        })
        .execute();
    await trx
      .insertInto('outbox')
      .values({
        org_id: orgId,
        outbox_id,
        kind: 'notice',
        transfer_id,
        recipient_id: transfer_id,
        notice_id,
        door_id: notice_id === null ? null : DOOR,
        connection: 'dingtalk',
        idem_key: `notice.${outbox_id}`,
        draft_sealed: null,
        state: 'sent',
        attempt: 1,
        next_at: new Date(at),
        lease_until: null,
        expires_at: new Date(at),
        last_error: null,
        created_at: new Date(at),
        sent_at: new Date(at),
        sent_bytes: bytes.length,
        sent_hash: nodeSha256(bytes),
        sent_sealed: bytes,
        provider_ref: null,
      })
      .execute();
  });
}

beforeAll(async () => {
  database = await withTestDatabase();
  db = database.db;
  // 15:59:59Z is the last second of the day in Macau.
  await transfer('2026-11-17T15:59:59Z', 5000, 'granted');
  await transfer('2026-11-17T16:00:00Z', 9000, 'revoked', 9500);
  await transfer('2026-11-18T02:00:00Z', 700, 'held', 800);
  await transfer('2026-11-18T02:00:00Z', 60, 'refused');
  await left({ at: '2026-11-17T15:59:59.999Z', bytes: 300 });
  await left({ at: '2026-11-17T16:00:00Z', bytes: 310, door: DOOR });
  await left({ at: '2026-11-18T02:00:00Z', bytes: 90, kind: 'code', connection: 'email' });
  await left({ at: '2026-11-18T02:00:00Z', bytes: 40, sandbox: true });
  await notice(
    '2026-11-17T15:00:00Z',
    JSON.stringify({ text: 'Lótus: https://gate.example.mo/n/AAAAAAAAAAAAAAAAAAAAAA' }),
  );
  await notice('2026-11-18T02:00:00Z', JSON.stringify({ text: 'a sealed notice' }), 7);
  await tx(db, (trx) =>
    trx
      .insertInto('incident')
      .values({
        org_id: orgId,
        incident_id: ids.uuid(),
        kind: 'stopped_at_egress',
        at: new Date('2026-11-18T02:00:00Z'),
        connection: 'dingtalk',
        level: 'internal',
        found: '{}',
        state: 'open',
      })
      .execute(),
  );
});
afterAll(() => database.close());

describe('the sums', () => {
  it('agree with the meter', async () => {
    const [meter, all] = [await readMeter({ db, timeZone }, orgId), await proof()];
    expect(all.total.granted.bytes).toBe(meter.contentBytes);
    expect(all.total.crossed.bytes + all.total.sandbox.bytes).toBe(meter.crossedBytes);
    expect(all.total.crossed.records + all.total.sandbox.records).toBe(meter.notices);
    expect(all.total.personal).toBe(meter.personalDataCrossed);
    expect(all.keptShare).toBe(meter.keptShare);
    expect(all.days.map(({ day, contentBytes, crossedBytes }) => [day, contentBytes, crossedBytes])).toEqual(
      meter.days.map(({ day, contentBytes, crossedBytes }) => [day, contentBytes, crossedBytes]),
    );
  });

  it('say what direct posting would have sent, what is held and refused, and how many messages a notice told', async () => {
    const { total, kinds } = await proof();
    expect(total.granted).toEqual({ transfers: 2, bytes: 14_000, direct: 14_500 });
    expect(total.held).toEqual({ transfers: 1, bytes: 700, direct: 800 });
    expect(total.refused).toEqual({ transfers: 1, bytes: 60, direct: 60 });
    expect([total.notices, total.messages, total.stopped]).toEqual([2, 8, 1]);
    expect(total.sandbox).toEqual({ records: 1, bytes: 40 });
    expect(kinds.map(({ kind, crossed }) => [kind, crossed.bytes])).toEqual([
      ['notice', 610],
      ['code', 90],
    ]);
  });

  it('end and begin at midnight of the organisation, and follow one route', async () => {
    const first = await proof({ to: '2026-11-17' });
    expect([first.total.granted.bytes, first.total.crossed.bytes]).toEqual([5000, 300]);
    const second = await proof({ from: '2026-11-18', to: '2026-11-18' });
    expect([second.total.granted.bytes, second.total.crossed.bytes]).toEqual([9000, 400]);
    const door = await proof({ door: DOOR });
    expect([door.total.granted.bytes, door.total.crossed.bytes, door.total.messages]).toEqual([9000, 310, 7]);
    expect(door.routes.map(({ doorName, connection }) => [doorName, connection])).toEqual([['Alerts', 'dingtalk']]);
    const mail = await proof({ connection: 'email' });
    expect(mail.total.crossed).toEqual({ records: 1, bytes: 90 });
  });
});

describe('the digests', () => {
  it('close each day that is over once, with an event, and leave today open', async () => {
    clock.set(new Date('2026-11-18T16:05:00Z'));
    expect(await closeDays(deps(), tenant)).toBe(1);
    clock.set(new Date('2026-11-18T16:10:00Z'));
    expect(await closeDays(deps(), tenant)).toBe(1);
    expect(await closeDays(deps(), tenant)).toBe(0);
    expect(nudges).toBe(2);
    await left({ at: '2026-11-21T02:00:00Z', bytes: 10 });
    const checked = await verify();
    expect(checked.outcome).toBe('holds');
    expect(checked.digests.map(({ from, to, records, problem }) => [from, to, records, problem])).toEqual([
      ['2026-11-16T16:00:00.000Z', '2026-11-17T16:00:00.000Z', 1, null],
      ['2026-11-17T16:00:00.000Z', '2026-11-18T16:00:00.000Z', 3, null],
    ]);
    expect([checked.recordsChecked, checked.recordsOpen]).toEqual([4, 1]);
    expect((await proof()).closedUntil).toBe('2026-11-18T16:00:00.000Z');
  });

  it('close the same day once when two servers do it at the same moment', async () => {
    clock.set(new Date('2026-11-22T00:00:00Z'));
    const closed = await Promise.all([closeDays(deps(), tenant), closeDays(deps(), tenant)]);
    expect(closed.reduce((sum, one) => sum + one)).toBe(1);
    const { digests } = await verify();
    // The days on which nothing left are closed with the next one.
    expect(digests.at(-1)).toMatchObject({
      from: '2026-11-18T16:00:00.000Z',
      to: '2026-11-21T16:00:00.000Z',
      records: 1,
    });
    expect(digests).toHaveLength(3);
  });

  it.each([
    ['missing', `delete from egress where kind = 'code'`],
    ['changed', `update egress set bytes = bytes + 1 where kind = 'code'`],
    ['changed', `update egress set hash = decode(repeat('00', 32), 'hex') where sandbox`],
    ['changed', `update egress set personal = 0 - personal + 1, at = at where kind = 'code'`],
    [
      'added',
      `insert into egress (org_id, egress_id, connection, at, bytes, hash, personal, sandbox)
      select org_id, '01920000-0000-7000-8000-0000000000ff', connection, at, bytes, hash, personal, sandbox from egress where kind = 'code'`,
    ],
    [
      'event_missing',
      `delete from audit_event where kind = 'egress.digest' and at = (select max(at) from audit_event where kind = 'egress.digest')`,
    ],
    ['gap', `delete from egress_digest where from_at = '2026-11-17T16:00:00Z'`],
    ['changed', `update egress_digest set records = records + 1 where from_at = '2026-11-17T16:00:00Z'`],
    [
      'event_unreadable',
      `update audit_event set fields_sealed = null where kind = 'egress.digest' and at = (select min(at) from audit_event where kind = 'egress.digest')`,
    ],
  ])('show that something is %s after: %s', async (problem, statement) => {
    await expect(
      tx(db, async (trx) => {
        const { CompiledQuery } = await import('kysely');
        await trx.executeQuery(CompiledQuery.raw(statement));
        const checked = await verifyProof({ ...deps(), db: trx, timeZone, reread }, orgId, {});
        expect(checked.outcome).toBe('refused');
        expect(checked.digests.map((digest) => digest.problem)).toContain(problem);
        throw new Error('taken back');
      }),
    ).rejects.toThrow('taken back');
  });
});

describe('the second look', () => {
  it('reads every body that is kept, and finds what should not have left', async () => {
    expect((await verify()).personal).toEqual({ recorded: 0, bodiesRead: 2, bodiesWithFindings: 0, by: 'both' });
    await notice('2026-11-23T02:00:00Z', JSON.stringify({ text: 'call 6612 3456' }));
    const found = await verify();
    expect(found.personal.bodiesWithFindings).toBe(1);
    expect(found.outcome).toBe('refused');
    expect((await verify({ to: '2026-11-22' })).outcome).toBe('holds');
  });

  it('counts a body that is not the recorded one', async () => {
    await tx(db, (trx) =>
      trx
        .updateTable('outbox')
        .set({ sent_hash: utf8('other') })
        .where('sent_at', '<', new Date('2026-11-18T00:00:00Z'))
        .execute(),
    );
    expect((await verify({ to: '2026-11-17' })).personal.bodiesWithFindings).toBe(1);
  });

  it('says that only the record speaks where no body is kept', async () => {
    expect((await verify({ from: '2026-11-30' })).personal).toEqual({
      recorded: 0,
      bodiesRead: 0,
      bodiesWithFindings: 0,
      by: 'record',
    });
  });
});

async function text(search: object, format: 'csv' | 'json'): Promise<string> {
  const checking = { ...deps(), db: db.query };
  const digests = async () => (await checkDigests(checking, orgId)).digests;
  const file = exportProof({ db: db.query, timeZone, now: clock.now, digests }, orgId, search, format);
  const parts: string[] = [];
  for await (const part of file.content) parts.push(fromUtf8(part));
  return parts.join('');
}

describe('the list', () => {
  it('holds what a stranger needs to build the root again', async () => {
    const file = JSON.parse(await text({ from: '2026-11-18', to: '2026-11-18' }, 'json')) as {
      readonly digests: readonly { readonly from: string; readonly root: string }[];
      readonly records: readonly { readonly id: string; readonly at: string; readonly sha256: string }[];
    };
    expect(file.records).toHaveLength(3);

    const tree = createRecordTree(nodeSha256);
    for (const record of file.records)
      tree.add({ ...record, at: new Date(record.at) } as Parameters<typeof recordLine>[0]);
    expect(hex(tree.root())).toBe(file.digests.find(({ from }) => from === '2026-11-17T16:00:00.000Z')?.root);
  });

  it('is a table with one line per body, the whole of it page by page', async () => {
    const lines = (await text({}, 'csv')).trimEnd().split('\r\n');
    expect(lines[0]).toBe('\ufeffid,time,connection,door,kind,bytes,sha256,personal,sandbox,log_index');
    expect(lines).toHaveLength(6);
    expect(lines[1]).toMatch(/^[0-9a-f-]{36},2026-11-17T15:59:59\.999Z,dingtalk,,notice,300,[0-9a-f]{64},0,false,$/);
  });

  it('goes on behind a record that was written to the microsecond', async () => {
    const { CompiledQuery } = await import('kysely');
    const statement = `insert into egress (org_id, egress_id, connection, at, bytes, hash, personal, sandbox)
      select '${orgId}'::uuid, ('01920000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid, 'slack',
        timestamptz '2026-12-01T00:00:00.123456Z' + n * interval '1 microsecond', 1, decode(repeat('ab', 32), 'hex'), 0, false
      from generate_series(1, 2500) as n`;
    await tx(db, (trx) => trx.executeQuery(CompiledQuery.raw(statement)));
    expect((await text({ connection: 'slack' }, 'csv')).trimEnd().split('\r\n')).toHaveLength(2501);
  });
});
