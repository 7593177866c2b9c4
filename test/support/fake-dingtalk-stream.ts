/**
 * A local server that behaves like DingTalk towards an application that takes messages in: opens streams by ticket, pings, hands messages over
 * and sends each again until it is acknowledged, hands out files, takes answers. Written from the public documents, sharing no code with src.
 *
 *   const stream = await startFakeStream({ resendMs: 1000 });
 *   const id = stream.send(botMessage(stream, { text: 'hello' }));
 *   await until(() => stream.acknowledged.has(id));
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export const STREAM_APP = {
  appKey: 'dingstreamkey01',
  appSecret: 'streamsecret-0123456789',
  robotCode: 'dingstreamrobot01',
  openConversationId: 'cidStreamGroup0001==',
} as const;

type Json = Record<string, unknown>;
type Pending = { readonly frame: string; sentAt: number };

export type FakeStream = {
  readonly baseUrl: string;
  /** Hands a message to the robot over; returns the frame's id. */
  readonly send: (data: Json) => string;
  /** Sends a frame as it is, on every socket. */
  readonly sendRaw: (text: string | Buffer) => void;
  /** Ids of frames that were answered with code 200, and what was answered. */
  readonly acknowledged: ReadonlyMap<string, Json>;
  /** Everything that came up, in order. */
  readonly answered: readonly Json[];
  readonly waiting: () => number;
  /** Cuts every socket as a broken network does. */
  readonly dropAll: () => void;
  /** Asks every client to go, as a server does before it is changed. */
  readonly disconnectAll: () => void;
  readonly ping: (data: string) => void;
  /** So many acknowledgements are lost on their way. */
  readonly loseAcknowledgements: (count: number) => void;
  readonly sockets: () => number;
  readonly opened: () => number;
  /** Files by download code; a code that is not here is refused. */
  readonly files: Map<string, Buffer>;
  /** What groups and persons saw: bodies that came to an answer address or to a conversation. */
  readonly said: readonly { readonly path: string; readonly body: Json }[];
  /** Every byte of every request that came in, and every text that came up a socket. */
  readonly wire: () => string;
  readonly close: () => Promise<void>;
};

export async function startFakeStream(options: { readonly resendMs?: number } = {}): Promise<FakeStream> {
  const { resendMs = 2000 } = options;
  const tickets = new Set<string>();
  const sockets = new Set<WebSocket>();
  const pending = new Map<string, Pending>();
  const acknowledged = new Map<string, Json>();
  const answered: Json[] = [];
  const files = new Map<string, Buffer>();
  const said: { path: string; body: Json }[] = [];
  let count = 0;
  let opened = 0;
  let toLose = 0;

  const server = createServer((request, response) => void answer(request, response));
  const chunks: Buffer[] = [];
  server.on('connection', (socket) => socket.on('data', (chunk: Buffer) => chunks.push(chunk)));
  const upgrades = new WebSocketServer({ noServer: true });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    const reply = (status: number, body: Json): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.method === 'GET' && url.pathname.startsWith('/files/')) {
      const file = url.searchParams.get('Signature') === 'signed' ? files.get(url.pathname.slice(7)) : undefined;
      if (file === undefined) return void response.writeHead(404).end();
      return void response.writeHead(200).end(file);
    }
    const body = await readJson(request);
    switch (url.pathname) {
      case '/v1.0/oauth2/accessToken':
        return reply(200, { accessToken: 'stream-token', expireIn: 7200 });
      case '/v1.0/gateway/connections/open':
        return openTicket(request, body, reply);
      case '/v1.0/robot/messageFiles/download': {
        if (request.headers['x-acs-dingtalk-access-token'] !== 'stream-token')
          return reply(401, { code: 'InvalidAuthentication' });
        const code = String(body['downloadCode']);
        if (!files.has(code)) return reply(400, { code: 'invalidParameter.downloadCode' });
        return reply(200, { downloadUrl: `${baseUrl()}/files/${code}?Signature=signed&Expires=1` });
      }
      case '/robot/sendBySession':
      case '/v1.0/robot/groupMessages/send':
        said.push({ path: url.pathname, body });
        return reply(200, { errcode: 0, errmsg: 'ok', processQueryKey: `k${said.length}` });
      default:
        return reply(404, { code: 'NotFound' });
    }
  }

  function openTicket(request: IncomingMessage, body: Json, reply: (status: number, body: Json) => void): void {
    if (body['clientId'] !== STREAM_APP.appKey || body['clientSecret'] !== STREAM_APP.appSecret)
      return reply(401, { code: 'authFailed' });
    // Without Accept the answer is XML, which is an error of the client.
    if (request.headers.accept !== 'application/json') return reply(406, {});
    const ticket = randomBytes(12).toString('base64');
    tickets.add(ticket);
    reply(200, { endpoint: `ws://127.0.0.1:${port()}/connect`, ticket });
  }

  server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const ticket = url.searchParams.get('ticket') ?? '';
    if (url.pathname !== '/connect' || !tickets.delete(ticket)) {
      socket.destroy();
      return;
    }
    upgrades.handleUpgrade(request, socket, head, (client) => {
      opened += 1;
      sockets.add(client);
      client.on('close', () => sockets.delete(client));
      client.on('error', () => sockets.delete(client));
      client.on('message', (data) => hear(JSON.parse((data as Buffer).toString('utf8')) as Json));
      // What nobody acknowledged goes to the new connection after its time.
      handOver();
    });
  });

  function hear(up: Json): void {
    answered.push(up);
    const id = String((up['headers'] as Json | undefined)?.['messageId']);
    if (up['code'] !== 200 || !pending.has(id)) return;
    if (toLose > 0) {
      toLose -= 1;
      return;
    }
    pending.delete(id);
    acknowledged.set(id, up);
  }

  function handOver(): void {
    const [socket] = [...sockets].filter((one) => one.readyState === one.OPEN);
    if (socket === undefined) return;
    const now = Date.now();
    for (const one of pending.values()) {
      if (now - one.sentAt < resendMs) continue;
      one.sentAt = now;
      socket.send(one.frame);
    }
  }
  const beat = setInterval(handOver, 50);

  const system = (topic: string, data: string): string => {
    count += 1;
    return JSON.stringify({
      specVersion: '1.0',
      type: 'SYSTEM',
      headers: {
        appId: 'a',
        connectionId: 'c',
        contentType: 'application/json',
        messageId: `s${count}`,
        time: '1',
        topic,
      },
      data,
    });
  };
  const toAll = (text: string | Buffer): void => {
    for (const socket of sockets) socket.send(text);
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = (): number => (server.address() as AddressInfo).port;
  const baseUrl = (): string => `http://127.0.0.1:${port()}`;
  return {
    baseUrl: baseUrl(),
    send: (data) => {
      count += 1;
      const messageId = `m${count}`;
      const headers = {
        appId: 'a',
        contentType: 'application/json',
        messageId,
        topic: '/v1.0/im/bot/messages/get',
        time: '1',
      };
      const frame = JSON.stringify({ specVersion: '1.0', type: 'CALLBACK', headers, data: JSON.stringify(data) });
      pending.set(messageId, { frame, sentAt: 0 });
      handOver();
      return messageId;
    },
    sendRaw: toAll,
    acknowledged,
    answered,
    waiting: () => pending.size,
    dropAll: () => {
      for (const socket of sockets) socket.terminate();
    },
    disconnectAll: () => toAll(system('disconnect', '{"reason":"server change"}')),
    ping: (data) => toAll(system('ping', data)),
    loseAcknowledgements: (number) => {
      toLose = number;
    },
    sockets: () => sockets.size,
    opened: () => opened,
    files,
    said,
    wire: () => `${Buffer.concat(chunks).toString('utf8')}\n${JSON.stringify(answered)}`,
    close: () =>
      new Promise((resolve) => {
        clearInterval(beat);
        for (const socket of sockets) socket.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

let messages = 0;

/** A message to the robot as DingTalk writes it; `over` replaces members. */
export function botMessage(stream: Pick<FakeStream, 'baseUrl'>, over: Json & { readonly text?: unknown } = {}): Json {
  messages += 1;
  const { text, ...rest } = over;
  return {
    msgId: `msg${process.pid}.${messages}==`,
    conversationId: STREAM_APP.openConversationId,
    conversationType: '2',
    conversationTitle: '珠海供應商協作組',
    senderId: '$:LWCP_v1:$abcdefg',
    senderNick: '陳大文',
    senderStaffId: 'staff-0042',
    chatbotUserId: '$:LWCP_v1:$robot',
    robotCode: STREAM_APP.robotCode,
    sessionWebhook: `${stream.baseUrl}/robot/sendBySession?session=s${messages}`,
    sessionWebhookExpiredTime: Date.now() + 5_400_000,
    msgtype: 'text',
    ...(typeof text === 'string' ? { text: { content: text } } : text === undefined ? {} : { text }),
    isInAtList: false,
    createAt: Date.now(),
    ...rest,
  };
}

/** Settings of a connection to the stand-in. */
export function streamSettings(stream: Pick<FakeStream, 'baseUrl'>, over: Json = {}): Json {
  return {
    mode: 'group',
    apiBaseUrl: stream.baseUrl,
    baseUrl: stream.baseUrl,
    appKey: STREAM_APP.appKey,
    appSecret: STREAM_APP.appSecret,
    robotCode: STREAM_APP.robotCode,
    openConversationId: STREAM_APP.openConversationId,
    receive: 'stream',
    ...over,
  };
}

async function readJson(request: IncomingMessage): Promise<Json> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as Json;
  } catch {
    return {};
  }
}
