/** Sends short messages through a provider that takes JSON over HTTPS. */
import { fromUtf8 } from '../../base/bytes.ts';
import { Secret } from '../../base/secret.ts';
import { KIB, SECOND } from '../../base/units.ts';
import { CHANNELS } from '../errors.ts';
import { failureOutcome, retry, retryAfterMs } from '../outcome.ts';
import type { ChannelAdapter, HttpEgressAnswer, SendCall, SendOutcome } from '../port.ts';
import { hostOf } from '../settings.ts';
import { type SmsConfig, smsConfigSchema } from './config.ts';
import { renderSms, SMS_MAX_BYTES } from './render.ts';

export const smsProvider: ChannelAdapter<SmsConfig> = {
  kind: 'sms',
  config: smsConfigSchema,
  secretFields: ['headers'],
  caps: (config) => ({
    carries: ['notice', 'code', 'test'],
    reaches: 'phone',
    afterwards: { recall: false, update: false, confirm: false },
    maxBytes: SMS_MAX_BYTES,
    idempotent: config.idempotencyHeader === undefined ? 'none' : 'native',
    linkUnfurl: 'off',
    jurisdiction: config.jurisdiction,
    bucket: 'sms',
  }),
  hosts: (config) => [hostOf(config.url)],
  render: async (draft, words, envelope, config) => renderSms(draft, words, envelope, config),
  send: sendSms,
};

async function sendSms(call: SendCall<SmsConfig>): Promise<SendOutcome> {
  const { rendered, config, egress, signal, now, connection } = call;
  if (rendered.transport !== 'http') throw CHANNELS.wrong_request({ kind: 'sms' });
  const { idempotencyKey, target } = rendered.envelope;
  const headers = Object.entries(config.headers).map(([name, value]) => [name, value.reveal()] as const);
  const answer = await egress.http(
    {
      meta: { vendor: 'sms', kind: rendered.kind, idempotencyKey, target, connection },
      method: rendered.method,
      url: rendered.url,
      secretQuery: new Secret({}),
      headers: rendered.headers,
      secretHeaders: new Secret(Object.fromEntries(headers)),
      body: rendered.body,
      timeoutMs: 15 * SECOND,
      maxAnswerBytes: 64 * KIB,
    },
    signal,
  );
  return outcomeOf(answer, config, now);
}

function outcomeOf(answer: HttpEgressAnswer, config: SmsConfig, now: Date): SendOutcome {
  if (answer.kind === 'failed' && answer.why === 'redirect') return { outcome: 'disable', why: 'sms.redirect' };
  // The status never came to us, but the message was taken in full.
  if (answer.kind === 'failed' && answer.why === 'answer_too_large')
    return retry('sms.answer_too_large', 'message', undefined, true);
  if (answer.kind !== 'answered') return failureOutcome(answer);
  const { status } = answer;
  if (status >= 200 && status < 300) return successOutcome(answer.body, config);
  if (status === 429) return retry('sms.too_fast', 'connection', retryAfterMs(answer.headers, now));
  if (status === 408 || status === 425 || status >= 500) {
    return retry(`sms.status_${status}`, 'message', retryAfterMs(answer.headers, now), true);
  }
  // The address or the key is wrong: every message would fail in the same way.
  if ([401, 403, 404, 405].includes(status)) return { outcome: 'disable', why: `sms.status_${status}` };
  return { outcome: 'permanent', why: `sms.status_${status}` };
}

function successOutcome(body: Uint8Array, config: SmsConfig): SendOutcome {
  const { success } = config;
  if (success === undefined) return { outcome: 'sent' };
  const value = memberOf(body, success.member);
  if (value === undefined) return retry('sms.answer_unreadable', 'message', undefined, true);
  return value === success.equals ? { outcome: 'sent' } : { outcome: 'permanent', why: 'sms.refused' };
}

function memberOf(body: Uint8Array, member: string): unknown {
  try {
    const parsed: unknown = JSON.parse(fromUtf8(body));
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    return Object.entries(parsed).find(([name]) => name === member)?.[1];
  } catch {
    return undefined;
  }
}
