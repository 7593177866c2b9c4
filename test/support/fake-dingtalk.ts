/**
 * A local server that behaves like DingTalk's robot/send: HTTP 200 for errors, errcodes, signature with repeated parameters,
 * 20 messages a minute and then ten minutes' block, deduplication by msgUuid, and like its robot/sendBySession. Written from the public documents, sharing no code with src.
 *
 * Access tokens that begin with `errcode` or `respond` are sentinels: `errcode310000` answers that code, `errcodeMinus1` answers -1,
 * `respondHtml`, `respondRedirect`, `respondHuge`, `respondGarbage`, `respondHang`, `respondEmpty`, `respondPunish`, `respondReset` misbehave.
 */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type FakeDingtalkOptions = {
  /** Secret of the signature setting; none means that unsigned calls are taken. */
  readonly secret?: string;
  readonly keyword?: string;
  readonly now?: () => number;
  /** Asked at every call: what goes wrong with it, if anything. */
  readonly trouble?: () => Trouble | undefined;
};

/** A call that goes wrong. `takes`: the message was taken all the same, only the answer is not what it should be. */
export type Trouble = {
  readonly how: 'throttled' | 'busy' | 'html' | 'forbidden' | 'reset' | 'silence' | 'drip' | 'partial';
  readonly errcode?: number;
  readonly takes: boolean;
};

export type Delivered = {
  /** The access token, or the session of an answer in a conversation. */
  readonly token: string;
  readonly body: Record<string, unknown>;
  /** Who is called: named in `at` and after an @ in a text or markdown message; `all` for everybody. */
  readonly called: readonly string[];
};

export type FakeDingtalk = {
  readonly baseUrl: string;
  /** What the group sees: one per message that was taken and was not a repeat. */
  readonly delivered: readonly Delivered[];
  /** How many requests came, whatever became of them. */
  readonly requests: () => number;
  /** Every byte that came in on every connection, as latin1. */
  readonly wire: () => string;
  readonly close: () => Promise<void>;
};

const MESSAGE_TYPES = new Set(['text', 'link', 'markdown', 'actionCard', 'feedCard']);
const HOUR = 3_600_000;

type Robot = { sentAt: number[]; blockedUntil: number; readonly seen: Map<string, number> };

export async function startFakeDingtalk(options: FakeDingtalkOptions = {}): Promise<FakeDingtalk> {
  const delivered: Delivered[] = [];
  const chunks: Buffer[] = [];
  const robots = new Map<string, Robot>();
  let requests = 0;
  const now = (): number => (options.now ?? Date.now)();

  const server = createServer((request, response) => {
    requests += 1;
    void answer(request, response);
  });
  server.on('connection', (socket) => socket.on('data', (chunk: Buffer) => chunks.push(chunk)));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const url = new URL(request.url ?? '/', 'http://fake');
    const token = url.searchParams.get('access_token') ?? url.searchParams.get('session') ?? '';
    if (misbehave(token, response)) return;
    const trouble = options.trouble?.();
    if (trouble !== undefined) {
      if (trouble.takes) answerTo(request, url, body, token);
      return goWrong(trouble, response);
    }
    const [errcode, errmsg] = answerTo(request, url, body, token);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ errcode, errmsg }));
  }

  function answerTo(request: IncomingMessage, url: URL, body: Buffer, token: string): [number, string] {
    if (!['/robot/send', '/robot/sendBySession'].includes(url.pathname)) return [404, 'not found'];
    if (request.method !== 'POST') return [43002, 'require POST method'];
    if (token === '') return [40035, 'access_token is missing'];
    if (!(request.headers['content-type'] ?? '').startsWith('application/json')) return [43004, 'wrong content type'];
    const forced = /^errcode(Minus)?(\d+)$/.exec(token);
    if (forced !== null) return [Number(forced[2]) * (forced[1] === undefined ? 1 : -1), `forced ${token}`];
    if (body.length > 20_000) return [460101, 'message too long'];
    return answerToMessage(url, body, token);
  }

  function answerToMessage(url: URL, body: Buffer, token: string): [number, string] {
    const message = parse(body);
    const type = String(message['msgtype']);
    if (!MESSAGE_TYPES.has(type)) return [400105, 'unsupported msgtype'];
    if (typeof message[type] !== 'object' || message[type] === null) return [40035, `${type} is missing`];
    if (options.keyword !== undefined && !body.toString('utf8').includes(options.keyword)) {
      return [310000, 'keywords not in content, more: [https://ding-doc.dingtalk.com]'];
    }
    if (url.pathname === '/robot/sendBySession') {
      if (token.startsWith('ended')) return [300_001, 'session does not exist'];
      return [...url.searchParams.keys()].join() === 'session' ? deliver(token, message) : [40035, 'more'];
    }
    const refusal = signatureRefusal(url);
    return refusal ?? deliver(token, message);
  }

  function signatureRefusal(url: URL): [number, string] | undefined {
    if (options.secret === undefined) return undefined;
    const stamps = url.searchParams.getAll('timestamp');
    const signs = url.searchParams.getAll('sign');
    for (const [i, stamp] of stamps.entries()) {
      const hmac = createHmac('sha256', options.secret);
      hmac.update(stamp);
      hmac.update(Buffer.from([0x0a]));
      hmac.update(options.secret);
      if (hmac.digest('base64') !== signs[i]) continue;
      return Math.abs(now() - Number(stamp)) <= HOUR ? undefined : [310000, 'invalid timestamp'];
    }
    return [310000, 'sign not match, more: [https://ding-doc.dingtalk.com]'];
  }

  function deliver(token: string, message: Record<string, unknown>): [number, string] {
    const at = now();
    const robot = robots.get(token) ?? { sentAt: [], blockedUntil: 0, seen: new Map<string, number>() };
    robots.set(token, robot);
    robot.sentAt = robot.sentAt.filter((time) => at - time < 60_000);
    if (at < robot.blockedUntil || robot.sentAt.length >= 20) {
      if (at >= robot.blockedUntil) robot.blockedUntil = at + 600_000;
      return [130101, 'send too fast, exceed 20 times per minute'];
    }
    robot.sentAt.push(at);
    const uuid = message['msgUuid'];
    if (typeof uuid === 'string') {
      if (at - (robot.seen.get(uuid) ?? -Infinity) < 24 * HOUR) return [0, 'ok'];
      robot.seen.set(uuid, at);
    }
    delivered.push({ token, body: message, called: calledIn(message) });
    return [0, 'ok'];
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    delivered,
    requests: () => requests,
    wire: () => Buffer.concat(chunks).toString('latin1'),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function calledIn(message: Record<string, unknown>): string[] {
  const at = message['at'] as { atUserIds?: string[]; isAtAll?: boolean } | undefined;
  const type = String(message['msgtype']);
  if (at === undefined || !['text', 'markdown'].includes(type)) return [];
  const { content, text } = message[type] as { content?: string; text?: string };
  const words = (content ?? text ?? '').split(/\s+/);
  const users = (at.atUserIds ?? []).filter((user) => words.includes(`@${user}`));
  return at.isAtAll === true ? [...users, 'all'] : users;
}

/** Returns true when the sentinel has answered (or never will). */
function misbehave(token: string, response: ServerResponse): boolean {
  const page = '<html><body>blocked</body></html>';
  switch (token) {
    case 'respondHtml':
      response.writeHead(200, { 'content-type': 'text/html' }).end(page);
      return true;
    case 'respondRedirect':
      response.writeHead(302, { location: '/robot/send?access_token=abcdefgh' }).end();
      return true;
    case 'respondHuge':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(`{"errcode":0,"errmsg":"${'x'.repeat(2_000_000)}"}`);
      return true;
    case 'respondGarbage':
      response.writeHead(200).end(Buffer.from([0xff, 0xfe, 0x00, 0x7b]));
      return true;
    case 'respondEmpty':
      response.writeHead(200).end();
      return true;
    case 'respondPunish':
      response.writeHead(200).end('{"status":1111,"wait":5,"source":"x5","punish":"deny"}');
      return true;
    case 'respondReset':
      response.socket?.destroy();
      return true;
    case 'respondHang':
      return true;
    default:
      return false;
  }
}

const OK = '{"errcode":0,"errmsg":"ok"}';

function goWrong({ how, errcode = 130_101 }: Trouble, response: ServerResponse): void {
  const json = { 'content-type': 'application/json' };
  switch (how) {
    case 'throttled':
    case 'busy':
      response.writeHead(200, json).end(JSON.stringify({ errcode, errmsg: 'later' }));
      return;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Access blocked</body></html>');
      return;
    case 'forbidden':
      response.writeHead(403, { 'content-type': 'text/html' }).end('<html><body>403 Forbidden</body></html>');
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'silence':
      return;
    case 'drip':
      return drip(response.writeHead(200, { ...json, 'content-length': OK.length }), 0);
    case 'partial':
      response.writeHead(200, { ...json, 'content-length': OK.length });
      response.write(OK.slice(0, 7), () => response.destroy());
      return;
  }
}

/** One character at a time, never the last. */
function drip(response: ServerResponse, at: number): void {
  if (response.destroyed || at >= OK.length - 1) return;
  response.write(OK[at]);
  setTimeout(() => drip(response, at + 1), 25).unref();
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function parse(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
