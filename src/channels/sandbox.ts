/**
 * The way out in trial mode: keeps the exact request instead of sending it, and answers as the vendor would.
 * Nothing is opened on the network. Wrap it in the egress guard like the real one, so that a trial shows what production would do.
 */
import { utf8 } from '../base/bytes.ts';
import type { Secret } from '../base/secret.ts';
import type {
  ControlRequest,
  Egress,
  HttpEgressAnswer,
  HttpEgressRequest,
  SandboxSink,
  SmtpEgressAnswer,
  SmtpEgressRequest,
} from './port.ts';

const REDACTED = '[redacted]';

/** What the vendor says when it has taken a message; its channel's tests hold that this is understood as sent. */
const HTTP_ANSWERS: Readonly<Record<string, string>> = {
  dingtalk: '{"errcode":0,"errmsg":"ok"}',
  dingtalk_app: '{"errcode":0,"errmsg":"ok","processQueryKey":"sandbox","task_id":1,"success":true,"result":{}}',
  wecom_robot: '{"errcode":0,"errmsg":"ok"}',
  wecom_app: '{"errcode":0,"errmsg":"ok","msgid":"sandbox"}',
  feishu_bot: '{"code":0,"msg":"success","data":{}}',
  feishu_app: '{"code":0,"msg":"success","data":{"message_id":"sandbox"}}',
  slack: 'ok',
  mattermost: 'ok',
  teams: '',
  matrix: '{"event_id":"$sandbox"}',
  google_chat: '{"name":"spaces/sandbox/messages/sandbox"}',
  whatsapp: '{"messaging_product":"whatsapp","messages":[{"id":"sandbox"}]}',
};

/**
 * Returns an `Egress` that stores every request once per idempotency key. Access token, signature, timestamp and secret headers are
 * replaced by `[redacted]`; the password of a mail server does not appear at all.
 */
export function createSandboxEgress(sink: SandboxSink): Egress {
  return {
    http: (request) => keepHttp(request, sink),
    smtp: (request) => keepMail(request, sink),
    control: async (request) => answerControl(request),
  };
}

async function keepHttp(request: HttpEgressRequest, sink: SandboxSink): Promise<HttpEgressAnswer> {
  const query = namesOf(request.secretQuery).map((name) => `${encodeURIComponent(name)}=${REDACTED}`);
  const hidden = namesOf(request.secretHeaders).map((name) => [name, REDACTED] as const);
  const { vendor, kind, target, idempotencyKey } = request.meta;
  const kept = await tryStore(sink, {
    vendor,
    kind,
    method: request.method,
    url: [shownAddress(request), ...(query.length === 0 ? [] : [query.join('&')])].join('?'),
    headers: { ...request.headers, ...Object.fromEntries(hidden) },
    body: request.body,
    target,
    idempotencyKey,
  });
  if (!kept) return { kind: 'failed', why: 'unreachable', maybeSent: false };
  const body = utf8(HTTP_ANSWERS[vendor] ?? '{}');
  // A workflow of Teams says that it took the request, the others that they have done it.
  const status = vendor === 'teams' ? 202 : 200;
  return { kind: 'answered', status, headers: { 'content-type': 'application/json' }, body };
}

function shownAddress({ url, secretPath }: HttpEgressRequest): string {
  return secretPath === undefined ? url : `${url}/${REDACTED}`;
}

/** Nothing is asked of anybody: a token that opens nothing, a yes to everything else, and no news about what was never sent. */
function answerControl({ purpose, identifiers }: ControlRequest): HttpEgressAnswer {
  const done = { errcode: 0, errmsg: 'ok', code: 0 };
  const answer =
    purpose === 'token'
      ? { ...done, access_token: 'sandbox', expires_in: 7200, accessToken: 'sandbox', expireIn: 7200, ...FEISHU_TOKEN }
      : { ...done, ...VENDORS_YES[purpose]?.(identifiers) };
  return {
    kind: 'answered',
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: utf8(JSON.stringify(answer)),
  };
}

const FEISHU_TOKEN = { tenant_access_token: 'sandbox', expire: 7200 };

/** What Matrix and WhatsApp say in place of a code: the redaction's event, the rooms of the account, the number that was asked for. */
const VENDORS_YES: Readonly<Partial<Record<ControlRequest['purpose'], (asked: readonly string[]) => object>>> = {
  recall: () => ({ event_id: '$sandbox' }),
  probe: (asked) => ({ joined_rooms: asked, id: asked[0] ?? 'sandbox' }),
};

async function keepMail(request: SmtpEgressRequest, sink: SandboxSink): Promise<SmtpEgressAnswer> {
  const { vendor, kind, target, idempotencyKey } = request.meta;
  const kept = await tryStore(sink, {
    vendor,
    kind,
    method: 'SMTP',
    url: `smtp://${request.server.host}:${request.server.port}`,
    headers: { from: request.from, to: request.to },
    body: request.body,
    target,
    idempotencyKey,
  });
  return kept ? { kind: 'accepted', code: 250 } : { kind: 'failed', why: 'unreachable', maybeSent: false };
}

/** A repeat answers as the first time: the vendor would have dropped it too. A sink that fails is a vendor that cannot be reached. */
async function tryStore(sink: SandboxSink, message: Parameters<SandboxSink['store']>[0]): Promise<boolean> {
  try {
    await sink.store(message);
    return true;
  } catch {
    return false;
  }
}

function namesOf(secret: Secret<Readonly<Record<string, string>>>): readonly string[] {
  return Object.keys(secret.reveal());
}
