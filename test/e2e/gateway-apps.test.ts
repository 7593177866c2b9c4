/** The gateway's interface for applications, on a real server: tokens, messages, files, cards, and what hostile calls come to. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { TransferDetail } from '../../src/model/api/transfers.ts';
import {
  type AppDoor,
  asProgram,
  CONVERSATION,
  leaveFile,
  type Program,
  read,
  startAppDoor,
} from '../support/app-door.ts';
import { APP, startFakeDingtalkApp } from '../support/fake-dingtalk-app.ts';
import { createSearch, spellings } from '../support/byte-search.ts';
import { client, openAsRecipient, waitFor } from '../support/flows.ts';

let door: AppDoor;
let program: Program;

beforeAll(async () => {
  door = await startAppDoor({ ENTREPOT_PLACES: '127.0.0.1/32=MO' });
  program = await asProgram(door.url, door.app);
}, 180_000);
afterAll(async () => {
  await door?.stop();
});

const robot = () => ({ robotCode: door.app.robotCode });
const text = (content: string) => ({ msgKey: 'sampleText', msgParam: JSON.stringify({ content }) });
const group = (over: object = {}) => ({
  ...robot(),
  openConversationId: CONVERSATION,
  ...text('Pump 3 is back'),
  ...over,
});
const sendGroup = (over: object = {}) => program.v1('POST', '/v1.0/robot/groupMessages/send', group(over));
const newTransfers = async (act: () => Promise<unknown>): Promise<string[]> => {
  const before = await door.transfers();
  await act();
  return (await door.transfers()).filter((id) => !before.includes(id));
};
const detail = (id: string) => door.officer.get<TransferDetail>(`/api/v1/transfers/${id}`);
const rows = (id: string) =>
  door.database.sql<{ kind: string; size: string }>(
    'select kind, size from transfer_object where transfer_id = $1 order by position',
    [id],
  );

const openStream = (over: object = {}) =>
  fetch(`${door.url}/v1.0/gateway/connections/open`, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({
      clientId: door.app.appKey,
      clientSecret: door.app.appSecret,
      ua: 'test',
      subscriptions: [{ type: 'CALLBACK', topic: '/v1.0/im/bot/messages/get' }],
      ...over,
    }),
  }).then(read);
/** What becomes of a connection: its close code, or the status with which it was refused. */
const fate = (address: string, act: (socket: WebSocket) => void = () => undefined): Promise<number> =>
  new Promise((resolve) => {
    const socket = new WebSocket(address);
    socket.on('open', () => act(socket));
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('close', (code) => resolve(code));
    socket.on('error', () => undefined);
  });
const streamAddress = async (): Promise<string> => {
  const { endpoint, ticket } = (await openStream()).body;
  expect(String(endpoint)).toMatch(/^ws:\/\/[^/]+\/connect$/);
  expect(String(ticket)).toMatch(/^[A-Za-z0-9]+$/);
  return `${String(endpoint)}?ticket=${String(ticket)}`;
};

describe('access tokens', () => {
  it('are given for key and secret in all three ways, each good for two hours', async () => {
    const { appKey, appSecret } = door.app;
    const post = async (path: string, body: unknown) =>
      read(
        await fetch(`${door.url}${path}`, {
          method: 'POST',
          body: JSON.stringify(body),
          headers: { 'content-type': 'application/json' },
        }),
      );
    const legacy = await read(await fetch(`${door.url}/gettoken?appsecret=${appSecret}&appkey=${appKey}`));
    expect(legacy).toMatchObject({ status: 200, body: { errcode: 0, errmsg: 'ok', expires_in: 7200 } });
    const v1 = await post('/v1.0/oauth2/accessToken', { appKey, appSecret });
    expect(Object.keys(v1.body).toSorted()).toEqual(['accessToken', 'expireIn']);
    const corp = await post('/v1.0/oauth2/dingcorp1/token', {
      client_id: appKey,
      client_secret: appSecret,
      grant_type: 'client_credentials',
    });
    expect(corp.body).toMatchObject({ expires_in: 7200, expiresIn: 7200 });
    const tokens = [legacy.body['access_token'], v1.body['accessToken'], corp.body['access_token']].map(String);
    expect(new Set(tokens).size).toBe(3);
    for (const token of tokens) expect(token).toMatch(/^[0-9a-f]{64}$/);
    const stored = await door.database.sql<{ token_hash: Buffer }>('select token_hash from door_token');
    for (const token of tokens)
      expect(stored.some((row) => row.token_hash.includes(Buffer.from(token, 'hex')))).toBe(false);
  });

  it('are refused in the words of each interface when key or secret is wrong', async () => {
    const wrong = await read(await fetch(`${door.url}/gettoken?appkey=${door.app.appKey}&appsecret=no`));
    expect(wrong).toMatchObject({ status: 200, body: { errcode: 40089 } });
    for (const body of [
      { appKey: door.app.appKey, appSecret: 'no' },
      { appKey: 'no', appSecret: door.app.appSecret },
      {},
    ]) {
      const answer = await read(
        await fetch(`${door.url}/v1.0/oauth2/accessToken`, { method: 'POST', body: JSON.stringify(body) }),
      );
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalidClientIdOrSecret' } });
      expect(answer.body['requestid']).toBeTruthy();
    }
    const people = await program.v1('POST', '/v1.0/oauth2/userAccessToken', {
      clientId: 'a',
      clientSecret: 'b',
      code: 'c',
    });
    expect(people).toMatchObject({ status: 403, body: { code: 'Forbidden.AccessDenied' } });
  });

  it('open nothing when they are unknown, of another kind, or of a paused door', async () => {
    const { appKey } = door.app;
    for (const token of ['', 'x', '0'.repeat(64), appKey, `door session ${'0'.repeat(64)}`]) {
      const answer = await read(
        await fetch(`${door.url}/v1.0/robot/groupMessages/send`, {
          method: 'POST',
          headers: { 'x-acs-dingtalk-access-token': token },
          body: JSON.stringify(group()),
        }),
      );
      expect(answer, token).toMatchObject({ status: 400, body: { code: 'InvalidAuthentication' } });
      const old = await read(
        await fetch(`${door.url}/topapi/v2/user/getbymobile?access_token=${encodeURIComponent(token)}`),
      );
      expect(old, token).toMatchObject({ status: 200, body: { errcode: 40014 } });
    }
    const other = await door.makeDoor();
    if (other.credentials.kind !== 'app') throw new Error('not an application');
    const paused = await asProgram(door.url, other.credentials);
    await door.officer.post(`/api/v1/doors/${other.id}/pause`, {});
    expect((await paused.v1('POST', '/v1.0/robot/groupMessages/send', group())).status).toBe(403);
  });
});

describe('messages of the enterprise robot', () => {
  it('to a group become one transfer to the audience, whose notice says nothing of them', async () => {
    const word = `Kn${randomBytes(9).toString('hex')}`;
    let answer: Awaited<ReturnType<typeof sendGroup>> | undefined;
    const [id, ...more] = await newTransfers(async () => {
      answer = await sendGroup(text(`Pump 3 is back, ${word}`));
    });
    expect(answer?.body).toEqual({ processQueryKey: expect.stringMatching(/^.{32}$/) });
    expect(answer?.headers.get('x-entrepot-decision')).toBe('allow');
    expect(more).toEqual([]);
    const { reference, state } = await detail(id ?? '');
    expect(state).toBe('granted');
    expect(answer?.headers.get('x-entrepot-notice-id')).toBe(reference);
    await waitFor('a notice', async () => (door.outside.dingtalk.delivered.length > 0 ? true : undefined));
    const found = createSearch(spellings('word', word))(Buffer.from(door.outside.dingtalk.wire(), 'latin1'));
    expect(found).toEqual([]);
  });

  it('to persons find them by what the vendor calls them, and name who is nobody', async () => {
    const { people } = door;
    const send = (userIds: unknown) =>
      program.v1('POST', '/v1.0/robot/oToMessages/batchSend', {
        ...robot(),
        userIds,
        ...text('Your shift starts at 8'),
      });
    const answer = await send([people[0].userId, 'nobody.here', people[0].userId]);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      processQueryKey: expect.stringMatching(/^.{32}$/),
      invalidStaffIdList: ['nobody.here'],
      flowControlledStaffIdList: [],
    });
    expect(await send(['nobody.here'])).toMatchObject({ status: 400, body: { code: 'staffId.notExisted' } });
    expect(await send([])).toMatchObject({ body: { code: 'invalidParameter.userIds.empty' } });
    expect(await send(Array.from({ length: 21 }, (_, i) => `u${i}`))).toMatchObject({
      status: 400,
      body: { code: 'invalidParameter.userIds.overMax' },
    });
  });

  it('with a wrong robot, group, kind or parameter are refused, each by its own code', async () => {
    const cases: [object, string][] = [
      [{ robotCode: '' }, 'invalidParameter.robotCode.empty'],
      [{ robotCode: 'dingother' }, 'invalidParameter.robotCode.auth'],
      [{ openConversationId: 'cidOther' }, 'invalidParameter.openConversationId.invalid'],
      [{ msgKey: 'officialText' }, 'invalidParameter.msgKey.invalid'],
      [{ msgParam: '{"content":' }, 'invalidParameter.msgParam.invalid'],
      [
        { msgKey: 'sampleFile', msgParam: '{"mediaId":"@lADPDunknown","fileName":"a.txt"}' },
        'invalidParameter.mediaId.invalid',
      ],
    ];
    const made = await newTransfers(async () => {
      for (const [over, code] of cases) expect((await sendGroup(over)).body['code'], code).toBe(code);
    });
    expect(made).toEqual([]);
  });

  it('say whether they were read, from what was opened here', async () => {
    const sent = await sendGroup(text('The lift is repaired'));
    const query = `robotCode=${door.app.robotCode}&processQueryKey=${encodeURIComponent(String(sent.body['processQueryKey']))}`;
    const status = () => program.v1('GET', `/v1.0/robot/oToMessages/readStatus?${query}`);
    await waitFor('the notice', async () => ((await status()).body['sendStatus'] === 'SUCCESS' ? true : undefined));
    const list = (await status()).body['messageReadInfoList'];
    expect(list).toHaveLength(2);
    expect(list).toContainEqual({ name: '', userId: door.people[0].userId, readStatus: 'UNREAD' });
    const handle = door.outside.newestHandle();
    const { email } = door.people[0];
    const before = door.outside.smtp.taken.length;
    await client(door.server.url).post('/open/api/code', { handle, address: email, locale: 'en' });
    const opener = await openAsRecipient(door.server, handle, email, await door.outside.code(email, before));
    for (const object of opener.opened.objects) expect((await opener.open(object.id)).outcome).toBe('released');
    const after = (await status()).body['messageReadInfoList'] as {
      userId: string;
      readStatus: string;
      readTimestamp: number;
    }[];
    const reader = after.find((one) => one.userId === door.people[0].userId);
    expect(reader?.readStatus).toBe('READ');
    expect(reader?.readTimestamp).toBeGreaterThan(1_700_000_000_000);
    const asked = { ...robot(), openConversationId: CONVERSATION, processQueryKey: sent.body['processQueryKey'] };
    expect((await program.v1('POST', '/v1.0/robot/groupMessages/query', asked)).body).toEqual({
      hasMore: false,
      readUserIds: [door.people[0].userId],
      sendStatus: 'SUCCESS',
    });
  });

  it('are taken back: the transfer is revoked, once, and by its own door alone', async () => {
    const sent = await sendGroup(text('Wrong message'));
    const [id = ''] = (await door.transfers()).slice(-1);
    const key = String(sent.body['processQueryKey']);
    const other = await door.makeDoor();
    if (other.credentials.kind !== 'app') throw new Error('not an application');
    const stranger = await asProgram(door.url, other.credentials);
    const theirs = await stranger.v1('POST', '/v1.0/robot/groupMessages/recall', {
      robotCode: other.credentials.robotCode,
      openConversationId: CONVERSATION,
      processQueryKeys: [key],
    });
    expect(theirs.body).toEqual({ successResult: [], failedResult: { [key]: 'processQueryKey.notExist' } });
    const recall = () =>
      program.v1('POST', '/v1.0/robot/otoMessages/batchRecall', { ...robot(), processQueryKeys: [key] });
    expect((await recall()).body).toEqual({ successResult: [key], failedResult: {} });
    expect((await detail(id)).state).toBe('revoked');
    expect((await recall()).body).toEqual({ successResult: [], failedResult: { [key]: 'message.ended' } });
    const status = await program.v1(
      'GET',
      `/v1.0/robot/oToMessages/readStatus?robotCode=${door.app.robotCode}&processQueryKey=${key}`,
    );
    expect(status.body['sendStatus']).toBe('RECALLED');
  });

  it('that are urgent are refused clearly and counted', async () => {
    const ding = { ...robot(), remindType: 1, receiverUserIdList: [door.people[0].userId], content: 'Fire' };
    expect(await program.v1('POST', '/v1.0/robot/ding/send', ding)).toMatchObject({
      status: 403,
      body: { code: 'Forbidden.AccessDenied', message: 'urgent messages (DING) are not offered here' },
    });
    const [row] = await door.database.sql<{ reason: string }>(
      "select reason from door_refusal where endpoint like '%ding/send'",
    );
    expect(row?.reason).toBe('urgent_message');
  });
});

describe('a door with a way to persons', () => {
  it('tells each person alone, who alone may open it; who is named in a card likewise', async () => {
    const vendor = await startFakeDingtalkApp();
    try {
      const { id: personConnectionId } = await door.officer.post<{ id: string }>('/api/v1/connections', {
        kind: 'dingtalk_app',
        name: 'Robot to persons',
        settings: {
          mode: 'user',
          apiBaseUrl: vendor.baseUrl,
          baseUrl: vendor.baseUrl,
          appKey: APP.appKey,
          appSecret: APP.appSecret,
          robotCode: APP.robotCode,
        },
      });
      const made = await door.makeDoor({ app: { personConnectionId } });
      if (made.credentials.kind !== 'app') throw new Error('not an application');
      const { robotCode } = made.credentials;
      const own = await asProgram(door.url, made.credentials);
      const word = `Kn${randomBytes(9).toString('hex')}`;
      const [person] = door.people;
      const body = { robotCode, userIds: [person.userId], ...text(`Your shift starts at 8 ${word}`) };
      expect((await own.v1('POST', '/v1.0/robot/oToMessages/batchSend', body)).status).toBe(200);
      const card = { cardData: { cardParamMap: { text: word } }, openSpaceId: `dtv1.card//IM_ROBOT.${person.userId}` };
      const put = await own.v1('POST', '/v1.0/card/instances/createAndDeliver', { outTrackId: 'own-1', ...card });
      expect(put.status).toBe(200);
      const ids = await door.transfers(made.id);
      expect(ids).toHaveLength(2);
      for (const id of ids) {
        const recipients = await door.database.sql(
          'select recipient_id from transfer_recipient where transfer_id = $1',
          [id],
        );
        expect(recipients).toEqual([{ recipient_id: person.id }]);
      }
      await waitFor('both notices', async () => (vendor.messages.size >= 2 ? true : undefined));
      expect([...vendor.messages.values()].map((one) => one.to)).toEqual([person.userId, person.userId]);
      expect(createSearch(spellings('word', word))(Buffer.from(vendor.wire(), 'latin1'))).toEqual([]);
    } finally {
      await vendor.close();
    }
  });
});

describe('work notifications', () => {
  const send = (over: object = {}) =>
    program.oapi('/topapi/message/corpconversation/asyncsend_v2', {
      agent_id: door.app.agentId,
      userid_list: door.people.map((one) => one.userId).join(','),
      msg: { msgtype: 'text', text: { content: 'Payroll is out' } },
      ...over,
    });

  it('are taken as JSON and as a form, and asked about by the number of their task', async () => {
    const json = await send();
    expect(json.body).toMatchObject({
      errcode: 0,
      errmsg: 'ok',
      task_id: expect.any(Number),
      request_id: expect.any(String),
    });
    const form = await read(
      await fetch(`${door.url}/topapi/message/corpconversation/asyncsend_v2?access_token=${program.token}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: new URLSearchParams({
          agent_id: String(door.app.agentId),
          to_all_user: 'true',
          msg: JSON.stringify({ msgtype: 'markdown', markdown: { title: '放假', text: '# 週五放假' } }),
        }).toString(),
      }),
    );
    expect(form.body['errcode']).toBe(0);
    const ask = (what: string, task: unknown, name = 'task_id') =>
      program.oapi(`/topapi/message/corpconversation/${what}`, { agent_id: door.app.agentId, [name]: task });
    await waitFor('the notice', async () => {
      const { progress } = (await ask('getsendprogress', form.body['task_id'])).body as {
        progress?: { status: number };
      };
      return progress?.status === 2 ? true : undefined;
    });
    expect((await ask('getsendresult', form.body['task_id'])).body['send_result']).toMatchObject({
      failed_user_id_list: [],
      read_user_id_list: [],
      unread_user_id_list: expect.arrayContaining(door.people.map((one) => one.userId)),
    });
    expect((await ask('recall', form.body['task_id'], 'msg_task_id')).body).toMatchObject({ errcode: 0 });
    const [last = ''] = (await door.transfers()).slice(-1);
    expect((await detail(last)).state).toBe('revoked');
    expect((await ask('getsendresult', 12345)).body).toMatchObject({ errcode: 40035 });
  });

  it('are refused by errcode: agent, departments, nobody, unknown people, unknown types', async () => {
    const cases: [object, number][] = [
      [{ agent_id: 1 }, 40056],
      [{ userid_list: '', dept_id_list: '1,2' }, 40035],
      [{ userid_list: '' }, 40035],
      [{ userid_list: 'nobody' }, 60121],
      [{ msg: { msgtype: 'sms' } }, 40008],
      [{ msg: 'no json' }, 40035],
      [{ msg: { msgtype: 'file', file: { media_id: '@enUnknown' } } }, 40007],
    ];
    for (const [over, errcode] of cases) {
      const answer = await send(over);
      expect(answer, JSON.stringify(over)).toMatchObject({ status: 200, body: { errcode } });
    }
  });
});

describe('people', () => {
  it('are found by telephone number in our own directory, and nowhere else', async () => {
    const ask = (mobile: string) => program.oapi('/topapi/v2/user/getbymobile', { mobile });
    expect((await ask('66123456')).body).toMatchObject({ errcode: 0, result: { userid: door.people[0].userId } });
    expect((await ask('+852-6123-4567')).body).toMatchObject({ result: { userid: door.people[1].userId } });
    expect((await ask('13800138000')).body).toMatchObject({ errcode: 60121 });
    const legacy = await read(
      await fetch(`${door.url}/user/get_by_mobile?access_token=${program.token}&mobile=85366123456`),
    );
    expect(legacy.body).toEqual({ errcode: 0, errmsg: 'ok', userid: door.people[0].userId });
    expect(door.outside.dingtalk.wire()).not.toMatch(/getbymobile|13800138000/);
  });
});

describe('files', () => {
  it('are kept sealed, used by as many messages as like, and each use is an object of its own', async () => {
    const word = randomBytes(12).toString('hex');
    const bytes = new TextEncoder().encode(`Cable plan ${word}\n`);
    const left = await leaveFile(door.url, program.token, bytes, '線路圖.txt');
    expect(left.body).toMatchObject({ errcode: 0, errmsg: 'ok', type: 'file', created_at: expect.any(Number) });
    const mediaId = String(left.body['media_id']);
    expect(mediaId).toMatch(/^@en[A-Za-z0-9_-]{43}$/);
    const file = { msgKey: 'sampleFile', msgParam: JSON.stringify({ mediaId, fileName: 'plan', fileType: 'txt' }) };
    const made = await newTransfers(async () => {
      expect((await sendGroup(file)).status).toBe(200);
      const work = { msgtype: 'file', file: { media_id: mediaId } };
      const sent = await program.oapi('/topapi/message/corpconversation/asyncsend_v2', {
        agent_id: door.app.agentId,
        to_all_user: true,
        msg: work,
      });
      expect(sent.body['errcode']).toBe(0);
    });
    expect(made).toHaveLength(2);
    for (const id of made)
      expect(await rows(id)).toEqual([
        { kind: 'message', size: expect.any(String) },
        { kind: 'file', size: String(bytes.length) },
      ]);
    const names = await Promise.all(
      made.map(async (id) => (await detail(id)).objects.filter((one) => one.kind === 'file').map((one) => one.name)),
    );
    expect(names).toEqual([['plan.txt'], ['線路圖.txt']]);
    const [row] = await door.database.sql<{ arrived_bytes: string }>(
      'select arrived_bytes from transfer where transfer_id = $1',
      [made[0]],
    );
    expect(Number(row?.arrived_bytes)).toBeGreaterThan(bytes.length);
  });

  it('of another door, or whose time is over, are not to be had', async () => {
    const left = await leaveFile(door.url, program.token, new Uint8Array([1, 2, 3]), 'a.bin', 'image');
    const other = await door.makeDoor();
    if (other.credentials.kind !== 'app') throw new Error('not an application');
    const stranger = await asProgram(door.url, other.credentials);
    const picture = { msgKey: 'sampleImageMsg', msgParam: JSON.stringify({ photoURL: left.body['media_id'] }) };
    const theirs = { ...group(picture), robotCode: other.credentials.robotCode };
    expect((await stranger.v1('POST', '/v1.0/robot/groupMessages/send', theirs)).body['code']).toBe(
      'invalidParameter.mediaId.invalid',
    );
    expect((await sendGroup(picture)).status).toBe(200);
    await door.database.sql("update door_media set expires_at = now() - interval '1 minute'");
    expect((await sendGroup(picture)).body['code']).toBe('invalidParameter.mediaId.invalid');
  });

  it('that are too large, empty, of no kind or without a form are refused; the token may stand in the form', async () => {
    const leave = (bytes: Uint8Array<ArrayBuffer>, type: string) =>
      leaveFile(door.url, program.token, bytes, 'a', type);
    expect((await leave(new Uint8Array(20 * 1024 * 1024 + 1), 'file')).body['errcode']).toBe(40006);
    expect((await leave(new Uint8Array(2 * 1024 * 1024 + 1), 'voice')).body['errcode']).toBe(40006);
    expect((await leave(new Uint8Array(0), 'file')).body['errcode']).toBe(40006);
    expect((await leave(new Uint8Array(3), 'program')).body['errcode']).toBe(40004);
    expect((await leaveFile(door.url, '0'.repeat(64), new Uint8Array(3), 'a')).body['errcode']).toBe(40014);
    expect((await program.oapi('/media/upload', {})).body['errcode']).toBe(40004);
    const form = new FormData();
    form.append('access_token', program.token);
    form.append('type', 'image');
    form.append('media', new Blob([new Uint8Array(9)]), 'p.png');
    const inForm = await read(await fetch(`${door.url}/media/upload`, { method: 'POST', body: form }));
    expect(inForm.body).toMatchObject({ errcode: 0, type: 'image' });
  });

  it('of twenty megabytes are taken', async () => {
    const bytes = new Uint8Array(randomBytes(20 * 1024 * 1024));
    // A picture, as its first bytes say.
    bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect((await leaveFile(door.url, program.token, bytes, 'big.png')).body['errcode']).toBe(0);
  });
});

describe('cards', () => {
  const params = (words: Record<string, string>) => ({ cardData: { cardParamMap: words } });
  const space = `dtv1.card//IM_GROUP.${CONVERSATION}`;

  it('put up at once become a transfer, a repeat of the same key none, and a change another one', async () => {
    const body = {
      cardTemplateId: 't.schema',
      outTrackId: 'card-1',
      openSpaceId: space,
      callbackType: 'STREAM',
      ...params({ title: 'Purchase', amount: '312 MOP' }),
    };
    const made = await newTransfers(async () => {
      const answer = await program.v1('POST', '/v1.0/card/instances/createAndDeliver', body);
      expect(answer.body).toMatchObject({
        success: true,
        result: {
          outTrackId: 'card-1',
          deliverResults: [{ spaceId: CONVERSATION, spaceType: 'IM_GROUP', success: true }],
        },
      });
      await program.v1('POST', '/v1.0/card/instances/createAndDeliver', body);
    });
    expect(made).toHaveLength(1);
    const changed = await newTransfers(async () => {
      const answer = await program.v1('PUT', '/v1.0/card/instances', {
        outTrackId: 'card-1',
        ...params({ state: 'approved' }),
      });
      expect(answer.body).toEqual({ result: true, success: true });
    });
    expect(changed).toHaveLength(1);
    expect(
      await program.v1('PUT', '/v1.0/card/instances', { outTrackId: 'none', ...params({ a: 'b' }) }),
    ).toMatchObject({
      status: 400,
      body: { code: 'param.outTrackIdNotExists' },
    });
  });

  it('created first and put up afterwards say nothing to anybody in between', async () => {
    const created = await newTransfers(async () => {
      const answer = await program.v1('POST', '/v1.0/card/instances', {
        cardTemplateId: 't',
        outTrackId: 'card-2',
        ...params({ text: 'Two pallets' }),
      });
      expect(answer.body).toEqual({ result: 'card-2', success: true });
    });
    expect(created).toEqual([]);
    const delivered = await newTransfers(async () => {
      const answer = await program.v1('POST', '/v1.0/card/instances/deliver', {
        outTrackId: 'card-2',
        openSpaceId: space,
      });
      expect(answer.body).toMatchObject({ success: true, result: [{ success: true }] });
    });
    expect(delivered).toHaveLength(1);
  });

  it('that get their words while people watch are sent when they are finished', async () => {
    const made = await newTransfers(async () => {
      await program.v1('POST', '/v1.0/card/instances', { cardTemplateId: 't', outTrackId: 'card-3', ...params({}) });
      await program.v1('POST', '/v1.0/card/instances/deliver', { outTrackId: 'card-3', openSpaceId: space });
      for (const [content, isFinalize] of [
        ['Two', false],
        ['Two pal', false],
        ['Two pallets are here', true],
      ] as const)
        expect(
          (
            await program.v1('PUT', '/v1.0/card/streaming', {
              outTrackId: 'card-3',
              guid: 'g',
              key: 'content',
              content,
              isFull: true,
              isFinalize,
            })
          ).body,
        ).toEqual({ result: true, success: true });
    });
    expect(made).toHaveLength(1);
  });

  it('go nowhere but to the spaces of their door', async () => {
    for (const openSpaceId of [
      'dtv1.card//IM_GROUP.other',
      'dtv1.card//ONE_BOX.x',
      'x',
      `dtv1.card//IM_GROUP.${CONVERSATION};IM_GROUP.other`,
    ])
      expect(
        (
          await program.v1('POST', '/v1.0/card/instances/createAndDeliver', {
            outTrackId: 'card-4',
            openSpaceId,
            ...params({ a: 'b' }),
          })
        ).body['code'],
        openSpaceId,
      ).toBe('param.openSpaceIdError');
  });
});

describe('stream connections', () => {
  it('are opened with key and secret and a ticket that counts once', async () => {
    expect(await openStream({ clientSecret: 'no' })).toMatchObject({ status: 401, body: { code: 'authFailed' } });
    expect((await openStream({ clientId: undefined })).status).toBe(400);
    const good = await streamAddress();
    expect(await fate(good, (socket) => socket.close(1000))).toBe(1000);
    expect(await fate(good)).toBe(401);
    expect(await fate(good.replace(/ticket=./, 'ticket=z'))).toBe(401);
    expect(await fate(good.replace(/\?.*/, ''))).toBe(401);
    expect(await fate(good.replace('/connect', '/other'))).toBe(404);
    await door.database.sql("update door_token set expires_at = now() - interval '1 second'");
    expect(await fate(await streamAddress(), (socket) => socket.close(1000))).toBe(1000);
    program = await asProgram(door.url, door.app);
  });

  it('that send too much, too often, bytes or rubbish are closed, and others go on', async () => {
    const calm = new WebSocket(await streamAddress());
    await new Promise((resolve) => calm.once('message', resolve));
    expect(await fate(await streamAddress(), (socket) => socket.send('x'.repeat(200_000)))).toBe(1009);
    expect(await fate(await streamAddress(), (socket) => socket.send('GET / HTTP/1.1'))).toBe(1007);
    expect(await fate(await streamAddress(), (socket) => socket.send(Buffer.from([1, 2, 3])))).toBe(1003);
    expect(
      await fate(await streamAddress(), (socket) => {
        for (let i = 0; i < 300; i += 1) socket.send('{}');
      }),
    ).toBe(1008);
    expect(calm.readyState).toBe(WebSocket.OPEN);
    calm.terminate();
  });
});

describe('whatever else is asked', () => {
  it('is refused in the words of its interface and listed, and nothing goes on to the vendor', async () => {
    expect(await program.v1('GET', '/v1.0/contact/users/me')).toMatchObject({ status: 404 });
    expect(await program.oapi('/topapi/v2/user/get', { userid: 'x' })).toMatchObject({
      status: 200,
      body: { errcode: 404 },
    });
    expect(door.outside.dingtalk.wire()).not.toMatch(/contact|topapi|v1\.0/);
  });

  it('is refused when it is no message at all, and the server goes on', async () => {
    const bodies = [
      '',
      '{',
      '[]',
      'null',
      '[1,2]',
      '\u0000',
      `{"a":${'['.repeat(100_000)}`,
      `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
      'x'.repeat(2_000_000),
    ];
    for (const body of bodies) {
      const answer = await fetch(`${door.url}/v1.0/robot/groupMessages/send`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-acs-dingtalk-access-token': program.token },
        body,
      });
      expect(answer.status, body.slice(0, 20)).toBeGreaterThanOrEqual(400);
      expect(answer.status, body.slice(0, 20)).toBeLessThan(500);
    }
    expect((await sendGroup()).status).toBe(200);
  });

  it('from another network than the door accepts is refused', async () => {
    const other = await door.makeDoor({ security: { networks: ['10.9.0.0/16'] } });
    if (other.credentials.kind !== 'app') throw new Error('not an application');
    const { appKey, appSecret } = other.credentials;
    const answer = await read(await fetch(`${door.url}/gettoken?appkey=${appKey}&appsecret=${appSecret}`));
    expect(answer.body).toMatchObject({ errcode: 60020 });
  });
});

describe('a server that stops', () => {
  it('does not wait for programs that are connected', async () => {
    const socket = new WebSocket(await streamAddress());
    const topics: string[] = [];
    socket.on('message', (data: Buffer) => topics.push(String(JSON.parse(data.toString()).headers.topic)));
    const code = new Promise((resolve) => socket.once('close', resolve));
    await new Promise((resolve) => socket.once('message', resolve));
    // The connection beside the server would not outlive its database.
    await door.database.close();
    await door.server.restart();
    expect(await code).toBe(1001);
    expect(topics).toContain('disconnect');
    expect((await sendGroup()).status).toBe(200);
  });
});
