/** Sends template messages through the WhatsApp Cloud API. What became of one is told to a webhook of the number's owner, which is not read here. */
import { z } from 'zod';
import { HOUR, SECOND } from '../../base/units.ts';
import {
  type Answered,
  askRefused,
  askVendor,
  probeFailed,
  readJson,
  sendRendered,
  statusOutcome,
} from '../exchange.ts';
import { withoutSlash } from '../json-message.ts';
import { failureOutcome, retry, retryAfterMs } from '../outcome.ts';
import type { ChannelAdapter, ProbeResult, SendCall, SendOutcome, VendorCall } from '../port.ts';
import { hostOf } from '../settings.ts';
import { type WhatsappConfig, whatsappConfigSchema } from './config.ts';
import { renderWhatsapp, WHATSAPP_MAX_BYTES } from './render.ts';

export const whatsappCloud: ChannelAdapter<WhatsappConfig> = {
  kind: 'whatsapp',
  config: whatsappConfigSchema,
  secretFields: ['accessToken'],
  caps: (config) => ({
    carries: [
      'notice',
      ...(config.testTemplate === undefined ? [] : (['test'] as const)),
      ...(config.codeTemplate === undefined ? [] : (['code'] as const)),
    ],
    reaches: 'phone',
    afterwards: { recall: false, update: false, confirm: false },
    maxBytes: WHATSAPP_MAX_BYTES,
    idempotent: 'none',
    // The address is a template's button; a text with an address is not sent.
    linkUnfurl: 'off',
    jurisdiction: config.jurisdiction,
    bucket: 'whatsapp',
  }),
  hosts: (config) => [hostOf(config.baseUrl)],
  render: async (draft, words, envelope, config) => renderWhatsapp(draft, words, envelope, config),
  send: sendTemplate,
  probe,
};

function bearer(config: WhatsappConfig): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${config.accessToken.reveal()}` };
}

async function sendTemplate(call: SendCall<WhatsappConfig>): Promise<SendOutcome> {
  const answer = await sendRendered(call, 'whatsapp', { headers: bearer(call.config) });
  return answer.kind === 'answered' ? outcomeOf(answer, call.now, call.attempt ?? 1) : failureOutcome(answer);
}

const sentSchema = z.object({ messages: z.array(z.object({ id: z.string().min(1).max(512) })).min(1) });
const errorSchema = z.object({ error: z.object({ code: z.number().int() }) });

/** The token, the number, the account or the template: nothing can be sent until a person has seen to it. */
const BROKEN: ReadonlySet<number> = new Set([
  0, 3, 10, 33, 190, 200, 368, 131_005, 131_031, 131_042, 131_045, 132_000, 132_001, 132_007, 132_012, 132_015, 132_016,
  133_010,
]);
/** This message to this person: no account, did not agree, limits of Meta's own, a wrong value. */
const FINAL: ReadonlySet<number> = new Set([
  100, 131_008, 131_009, 131_021, 131_026, 131_047, 131_049, 131_050, 131_051, 132_005,
]);
const THROTTLED: ReadonlySet<number> = new Set([4, 80_007, 130_429]);
const PAIR_LIMIT = 131_056;
const SPAM_LIMIT = 131_048;
/** 4^6 s is more than an hour. */
const MOST_STEPS = 6;

/** Codes: developers.facebook.com, WhatsApp Cloud API error codes, as repeated by several public guides. */
function outcomeOf(answer: Answered, now: Date, attempt: number): SendOutcome {
  const sent = answer.status === 200 ? readJson(sentSchema, answer.body) : undefined;
  if (sent !== undefined) return { outcome: 'sent', providerRef: sent.messages[0]?.id ?? '' };
  const code = readJson(errorSchema, answer.body)?.error.code;
  if (code === undefined) return statusOutcome('whatsapp', answer, now);
  // One message to the same person every six seconds; the vendor asks to wait 4^X seconds.
  if (code === PAIR_LIMIT) {
    return retry('whatsapp.pair_too_fast', 'message', 4 ** Math.min(Math.max(attempt, 1), MOST_STEPS) * SECOND);
  }
  if (code === SPAM_LIMIT) return retry('whatsapp.restricted', 'connection', HOUR);
  if (THROTTLED.has(code)) {
    return retry('whatsapp.too_fast', 'connection', retryAfterMs(answer.headers, now) ?? 60 * SECOND);
  }
  if (BROKEN.has(code)) return { outcome: 'disable', why: `whatsapp.code_${code}` };
  if (FINAL.has(code)) return { outcome: 'permanent', why: `whatsapp.code_${code}` };
  if (answer.status === 401 || answer.status === 403) return statusOutcome('whatsapp', answer, now);
  return retry(`whatsapp.code_${code}`, 'message', retryAfterMs(answer.headers, now));
}

const numberSchema = z.object({ id: z.string() });

/** Asks for the number's own entry: token and number belong together when it answers. Templates are not looked at. */
async function probe(call: VendorCall<WhatsappConfig>): Promise<ProbeResult> {
  const { baseUrl, version, phoneNumberId } = call.config;
  const answer = await askVendor(call, 'whatsapp', {
    purpose: 'probe',
    method: 'GET',
    url: `${withoutSlash(baseUrl)}/${version}/${phoneNumberId}`,
    query: { fields: 'id' },
    secretHeaders: bearer(call.config),
    identifiers: [phoneNumberId],
  });
  if (answer.kind !== 'answered') return probeFailed(askRefused('whatsapp', answer, call.now));
  if (readJson(numberSchema, answer.body)?.id === phoneNumberId) return { ok: true };
  return probeFailed(outcomeOf(answer, call.now, 1));
}
