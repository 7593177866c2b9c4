/**
 * Clients that others wrote, as their users have them from npm, against the gateway: `dingtalk-robot-sender`, `push-all-in-one`,
 * `@alicloud/dingtalk` and the Node client of `dingtalk-stream`. Every call completes, every payload becomes exactly one transfer, and
 * nothing marked reaches the stand-in for DingTalk.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { DWClient, type DWClientDownStream, TOPIC_ROBOT } from 'dingtalk-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DoorCredentials } from '../../src/model/api/doors.ts';
import type { TransferDetail } from '../../src/model/api/transfers.ts';
import { type AppDoor, CONVERSATION, startAppDoor } from '../support/app-door.ts';
import { createSearch, spellings } from '../support/byte-search.ts';
import { client, openAsRecipient, waitFor } from '../support/flows.ts';
import { type FakeDingtalkApp, startFakeDingtalkApp } from '../support/fake-dingtalk-app.ts';

const require = createRequire(import.meta.url);

/** What is used of packages without types, or with types that no current compiler reads. */
type Sent = { readonly data: { readonly errcode: number; readonly errmsg: string } };
type ChatBot = {
  readonly text: (content: string, at?: object) => Promise<Sent>;
  readonly link: (link: object) => Promise<Sent>;
  readonly markdown: (title: string, text: string, at?: object) => Promise<Sent>;
  readonly actionCard: (card: object) => Promise<Sent>;
  readonly feedCard: (links: readonly object[]) => Promise<Sent>;
};
type Class<T> = new (options: object) => T;
type Pushing = { webhook: string; readonly send: (title: string, text: string, option: object) => Promise<Sent> };
type Call<B> = (...given: readonly unknown[]) => Promise<{ readonly body: B }>;
type Alicloud<C> = Record<string, Class<object>> & { readonly default: Class<C> };

const ChatBotClass = require('dingtalk-robot-sender') as Class<ChatBot>;
const { Dingtalk } = require('push-all-in-one') as { readonly Dingtalk: Class<Pushing> };
const openApi = require('@alicloud/openapi-client') as Record<string, Class<object>>;
const oauth = require('@alicloud/dingtalk/oauth2_1_0') as Alicloud<{
  readonly getAccessToken: Call<{ readonly accessToken: string; readonly expireIn: number }>;
  readonly getToken: Call<{ readonly accessToken: string; readonly expiresIn: number }>;
}>;
const robots = require('@alicloud/dingtalk/robot_1_0') as Alicloud<{
  readonly batchSendOTOWithOptions: Call<{ readonly processQueryKey: string; readonly invalidStaffIdList: string[] }>;
  readonly orgGroupSendWithOptions: Call<{ readonly processQueryKey: string }>;
  readonly batchOTOQueryWithOptions: Call<{
    readonly sendStatus: string;
    readonly messageReadInfoList: readonly { readonly userId: string; readonly readStatus: string }[];
  }>;
  readonly orgGroupRecallWithOptions: Call<{ readonly successResult: string[] }>;
  readonly batchRecallOTOWithOptions: Call<{ readonly successResult: string[]; readonly failedResult: object }>;
}>;
const cardsApi = require('@alicloud/dingtalk/card_1_0') as Alicloud<{
  readonly createAndDeliverWithOptions: Call<{ readonly success: boolean }>;
  readonly updateCardWithOptions: Call<{ readonly success: boolean }>;
}>;
const util = require('@alicloud/tea-util') as Record<string, Class<object>>;

/** Rare characters in an order that no catalogue has, and an unguessable word; all of them are looked for at the end. */
const marked: string[] = [];
function canary(): string {
  const word = `Kn${randomBytes(9).toString('hex')}`;
  marked.push(word);
  return `鱻龘靐齉 ${word}`;
}

let door: AppDoor;
let robot: { readonly id: string; readonly credentials: Extract<DoorCredentials, { kind: 'robot' }> };
let dingtalk: FakeDingtalkApp;

beforeAll(async () => {
  door = await startAppDoor({ ENTREPOT_PLACES: '127.0.0.1/32=MO' });
  dingtalk = await startFakeDingtalkApp();
  const made = await door.makeDoor({ kind: 'robot' });
  if (made.credentials.kind !== 'robot') throw new Error('not a robot');
  robot = { id: made.id, credentials: made.credentials };
}, 180_000);
afterAll(async () => {
  await door?.stop();
  await dingtalk?.close();
});

/** Runs the calls of a client and returns the transfers that they became. */
async function became(doorId: string, calls: () => Promise<unknown>): Promise<string[]> {
  const before = await door.transfers(doorId);
  await calls();
  return (await door.transfers(doorId)).filter((id) => !before.includes(id));
}

describe('dingtalk-robot-sender', () => {
  it('sends five types, signed, and each is one transfer', async () => {
    const { token, secret } = robot.credentials;
    const bot = new ChatBotClass({ baseUrl: `${door.url}/robot/send`, accessToken: token, secret });
    const picUrl = 'https://cdn.example/p.png';
    const made = await became(robot.id, async () => {
      const answers = [
        await bot.text(`Disk full ${canary()}`, { atMobiles: ['66123456'], isAtAll: false }),
        await bot.link({ title: 'Report', text: canary(), messageUrl: 'https://erp.example/1', picUrl }),
        await bot.markdown('Shift', `# Plan\n${canary()}`, { atMobiles: [], isAtAll: true }),
        await bot.actionCard({
          title: 'Leave',
          text: canary(),
          btns: [{ title: canary(), actionURL: 'https://hr.example/1' }],
        }),
        await bot.feedCard([{ title: canary(), messageURL: 'https://news.example/1', picURL: picUrl }]),
      ];
      for (const answer of answers) expect(answer.data).toEqual({ errcode: 0, errmsg: 'ok' });
    });
    expect(made).toHaveLength(5);
  });
});

describe('push-all-in-one', () => {
  it('sends text and markdown, signed, with the token at the end of the address', async () => {
    const { token, secret } = robot.credentials;
    const push = new Dingtalk({ DINGTALK_ACCESS_TOKEN: token, DINGTALK_SECRET: secret });
    push.webhook = `${door.url}/robot/send`;
    const made = await became(robot.id, async () => {
      for (const msgtype of ['text', 'markdown'])
        expect((await push.send('Backup', canary(), { msgtype })).data).toEqual({ errcode: 0, errmsg: 'ok' });
    });
    expect(made).toHaveLength(2);
  });
});

describe('@alicloud/dingtalk', () => {
  const make = <T>(api: Alicloud<T>): T => {
    const Config = openApi['Config'];
    if (Config === undefined) throw new Error('no Config');
    return new api.default(
      new Config({ protocol: 'http', endpoint: door.url.replace('http://', ''), regionId: 'central' }),
    );
  };
  const of = (from: Record<string, Class<object>>, name: string, members: object): object => {
    const Made = from[name];
    if (Made === undefined) throw new Error(`no ${name}`);
    return new Made(members);
  };
  const runtime = (): object => of(util, 'RuntimeOptions', {});
  const token = async (): Promise<string> => {
    const { appKey, appSecret } = door.app;
    return (await make(oauth).getAccessToken(of(oauth, 'GetAccessTokenRequest', { appKey, appSecret }))).body
      .accessToken;
  };
  const headers = async (from: Record<string, Class<object>>, name: string): Promise<object> =>
    of(from, name, { xAcsDingtalkAccessToken: await token() });

  it('gets tokens in two ways, and an error of ours as one of the vendor', async () => {
    expect(await token()).toMatch(/^[0-9a-f]{64}$/);
    const { appKey, appSecret } = door.app;
    const request = { clientId: appKey, clientSecret: appSecret, grantType: 'client_credentials' };
    const other = await make(oauth).getToken('dingcorp', of(oauth, 'GetTokenRequest', request));
    expect(other.body).toMatchObject({ accessToken: expect.stringMatching(/^[0-9a-f]{64}$/), expiresIn: 7200 });
    const wrong = of(oauth, 'GetAccessTokenRequest', { appKey, appSecret: 'no' });
    await expect(make(oauth).getAccessToken(wrong)).rejects.toMatchObject({ code: 'invalidClientIdOrSecret' });
  });

  it('sends to persons and groups, asks whether it was read, and takes it back', async () => {
    const api = make(robots);
    const { robotCode } = door.app;
    const [person] = door.people;
    const made = await became(door.id, async () => {
      const sent = await api.batchSendOTOWithOptions(
        of(robots, 'BatchSendOTORequest', {
          robotCode,
          userIds: [person.userId, 'nobody'],
          msgKey: 'sampleMarkdown',
          msgParam: JSON.stringify({ title: 'Shift', text: `# Plan\n${canary()}` }),
        }),
        await headers(robots, 'BatchSendOTOHeaders'),
        runtime(),
      );
      expect(sent.body.invalidStaffIdList).toEqual(['nobody']);
      const { processQueryKey } = sent.body;
      const query = of(robots, 'BatchOTOQueryRequest', { robotCode, processQueryKey });
      await waitFor('the notice', async () => {
        const read = await api.batchOTOQueryWithOptions(
          query,
          await headers(robots, 'BatchOTOQueryHeaders'),
          runtime(),
        );
        return read.body.sendStatus === 'SUCCESS' ? read.body.messageReadInfoList : undefined;
      });
      const group = await api.orgGroupSendWithOptions(
        of(robots, 'OrgGroupSendRequest', {
          robotCode,
          openConversationId: CONVERSATION,
          msgKey: 'sampleText',
          msgParam: JSON.stringify({ content: canary() }),
        }),
        await headers(robots, 'OrgGroupSendHeaders'),
        runtime(),
      );
      const processQueryKeys = [group.body.processQueryKey];
      const recalled = await api.orgGroupRecallWithOptions(
        of(robots, 'OrgGroupRecallRequest', { robotCode, openConversationId: CONVERSATION, processQueryKeys }),
        await headers(robots, 'OrgGroupRecallHeaders'),
        runtime(),
      );
      expect(recalled.body.successResult).toEqual(processQueryKeys);
      const again = await api.batchRecallOTOWithOptions(
        of(robots, 'BatchRecallOTORequest', { robotCode, processQueryKeys: [processQueryKey] }),
        await headers(robots, 'BatchRecallOTOHeaders'),
        runtime(),
      );
      expect(again.body).toMatchObject({ successResult: [processQueryKey], failedResult: {} });
    });
    expect(made).toHaveLength(2);
    for (const id of made)
      expect((await door.officer.get<TransferDetail>(`/api/v1/transfers/${id}`)).state).toBe('revoked');
  });

  it('puts a card up and changes it', async () => {
    const api = make(cardsApi);
    const data = (text: string): object => ({ cardParamMap: { text } });
    const made = await became(door.id, async () => {
      const created = await api.createAndDeliverWithOptions(
        of(cardsApi, 'CreateAndDeliverRequest', {
          cardTemplateId: 't.schema',
          outTrackId: 'interop-1',
          openSpaceId: `dtv1.card//im_group.${CONVERSATION}`,
          cardData: data(canary()),
        }),
        await headers(cardsApi, 'CreateAndDeliverHeaders'),
        runtime(),
      );
      expect(created.body.success).toBe(true);
      const updated = await api.updateCardWithOptions(
        of(cardsApi, 'UpdateCardRequest', { outTrackId: 'interop-1', cardData: data(canary()) }),
        await headers(cardsApi, 'UpdateCardHeaders'),
        runtime(),
      );
      expect(updated.body.success).toBe(true);
    });
    expect(made).toHaveLength(2);
  });
});

/** The client as it is; only where it asks for a connection is ours, which it has no setting for. */
class LocalClient extends DWClient {
  override async getEndpoint(): Promise<this> {
    const { clientId, clientSecret, subscriptions } = this.getConfig();
    const answer = await fetch(`${door.url}/v1.0/gateway/connections/open`, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ clientId, clientSecret, ua: '', subscriptions }),
    });
    const { endpoint, ticket } = (await answer.json()) as { endpoint: string; ticket: string };
    // As the client itself does it: nothing is encoded.
    Object.assign(this, { dw_url: `${endpoint}?ticket=${ticket}` });
    return this;
  }
}

describe('the Node client of dingtalk-stream', () => {
  it('hears what somebody wrote to the robot, once, and answers through the gateway', async () => {
    const secret = 'appsecret-0123456789';
    const { id: connection } = await door.officer.post<{ id: string }>('/api/v1/connections', {
      kind: 'dingtalk_app',
      name: 'Robot that listens',
      settings: {
        mode: 'group',
        apiBaseUrl: dingtalk.baseUrl,
        baseUrl: dingtalk.baseUrl,
        appKey: 'dingappkey0001',
        appSecret: secret,
        robotCode: 'dingrobot0001',
        openConversationId: 'cidGroup66881234AbCd==',
        receive: 'callback',
      },
    });
    const heard: DWClientDownStream[] = [];
    const program = new LocalClient({ clientId: door.app.appKey, clientSecret: door.app.appSecret, debug: false });
    const reply = canary();
    program.registerCallbackListener(TOPIC_ROBOT, (message) => {
      heard.push(message);
      const { sessionWebhook } = JSON.parse(message.data) as { sessionWebhook: string };
      void fetch(sessionWebhook, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ msgtype: 'text', text: { content: reply } }),
      }).then(async (answer) => program.socketCallBackResponse(message.headers.messageId, await answer.json()));
    });
    await program.connect();
    await waitFor('the registration', async () => (program.registered ? true : undefined));
    const question = `How is pump 3 ${canary()}`;
    const before = (await door.transfers()).length;
    const made = await became(door.id, async () => {
      const timestamp = String(Date.now());
      const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
      const posted = await fetch(`${door.server.url}/in/dingtalk/${connection}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', timestamp, sign },
        body: JSON.stringify({
          msgId: 'msg-interop-1',
          conversationId: CONVERSATION,
          conversationType: '2',
          conversationTitle: 'Plant',
          senderId: '$:LWCP_v1:$abc',
          senderNick: 'Wong',
          senderStaffId: door.people[0].userId,
          robotCode: door.app.robotCode,
          msgtype: 'text',
          text: { content: question },
          createAt: Date.now(),
          isInAtList: true,
          sessionWebhook: `${dingtalk.baseUrl}/robot/sendBySession?session=theirs`,
          sessionWebhookExpiredTime: Date.now() + 3_600_000,
        }),
      });
      expect(posted.status).toBe(200);
      await waitFor('the answer', async () => ((await door.transfers()).length > before ? true : undefined));
    });
    expect(heard).toHaveLength(1);
    const data = JSON.parse(heard[0]?.data ?? '{}') as Record<string, unknown>;
    expect(data).toMatchObject({ msgId: 'msg-interop-1', text: { content: question }, conversationId: CONVERSATION });
    expect(String(data['sessionWebhook'])).toMatch(/\/robot\/sendBySession\?session=[0-9a-f]{64}$/);
    expect(JSON.stringify(data)).not.toContain('session=theirs');
    expect(made).toHaveLength(1);
    program.disconnect();
  });
});

describe('after all of them', () => {
  it('nothing marked has reached DingTalk, and people find the words at home', async () => {
    const ids = [...(await door.transfers()), ...(await door.transfers(robot.id))];
    expect(ids).toHaveLength(5 + 2 + 2 + 2 + 1);
    const detail = (id: string): Promise<TransferDetail> => door.officer.get<TransferDetail>(`/api/v1/transfers/${id}`);
    for (const id of ids) expect((await detail(id)).state).toMatch(/^(granted|revoked)$/);
    await waitFor('every notice', async () => {
      const waiting = await door.database.sql(
        "select 1 from notice_item where notice_id is null union all select 1 from outbox where state in ('pending', 'sending')",
      );
      return waiting.length === 0 ? true : undefined;
    });
    expect(door.outside.dingtalk.delivered.length).toBeGreaterThan(0);
    expect(marked.length).toBeGreaterThan(12);
    const search = createSearch(marked.flatMap((word) => spellings(word, word)).concat(spellings('cjk', '鱻龘靐齉')));
    expect(search(Buffer.from(`"${marked[0]}"`))).toHaveLength(1);
    for (const wire of [door.outside.dingtalk.wire(), dingtalk.wire()])
      expect(search(Buffer.from(wire, 'latin1'))).toEqual([]);
    const [first = ''] = await door.transfers(robot.id);
    const [notice] = await door.database.sql<{ handle: string }>(
      'select n.handle from notice_item i join audience_notice n using (org_id, notice_id) where i.transfer_id = $1',
      [first],
    );
    const handle = notice?.handle ?? '';
    expect(JSON.stringify(door.outside.dingtalk.delivered)).toContain(handle);
    const { email } = door.people[0];
    const before = door.outside.smtp.taken.length;
    await client(door.server.url).post('/open/api/code', { handle, address: email, locale: 'en' });
    const opener = await openAsRecipient(door.server, handle, email, await door.outside.code(email, before));
    const opened = await Promise.all(opener.opened.objects.map((one) => opener.open(one.id)));
    const words = opened.map((one) => (one.outcome === 'released' ? one.text : '')).join('\n');
    expect(words).toContain(marked[0]);
  });
});
