/** Doors over a real database: found by what is current, by what was current a moment ago, and by nothing else; counted once, together. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../src/audit-log/hash-node.ts';
import { hex } from '../../src/base/bytes.ts';
import { systemRandom } from '../../src/base/random.ts';
import { doorSettingsSchema } from '../../src/model/door.ts';
import { nodeCrypto } from '../../src/seal/node-crypto.ts';
import { hashDoorToken } from '../../src/transfers/border-contexts.ts';
import {
  createDoors,
  doorSecretContext,
  type Doors,
  type FoundDoor,
  refusalCallerContext,
  sweepDoors,
} from '../../src/transfers/doors.ts';
import { createMentions } from '../../src/transfers/mentions.ts';
import { createSealedFields } from '../../src/transfers/sealed-fields.ts';
import { type TestDatabase, withTestDatabase } from '../support/test-database.ts';

const orgId = '01920000-0000-7000-8000-000000000001';
const id = (number: number): string => `01920000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const HOUR = 3_600_000;

let database: TestDatabase;
let now = new Date('2026-11-25T10:00:10.000Z');
const clock = { now: () => now };
const keys = { epoch: { epoch: 1, bytes: systemRandom(32) }, index: systemRandom(32) };
const fields = createSealedFields(
  nodeCrypto,
  { ...keys, epochLookup: (wanted: number) => (wanted === 1 ? keys.epoch.bytes : undefined) } as never,
  systemRandom,
);
const deps = () => ({ db: database.db, fields, clock, random: systemRandom, sha256: nodeSha256 });
const open = (): Doors => createDoors(deps(), orgId);

beforeAll(async () => {
  database = await withTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  now = new Date('2026-11-25T10:00:10.000Z');
  for (const table of ['door', 'door_token', 'door_refusal', 'rate_counter'] as const)
    await database.db.query.deleteFrom(table).execute();
});

type Over = { readonly state?: FoundDoor['state'] | 'removed'; readonly appKey?: string; readonly perMinute?: number };

/** A door whose current token is `new` and whose former one, good for an hour, is `old`. */
async function insertDoor(number: number, over: Over = {}): Promise<void> {
  const doorId = id(number);
  const settings = doorSettingsSchema.parse({
    route: { entityId: id(1), audienceId: id(2), connectionId: 'dingtalk', locale: 'en', purpose: 'internal_report' },
    security: { perMinute: over.perMinute ?? 600 },
  });
  await database.db.query
    .insertInto('door')
    .values({
      org_id: orgId,
      door_id: doorId,
      kind: over.appKey === undefined ? 'robot' : 'app',
      name_sealed: await fields.seal(`door.name:${doorId}`, 'x'),
      token_hash: hashDoorToken(nodeSha256, `new${number}`),
      previous_hash: hashDoorToken(nodeSha256, `old${number}`),
      previous_until: new Date(now.getTime() + HOUR),
      app_key: over.appKey ?? null,
      secret_sealed: await fields.seal(doorSecretContext(doorId), 'SECnew'),
      previous_secret_sealed: await fields.seal(doorSecretContext(doorId), 'SECold'),
      settings: JSON.stringify(settings),
      state: over.state ?? 'active',
      owner_id: id(3),
      created_at: now,
      changed_at: now,
    })
    .execute();
}

async function found(doors: Doors, token: string): Promise<FoundDoor> {
  const door = await doors.byToken(token);
  if (door === undefined) throw new Error('not found');
  return door;
}

describe('a door', () => {
  it('is found by its token, and by the one before with the secret before while that lasts', async () => {
    await insertDoor(10);
    const doors = open();
    expect((await found(doors, 'new10')).secrets).toEqual(['SECnew', 'SECold']);
    expect((await found(doors, 'old10')).door.id).toBe(id(10));
    now = new Date(now.getTime() + HOUR);
    expect((await found(doors, 'new10')).secrets).toEqual(['SECnew']);
    expect(await doors.byToken('old10')).toBeUndefined();
    expect(await doors.byToken('')).toBeUndefined();
    expect(await createDoors(deps(), id(99)).byToken('new10')).toBeUndefined();
  });

  it('is found while it is paused, and not once it is removed', async () => {
    await insertDoor(10, { state: 'paused' });
    await insertDoor(11, { state: 'removed', appKey: 'en11' });
    const doors = open();
    expect((await found(doors, 'new10')).state).toBe('paused');
    expect(await doors.byToken('new11')).toBeUndefined();
    expect(await doors.byApp('en11', 'new11')).toBeUndefined();
  });

  it('of an app is found by key and secret together, the former secret included', async () => {
    await insertDoor(10, { appKey: 'en10' });
    const doors = open();
    expect((await doors.byApp('en10', 'new10'))?.door.kind).toBe('app');
    expect(await doors.byApp('en10', 'old10')).toBeDefined();
    expect(await doors.byApp('en10', 'other')).toBeUndefined();
    expect(await doors.byApp('en11', 'new10')).toBeUndefined();
    now = new Date(now.getTime() + HOUR);
    expect(await doors.byApp('en10', 'old10')).toBeUndefined();
  });

  it('is found by an access token for two hours; the token itself is stored nowhere', async () => {
    await insertDoor(10, { appKey: 'en10' });
    const doors = open();
    const door = await found(doors, 'new10');
    const { token, expiresInSeconds } = await doors.issueToken(door.door);
    expect([token, expiresInSeconds]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), 7200]);
    expect((await doors.byAccessToken(token))?.door.id).toBe(id(10));
    const rows = await database.db.query.selectFrom('door_token').selectAll().execute();
    expect(JSON.stringify(rows.map((row) => hex(row.token_hash)))).not.toContain(token);
    now = new Date(now.getTime() + 2 * HOUR);
    expect(await doors.byAccessToken(token)).toBeUndefined();
  });

  it('is noted as used at most once a minute', async () => {
    await insertDoor(10);
    const doors = open();
    const used = async (): Promise<Date | null> => (await found(doors, 'new10')).lastCallAt;
    await doors.noteCall(await found(doors, 'new10'));
    const first = await used();
    expect(first).toEqual(now);
    now = new Date(now.getTime() + 59_000);
    await doors.noteCall(await found(doors, 'new10'));
    expect(await used()).toEqual(first);
    now = new Date(now.getTime() + 2000);
    await doors.noteCall(await found(doors, 'new10'));
    expect(await used()).toEqual(now);
  });
});

describe('the count of calls', () => {
  it('lets through exactly as many as the limit says, in whatever processes they arrive', async () => {
    await insertDoor(10, { perMinute: 25 });
    const [one, two] = [open(), open()];
    const { door } = await found(one, 'new10');
    const verdicts = await Promise.all(Array.from({ length: 80 }, (_, i) => (i % 2 === 0 ? one : two).countCall(door)));
    expect(verdicts.filter((verdict) => verdict.kind === 'allowed')).toHaveLength(25);
    now = new Date(now.getTime() + 60_000);
    expect((await one.countCall(door)).kind).toBe('allowed');
  });

  it('of windows that are over is forgotten', async () => {
    await insertDoor(10);
    const doors = open();
    await doors.countCall((await found(doors, 'new10')).door);
    now = new Date(now.getTime() + 72 * HOUR);
    await sweepDoors(deps(), { orgId } as never);
    expect(await database.db.query.selectFrom('rate_counter').selectAll().execute()).toEqual([]);
  });
});

describe('what was turned away', () => {
  const refused = {
    endpoint: 'POST /x',
    reason: 'unknown_endpoint',
    doorId: null,
    network: '192.0.2.0/24',
    agent: 'curl',
  };
  const rows = () => database.db.query.selectFrom('door_refusal').selectAll().orderBy('endpoint').execute();

  it('is one row per kind with a count, the network sealed', async () => {
    const [one, two] = [open(), open()];
    await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? one : two).noteRefusal(refused)));
    await one.noteRefusal({ ...refused, reason: 'too_fast' });
    const stored = (await rows()).filter((row) => row.reason === 'unknown_endpoint');
    expect(stored.map((row) => row.count)).toEqual([40]);
    const [row] = stored;
    if (row === undefined) throw new Error('no row');
    expect(Buffer.from(row.caller_sealed).includes('192.0.2')).toBe(false);
    expect(await fields.open(refusalCallerContext(row.refusal_key), row.caller_sealed)).toBe('192.0.2.0/24');
  });

  it('never fills the table: past the limit everything new is counted together, and what is known goes on', async () => {
    const doors = open();
    await doors.noteRefusal(refused);
    await database.db.query
      .insertInto('door_refusal')
      .values(
        Array.from({ length: 1999 }, (_, i) => ({
          org_id: orgId,
          refusal_key: nodeSha256(new TextEncoder().encode(String(i))),
          endpoint: `POST /${i}`,
          reason: 'x',
          door_id: null,
          caller_sealed: new Uint8Array(1),
          agent: '',
          first_at: now,
          last_at: now,
          count: 1,
        })),
      )
      .execute();
    await doors.noteRefusal({ ...refused, endpoint: 'POST /new/1' });
    await doors.noteRefusal({ ...refused, endpoint: 'POST /new/2' });
    await doors.noteRefusal(refused);
    const all = await rows();
    expect(all).toHaveLength(2001);
    expect(all.find((row) => row.reason === 'too_many_kinds')).toMatchObject({ endpoint: '*', count: 2 });
    expect(all.find((row) => row.endpoint === 'POST /x')).toMatchObject({ count: 2 });
  });

  it('is forgotten after a quarter', async () => {
    await open().noteRefusal(refused);
    now = new Date(now.getTime() + 91 * 24 * HOUR);
    await sweepDoors(deps(), { orgId } as never);
    expect(await rows()).toEqual([]);
  });
});

describe('people who are called', () => {
  it('are found by number in any spelling and by what the vendor calls them; others are nobody', async () => {
    const recipient = async (number: number, phone: string): Promise<void> => {
      await database.db.query
        .insertInto('recipient')
        .values({
          org_id: orgId,
          recipient_id: id(number),
          name_sealed: new Uint8Array(1),
          organisation_sealed: new Uint8Array(1),
          email_sealed: new Uint8Array(1),
          email_index: systemRandom(32),
          phone_sealed: null,
          phone_index: await fields.phoneIndex(phone),
          jurisdiction: 'CN',
          city: null,
          kind: 'processor',
          locale: 'en',
          created_by: id(3),
          created_at: now,
        })
        .execute();
    };
    await recipient(21, '+86 138 0000 1111');
    await recipient(22, '+853 6612 3456');
    await database.db.query
      .insertInto('recipient_identity')
      .values({
        org_id: orgId,
        vendor: 'dingtalk',
        recipient_id: id(21),
        provider_id_sealed: new Uint8Array(1),
        provider_id_index: await fields.providerIndex('dingtalk', 'staff1'),
      })
      .execute();
    const mentions = createMentions(deps(), orgId);
    expect(await mentions.byPhones(['13800001111', '+86-13800001111', '008613800001111'])).toEqual([id(21)]);
    expect(await mentions.byPhones(['66123456'])).toEqual([id(22)]);
    expect(await mentions.byPhones(['13900002222', '1', '', 'x'.repeat(1000)])).toEqual([]);
    expect(await mentions.byProviderIds('dingtalk', ['nobody', 'staff1', 'staff1'])).toEqual([id(21)]);
    expect(await mentions.byProviderIds('wecom', ['staff1'])).toEqual([]);
  });
});
