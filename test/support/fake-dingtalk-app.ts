/**
 * A local server that behaves like DingTalk's calls for enterprise applications, both hosts in one: access tokens, the robot's messages to a
 * person and to a group, work notifications (equal content once a day, without a word), cards, recall, read status, send results.
 * Refusals of /v1.0 are HTTP 4xx with a code; of /topapi HTTP 200 with an errcode. Written from the public documents, sharing no code with src.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const APP = {
  appKey: 'dingappkey0001',
  appSecret: 'appsecret-0123456789',
  robotCode: 'dingrobot0001',
  /** Long enough to look like a telephone number. */
  agentId: 2_853_104_417,
  openConversationId: 'cidGroup66881234AbCd==',
  cardTemplateId: '88340192-aaaa-4bbb-8ccc-1234567890ab.schema',
} as const;

export type Json = Record<string, unknown>;
export type Forced = {
  readonly status: number;
  readonly body: string | Json;
  readonly headers?: Readonly<Record<string, string>>;
};
export type Got = { readonly method: string; readonly path: string; readonly query: Json; readonly body: Json };
export type Message = {
  readonly to: string;
  readonly body: Json;
  read: boolean;
  recalled: boolean;
  /** A work notification that was dropped without a word. */
  readonly dropped: boolean;
};
export type Card = { readonly space: string; params: Json };

export type FakeDingtalkApp = {
  readonly baseUrl: string;
  readonly messages: ReadonlyMap<string, Message>;
  readonly cards: ReadonlyMap<string, Card>;
  readonly got: readonly Got[];
  /** Answers the next request, to this path or to any but the token's, in this way. */
  readonly force: (answer: Forced, path?: string) => void;
  /** Forgets the tokens and the answers that were never asked for; returns how many of these there were. */
  readonly reset: () => number;
  readonly revokeTokens: () => void;
  readonly markRead: (to: string) => void;
  readonly wire: () => string;
  readonly close: () => Promise<void>;
};

type Answer = readonly [status: number, body: Json];
type Handler = (got: Got) => Answer;

const TOKEN_PATH = '/v1.0/oauth2/accessToken';
const ok = (more: Json): Answer => [200, { errcode: 0, errmsg: 'ok', request_id: 'r', ...more }];
const refuse = (code: string, status = 400): Answer => [status, { code, message: 'refused', requestid: 'R-1' }];

export async function startFakeDingtalkApp(): Promise<FakeDingtalkApp> {
  const messages = new Map<string, Message>();
  const cards = new Map<string, Card>();
  const got: Got[] = [];
  const forced: (Forced & { path: string | undefined })[] = [];
  const tokens = new Set<string>();
  const chunks: Buffer[] = [];
  let count = 0;

  const keep = (to: string, body: Json, dropped = false): string => {
    count += 1;
    const key = `key${count}==`;
    messages.set(key, { to, body, read: false, recalled: false, dropped });
    return key;
  };

  function recall(body: Json): Answer {
    if (body['robotCode'] !== APP.robotCode) return refuse('invalidParameter.robotCode.auth');
    const keys = body['processQueryKeys'] as string[];
    const known = keys.filter((key) => messages.has(key));
    for (const key of known) messages.get(key)!.recalled = true;
    const failed = keys.filter((key) => !messages.has(key)).map((key) => [key, 'unknown']);
    return [200, { successResult: known, failedResult: Object.fromEntries(failed) }];
  }

  function robotMessage(body: Json, to: string): Answer {
    if (body['robotCode'] !== APP.robotCode) return refuse('invalidParameter.robotCode.auth');
    if (!['sampleMarkdown', 'sampleActionCard'].includes(String(body['msgKey']))) {
      return refuse('invalidParameter.msgKey.invalid');
    }
    const param = parse(String(body['msgParam']));
    const needed =
      body['msgKey'] === 'sampleActionCard' ? ['title', 'text', 'singleTitle', 'singleURL'] : ['title', 'text'];
    if (needed.some((name) => typeof param[name] !== 'string')) return refuse('invalidParameter.msgParam.invalid');
    return [200, { processQueryKey: keep(to, param) }];
  }

  const taskOf = (number: unknown): [string, Message] | undefined =>
    [...messages].find(([key]) => key === `key${String(number)}==`);

  const HANDLERS: Record<string, Handler> = {
    [`POST ${TOKEN_PATH}`]: ({ body }) => {
      if (body['appKey'] !== APP.appKey || body['appSecret'] !== APP.appSecret) {
        return refuse('invalidClientIdOrSecret');
      }
      const token = `token${tokens.size + 1}-${Math.floor(Math.random() * 1e9).toString(36)}`;
      tokens.add(token);
      return [200, { accessToken: token, expireIn: 7200 }];
    },
    'POST /v1.0/robot/oToMessages/batchSend': ({ body }) => {
      const users = body['userIds'] as string[];
      if (users.length === 0) return refuse('invalidParameter.userIds.empty');
      if (users.length > 20) return refuse('invalidParameter.userIds.overMax');
      const [first = ''] = users;
      const sent = robotMessage(body, first);
      const invalidStaffIdList = users.filter((user) => user.startsWith('unknown'));
      const flowControlledStaffIdList = users.filter((user) => user.startsWith('busy'));
      return sent[0] === 200 ? [200, { ...sent[1], invalidStaffIdList, flowControlledStaffIdList }] : sent;
    },
    'POST /v1.0/robot/groupMessages/send': ({ body }) =>
      String(body['openConversationId']).startsWith('cid')
        ? robotMessage(body, String(body['openConversationId']))
        : refuse('invalidParameter.openConversationId.notExist'),
    'GET /v1.0/robot/oToMessages/readStatus': ({ query }) => {
      const message = messages.get(String(query['processQueryKey']));
      if (query['robotCode'] !== APP.robotCode || message === undefined)
        return refuse('invalidParameter.processQueryKey');
      const person = { name: '陳大文', userId: message.to, readStatus: message.read ? 'READ' : 'UNREAD' };
      return [200, { sendStatus: message.recalled ? 'RECALLED' : 'SUCCESS', messageReadInfoList: [person] }];
    },
    'POST /v1.0/robot/otoMessages/batchRecall': ({ body }) => recall(body),
    'POST /v1.0/robot/groupMessages/recall': ({ body }) =>
      body['openConversationId'] === APP.openConversationId
        ? recall(body)
        : refuse('invalidParameter.openConversationId.notExist'),
    'POST /topapi/message/corpconversation/asyncsend_v2': ({ body }) => {
      if (body['agent_id'] !== APP.agentId) return [200, { errcode: 400_002, errmsg: 'agent' }];
      const to = String(body['userid_list']);
      const text = JSON.stringify(body['msg']);
      const isRepeat = [...messages.values()].some((one) => one.to === to && JSON.stringify(one.body) === text);
      keep(to, body['msg'] as Json, isRepeat);
      return ok({ task_id: count });
    },
    'POST /topapi/message/corpconversation/getsendresult': ({ body }) => {
      const message = taskOf(body['task_id'])?.[1];
      if (message === undefined || body['agent_id'] !== APP.agentId) return [200, { errcode: 400_002, errmsg: 'task' }];
      const { to, read, dropped } = message;
      if (to.startsWith('unknown')) return ok({ send_result: { invalid_user_id_list: [to] } });
      if (dropped)
        return ok({
          send_result: { forbidden_user_id_list: [to], forbidden_list: [{ code: '143106', count: 1, userid: to }] },
        });
      return ok({ send_result: { read_user_id_list: read ? [to] : [], unread_user_id_list: read ? [] : [to] } });
    },
    'POST /topapi/message/corpconversation/recall': ({ body }) => {
      const message = taskOf(body['msg_task_id'])?.[1];
      if (message === undefined || body['agent_id'] !== APP.agentId) return [200, { errcode: 400_002, errmsg: 'task' }];
      message.recalled = true;
      return ok({});
    },
    'POST /v1.0/card/instances/createAndDeliver': ({ body }) => {
      if (body['cardTemplateId'] !== APP.cardTemplateId) return refuse('param.templateNotExist');
      const outTrackId = String(body['outTrackId']);
      const space = String(body['openSpaceId']);
      const isGroup = space.startsWith('dtv1.card//IM_GROUP.');
      const model = (isGroup ? body['imGroupOpenDeliverModel'] : body['imRobotOpenDeliverModel']) as Json | undefined;
      const isGood = model?.['robotCode'] === APP.robotCode && !space.includes('unknown');
      const spaceType = isGroup ? 'IM_GROUP' : 'IM_ROBOT';
      const deliverResults = [
        { spaceId: space.split('.').at(-1), spaceType, success: isGood, errorMsg: isGood ? '' : 'no' },
      ];
      const params = (body['cardData'] as Json)['cardParamMap'] as Json;
      if (isGood && !cards.has(outTrackId)) cards.set(outTrackId, { space, params });
      return [200, { success: true, result: { outTrackId, deliverResults } }];
    },
    'PUT /v1.0/card/instances': ({ body }) => {
      const card = cards.get(String(body['outTrackId']));
      if (card === undefined) return refuse('param.cardNotExist');
      card.params = (body['cardData'] as Json)['cardParamMap'] as Json;
      return [200, { success: true, result: true }];
    },
    'POST /robot/sendBySession': ({ query, body }) => {
      if (Object.keys(query).join() !== 'session') return ok({ errcode: 40_035 });
      if (String(query['session']).startsWith('ended')) return ok({ errcode: 300_001 });
      keep(String(query['session']), body);
      return ok({});
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = parse((await readBody(request)).toString('utf8'));
    const url = new URL(request.url ?? '/', 'http://fake');
    const one: Got = {
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      body,
    };
    got.push(one);
    const at = forced.findIndex(({ path }) => (path === undefined ? one.path !== TOKEN_PATH : path === one.path));
    if (at >= 0) {
      const { status, body: forcedBody, headers } = forced.splice(at, 1)[0]!;
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof forcedBody === 'string' ? forcedBody : JSON.stringify(forcedBody));
      return;
    }
    const [status, value] =
      refusalOfToken(request, url) ??
      HANDLERS[`${one.method} ${one.path}`]?.(one) ??
      refuse('InvalidAction.NotFound', 404);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  }

  function refusalOfToken(request: IncomingMessage, url: URL): Answer | undefined {
    if (url.pathname === TOKEN_PATH || url.pathname.startsWith('/robot/')) return undefined;
    if (url.pathname.startsWith('/topapi/')) {
      const isGood = tokens.has(url.searchParams.get('access_token') ?? '');
      return isGood ? undefined : [200, { errcode: 40_014, errmsg: 'invalid access_token' }];
    }
    const isGood = tokens.has(String(request.headers['x-acs-dingtalk-access-token']));
    return isGood ? undefined : refuse('InvalidAuthentication', 401);
  }

  const server = createServer((request, response) => void answer(request, response));
  server.on('connection', (socket) => socket.on('data', (chunk: Buffer) => chunks.push(chunk)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    cards,
    got,
    force: (forcedAnswer, path) => void forced.push({ ...forcedAnswer, path }),
    reset: () => {
      tokens.clear();
      return forced.splice(0).length;
    },
    revokeTokens: () => tokens.clear(),
    markRead: (to) => {
      for (const message of messages.values()) if (message.to === to) message.read = true;
    },
    wire: () => Buffer.concat(chunks).toString('latin1'),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function parse(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Json) : {};
  } catch {
    return {};
  }
}
