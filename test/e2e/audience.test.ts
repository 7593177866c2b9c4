/** From a program's call to a member of the group who opens what was sent: one notice for many, and everybody for himself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessTable } from '../../src/model/api/access.ts';
import type { OpenResponse, OpenSession } from '../../src/model/api/open.ts';
import type { Recipient } from '../../src/model/api/recipients.ts';
import type { SandboxMessage } from '../../src/model/api/system.ts';
import type { TransferDetail, TransferList } from '../../src/model/api/transfers.ts';
import {
  addRecipient,
  askForCode,
  client,
  inviteAndEnrol,
  type Officer,
  openAsRecipient,
  type RecipientClient,
  sandboxMessages,
  setUpOrganisation,
  waitFor,
} from '../support/flows.ts';
import { addRobotDoor, type DoorOver, rawCall, type RobotDoor, signedPath } from '../support/gateway.ts';
import { openRunningDatabase, type RunningDatabase } from '../support/running-database.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let officer: Officer;
let database: RunningDatabase;

beforeAll(async () => {
  server = await startServer({ ENTREPOT_GATEWAY: 'true' });
  officer = await setUpOrganisation(server);
  database = await openRunningDatabase(server.dataDirectory);
}, 180_000);
afterAll(async () => {
  await database?.close();
  await server?.stop();
});

/** Posts as a program does; returns the reference. */
async function say(door: RobotDoor, content: string, at?: object): Promise<string> {
  const body = JSON.stringify({ msgtype: 'text', text: { content }, ...(at === undefined ? {} : { at }) });
  const answer = await rawCall(server.gatewayUrl, signedPath(door), { body });
  expect([answer.status, answer.text]).toEqual([200, '{"errcode":0,"errmsg":"ok"}']);
  return String(answer.headers['x-entrepot-notice-id']);
}

/** Nothing leaves by DingTalk for so long: as while a notice is under way. */
async function holdDingtalk(seconds: number): Promise<void> {
  await database.sql(
    `insert into rate_bucket (org_id, bucket, tokens, at, paused_until) select org_id, 'dingtalk', -1, now(), now() + $1 * interval '1 second' from organisation
     on conflict (org_id, bucket) do update set paused_until = excluded.paused_until`,
    [seconds],
  );
}

const handleIn = (body: string): string => /(?:\/|%2F)n(?:\/|%2F)([A-Za-z0-9_-]{22})/.exec(body)?.[1] ?? '';
const noticeWith = (text: string): Promise<SandboxMessage> =>
  waitFor(`a notice with ${text}`, async () =>
    (await sandboxMessages(officer)).find((one) => one.vendor === 'dingtalk' && one.body.includes(text)),
  );
const transferOf = async (reference: string): Promise<TransferDetail> => {
  const { transfers } = await officer.get<TransferList>('/api/v1/transfers');
  const id = transfers.find((one) => one.reference === reference)?.id ?? '';
  return officer.get<TransferDetail>(`/api/v1/transfers/${id}`);
};
const noticeOf = async (reference: string): Promise<string | null> =>
  (
    await database.sql<{ notice_id: string | null }>(
      'select notice_id from notice_item join transfer using (org_id, transfer_id) where reference = $1',
      [reference],
    )
  )[0]?.notice_id ?? null;

async function enter(handle: string, person: Recipient): Promise<RecipientClient> {
  return openAsRecipient(server, handle, person.email, await askForCode(officer, handle, person.email));
}

async function group(count: number, over: DoorOver = {}, person: Partial<Recipient> = {}) {
  const people: Recipient[] = [];
  for (let n = 0; n < count; n += 1) people.push(await addRecipient(officer, { jurisdiction: 'MO', ...person }));
  return { people, door: await addRobotDoor(officer, { ...over, recipientIds: people.map((one) => one.id) }) };
}

describe('a group that is told through a door', () => {
  let door: RobotDoor;
  let people: Recipient[];
  let handle: string;
  let references: string[];
  beforeAll(async () => {
    ({ door, people } = await group(6));
    await holdDingtalk(6);
    const first = await say(door, 'The first of three');
    await waitFor('the first notice to be under way', async () => (await noticeOf(first)) ?? undefined);
    references = [await say(door, 'The second of three'), await say(door, 'The third of three')];
    handle = handleIn((await noticeWith('2 sealed notices')).body);
  });

  it('is told in one notice of what came while the notice before was under way', async () => {
    const [second, third] = await Promise.all(references.map(noticeOf));
    expect(second).not.toBeNull();
    expect(third).toBe(second);
    const bodies = (await sandboxMessages(officer)).map((one) => one.body).join('\n');
    expect(bodies).not.toContain('of three');
    for (const reference of references) expect(bodies).not.toContain(reference);
  });

  it('opens for each member with a code of his own, and counts for each alone', async () => {
    const [one, two] = people;
    if (one === undefined || two === undefined) throw new Error('nobody');
    const first = await enter(handle, one);
    expect(first.opened.objects.map((object) => object.reference)).toEqual(references);
    const ids = first.opened.objects.map((object) => object.id);
    expect(await first.open(ids[0] ?? '')).toMatchObject({
      outcome: 'released',
      text: 'The second of three',
      opensLeft: 19,
    });
    expect(await first.open(ids[1] ?? '')).toMatchObject({ outcome: 'released', text: 'The third of three' });
    const second = await enter(handle, two);
    expect(second.opened.objects.map((object) => object.opensLeft)).toEqual([20, 20]);
    expect(await second.open(ids[0] ?? '')).toMatchObject({ outcome: 'released', opensLeft: 19 });
  });

  it('sends a code to the address that was given, and takes it from nobody else', async () => {
    const [, , one, two] = people;
    if (one === undefined || two === undefined) throw new Error('nobody');
    const code = await askForCode(officer, handle, one.email);
    const mail = (await sandboxMessages(officer)).filter((message) => message.kind === 'code');
    expect(mail.filter((message) => message.body.includes(`To: ${one.email}`)).length).toBeGreaterThan(0);
    await expect(openAsRecipient(server, handle, two.email, code)).rejects.toMatchObject({
      status: 403,
      code: 'access.code_not_accepted',
    });
  });

  it('tells a stranger, and a recipient of others, what it tells an unknown address', async () => {
    const elsewhere = await addRecipient(officer, { jurisdiction: 'MO' });
    const before = (await sandboxMessages(officer)).filter((message) => message.kind === 'code').length;
    const answers = await Promise.all(
      [elsewhere.email, 'nobody@stranger.example', people[3]?.email ?? ''].map((address) =>
        client(server.url).post('/open/api/code', { handle, address, locale: 'en' }),
      ),
    );
    expect(answers[0]).toEqual(answers[2]);
    expect(answers[1]).toEqual(answers[2]);
    // One code went out: the member's.
    await waitFor('the code of the member', async () =>
      (await sandboxMessages(officer)).filter((message) => message.kind === 'code').length === before + 1
        ? true
        : undefined,
    );
    for (const address of [elsewhere.email, 'nobody@stranger.example'])
      await expect(openAsRecipient(server, handle, address, '123456')).rejects.toMatchObject({
        code: 'access.code_not_accepted',
      });
  });

  it('loses what was revoked, and keeps the rest', async () => {
    const one = people[4];
    if (one === undefined) throw new Error('nobody');
    const visitor = await enter(handle, one);
    const [gone, kept] = visitor.opened.objects;
    await officer.post(`/api/v1/transfers/${(await transferOf(references[0] ?? '')).id}/revoke`, {});
    expect(await visitor.open(gone?.id ?? '')).toMatchObject({ outcome: 'not_now', reason: 'revoked' });
    expect(await visitor.open(kept?.id ?? '')).toMatchObject({ outcome: 'released' });
  });

  it('shuts out a member from the next request on', async () => {
    const two = people[5];
    if (two === undefined) throw new Error('nobody');
    const visitor = await enter(handle, two);
    const kept = visitor.opened.objects.at(-1)?.id ?? '';
    const opening = await visitor.open(kept);
    if (opening.outcome !== 'released') throw new Error(opening.reason);
    await officer.post(`/api/v1/audiences/${door.audienceId}/members`, { add: [], remove: [two.id] });
    await expect(visitor.open(kept)).rejects.toMatchObject({ status: expect.any(Number) });
    const resumed = await visitor.request('POST', '/open/api/session', {
      headers: { 'content-type': 'application/json', 'x-entrepot-csrf': visitor.opened.csrf },
      body: JSON.stringify({ handle }),
    });
    const seen = resumed.ok ? ((await resumed.json()) as OpenSession).objects : [];
    expect(seen).toEqual([]);
    expect((await visitor.download(opening.openingId)).ok).toBe(false);
    await expect(openAsRecipient(server, handle, two.email, '123456')).rejects.toMatchObject({
      code: 'access.code_not_accepted',
    });
  });
});

describe('what may not go to a group yet', () => {
  it('waits, and is told once officers have approved', async () => {
    const { door } = await group(1, { route: { purpose: 'regulatory' } }, { kind: 'authority_local' });
    const reference = await say(door, 'The return of the third quarter');
    const held = await transferOf(reference);
    expect(held.state).toBe('held');
    expect(await noticeOf(reference)).toBeNull();
    expect((await sandboxMessages(officer)).some((one) => one.body.includes(reference))).toBe(false);
    const approve = { outcome: 'approved', reason: 'checked', onBehalfOf: null };
    // The door is this officer's: what comes through it is his to send, not to approve.
    await expect(officer.post(`/api/v1/transfers/${held.id}/approval`, approve)).rejects.toMatchObject({ status: 403 });
    for (const state of ['held', 'granted']) {
      const other = await inviteAndEnrol(officer, 'officer');
      await other.post(`/api/v1/transfers/${held.id}/approval`, approve);
      expect((await transferOf(reference)).state).toBe(state);
    }
    await noticeWith(reference);
  });

  it('waits in the mainland without a record, and is never told when it is withdrawn', async () => {
    const { door } = await group(1, {}, { jurisdiction: 'CN', city: null, kind: 'processor' });
    const reference = await say(door, '客戶陳大文，電話 66881234，身份證 5123456(7)');
    const held = await transferOf(reference);
    expect(held.state).toBe('held');
    await officer.post(`/api/v1/transfers/${held.id}/withdraw`, {});
    expect(await noticeOf(reference)).toBeNull();
    const bodies = (await sandboxMessages(officer)).map((one) => one.body).join('\n');
    expect(bodies).not.toContain(reference);
    expect(bodies).not.toContain('66881234');
  });
});

describe('a route', () => {
  it('lets text pass as it is where an officer says so and nothing is found in it, and nothing else', async () => {
    const { door } = await group(1, { route: { passPublic: true } });
    await say(door, 'Ledger build 42: ask Chan Tai Man, +853 6612 3456');
    expect(await database.sql(`select 1 from outbox where kind = 'public'`)).toEqual([]);
    await say(door, 'Pump house 7 is open again since noon');
    const passed = await waitFor('the text itself', async () =>
      (await sandboxMessages(officer)).find((one) => one.kind === 'public' && one.body.includes('Pump house 7')),
    );
    expect(JSON.parse(passed.body)).toMatchObject({ msgtype: 'text' });
    const bodies = (await sandboxMessages(officer)).map((one) => one.body).join('\n');
    expect(bodies).not.toMatch(/Ledger|Tai Man|6612/);
  });

  it('calls people by what DingTalk calls them, never by number', async () => {
    const { people, door } = await group(2, { route: { mentionAll: false } }, { phone: '+85366889900' });
    await officer.post(`/api/v1/recipients/${people[0]?.id}/identities`, {
      vendor: 'dingtalk',
      providerId: 'manager7788',
    });
    const reference = await say(door, '@66889900 the disk is full', {
      atMobiles: ['+853-66889900', '13800138000'],
      isAtAll: true,
    });
    const { body } = await noticeWith(reference);
    expect(body).not.toMatch(/66889900|13800138000/);
    expect(JSON.parse(body)).toMatchObject({ at: { atUserIds: ['manager7788'], isAtAll: false } });
  });

  it('collects for as long as it says', async () => {
    const { door } = await group(1, { route: { digestSeconds: 4, template: 'alert', label: 'Zabbix' } });
    const references = [await say(door, 'one'), await say(door, 'two'), await say(door, 'three')];
    expect(await noticeOf(references[0] ?? '')).toBeNull();
    const { body } = await noticeWith('3 sealed alerts');
    expect(body).toContain('Zabbix');
    expect(new Set(await Promise.all(references.map(noticeOf))).size).toBe(1);
  });
});

describe('the permission matrix of a group', () => {
  const why = (answer: OpenResponse): string => (answer.outcome === 'released' ? 'released' : answer.reason);

  it('says something of one member before he ever opened, ends another for good, and asks who belongs at each opening', async () => {
    const { people, door } = await group(3);
    const [one, two, three] = people;
    if (one === undefined || two === undefined || three === undefined) throw new Error('nobody');
    const reference = await say(door, 'For the three of you');
    const { id } = await transferOf(reference);
    const handle = handleIn((await noticeWith(reference)).body);
    const path = `/api/v1/transfers/${id}/access`;
    const cell = (recipientId: string, terms: object, version: number): Promise<AccessTable> =>
      officer.post(path, { objectId: null, recipientId, terms, version });
    await cell(one.id, { permission: 'none' }, 0);
    await officer.post(`${path}/revoke`, { recipientId: two.id });
    const [first, second, third] = [await enter(handle, one), await enter(handle, two), await enter(handle, three)];
    const object = third.opened.objects[0]?.id ?? '';
    expect(why(await first.open(object))).toBe('not_permitted');
    expect(why(await second.open(object))).toBe('revoked');
    expect(why(await third.open(object))).toBe('released');
    const table = await cell(one.id, { opensMax: 1 }, 1);
    expect(table.inForce.map((found) => [found.recipientId === two.id, found.state])).toContainEqual([true, 'revoked']);
    expect(why(await first.open(object))).toBe('released');
    // Who leaves the group opens nothing, and comes back with the terms that he had.
    const members = `/api/v1/audiences/${door.audienceId}/members`;
    await officer.post(members, { add: [], remove: [one.id] });
    await expect(first.open(object)).rejects.toMatchObject({ status: 404 });
    const left = await officer.get<AccessTable>(path);
    expect(left.recipients.find((found) => found.id === one.id)?.belongs).toBe(false);
    await officer.post(members, { add: [one.id], remove: [] });
    expect(why(await first.open(object))).toBe('released');
  });
});
