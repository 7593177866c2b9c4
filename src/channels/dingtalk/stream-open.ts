/** Asks DingTalk where the stream of an application is: `POST /v1.0/gateway/connections/open`. */
import { z } from 'zod';
import { fromUtf8, utf8 } from '../../base/bytes.ts';
import { Secret } from '../../base/secret.ts';
import { KIB, SECOND } from '../../base/units.ts';
import type { StreamCall } from '../receive.ts';
import { hostOf } from '../settings.ts';
import { isLoopback } from '../text.ts';
import { baseOf } from './message.ts';
import { BOT_MESSAGES } from './stream-frames.ts';

/** What the stream needs of a connection's settings. */
export type StreamSettings = {
  readonly apiBaseUrl: string;
  readonly appKey: string;
  readonly appSecret: Secret<string>;
};

const AGENT = 'entrepot';
const SUBSCRIPTIONS = [
  { type: 'EVENT', topic: '*' },
  { type: 'CALLBACK', topic: BOT_MESSAGES },
] as const;

const openedSchema = z.object({ endpoint: z.string().min(1).max(1000), ticket: z.string().min(1).max(4000) });

export type Opened =
  | { readonly ok: true; readonly address: Secret<string> }
  /** A dotted word without content. */
  | { readonly ok: false; readonly why: string };

/** Returns the address of the socket with its ticket, which is good once and for a short time. */
export async function openStream(call: StreamCall, settings: StreamSettings): Promise<Opened> {
  const { appKey, appSecret, apiBaseUrl } = settings;
  const body = { clientId: appKey, clientSecret: appSecret.reveal(), ua: AGENT, subscriptions: SUBSCRIPTIONS };
  const answer = await call.egress.control(
    {
      vendor: 'dingtalk_app',
      connection: call.connection,
      purpose: 'receive',
      method: 'POST',
      url: `${baseOf(apiBaseUrl)}/v1.0/gateway/connections/open`,
      query: {},
      secretQuery: new Secret({}),
      // Without Accept the answer is XML.
      headers: { accept: 'application/json', 'content-type': 'application/json; charset=utf-8' },
      secretHeaders: new Secret({}),
      body: utf8(JSON.stringify(body)),
      secrets: [appSecret],
      identifiers: [appKey],
      timeoutMs: 10 * SECOND,
      maxAnswerBytes: 64 * KIB,
    },
    call.signal,
  );
  if (answer.kind !== 'answered') return { ok: false, why: `dingtalk.${answer.why}` };
  if (answer.status !== 200) return { ok: false, why: `dingtalk.status_${answer.status}` };
  const read = openedSchema.safeParse(parsed(answer.body));
  if (!read.success) return { ok: false, why: 'dingtalk.not_dingtalk' };
  const { endpoint, ticket } = read.data;
  if (!isOwnEndpoint(endpoint, settings)) return { ok: false, why: 'dingtalk.strange_endpoint' };
  const address = `${endpoint}${endpoint.includes('?') ? '&' : '?'}ticket=${encodeURIComponent(ticket)}`;
  return { ok: true, address: new Secret(address) };
}

/** Tells whether a socket may be opened there: TLS to the connection's own host or DingTalk's, or plain to this machine. */
export function isOwnEndpoint(endpoint: string, { apiBaseUrl }: Pick<StreamSettings, 'apiBaseUrl'>): boolean {
  const url = URL.parse(endpoint);
  if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') return false;
  const own = hostOf(apiBaseUrl);
  if (url.protocol === 'ws:') return isLoopback(url.hostname) && `${url.hostname}:${url.port || '80'}` === own;
  if (url.protocol !== 'wss:') return false;
  return `${url.hostname}:${url.port || '443'}` === own || (isOfDingtalk(url.hostname) && url.port === '');
}

/** Tells whether a host is DingTalk's own. */
export function isOfDingtalk(host: string): boolean {
  return ['dingtalk.com', 'dingtalk.io'].some((domain) => host === domain || host.endsWith(`.${domain}`));
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(body));
  } catch {
    return undefined;
  }
}
