/**
 * The way out in trial mode: keeps the exact request instead of sending it, and answers as the vendor would.
 * Nothing is opened on the network. Wrap it in the egress guard like the real one, so that a trial shows what production would do.
 */
import { utf8 } from '../base/bytes.ts';
import type { Secret } from '../base/secret.ts';
import type {
  Egress,
  HttpEgressAnswer,
  HttpEgressRequest,
  SandboxSink,
  SmtpEgressAnswer,
  SmtpEgressRequest,
} from './port.ts';

const REDACTED = '[redacted]';

/** What the vendor says when it has taken a message. */
const HTTP_ANSWERS: Readonly<Record<string, string>> = { dingtalk: '{"errcode":0,"errmsg":"ok"}' };

/**
 * Returns an `Egress` that stores every request once per idempotency key. Access token, signature, timestamp and secret headers are
 * replaced by `[redacted]`; the password of a mail server does not appear at all.
 */
export function createSandboxEgress(sink: SandboxSink): Egress {
  return {
    http: (request) => keepHttp(request, sink),
    smtp: (request) => keepMail(request, sink),
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
    url: query.length === 0 ? request.url : `${request.url}?${query.join('&')}`,
    headers: { ...request.headers, ...Object.fromEntries(hidden) },
    body: request.body,
    target,
    idempotencyKey,
  });
  if (!kept) return { kind: 'failed', why: 'unreachable', maybeSent: false };
  const body = utf8(HTTP_ANSWERS[vendor] ?? '{}');
  return { kind: 'answered', status: 200, headers: { 'content-type': 'application/json' }, body };
}

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
