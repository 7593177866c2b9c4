/** Connections over HTTP: added, tried out, changed without showing a secret, put to rest, removed; dead letters; what exactly was sent. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  AddConnection,
  ConnectionDetail,
  ConnectionOverview,
  DeadLetterList,
  SentBody,
  SentList,
  TestResult,
} from '../../src/model/api/connections.ts';
import type { ConnectionList, LogEventList } from '../../src/model/api/system.ts';
import type { TransferDetail } from '../../src/model/api/transfers.ts';
import { type FakeDingtalk, startFakeDingtalk } from '../support/fake-dingtalk.ts';
import {
  addRecipient,
  type Client,
  type HttpError,
  inviteAndEnrol,
  type Officer,
  setUpOrganisation,
  submit,
  waitFor,
} from '../support/flows.ts';
import { openRunningDatabase, type RunningDatabase } from '../support/running-database.ts';
import { startServer, type TestServer } from '../support/server.ts';

const SECRET = 'SECconnections000000';
const TOKEN = 'c0ffee00c0ffee00c0ffee00';

let fake: FakeDingtalk;
let server: TestServer;
let officer: Officer;
let sender: Client;
let auditor: Client;
let database: RunningDatabase;
let recipientId: string;

beforeAll(async () => {
  fake = await startFakeDingtalk({ secret: SECRET });
  server = await startServer({
    ENTREPOT_SANDBOX: 'false',
    // One-time codes need a route; none is asked for here.
    ENTREPOT_SMTP_HOST: '127.0.0.1',
    ENTREPOT_SMTP_PORT: '2525',
    ENTREPOT_SMTP_SECURITY: 'plain-loopback',
    ENTREPOT_MAIL_FROM: 'notice@lotus.example',
  });
  officer = await setUpOrganisation(server);
  sender = await inviteAndEnrol(officer, 'sender');
  auditor = await inviteAndEnrol(officer, 'auditor');
  database = await openRunningDatabase(server.dataDirectory);
  recipientId = (await addRecipient(officer)).id;
});
afterAll(async () => {
  await database?.close();
  await server?.stop();
  await fake?.close();
});

const robot = (over: Record<string, string> = {}): AddConnection['settings'] => ({
  baseUrl: fake.baseUrl,
  accessToken: TOKEN,
  secret: SECRET,
  ...over,
});
async function add(name: string, settings = robot()): Promise<string> {
  return (await officer.post<{ id: string }>('/api/v1/connections', { kind: 'dingtalk', name, settings })).id;
}
const detail = (id: string): Promise<ConnectionDetail> => officer.get<ConnectionDetail>(`/api/v1/connections/${id}`);
async function tryOut(id: string): Promise<TestResult> {
  const { test } = await officer.post<{ test: string }>(`/api/v1/connections/${id}/test`, { locale: 'en', to: null });
  return waitFor('the trial', async () => {
    const result = await officer.get<TestResult>(`/api/v1/connections/${id}/tests/${test}`);
    return result.state === 'sent' || result.state === 'dead' ? result : undefined;
  });
}
const codeOf = (error: unknown): string => (error as HttpError).code;
async function transfer(connectionId: string): Promise<string> {
  return (await submit(officer, { recipientIds: [recipientId], connectionId })).transferId;
}
const notices = async (id: string): Promise<TransferDetail['notices']> =>
  (await officer.get<TransferDetail>(`/api/v1/transfers/${id}`)).notices;
async function settled(transferId: string): Promise<TransferDetail['notices'][number]> {
  return waitFor('the notice', async () => {
    const [notice] = await notices(transferId);
    return notice?.state === 'sent' || notice?.state === 'dead' ? notice : undefined;
  });
}
const kinds = async (): Promise<string[]> =>
  (await officer.get<LogEventList>('/api/v1/log/events')).events.map((one) => one.kind);

describe('a connection that an officer adds', () => {
  it('has an id that says nothing, is tried out, and is there for senders at once', async () => {
    const id = await add('氹仔倉務群');
    expect(id).toMatch(/^c-[a-z2-7]{10}$/);
    const before = fake.delivered.length;
    const result = await tryOut(id);
    expect(result).toMatchObject({ state: 'sent', why: null, sandbox: false });
    expect(fake.delivered).toHaveLength(before + 1);
    const body = JSON.stringify(fake.delivered.at(-1)?.body);
    expect(body).not.toContain('氹仔倉務群');
    const { connections } = await sender.get<ConnectionList>('/api/v1/connections');
    expect(connections).toContainEqual({
      id,
      kind: 'dingtalk',
      label: '氹仔倉務群',
      sandbox: false,
      jurisdiction: 'unknown',
      reaches: 'group',
    });
    expect((await detail(id)).condition).toBe('works');
    expect((await kinds()).filter((kind) => kind.startsWith('connection.'))).toEqual([
      'connection.tested',
      'connection.added',
    ]);
  });

  it('never shows a secret, and keeps those that are not typed anew, but not for another address', async () => {
    const id = await add('A');
    const shown = await detail(id);
    expect(shown.secretsSet).toEqual(['accessToken', 'secret']);
    expect(JSON.stringify(shown)).not.toContain(TOKEN);
    expect(JSON.stringify(shown)).not.toContain(SECRET);
    const change = (settings: object): Promise<unknown> =>
      officer.post(`/api/v1/connections/${id}/change`, { name: 'A2', settings, fallbacks: [] });
    await change({ baseUrl: fake.baseUrl, keyword: '通告' });
    expect((await detail(id)).settings).toEqual({ baseUrl: fake.baseUrl, keyword: '通告' });
    expect((await tryOut(id)).state).toBe('sent');
    await expect(change({ baseUrl: 'https://evil.example' })).rejects.toMatchObject({
      code: 'connection.secret_again',
    });
    await expect(change({ baseUrl: fake.baseUrl, stranger: 'x' })).rejects.toMatchObject({
      code: 'channels.bad_config',
    });
    expect((await detail(id)).label).toBe('A2');
  });

  it('that is refused says why, and needs repair until it is changed', async () => {
    const id = await add('B', robot({ secret: 'SECwrongwrong0000' }));
    expect(await tryOut(id)).toMatchObject({ state: 'dead', why: 'dingtalk.security_signature' });
    expect(await detail(id)).toMatchObject({ condition: 'broken', lastError: 'dingtalk.security_signature' });
    await officer.post(`/api/v1/connections/${id}/change`, { name: 'B', settings: robot(), fallbacks: [] });
    expect((await tryOut(id)).state).toBe('sent');
    expect((await detail(id)).condition).toBe('works');
  });

  it('is not changed by whoever may only read or send, and asks for settings that are right', async () => {
    const body = { kind: 'dingtalk', name: 'X', settings: robot() };
    await expect(auditor.post('/api/v1/connections', body)).rejects.toMatchObject({ code: 'access.not_permitted' });
    await expect(sender.get('/api/v1/connections/overview')).rejects.toMatchObject({ code: 'access.not_permitted' });
    await expect(auditor.get('/api/v1/connections/overview')).resolves.toBeDefined();
    const wrong = officer.post('/api/v1/connections', { ...body, settings: { accessToken: 'has space' } });
    expect(await wrong.catch(codeOf)).toBe('channels.bad_config');
  });

  it('is read again after a restart, and one that cannot be read stops nothing', async () => {
    const id = await add('C');
    const broken = await add('D');
    const garbage = Buffer.from('00', 'hex');
    await database.sql('update connection set settings_sealed = $1 where connection_id = $2', [garbage, broken]);
    await database.close();
    await server.restart();
    database = await openRunningDatabase(server.dataDirectory);
    const { connections } = await officer.get<ConnectionOverview>('/api/v1/connections/overview');
    expect(connections.find((one) => one.id === broken)).toMatchObject({ condition: 'unusable', label: 'D' });
    expect((await tryOut(id)).state).toBe('sent');
  });

  it('waits while it is paused, and is removed only when nothing needs it', async () => {
    const id = await add('E');
    await officer.post(`/api/v1/connections/${id}/pause`, {});
    const { connections } = await sender.get<ConnectionList>('/api/v1/connections');
    expect(connections.map((one) => one.id)).not.toContain(id);
    await officer.post(`/api/v1/connections/${id}/resume`, {});
    const transferId = await transfer(id);
    await settled(transferId);
    await officer.post(`/api/v1/connections/${id}/pause`, {});
    await database.sql(`update outbox set state = 'pending', next_at = now() where transfer_id = $1`, [transferId]);
    await expect(officer.post(`/api/v1/connections/${id}/remove`, {})).rejects.toMatchObject({
      code: 'connection.in_use',
    });
    expect((await detail(id)).use.waiting).toBe(1);
    await database.sql(`update outbox set state = 'dead', last_error = 'expired' where transfer_id = $1`, [transferId]);
    await officer.post(`/api/v1/connections/${id}/remove`, {});
    await expect(detail(id)).rejects.toMatchObject({ code: 'connection.not_found' });
  });
});

describe('what exactly was sent', () => {
  it('is shown to the byte with the digest that was recorded, until the transfer ends', async () => {
    const id = await add('F');
    const transferId = await transfer(id);
    expect((await settled(transferId)).state).toBe('sent');
    const { messages } = await officer.get<SentList>(`/api/v1/transfers/${transferId}/sent`);
    expect(messages).toHaveLength(1);
    const path = `/api/v1/transfers/${transferId}/sent/${messages[0]?.id}`;
    const sent = await officer.get<SentBody>(path);
    expect(sent).toMatchObject({ matches: true, label: 'F', kept: true });
    expect(
      createHash('sha256')
        .update(sent.body ?? '')
        .digest('hex'),
    ).toBe(sent.hash);
    expect(sent.recorded.map((one) => one.hash)).toEqual([sent.hash]);
    expect(JSON.parse(sent.body ?? '')).toEqual(fake.delivered.at(-1)?.body);
    expect(sent.body).not.toContain(TOKEN);
    const byConnection = await auditor.get<SentList>(`/api/v1/connections/${id}/sent`);
    expect(byConnection.messages.map((one) => one.id)).toEqual([messages[0]?.id]);
    await officer.post(`/api/v1/transfers/${transferId}/revoke`, {});
    expect(await officer.get<SentBody>(path)).toMatchObject({
      body: null,
      matches: null,
      kept: false,
      hash: sent.hash,
    });
    await expect(sender.get(path)).rejects.toMatchObject({ code: 'transfer.not_found' });
  });
});

describe('a message that cannot be sent', () => {
  it('is a dead letter that is sent again once the connection is repaired', async () => {
    const id = await add('G', robot({ secret: 'SECwrongwrong0000' }));
    const transferId = await transfer(id);
    expect(await settled(transferId)).toMatchObject({ state: 'dead', lastError: 'dingtalk.security_signature' });
    const { letters } = await officer.get<DeadLetterList>('/api/v1/dead-letters');
    const letter = letters.find((one) => one.transfer?.id === transferId);
    expect(letter).toMatchObject({ why: 'dingtalk.security_signature', resendable: true, connection: id });
    await officer.post(`/api/v1/connections/${id}/change`, { name: 'G', settings: robot(), fallbacks: [] });
    expect(await officer.post('/api/v1/dead-letters/resend', { ids: [letter?.id] })).toEqual({ done: 1 });
    expect((await settled(transferId)).state).toBe('sent');
    expect(await officer.post('/api/v1/dead-letters/resend', { ids: [letter?.id] })).toEqual({ done: 0 });
  });

  it('goes by the fallback by itself, never to a channel that carries codes, and not in circles', async () => {
    const good = await add('H');
    const bad = await add('I', robot({ secret: 'SECwrongwrong0000' }));
    const fallbacks = (id: string, list: string[], settings: object): Promise<unknown> =>
      officer.post(`/api/v1/connections/${id}/change`, { name: 'I', settings, fallbacks: list });
    await expect(fallbacks(bad, ['email'], { baseUrl: fake.baseUrl })).rejects.toMatchObject({
      code: 'connection.bad_fallback',
    });
    await fallbacks(good, [bad], robot());
    await fallbacks(bad, [good], { baseUrl: fake.baseUrl });
    const transferId = await transfer(bad);
    const notice = await settled(transferId);
    expect(notice.state).toBe('sent');
    const [sent] = (await officer.get<SentList>(`/api/v1/transfers/${transferId}/sent`)).messages;
    expect(sent).toMatchObject({ connection: good, movedFrom: bad });
    expect(await kinds()).toContain('notice.moved');
    await fallbacks(good, [bad], robot({ secret: 'SECwrongwrong0000' }));
    // The other is known to need repair by now: nothing is sent there to wait.
    const second = await transfer(good);
    const end = await settled(second);
    expect(end.state).toBe('dead');
  });

  it('is let be, and is not shown any more', async () => {
    const id = await add('J', robot({ secret: 'SECwrongwrong0000' }));
    const transferId = await transfer(id);
    await settled(transferId);
    const find = async () =>
      (await officer.get<DeadLetterList>('/api/v1/dead-letters')).letters.find(
        (one) => one.transfer?.id === transferId,
      );
    const letter = await find();
    await expect(auditor.post('/api/v1/dead-letters/dismiss', { ids: [letter?.id] })).rejects.toMatchObject({
      code: 'access.not_permitted',
    });
    expect(await officer.post('/api/v1/dead-letters/dismiss', { ids: [letter?.id] })).toEqual({ done: 1 });
    expect(await find()).toBeUndefined();
    expect(await kinds()).toContain('notice.dismissed');
  });
});
