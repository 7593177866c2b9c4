/** Doors: what officers make, what is shown once, what nobody else may do, and what hostile input comes to. */
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreateAudienceRequest } from '../../src/model/api/audiences.ts';
import type {
  CreateDoorRequest,
  DoorCheck,
  DoorCreated,
  DoorDetail,
  DoorList,
  DoorRefusalList,
  DoorRotated,
  DoorTried,
} from '../../src/model/api/doors.ts';
import {
  addRecipient,
  type Client,
  inviteAndEnrol,
  type Officer,
  setUpOrganisation,
  type StaffClient,
} from '../support/flows.ts';
import { openRunningDatabase, type RunningDatabase } from '../support/running-database.ts';
import { freePort, startServer, type TestServer } from '../support/server.ts';
import { commandFor } from '../../web/console/doors/command.ts';

let server: TestServer;
let database: RunningDatabase;
let officer: Officer;
let sender: StaffClient;
let auditor: StaffClient;
let entityId: string;

beforeAll(async () => {
  server = await startServer({
    ENTREPOT_GATEWAY: 'true',
    ENTREPOT_GATEWAY_PORT: String(await freePort()),
  });
  officer = await setUpOrganisation(server);
  sender = await inviteAndEnrol(officer, 'sender');
  auditor = await inviteAndEnrol(officer, 'auditor');
  entityId = (await officer.session()).entities[0]?.id ?? '';
  database = await openRunningDatabase(server.dataDirectory);
}, 180_000);
afterAll(async () => {
  await database?.close();
  await server?.stop();
});

const makeAudience = async (over: CreateAudienceRequest = { name: '值班同事' }): Promise<string> =>
  (await officer.post<{ id: string }>('/api/v1/audiences', over)).id;
const doorOf = (id: string, who: Client = officer): Promise<DoorDetail> => who.get<DoorDetail>(`/api/v1/doors/${id}`);

type Over = {
  readonly route?: object;
  readonly security?: object;
  readonly name?: string;
  readonly app?: object | null;
};

function robot(audienceId: string, over: Over = {}): CreateDoorRequest {
  const route = {
    entityId,
    audienceId,
    connectionId: 'dingtalk',
    locale: 'zh-Hant',
    purpose: 'internal_report',
    ...over.route,
  };
  return { kind: 'robot', name: '監控系統', app: null, ...over, route } as CreateDoorRequest;
}
const make = (body: unknown, who: Client = officer): Promise<DoorCreated> =>
  who.post<DoorCreated>('/api/v1/doors', body);
async function makeRobot(over: Over = {}) {
  const audienceId = await makeAudience();
  const { id, credentials } = await make(robot(audienceId, over));
  if (credentials.kind !== 'robot') throw new Error('not a robot');
  return { id, audienceId, credentials };
}
const stored = async (id: string): Promise<Record<string, unknown>> =>
  (await database.sql<Record<string, unknown>>('select * from door where door_id = $1', [id]))[0] ?? {};
const hexOf = (value: unknown): string => Buffer.from(value as Uint8Array).toString('hex');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('a door for a robot', () => {
  it('shows token and secret once and keeps only a hash and what is sealed', async () => {
    const { id, credentials } = await makeRobot();
    expect(credentials.token).toMatch(/^[0-9a-f]{64}$/);
    expect(credentials.secret).toMatch(/^SEC[0-9a-f]{64}$/);
    expect(credentials.url).toMatch(new RegExp(`/robot/send\\?access_token=${credentials.token}$`));
    const row = await stored(id);
    expect(hexOf(row['token_hash'])).toBe(sha256(credentials.token));
    const everything = JSON.stringify([row, await doorOf(id), await officer.get('/api/v1/doors')]);
    expect(everything).not.toContain(credentials.token);
    expect(everything).not.toContain(credentials.secret.slice(3));
    expect(hexOf(row['secret_sealed'])).not.toContain(Buffer.from(credentials.secret).toString('hex'));
    expect(server.output()).not.toContain(credentials.token);
    expect(await doorOf(id, auditor)).toMatchObject({
      state: 'active',
      name: '監控系統',
      owner: 'Inês Ferreira',
      lastCallAt: null,
      month: { calls: 0, keptShare: null },
    });
  });

  it('goes on with old credentials until the chosen time, or ends them at once', async () => {
    const { id, credentials } = await makeRobot();
    const sealedBefore = hexOf((await stored(id))['secret_sealed']);
    const rotated = await officer.post<DoorRotated>(`/api/v1/doors/${id}/rotate`, {});
    const hours = (Date.parse(rotated.previousUntil ?? '') - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThanOrEqual(24);
    const row = await stored(id);
    expect(hexOf(row['previous_hash'])).toBe(sha256(credentials.token));
    expect(hexOf(row['previous_secret_sealed'])).toBe(sealedBefore);
    if (rotated.credentials.kind !== 'robot') throw new Error('not a robot');
    expect(hexOf(row['token_hash'])).toBe(sha256(rotated.credentials.token));
    expect((await doorOf(id)).previousUntil).toBe(rotated.previousUntil);

    await officer.post(`/api/v1/doors/${id}/end-old`, {});
    expect(await stored(id)).toMatchObject({ previous_hash: null, previous_secret_sealed: null, previous_until: null });
    await expect(officer.post(`/api/v1/doors/${id}/end-old`, {})).rejects.toMatchObject({ code: 'door.nothing_old' });

    const now = await officer.post<DoorRotated>(`/api/v1/doors/${id}/rotate`, { oldForHours: 0 });
    expect([now.previousUntil, (await stored(id))['previous_hash']]).toEqual([null, null]);
    for (const oldForHours of [-1, 169, 1.5, '24'])
      await expect(officer.post(`/api/v1/doors/${id}/rotate`, { oldForHours })).rejects.toMatchObject({ status: 400 });
  });

  it('is paused, resumed and removed, each once', async () => {
    const { id } = await makeRobot();
    const act = (name: string) => officer.post(`/api/v1/doors/${id}/${name}`, {});
    await expect(act('resume')).rejects.toMatchObject({ code: 'door.wrong_state' });
    await act('pause');
    expect((await doorOf(id)).state).toBe('paused');
    await expect(act('pause')).rejects.toMatchObject({ status: 409 });
    await act('resume');
    await act('remove');
    for (const name of ['pause', 'resume', 'remove'])
      await expect(act(name)).rejects.toMatchObject({ code: 'door.not_found' });
    await expect(doorOf(id)).rejects.toMatchObject({ code: 'door.not_found' });
    expect((await officer.get<DoorList>('/api/v1/doors')).doors.some((one) => one.id === id)).toBe(false);
    const events = await database.sql<{ kind: string }>(
      `select kind from audit_event where kind like 'door.%' order by event_id desc limit 4`,
    );
    expect(events.map((one) => one.kind)).toEqual(['door.removed', 'door.resumed', 'door.paused', 'door.added']);
  });

  it('is changed as a whole, and keeps its credentials', async () => {
    const { id, audienceId } = await makeRobot();
    const before = hexOf((await stored(id))['token_hash']);
    const { kind: _, ...choices } = robot(audienceId, {
      name: '新名稱',
      route: { label: '生產監控', digestSeconds: 60, locale: 'pt' },
      security: { signed: false, networks: ['203.0.113.0/24', '2001:db8::/32'], perMinute: 30 },
    });
    await officer.post(`/api/v1/doors/${id}/settings`, choices);
    expect(await doorOf(id)).toMatchObject({
      name: '新名稱',
      settings: { route: { label: '生產監控', digestSeconds: 60 }, security: { signed: false, perMinute: 30 } },
    });
    expect(hexOf((await stored(id))['token_hash'])).toBe(before);
  });

  it('is not made when something about it is not right', async () => {
    const audienceId = await makeAudience();
    const cases: [Over, string][] = [
      [{ security: { signed: false } }, 'door.unguarded'],
      [{ security: { signed: true, networks: ['10.0.0.0/33'] } }, 'door.bad_network'],
      [{ security: { networks: ['evil.example'] } }, 'door.bad_network'],
      [{ route: { connectionId: 'nothing' } }, 'door.unknown_connection'],
      [{ route: { connectionId: 'email' } }, 'door.reaches_no_group'],
      [{ route: { entityId: randomUUID() } }, 'door.unknown_entity'],
      [{ route: { audienceId: randomUUID() } }, 'door.unknown_audience'],
      [{ route: { label: '致電 +853 6612 3456' } }, 'door.label_not_clean'],
      [{ route: { label: 'see www.evil.example' } }, 'door.label_not_clean'],
      [{ route: { label: 'https://evil.example' } }, 'door.label_not_clean'],
      [{ route: { label: 'evil.example' } }, 'door.label_not_clean'],
      [{ route: { label: 'a\u202eb' } }, 'door.label_not_clean'],
      [{ route: { label: '' } }, 'door.label_not_clean'],
      [{ app: {} }, 'door.app_expected'],
    ];
    for (const [over, code] of cases) await expect(make(robot(audienceId, over)), code).rejects.toMatchObject({ code });
    const count = (await officer.get<DoorList>('/api/v1/doors')).doors.filter((one) => one.audience?.id === audienceId);
    expect(count).toEqual([]);
  });

  it('is not made of what is no door', async () => {
    const audienceId = await makeAudience();
    let nested: unknown = 1;
    for (let i = 0; i < 2000; i += 1) nested = [nested];
    const bodies: unknown[] = [
      {},
      [],
      null,
      'robot',
      { ...robot(audienceId), kind: 'other' },
      { ...robot(audienceId), token: 'a'.repeat(64) },
      { ...robot(audienceId), name: nested },
      robot(audienceId, { name: 'x'.repeat(100_000) }),
      robot(audienceId, { security: { keywords: Array.from({ length: 11 }, () => 'a') } }),
      robot(audienceId, { security: { perMinute: 1e9 } }),
      robot(audienceId, { route: { purpose: 'because' } }),
      robot("'; drop table door; --"),
    ];
    for (const body of bodies)
      await expect(make(body)).rejects.toMatchObject({ status: 400, code: 'base.invalid_request' });
    const cut = await officer.request('POST', '/api/v1/doors', {
      headers: { 'content-type': 'application/json', 'x-entrepot-csrf': await officer.csrf() },
      body: '{"kind":"robot"',
    });
    expect(cut.status).toBe(400);
  });
});

describe('a door that is tried', () => {
  it('sends a message its own way from here, and the log says who did it', async () => {
    const member = await addRecipient(officer, { jurisdiction: 'MO' });
    const audienceId = await makeAudience({ name: '試用', recipientIds: [member.id] });
    const { id } = await make(robot(audienceId));
    const tried = await officer.post<DoorTried>(`/api/v1/doors/${id}/try`, { text: '備份完成' });
    expect(tried.state).toBe('granted');
    const [transfer] = await database.sql<Record<string, unknown>>(
      'select door_id, audience_id, arrived_bytes from transfer where transfer_id = $1',
      [tried.transferId],
    );
    expect(transfer).toMatchObject({ door_id: id, audience_id: audienceId });
    expect(await doorOf(id)).toMatchObject({ day: { calls: 1, granted: 1, held: 0 }, month: { calls: 1 } });
    const events = await database.sql<{ kind: string }>(
      `select kind from audit_event where kind = 'door.tried' and transfer_id = $1`,
      [tried.transferId],
    );
    expect(events).toHaveLength(1);

    await officer.post(`/api/v1/doors/${id}/pause`, {});
    const again = () => officer.post(`/api/v1/doors/${id}/try`, { text: 'x' });
    await expect(again()).rejects.toMatchObject({ code: 'door.wrong_state' });
    await officer.post(`/api/v1/doors/${id}/remove`, {});
    await expect(again()).rejects.toMatchObject({ code: 'door.not_found' });
    for (const text of ['', ' ', 'x'.repeat(501), 1])
      await expect(officer.post(`/api/v1/doors/${id}/try`, { text })).rejects.toMatchObject({ status: 400 });
  });
});

describe('a door for an application', () => {
  it('has a key, a secret, a robot code and an agent that stay when it is rotated or changed', async () => {
    const audienceId = await makeAudience();
    const body = { ...robot(audienceId), kind: 'app', app: { conversationIds: ['cid1'] } };
    const { id, credentials } = await make(body);
    if (credentials.kind !== 'app') throw new Error('not an app');
    expect(credentials.appKey).toMatch(/^en[0-9a-f]{32}$/);
    expect(credentials.appSecret).toMatch(/^[0-9a-f]{64}$/);
    expect(hexOf((await stored(id))['token_hash'])).toBe(sha256(credentials.appSecret));
    const rotated = await officer.post<DoorRotated>(`/api/v1/doors/${id}/rotate`, {});
    const { appSecret, ...names } = credentials;
    expect(rotated.credentials).toMatchObject(names);
    expect(JSON.stringify(rotated.credentials)).not.toContain(appSecret);
    const { kind: _, ...choices } = body;
    await officer.post(`/api/v1/doors/${id}/settings`, { ...choices, app: { conversationIds: [] } });
    expect((await doorOf(id)).settings.app).toEqual({
      robotCode: credentials.robotCode,
      agentId: credentials.agentId,
      conversationIds: [],
      personConnectionId: null,
    });
    const wrong = { ...body, app: { personConnectionId: 'dingtalk' } };
    await expect(make(wrong)).rejects.toMatchObject({ code: 'door.reaches_no_person' });
    await expect(make({ ...body, app: null })).rejects.toMatchObject({ code: 'door.app_expected' });
  });
});

describe('the check of a route', () => {
  const check = (audienceId: string, purpose = 'internal_report') =>
    officer.post<DoorCheck>('/api/v1/doors/check', { route: { entityId, audienceId, purpose } });

  const transfers = async (): Promise<number> => (await database.sql('select 1 from transfer')).length;

  it('lets an ordinary message go to the mainland and says what a person in it needs', async () => {
    const before = await transfers();
    const member = await addRecipient(officer, { jurisdiction: 'CN', city: 'CN-GD-ZH' });
    const audienceId = await makeAudience({ name: '珠海', recipientIds: [member.id] });
    const { members, samples } = await check(audienceId);
    expect(members).toBe(1);
    expect(samples.map((one) => [one.sample, one.level])).toEqual([
      ['ordinary', 'internal'],
      ['personal', 'confidential'],
    ]);
    expect(samples[0]?.decision?.outcome).toBe('allow');
    const personal = samples[1]?.decision;
    expect(personal?.outcome).toBe('held');
    expect(personal?.objections.length).toBeGreaterThan(0);
    expect(await transfers()).toBe(before);
  });

  it('decides nothing for nobody, and knows no audience that is not there', async () => {
    const { members, samples } = await check(await makeAudience());
    expect([members, samples.map((one) => one.decision)]).toEqual([0, [null, null]]);
    await expect(check(randomUUID())).rejects.toMatchObject({ code: 'door.unknown_audience' });
  });
});

describe('the command that is shown with the credentials', () => {
  const run = async (lines: string): Promise<string> => (await promisify(execFile)('bash', ['-c', lines])).stdout;

  it('of an application fetches a token and sends to the group', async () => {
    const member = await addRecipient(officer, { jurisdiction: 'MO' });
    const audienceId = await makeAudience({ name: '應用', recipientIds: [member.id] });
    const app = { ...robot(audienceId), kind: 'app', app: { conversationIds: ['cidABC=='] } };
    const { id, credentials } = await make(app);
    const how = { signed: false, keyword: undefined, conversation: 'cidABC==', text: '備份完成' };
    const answer = await run(commandFor(credentials, how));
    expect(JSON.parse(answer)).toHaveProperty('processQueryKey');
    expect(await doorOf(id)).toMatchObject({ day: { calls: 1, granted: 1 } });
  });

  it('sends through the gateway as it stands, and until the credentials in it end', async () => {
    const member = await addRecipient(officer, { jurisdiction: 'MO' });
    const audienceId = await makeAudience({ name: '指令', recipientIds: [member.id] });
    const { id, credentials } = await make(robot(audienceId, { security: { keywords: ['ALERT'] } }));
    const lines = commandFor(credentials, {
      signed: true,
      keyword: 'ALERT',
      conversation: undefined,
      text: '備份完成',
    });
    expect(JSON.parse(await run(lines))).toEqual({ errcode: 0, errmsg: 'ok' });
    const wrong = lines.replace(/secret='SEC./, "secret='SECx");
    expect(await run(wrong)).toContain('310000');

    await officer.post(`/api/v1/doors/${id}/rotate`, {});
    expect(await run(lines)).toContain('"errcode":0');
    await officer.post(`/api/v1/doors/${id}/end-old`, {});
    expect(await run(lines)).toContain('300005');
    const { refusals } = await officer.get<DoorRefusalList>('/api/v1/doors/refusals');
    const caller = { endpoint: 'POST /robot/send', caller: '127.0.0.0/24', program: 'curl', count: 1 };
    expect(refusals.filter((one) => one.program === 'curl')).toMatchObject([
      { ...caller, reason: 'unknown_token', door: null },
      { ...caller, reason: 'sign_not_match', door: { id } },
    ]);
    expect(await doorOf(id)).toMatchObject({ day: { calls: 2, granted: 2 } });
  });
});

describe('who may', () => {
  it('manage doors and audiences: officers alone; auditors read, senders not even that', async () => {
    const { id, audienceId } = await makeRobot();
    const acts: [string, unknown][] = [
      ['/api/v1/doors', robot(audienceId)],
      ['/api/v1/doors/check', { route: { entityId, audienceId, purpose: 'audit' } }],
      ...['rotate', 'end-old', 'pause', 'resume', 'remove', 'settings', 'try'].map((act): [string, unknown] => [
        `/api/v1/doors/${id}/${act}`,
        {},
      ]),
      ['/api/v1/audiences', { name: 'x' }],
      ...['rename', 'members', 'remove'].map((act): [string, unknown] => [
        `/api/v1/audiences/${audienceId}/${act}`,
        {},
      ]),
    ];
    for (const who of [sender, auditor])
      for (const [path, body] of acts)
        await expect(who.post(path, body), `${who.role} ${path}`).rejects.toMatchObject({
          status: 403,
          code: 'access.not_permitted',
        });
    for (const path of ['/api/v1/doors', `/api/v1/doors/${id}`, '/api/v1/doors/refusals', '/api/v1/audiences']) {
      await auditor.get(path);
      await expect(sender.get(path)).rejects.toMatchObject({ status: 403 });
    }
    expect((await doorOf(id)).state).toBe('active');
  });
});
