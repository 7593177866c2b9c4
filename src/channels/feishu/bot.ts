/** Sends to a Feishu or Lark group through a custom robot's webhook. The signature is in the body and is made at every attempt. */
import { fromUtf8, utf8 } from '../../base/bytes.ts';
import { CHANNELS } from '../errors.ts';
import { type Additions, sendRendered, statusOutcome } from '../exchange.ts';
import { failureOutcome } from '../outcome.ts';
import type { ChannelAdapter, SendCall, SendOutcome } from '../port.ts';
import { hostOf } from '../settings.ts';
import { feishuOutcome, readFeishu } from './codes.ts';
import { type FeishuBotConfig, feishuBotConfigSchema, feishuJurisdiction } from './config.ts';
import { FEISHU_MAX_BYTES, renderFeishuBot } from './render.ts';
import { feishuSign } from './sign.ts';

const KIND = 'feishu_bot';

export const feishuBot: ChannelAdapter<FeishuBotConfig> = {
  kind: KIND,
  config: feishuBotConfigSchema,
  secretFields: ['token', 'secret'],
  caps: (config) => ({
    carries: ['notice', 'test', 'answer', 'public'],
    reaches: 'group',
    afterwards: { recall: false, update: false, confirm: false },
    maxBytes: FEISHU_MAX_BYTES,
    idempotent: 'none',
    // Previews are documented only for addresses that an application registered.
    linkUnfurl: 'off',
    jurisdiction: feishuJurisdiction(config),
    bucket: 'feishu',
  }),
  hosts: (config) => [hostOf(config.baseUrl)],
  render: async (draft, words, envelope, config) => renderFeishuBot(draft, words, envelope, config),
  send: sendToBot,
};

async function sendToBot(call: SendCall<FeishuBotConfig>): Promise<SendOutcome> {
  const { rendered } = call;
  if (rendered.transport !== 'http') throw CHANNELS.wrong_request({ kind: KIND });
  const answer = await sendRendered(call, KIND, signed(rendered.body, call.config, call.now));
  if (answer.kind !== 'answered') return failureOutcome(answer);
  const read = readFeishu(answer.body);
  if (read === undefined) return statusOutcome(KIND, answer, call.now);
  const outcome = feishuOutcome(KIND, read, answer, call.now);
  return outcome.outcome === 'token_refused' ? { outcome: 'disable', why: `${KIND}.token_unknown` } : outcome;
}

/** Both members stand alone in the body and say nothing about anybody: the guard is told, because ten figures look like a telephone number. */
function signed(body: Uint8Array, config: FeishuBotConfig, now: Date): Additions {
  if (config.secret === undefined) return {};
  const seconds = Math.floor(now.getTime() / 1000);
  const timestamp = String(seconds);
  const sign = feishuSign(seconds, config.secret.reveal());
  // The rendered body is a JSON object that is never empty.
  const rest = fromUtf8(body).slice(1);
  return {
    body: utf8(`{"timestamp":${JSON.stringify(timestamp)},"sign":${JSON.stringify(sign)},${rest}`),
    identifiers: [timestamp, sign],
  };
}
