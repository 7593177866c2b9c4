/** Audiences: who is in them, what keeps them, what hostile input comes to; and how recipients are found by what others call them. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AudienceList, CreateAudienceRequest, IdentityList } from '../../src/model/api/audiences.ts';
import {
  addRecipient,
  type Client,
  inviteAndEnrol,
  type Officer,
  setUpOrganisation,
  type StaffClient,
} from '../support/flows.ts';
import { openRunningDatabase, type RunningDatabase } from '../support/running-database.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let database: RunningDatabase;
let officer: Officer;
let sender: StaffClient;
let auditor: StaffClient;

beforeAll(async () => {
  server = await startServer();
  officer = await setUpOrganisation(server);
  sender = await inviteAndEnrol(officer, 'sender');
  auditor = await inviteAndEnrol(officer, 'auditor');
  database = await openRunningDatabase(server.dataDirectory);
}, 180_000);
afterAll(async () => {
  await database?.close();
  await server?.stop();
});

const makeAudience = async (over: CreateAudienceRequest = { name: '值班同事' }): Promise<string> =>
  (await officer.post<{ id: string }>('/api/v1/audiences', over)).id;
const audience = async (id: string, who: Client = officer) =>
  (await who.get<AudienceList>('/api/v1/audiences')).audiences.find((one) => one.id === id);
const hexOf = (value: Uint8Array): string => Buffer.from(value).toString('hex');

async function makeDoor(audienceId: string): Promise<string> {
  const entityId = (await officer.session()).entities[0]?.id ?? '';
  const route = { entityId, audienceId, connectionId: 'dingtalk', locale: 'zh-Hant', purpose: 'internal_report' };
  return (await officer.post<{ id: string }>('/api/v1/doors', { kind: 'robot', name: '監控系統', route })).id;
}

describe('an audience', () => {
  it('names its members and where they are, most first', async () => {
    const here = await addRecipient(officer, { jurisdiction: 'MO' });
    const there = [
      await addRecipient(officer, { jurisdiction: 'CN', city: 'CN-GD-ZH' }),
      await addRecipient(officer, { jurisdiction: 'CN', city: null }),
    ];
    const id = await makeAudience({ name: '橫琴組', recipientIds: [here.id, ...there.map((one) => one.id)] });
    expect(await audience(id)).toMatchObject({
      name: '橫琴組',
      places: [
        { jurisdiction: 'CN', members: 2 },
        { jurisdiction: 'MO', members: 1 },
      ],
      doors: [],
    });
    await officer.post(`/api/v1/audiences/${id}/members`, { add: [here.id], remove: [there[0]?.id] });
    expect((await audience(id, auditor))?.members.map((one) => one.recipientId).sort()).toEqual(
      [here.id, there[1]?.id].sort(),
    );
    await officer.post(`/api/v1/audiences/${id}/rename`, { name: '珠海組' });
    expect(await audience(id)).toMatchObject({ name: '珠海組' });
  });

  it('is removed only when no door sends to it', async () => {
    const audienceId = await makeAudience();
    const id = await makeDoor(audienceId);
    await expect(officer.post(`/api/v1/audiences/${audienceId}/remove`, {})).rejects.toMatchObject({
      status: 409,
      code: 'audience.in_use',
    });
    await officer.post(`/api/v1/doors/${id}/remove`, {});
    await officer.post(`/api/v1/audiences/${audienceId}/remove`, {});
    expect(await audience(audienceId)).toBeUndefined();
    const left = await database.sql('select 1 from audience_member where audience_id = $1', [audienceId]);
    expect(left).toEqual([]);
    await expect(officer.post(`/api/v1/audiences/${audienceId}/rename`, { name: 'x' })).rejects.toMatchObject({
      code: 'audience.not_found',
    });
  });

  it('lies sealed in the database, and what changed it is in the log', async () => {
    const member = await addRecipient(officer);
    const id = await makeAudience({ name: '機密群組', recipientIds: [member.id] });
    await officer.post(`/api/v1/audiences/${id}/members`, { remove: [member.id] });
    // Nothing changes: nothing is recorded.
    await officer.post(`/api/v1/audiences/${id}/members`, { remove: [member.id] });
    const rows = await database.sql<{ row: string }>('select a::text as row from audience a');
    expect(rows.map(({ row }) => row).join()).not.toContain(Buffer.from('機密').toString('hex'));
    const events = await database.sql<{ kind: string }>(
      `select kind from audit_event where kind like 'audience.%' order by event_id desc limit 2`,
    );
    expect(events.map((one) => one.kind)).toEqual(['audience.changed', 'audience.added']);
  });

  it('takes only recipients who are there, and no more than a person can look through', async () => {
    const id = await makeAudience();
    const change = (body: unknown) => officer.post(`/api/v1/audiences/${id}/members`, body);
    await expect(change({ add: [randomUUID()] })).rejects.toMatchObject({ code: 'audience.unknown_recipient' });
    await expect(change({ add: Array.from({ length: 501 }, () => randomUUID()) })).rejects.toMatchObject({
      status: 400,
    });
    await expect(change({ add: ["' or 1=1 --"] })).rejects.toMatchObject({ code: 'base.invalid_request' });
    for (const name of ['', ' ', 'a\nb', 'x'.repeat(101), 'a\u0000'])
      await expect(officer.post('/api/v1/audiences', { name })).rejects.toMatchObject({ status: 400 });
    expect((await audience(id))?.members).toEqual([]);
  });
});

describe('what vendors call recipients', () => {
  const identities = async (who: Client = officer) =>
    (await who.get<IdentityList>('/api/v1/recipients/identities')).identities;
  const set = (recipientId: string, vendor: string, providerId: string | null, who: Client = officer) =>
    who.post(`/api/v1/recipients/${recipientId}/identities`, { vendor, providerId });

  it('is one per vendor and belongs to one recipient', async () => {
    const [first, second] = [await addRecipient(officer), await addRecipient(officer)];
    await set(first.id, 'dingtalk', 'manager123');
    await set(first.id, 'dingtalk', 'manager124');
    await set(second.id, 'dingtalk', 'manager123');
    await expect(set(first.id, 'dingtalk', 'manager123')).rejects.toMatchObject({ code: 'identity.taken' });
    // What was there before the failed change is there still.
    expect((await identities()).filter((one) => one.recipientId === first.id)).toMatchObject([
      { providerId: 'manager124' },
    ]);
    await set(first.id, 'wecom', 'manager123');
    await set(first.id, 'dingtalk', null);
    await set(first.id, 'dingtalk', null);
    expect((await identities(sender)).map((one) => [one.vendor, one.providerId]).sort()).toEqual([
      ['dingtalk', 'manager123'],
      ['wecom', 'manager123'],
    ]);
    const rows = await database.sql<{ row: string }>('select i::text as row from recipient_identity i');
    expect(rows.map(({ row }) => row).join()).not.toContain(Buffer.from('manager').toString('hex'));
    await expect(set(randomUUID(), 'dingtalk', 'x')).rejects.toMatchObject({ code: 'identity.unknown_recipient' });
    for (const bad of ['', 'a b', 'x'.repeat(129), '陳', 'a\n'])
      await expect(set(first.id, 'dingtalk', bad)).rejects.toMatchObject({ status: 400 });
    await expect(set(first.id, 'telegram', 'x')).rejects.toMatchObject({ status: 400 });
  });
});

describe('the look-up by telephone number', () => {
  it('is filled at the start for recipients who were there before it', async () => {
    const { id } = await addRecipient(officer, { phone: '+85366123456' });
    const index = async (): Promise<string> =>
      hexOf(
        (
          await database.sql<{ phone_index: Uint8Array | null }>(
            'select phone_index from recipient where recipient_id = $1',
            [id],
          )
        )[0]?.phone_index ?? new Uint8Array(),
      );
    const made = await index();
    expect(made).toMatch(/^[0-9a-f]{64}$/);
    await database.sql('update recipient set phone_index = null where recipient_id = $1', [id]);
    await database.close();
    await server.restart();
    database = await openRunningDatabase(server.dataDirectory);
    await expect.poll(index, { timeout: 20_000 }).toBe(made);
  });
});
