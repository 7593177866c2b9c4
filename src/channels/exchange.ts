/** What the channels over HTTPS have in common: handing a rendered request to the way out, and reading the answer. */
import type { z } from 'zod';
import { type Bytes, fromUtf8, utf8 } from '../base/bytes.ts';
import { Secret } from '../base/secret.ts';
import { KIB, MINUTE, SECOND } from '../base/units.ts';
import type { ChannelKind } from '../model/channel.ts';
import { CHANNELS } from './errors.ts';
import { failureOutcome, retry, retryAfterMs } from './outcome.ts';
import type {
  ControlRequest,
  HttpEgressAnswer,
  HttpEgressRequest,
  ProbeResult,
  SendCall,
  SendOutcome,
  VendorCall,
} from './port.ts';

const TIMEOUT = 15 * SECOND;
const MAX_ANSWER = 64 * KIB;

export type Answered = Extract<HttpEgressAnswer, { kind: 'answered' }>;

type Texts = Readonly<Record<string, string>>;

/** What `send` adds to a rendered request. `query` and `headers` are secret. */
export type Additions = {
  readonly query?: Texts;
  readonly headers?: Texts;
  readonly identifiers?: readonly string[];
  /** In place of the rendered one, for vendors whose signature is in the body, or for a rewrite. */
  readonly body?: Bytes;
  readonly method?: HttpEgressRequest['method'];
  readonly url?: string;
};

/** Hands the message to the way out. @throws `channels.wrong_request` for a mail. */
export function sendRendered(
  call: Omit<SendCall<unknown>, 'attempt'>,
  vendor: ChannelKind,
  additions: Additions = {},
): Promise<HttpEgressAnswer> {
  const { rendered, egress, signal, connection } = call;
  if (rendered.transport !== 'http') throw CHANNELS.wrong_request({ kind: vendor });
  const { idempotencyKey, target } = rendered.envelope;
  const identifiers = [...(rendered.identifiers ?? []), ...(additions.identifiers ?? [])];
  return egress.http(
    {
      meta: { vendor, kind: rendered.kind, idempotencyKey, target, connection, identifiers },
      method: additions.method ?? rendered.method,
      url: additions.url ?? rendered.url,
      ...(rendered.secretPath === undefined ? {} : { secretPath: rendered.secretPath }),
      secretQuery: new Secret(additions.query ?? {}),
      headers: rendered.headers,
      secretHeaders: new Secret(additions.headers ?? {}),
      body: additions.body ?? rendered.body,
      timeoutMs: TIMEOUT,
      maxAnswerBytes: MAX_ANSWER,
    },
    signal,
  );
}

export type Control = Pick<ControlRequest, 'purpose' | 'method' | 'url'> & {
  readonly query?: Texts;
  readonly secretQuery?: Texts;
  readonly secretHeaders?: Texts;
  readonly body?: object;
  readonly secrets?: readonly Secret<string>[];
  readonly identifiers?: readonly string[];
};

/** Asks the vendor something that is no message. */
export function askVendor(call: VendorCall<unknown>, vendor: ChannelKind, asked: Control): Promise<HttpEgressAnswer> {
  const { purpose, method, url, body } = asked;
  return call.egress.control(
    {
      vendor,
      connection: call.connection,
      purpose,
      method,
      url,
      query: asked.query ?? {},
      secretQuery: new Secret(asked.secretQuery ?? {}),
      headers: body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' },
      secretHeaders: new Secret(asked.secretHeaders ?? {}),
      body: body === undefined ? undefined : utf8(JSON.stringify(body)),
      secrets: asked.secrets ?? [],
      identifiers: asked.identifiers ?? [],
      timeoutMs: TIMEOUT,
      maxAnswerBytes: MAX_ANSWER,
    },
    call.signal,
  );
}

/** Returns the answer as the vendor writes it, or undefined when it is something else (a page, nothing, half of it). */
export function readJson<T>(schema: z.ZodType<T>, body: Bytes): T | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(fromUtf8(body)));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the text of a short answer, or undefined when it is not UTF-8. */
export function readText(body: Bytes): string | undefined {
  try {
    return fromUtf8(body).trim();
  } catch {
    return undefined;
  }
}

/** Nothing was asked of the vendor that speaks its language: a proxy or a block stands in between. */
const STRANGER_PAUSE = 5 * MINUTE;

/**
 * Returns what an HTTP status alone says: `throttled` waits as long as Retry-After asks, 401 403 404 405 410 disable the connection, other
 * 4xx are final for this message. A success that is not the vendor's own pauses the connection: the message may have arrived.
 */
export function statusOutcome(vendor: ChannelKind, answer: Answered, now: Date): SendOutcome {
  const { status, headers } = answer;
  const after = retryAfterMs(headers, now);
  if (status === 429) return throttled(vendor, after);
  if (status === 408 || status === 425 || status >= 500) {
    return retry(`${vendor}.status_${status}`, 'message', after, true);
  }
  if (status < 400) return retry(`${vendor}.unknown_answer`, 'connection', STRANGER_PAUSE, true);
  const broken = [401, 403, 404, 405, 410].includes(status);
  return { outcome: broken ? 'disable' : 'permanent', why: `${vendor}.status_${status}` };
}

/** Returns a pause of the connection: the vendor's own time, or a minute. */
export function throttled(vendor: ChannelKind, afterMs: number | undefined): SendOutcome {
  return retry(`${vendor}.too_fast`, 'connection', afterMs ?? MINUTE);
}

/** Returns what an answer to a question says that was not the one hoped for; nothing of a message was in it. */
export function askRefused(vendor: ChannelKind, answer: HttpEgressAnswer, now: Date): SendOutcome {
  const outcome = answer.kind === 'answered' ? statusOutcome(vendor, answer, now) : failureOutcome(answer);
  return outcome.outcome === 'retry' ? { ...outcome, maybeSent: false } : outcome;
}

/** Returns a refusal as the result of trying a connection. */
export function probeFailed(outcome: SendOutcome): ProbeResult {
  return { ok: false, why: outcome.outcome === 'sent' ? 'unknown' : outcome.why };
}
