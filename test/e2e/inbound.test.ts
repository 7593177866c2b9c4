/**
 * What is said in a group is kept at home: every message exactly once whatever breaks in between, found again by its words, noticed when it
 * holds personal data, and answered in sentences that quote nothing. The stand-in shares no code with src.
 */
import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentList, RequestList, SearchPage, ThreadList, ThreadPage } from '../../src/model/api/archive.ts';
import { botMessage, type FakeStream, startFakeStream, streamSettings } from '../support/fake-dingtalk-stream.ts';
import { HttpError, type Officer, setUpOrganisation, waitFor } from '../support/flows.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** A resident identity card with a right check digit; nothing of it may ever be said in the group. */
const CANARY = { name: '歐陽小菱', id: '11010519491231002X', phone: '13800138000' } as const;

let server: TestServer;
let stream: FakeStream;
let officer: Officer;

beforeAll(async () => {
  [server, stream] = await Promise.all([
    startServer({ ENTREPOT_SANDBOX: 'false' }),
    startFakeStream({ resendMs: 1000 }),
  ]);
  officer = await setUpOrganisation(server);
  await officer.post('/api/v1/connections', { kind: 'dingtalk_app', name: '珠海', settings: streamSettings(stream) });
  await waitFor('the stream', async () => (stream.sockets() > 0 ? true : undefined));
});
afterAll(async () => {
  await server?.stop();
  await stream?.close();
});

const threads = async (): Promise<ThreadList['threads']> => (await officer.get<ThreadList>('/api/v1/archive')).threads;

async function allMessages(threadId: string): Promise<ThreadPage['messages']> {
  const all: ThreadPage['messages'] = [];
  let before: string | undefined;
  for (;;) {
    const page = await officer.post<ThreadPage>(`/api/v1/archive/threads/${threadId}/messages`, {
      before,
    });
    all.push(...page.messages);
    if (page.nextCursor === null) return all;
    before = page.nextCursor;
  }
}

const settled = (): Promise<true> =>
  waitFor('all acknowledgements', async () => (stream.waiting() === 0 ? true : undefined));
const search = (query: string): Promise<SearchPage> => officer.post<SearchPage>('/api/v1/archive/search', { query });

describe('messages of a group', () => {
  it('are kept exactly once through lost acknowledgements, broken sockets, requests to go, and restarts of this side', async () => {
    const texts = Array.from({ length: 200 }, (_, n) => `貨櫃編號 box${n} 已到港`);
    for (const [n, text] of texts.entries()) {
      stream.send(botMessage(stream, { text, conversationId: 'cidMany0001==' }));
      if (n % 37 === 5) stream.loseAcknowledgements(3);
      if (n % 50 === 20) stream.dropAll();
      if (n === 90) stream.disconnectAll();
      if (n === 60) await server.kill9().then(() => server.restart());
      if (n === 140) await server.restart();
      await sleep(10);
    }
    await settled();
    const thread = (await threads()).find((one) => one.messages === 200);
    expect(thread?.title).toBe('珠海供應商協作組');
    const kept = await allMessages(thread?.id ?? '');
    expect(kept.map((one) => one.text).sort()).toEqual([...texts].sort());
    expect(new Set(kept.map((one) => one.id)).size).toBe(200);
  });

  it('are found by whole words and by neighbouring characters, and by no part of a word', async () => {
    expect((await search('box77')).messages.map((one) => one.text)).toEqual(['貨櫃編號 box77 已到港']);
    expect((await search('BOX77 到港')).messages).toHaveLength(1);
    expect((await search('box7')).messages.map((one) => one.text)).toEqual(['貨櫃編號 box7 已到港']);
    expect((await search('櫃號')).messages).toEqual([]);
    const first = await search('編號');
    expect(first.messages).toHaveLength(30);
    expect(first.nextCursor).not.toBeNull();
  });

  it('answers pings with what they bring, and frames that are none with nothing, staying connected', async () => {
    const before = stream.opened();
    stream.ping('{"opaque":"0xA1"}');
    const pong = await waitFor('the answer to a ping', async () =>
      stream.answered.find((one) => one['data'] === '{"opaque":"0xA1"}'),
    );
    expect(pong['code']).toBe(200);
    for (const hostile of [
      '',
      '{',
      '[]',
      'null',
      '{"type":"CALLBACK"}',
      '['.repeat(50_000),
      '\u0000',
      Buffer.from([0xff, 0xfe]),
    ])
      stream.sendRaw(hostile);
    const headers = { messageId: 'h1', topic: '/v1.0/im/bot/messages/get' };
    for (const data of ['', '{', '{"msgId":1}', JSON.stringify({ msgId: 'x', conversationId: 'y' })])
      stream.sendRaw(JSON.stringify({ type: 'CALLBACK', headers: { ...headers, messageId: `h${data.length}` }, data }));
    stream.sendRaw(JSON.stringify({ type: 'EVENT', headers: { messageId: 'e1', topic: '*' }, data: '{}' }));
    const event = await waitFor('the answer to an event', async () =>
      stream.answered.find((one) => JSON.stringify(one).includes('"e1"')),
    );
    expect(event).toMatchObject({ code: 200, data: '{"status":"SUCCESS"}' });
    const id = stream.send(botMessage(stream, { text: '之後的訊息' }));
    await waitFor('a message after hostile frames', async () => (stream.acknowledged.has(id) ? true : undefined));
    expect(stream.opened()).toBe(before);
    expect(stream.answered.filter((one) => one['code'] === 400).length).toBeGreaterThan(0);
  });
});

describe('personal data in a group', () => {
  it('are an incident of types and counts, and the group hears one neutral sentence in an hour', async () => {
    const saidBefore = stream.said.length;
    const group = { conversationId: 'cidLeak0001==', conversationTitle: '人事' };
    stream.send(
      botMessage(stream, {
        ...group,
        senderNick: CANARY.name,
        text: `${CANARY.name} 身份證 ${CANARY.id} 電話 ${CANARY.phone}`,
      }),
    );
    stream.send(botMessage(stream, { ...group, text: `同一人的電話是 ${CANARY.phone}` }));
    await settled();
    const { incidents, open } = await waitFor('two incidents', async () => {
      const list = await officer.get<IncidentList>('/api/v1/incidents?state=open');
      return list.incidents.length >= 2 ? list : undefined;
    });
    expect(open.incidents).toBe(incidents.length);
    const [later, first] = incidents;
    expect(first).toMatchObject({ kind: 'posted_in_channel', level: 'restricted', thread: { title: '人事' } });
    expect(first?.found['cn_resident_id']).toBe(1);
    expect([first?.answeredAt === null, later?.answeredAt]).toEqual([false, null]);
    const hint = await waitFor('the hint', async () =>
      stream.said.length > saidBefore ? stream.said.at(-1) : undefined,
    );
    await sleep(1500);
    expect(stream.said.length).toBe(saidBefore + 1);
    expect(hint.path).toBe('/robot/sendBySession');
    for (const written of [JSON.stringify(stream.said), stream.wire()])
      for (const canary of Object.values(CANARY)) expect(written).not.toContain(canary);
    expect(JSON.stringify(incidents)).not.toContain(CANARY.id);
    await officer.post(`/api/v1/incidents/${first?.id}/close`, { note: '已請同事改用加密傳送' });
    await expect(officer.post(`/api/v1/incidents/${first?.id}/close`, { note: 'x' })).rejects.toMatchObject({
      code: 'incident.closed',
    });
    const closed = await officer.get<IncidentList>('/api/v1/incidents?state=closed');
    expect(closed.incidents[0]).toMatchObject({ note: '已請同事改用加密傳送', closedBy: 'Inês Ferreira' });
  });

  it('are noticed in files too, which are fetched, sealed, and given to staff as they were', async () => {
    const list = Buffer.from(`姓名,身份證\n${CANARY.name},${CANARY.id}\n`);
    stream.files.set('code-1', list);
    const group = { conversationId: 'cidFiles0001==', conversationTitle: '文件組', msgtype: 'file' };
    stream.send(botMessage(stream, { ...group, content: { downloadCode: 'code-1', fileName: '名單.csv' } }));
    stream.send(botMessage(stream, { ...group, content: { downloadCode: 'unknown', fileName: 'gone.pdf' } }));
    await settled();
    const thread = await waitFor('the thread of files', async () =>
      (await threads()).find((one) => one.title === '文件組'),
    );
    const messages = await waitFor('the files', async () => {
      const all = await allMessages(thread.id);
      return all.every((one) => one.files[0]?.state !== 'waiting') ? all : undefined;
    });
    const [gone, kept] = messages;
    expect(gone?.files[0]).toMatchObject({ name: 'gone.pdf', state: 'failed', problem: 'dingtalk.status_400' });
    expect(kept).toMatchObject({
      level: 'restricted',
      files: [{ name: '名單.csv', state: 'kept', size: list.length }],
    });
    expect(kept?.incidentId).not.toBeNull();
    const csrf = await officer.csrf();
    const answer = await officer.request('POST', `/api/v1/archive/files/${kept?.files[0]?.id}`, {
      headers: { 'x-entrepot-csrf': csrf },
    });
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(list);
    expect((await search('名單')).messages.map((one) => one.id)).toEqual([kept?.id]);
    expect(JSON.stringify(stream.said)).not.toContain(CANARY.name);
  });
});

describe('commands to the robot', () => {
  it('are answered in the language in which they were asked, once each, and asked-for things wait for an officer', async () => {
    const group = { conversationId: 'cidAsk0001==', conversationTitle: '問', isInAtList: true };
    const asked = [
      'status EN-0000-0000-0000',
      '狀態 EN-0000-0000-0000',
      '@機械人 查閱 en-0000-0000-0000',
      'ficheiros',
      '帮助',
    ];
    const before = stream.said.length;
    for (const text of asked) stream.send(botMessage(stream, { ...group, text }));
    stream.send(botMessage(stream, { ...group, isInAtList: false, text: 'files' }));
    await settled();
    const said = await waitFor('five answers', async () =>
      stream.said.length >= before + 5 ? stream.said.slice(before) : undefined,
    );
    await sleep(1000);
    expect(stream.said.length).toBe(before + 5);
    const written = said.map((one) => JSON.stringify(one.body)).join('\n');
    expect(written).toContain('No notice with this reference can be shown here.');
    expect(written).toContain('EN-…');
    const { requests } = await officer.get<RequestList>('/api/v1/requests?state=open');
    expect(requests.map((one) => [one.kind, one.transfer, one.sender])).toEqual([
      ['files', null, '陳大文'],
      ['access', null, '陳大文'],
    ]);
    await officer.post(`/api/v1/requests/${requests[0]?.id}/close`, { state: 'done' });
    const left = await officer.get<RequestList>('/api/v1/requests?state=open');
    expect(left.open.requests).toBe(1);
  });
});

describe('what DingTalk posts to an address of ours', () => {
  const AES = '4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij';
  const post = (id: string, query: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${server.url}/in/dingtalk/${id}?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const sign = (at: number, secret: string): Record<string, string> => ({
    timestamp: String(at),
    sign: createHmac('sha256', secret).update(`${at}\n${secret}`).digest('base64'),
  });

  /** The encryption of pushed events, written here once more from the vendor's document. */
  function push(event: object): { readonly query: string; readonly body: object } {
    const key = Buffer.from(`${AES}=`, 'base64');
    const message = Buffer.from(JSON.stringify(event));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(message.length);
    const plain = Buffer.concat([randomBytes(16), length, message, Buffer.from('dingcallback01')]);
    const fill = 32 - (plain.length % 32);
    const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    const encrypt = Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(fill, fill)), cipher.final()]);
    const [timestamp, nonce, text] = [String(Date.now()), 'n0nce', encrypt.toString('base64')];
    const parts = ['token-1', timestamp, nonce, text].toSorted().join('');
    const signature = createHash('sha1').update(parts).digest('hex');
    return { query: new URLSearchParams({ signature, timestamp, nonce }).toString(), body: { encrypt: text } };
  }

  it('is answered in time and kept, once; whatever is wrong with it has one and the same answer', async () => {
    const { id } = await officer.post<{ id: string }>('/api/v1/connections', {
      kind: 'dingtalk_app',
      name: '回調',
      settings: streamSettings(stream, {
        appKey: 'dingcallback01',
        receive: 'callback',
        callbackToken: 'token-1',
        callbackAesKey: AES,
      }),
    });
    const url = await waitFor('the connection', async () => {
      const { query, body } = push({ EventType: 'check_url' });
      const checked = await post(id, query, body);
      return checked.ok ? ((await checked.json()) as Record<string, string>) : undefined;
    });
    expect(Object.keys(url).sort()).toEqual(['encrypt', 'msg_signature', 'nonce', 'timeStamp']);

    const message = botMessage(stream, {
      conversationId: 'cidPosted==',
      conversationTitle: '回調組',
      text: '由回調送達',
    });
    const started = performance.now();
    const first = await post(id, '', message, sign(Date.now(), 'streamsecret-0123456789'));
    expect([first.status, await first.text()]).toEqual([200, '{}']);
    expect(performance.now() - started).toBeLessThan(1500);
    await post(id, '', message, sign(Date.now(), 'streamsecret-0123456789'));
    expect((await threads()).find((one) => one.title === '回調組')?.messages).toBe(1);

    const wrong = await Promise.all([
      post(id, '', message, sign(Date.now(), 'another-secret')),
      post(id, '', message, sign(Date.now() - 4_000_000, 'streamsecret-0123456789')),
      post(id, '', message),
      post(id, 'signature=x&timestamp=1&nonce=2', { encrypt: 'AAAA' }),
      post('c-aaaaaaaaaa', '', message, sign(Date.now(), 'streamsecret-0123456789')),
      post('dingtalk', '', message, sign(Date.now(), 'streamsecret-0123456789')),
    ]);
    const heard = await Promise.all(
      wrong.map(async (answer) => [answer.status, (await answer.text()).replace(/"requestId":"[^"]*"/, '')]),
    );
    expect(new Set(heard.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(heard[0]?.[0]).toBe(404);
  });
});

describe('reading', () => {
  it('is an audit event of ids for every page, and nothing readable is in the database', async () => {
    const events = await officer.get<{ events: { kind: string; actor: string }[] }>('/api/v1/log/events');
    expect(events.events.filter((one) => one.kind === 'archive.read').length).toBeGreaterThan(0);
    await expect(officer.post('/api/v1/archive/search', { query: '  ' })).rejects.toBeInstanceOf(HttpError);
  });
});
