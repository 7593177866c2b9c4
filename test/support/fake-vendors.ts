/**
 * One local server that behaves like every vendor: it verifies signatures and tokens, answers as each does, and remembers what came.
 * Written from the public documents, sharing no code with src. `behave` sets what the next answers are.
 */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Behaviour =
  | 'ordinary'
  | 'throttle'
  | 'broken'
  | 'html'
  | 'empty'
  | 'huge'
  | 'garbage'
  | 'redirect'
  | 'reset'
  | 'silence'
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> };

export type Arrived = {
  readonly method: string;
  /** Path and query, letter for letter. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

export type FakeVendors = {
  readonly base: string;
  readonly behave: (how: Behaviour) => void;
  /** Tokens given so far are no longer taken. */
  readonly forgetTokens: () => void;
  /** Every request, in order. */
  readonly arrived: readonly Arrived[];
  /** Messages that readers see: repeats that the vendor recognises are not among them. */
  readonly shown: readonly { readonly vendor: string; readonly body: Record<string, unknown> }[];
  readonly wire: () => string;
  readonly close: () => Promise<void>;
};

type Json = Record<string, unknown>;
type Reply = { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> };
type Vendor = {
  readonly name: string;
  readonly path: RegExp;
  /** The vendor's refusal of this request, or undefined. */
  readonly refuse: (asked: Asked) => Reply | undefined;
  readonly success: (asked: Asked) => Reply;
  readonly throttle: Reply;
  readonly broken: Reply;
  /** By what a repeat is recognised. */
  readonly repeat?: (asked: Asked) => string;
};
type Asked = {
  readonly url: URL;
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Json;
  readonly raw: string;
  readonly tokens: ReadonlySet<string>;
};

const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...headers },
});
const plain = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  body,
  headers: { 'content-type': 'text/plain', ...headers },
});

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function bearerOf(asked: Asked): string {
  return (asked.headers.authorization ?? '').replace(/^Bearer /, '');
}

function feishuSigned({ body }: Asked): boolean {
  const timestamp = textOf(body['timestamp']);
  const expected = createHmac('sha256', `${timestamp}\nfeishu-secret`).digest('base64');
  return (
    /^\d{10}$/.test(timestamp) && Math.abs(Date.now() / 1000 - Number(timestamp)) < 3600 && body['sign'] === expected
  );
}

const VENDORS: readonly Vendor[] = [
  {
    name: 'wecom_robot',
    path: /^\/cgi-bin\/webhook\/send$/,
    refuse: ({ url, body }) => {
      if (url.searchParams.get('key') !== 'wecomkey-0000-1111-aaaa') {
        return json(200, { errcode: 93000, errmsg: 'invalid webhook url, hint: [1]' });
      }
      const markdown = (body['markdown'] as Json | undefined)?.['content'];
      const text = (body['text'] as Json | undefined)?.['content'];
      const size = Buffer.byteLength(textOf(markdown ?? text));
      if (size === 0) return json(200, { errcode: 44004, errmsg: 'empty content' });
      if (size > (markdown === undefined ? 2048 : 4096)) {
        return json(200, { errcode: 93000, errmsg: 'Invalid input : content exceed max length.' });
      }
      return undefined;
    },
    success: () => json(200, { errcode: 0, errmsg: 'ok' }),
    throttle: json(200, { errcode: 45009, errmsg: 'api freq out of limit' }),
    broken: json(403, { errcode: 93000, errmsg: 'invalid webhook url, hint: [1]' }),
  },
  {
    name: 'wecom_app',
    path: /^\/cgi-bin\/message\/send$/,
    refuse: ({ url, body, tokens }) => {
      if (!tokens.has(url.searchParams.get('access_token') ?? '')) {
        return json(200, { errcode: 40014, errmsg: 'invalid access_token' });
      }
      if (body['touser'] === 'nobody') return json(200, { errcode: 81013, errmsg: 'user & party & tag all invalid' });
      return body['touser'] === 'gone' ? json(200, { errcode: 0, errmsg: 'ok', invaliduser: 'gone' }) : undefined;
    },
    success: () => json(200, { errcode: 0, errmsg: 'ok', msgid: 'wecom-msg-1' }),
    throttle: json(200, { errcode: 45009, errmsg: 'api freq out of limit' }),
    broken: json(200, { errcode: 60020, errmsg: 'not allow to access from your ip' }),
    repeat: ({ body, raw }) => (body['enable_duplicate_check'] === 1 ? raw : ''),
  },
  {
    name: 'feishu_bot',
    path: /^\/open-apis\/bot\/v2\/hook\/[^/]+$/,
    refuse: (asked) => {
      if (!asked.url.pathname.endsWith('/feishu-token-0001')) {
        return json(200, { code: 19001, msg: 'param invalid: incoming webhook access token invalid' });
      }
      if (feishuSigned(asked)) return undefined;
      return json(200, { code: 19021, msg: 'sign match fail or timestamp is not within one hour from current time' });
    },
    success: () => json(200, { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' }),
    throttle: json(400, { code: 9499, msg: 'too many request' }),
    broken: json(200, { code: 19024, msg: 'Key Words Not Found' }),
  },
  {
    name: 'feishu_app',
    path: /^\/open-apis\/im\/v1\/messages(?:\/om_[A-Za-z0-9]+)?$/,
    refuse: (asked) => {
      if (!asked.tokens.has(bearerOf(asked))) {
        return json(400, { code: 99991663, msg: 'Invalid access token for authorization.' });
      }
      if (asked.method === 'PATCH') return undefined;
      const kind = asked.url.searchParams.get('receive_id_type');
      const id = textOf(asked.body['receive_id']);
      const fits = kind === 'open_id' ? id.startsWith('ou_') : kind === 'chat_id' ? id.startsWith('oc_') : true;
      return fits && textOf(asked.body['uuid']).length <= 50
        ? undefined
        : json(400, { code: 230001, msg: 'Your request contains an invalid request parameter' });
    },
    success: () => json(200, { code: 0, msg: 'success', data: { message_id: 'om_1234abcd' } }),
    throttle: json(429, { code: 99991400, msg: 'request trigger frequency limit' }, { 'x-ogw-ratelimit-reset': '52' }),
    broken: json(400, { code: 99991672, msg: 'Access denied. One of the following scopes is required' }),
    repeat: ({ body }) => textOf(body['uuid']),
  },
  {
    name: 'teams',
    path: /^\/workflows\//,
    refuse: ({ url, body }) => {
      if (url.searchParams.get('sig') !== 'TeamsSig-_A9') {
        return json(401, { error: { code: 'DirectApiAuthorizationRequired', message: '' } });
      }
      return body['type'] === 'message' ? undefined : json(400, { error: { code: 'TriggerInputSchemaMismatch' } });
    },
    success: () => plain(202, ''),
    throttle: json(429, { error: { code: 'TooManyRequests' } }, { 'retry-after': '17' }),
    broken: json(400, { error: { code: 'WorkflowTriggerIsNotEnabled', message: '' } }),
  },
  {
    name: 'slack',
    path: /^\/services\//,
    refuse: ({ url, body }) => {
      if (!url.pathname.endsWith('/SlackHookSecret00')) return plain(403, 'invalid_token');
      if (body['unfurl_links'] !== false || body['unfurl_media'] !== false) return plain(400, 'would_unfurl');
      return typeof body['text'] === 'string' ? undefined : plain(400, 'no_text');
    },
    success: () => plain(200, 'ok'),
    throttle: plain(429, 'rate_limited', { 'retry-after': '30' }),
    broken: plain(410, 'channel_is_archived'),
  },
  {
    name: 'google_chat',
    path: /^\/v1\/spaces\/[^/]+\/messages$/,
    refuse: ({ url }) => {
      const { searchParams } = url;
      const signed =
        searchParams.get('key') === 'GoogleKeySecret' && searchParams.get('token') === 'GoogleTokenSecret=';
      return signed ? undefined : json(401, { error: { code: 401, status: 'UNAUTHENTICATED' } });
    },
    success: () => json(200, { name: 'spaces/AAAAspace/messages/m1' }),
    throttle: json(429, { error: { code: 429, status: 'RESOURCE_EXHAUSTED' } }),
    broken: json(404, { error: { code: 404, status: 'NOT_FOUND' } }),
    repeat: ({ url }) => url.searchParams.get('requestId') ?? '',
  },
  {
    name: 'mattermost',
    path: /^\/hooks\//,
    refuse: ({ url }) =>
      url.pathname === '/hooks/mattermosthook00'
        ? undefined
        : json(400, { id: 'web.incoming_webhook.invalid.app_error', message: 'Invalid webhook.', status_code: 400 }),
    success: () => plain(200, 'ok'),
    throttle: plain(429, 'limit exceeded', { 'retry-after': '2' }),
    broken: json(501, { id: 'web.incoming_webhook.disabled.app_error', status_code: 501 }),
  },
  {
    name: 'matrix',
    path: /^\/_matrix\/client\/v3\/rooms\/[^/]+\/send\/m\.room\.message\/[^/]+$/,
    refuse: (asked) => {
      if (asked.method !== 'PUT') return json(405, { errcode: 'M_UNRECOGNIZED' });
      return bearerOf(asked) === 'syt_matrixSecret' ? undefined : json(401, { errcode: 'M_UNKNOWN_TOKEN' });
    },
    success: () => json(200, { event_id: '$event-1' }),
    throttle: json(429, { errcode: 'M_LIMIT_EXCEEDED', error: 'Too Many Requests', retry_after_ms: 4321 }),
    broken: json(403, { errcode: 'M_FORBIDDEN', error: 'User not in room' }),
    repeat: ({ url }) => url.pathname,
  },
  {
    name: 'whatsapp',
    path: /^\/v\d+\.0\/\d+\/messages$/,
    refuse: (asked) => {
      if (bearerOf(asked) !== 'whatsappSecret0000') return json(401, { error: { code: 190, type: 'OAuthException' } });
      return asked.body['to'] === '+85300000000' ? json(400, { error: { code: 131026 } }) : undefined;
    },
    success: () => json(200, { messaging_product: 'whatsapp', messages: [{ id: 'wamid.1' }] }),
    throttle: json(429, { error: { code: 130429, message: 'Rate limit hit' } }, { 'retry-after': '9' }),
    broken: json(404, { error: { code: 132001, message: 'Template name does not exist' } }),
  },
];

type Control = (asked: Asked, issue: () => string) => Reply;

function signedIn(asked: Asked): boolean {
  const { url, tokens } = asked;
  return tokens.has(url.searchParams.get('access_token') ?? '') || tokens.has(bearerOf(asked));
}

/** Calls without a message, by method and decoded path: tokens, recalls, states, looks at settings. */
const CONTROLS: readonly (readonly [path: RegExp, control: Control])[] = [
  [
    /^GET \/cgi-bin\/gettoken$/,
    ({ url }, issue) =>
      url.searchParams.get('corpsecret') === 'wecomSecretAAAA'
        ? json(200, { errcode: 0, errmsg: 'ok', access_token: issue(), expires_in: 7200 })
        : json(200, { errcode: 40001, errmsg: 'invalid credential' }),
  ],
  [
    /^POST \/open-apis\/auth\/v3\/tenant_access_token\/internal$/,
    ({ body }, issue) =>
      body['app_secret'] === 'feishuAppSecretAA'
        ? json(200, { code: 0, msg: 'ok', tenant_access_token: issue(), expire: 7200 })
        : json(200, { code: 10014, msg: 'app secret invalid' }),
  ],
  [
    /^POST \/cgi-bin\/message\/recall$/,
    (asked) => json(200, { errcode: signedIn(asked) && asked.body['msgid'] === 'wecom-msg-1' ? 0 : 40014 }),
  ],
  [/^GET \/cgi-bin\/agent\/get$/, (asked) => json(200, { errcode: signedIn(asked) ? 0 : 40014, close: 0 })],
  [
    /^DELETE \/open-apis\/im\/v1\/messages\/om_1234abcd$/,
    (asked) => json(200, { code: signedIn(asked) ? 0 : 99991663 }),
  ],
  [
    /^GET \/open-apis\/im\/v1\/messages\/om_1234abcd\/read_users$/,
    (asked) => json(200, { code: signedIn(asked) ? 0 : 99991663, data: { items: [{ user_id: 'ou_1' }] } }),
  ],
  [/^GET \/open-apis\/bot\/v3\/info$/, (asked) => json(200, { code: signedIn(asked) ? 0 : 99991663, bot: {} })],
  [
    /^GET \/_matrix\/client\/v3\/joined_rooms$/,
    (asked) =>
      bearerOf(asked) === 'syt_matrixSecret'
        ? json(200, { joined_rooms: ['!room:example.mo'] })
        : json(401, { errcode: 'M_UNKNOWN_TOKEN' }),
  ],
  [
    /^PUT \/_matrix\/client\/v3\/rooms\/!room:example\.mo\/redact\/\$event-1\/k-[0-9a-f]{40}$/,
    () => json(200, { event_id: '$redaction-1' }),
  ],
  [
    /^GET \/v21\.0\/106540352242922$/,
    (asked) =>
      bearerOf(asked) === 'whatsappSecret0000'
        ? json(200, { id: '106540352242922' })
        : json(401, { error: { code: 190 } }),
  ],
];

function control(asked: Asked, issue: () => string): Reply | undefined {
  const path = `${asked.method} ${decodeURIComponent(asked.url.pathname)}`;
  return CONTROLS.find(([shape]) => shape.test(path))?.[1](asked, issue);
}

export async function startFakeVendors(): Promise<FakeVendors> {
  const arrived: Arrived[] = [];
  const shown: { vendor: string; body: Json }[] = [];
  const seen = new Set<string>();
  const tokens = new Set<string>();
  const chunks: Buffer[] = [];
  let how: Behaviour = 'ordinary';
  let issued = 0;

  const server = createServer((request, response) => void answer(request, response));
  server.on('connection', (socket) => socket.on('data', (chunk: Buffer) => chunks.push(chunk)));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = (await readBody(request)).toString('utf8');
    arrived.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: raw });
    const url = new URL(request.url ?? '/', 'http://fake');
    const asked: Asked = { url, method: request.method ?? '', headers: request.headers, body: parse(raw), raw, tokens };
    const issue = (): string => {
      issued += 1;
      tokens.add(`token-${issued}`);
      return `token-${issued}`;
    };
    const reply = control(asked, issue) ?? message(asked, response);
    if (reply !== undefined) response.writeHead(reply.status, reply.headers ?? {}).end(reply.body);
  }

  function message(asked: Asked, response: ServerResponse): Reply | undefined {
    const vendor = VENDORS.find((one) => one.path.test(asked.url.pathname));
    if (vendor === undefined) return json(404, {});
    if (typeof how === 'object') return how;
    if (how === 'throttle') return vendor.throttle;
    if (how === 'broken') return vendor.broken;
    if (how !== 'ordinary') return misbehave(how, response);
    const refusal = vendor.refuse(asked);
    if (refusal !== undefined) return refusal;
    const repeat = vendor.repeat?.(asked) ?? '';
    if (repeat === '' || !seen.has(`${vendor.name} ${repeat}`)) shown.push({ vendor: vendor.name, body: asked.body });
    if (repeat !== '') seen.add(`${vendor.name} ${repeat}`);
    return vendor.success(asked);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}`,
    behave: (next) => {
      how = next;
    },
    forgetTokens: () => tokens.clear(),
    arrived,
    shown,
    wire: () => Buffer.concat(chunks).toString('latin1'),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Misbehaviour = Exclude<Behaviour, object | 'ordinary' | 'throttle' | 'broken'>;

const STRANGE: Readonly<Partial<Record<Misbehaviour, Reply>>> = {
  html: { status: 200, body: '<html><body>blocked</body></html>', headers: { 'content-type': 'text/html' } },
  empty: { status: 200, body: '' },
  huge: { status: 200, body: `{"code":0,"errcode":0,"msg":"${'x'.repeat(2_000_000)}"}` },
  redirect: { status: 302, body: '', headers: { location: '/elsewhere' } },
};

/** Returns nothing when the answer is on its way already, or never comes (`silence`). */
function misbehave(how: Misbehaviour, response: ServerResponse): Reply | undefined {
  if (how === 'garbage') response.writeHead(200).end(Buffer.from([0xff, 0xfe, 0x00, 0x7b]));
  if (how === 'reset') response.socket?.destroy();
  return STRANGE[how];
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
