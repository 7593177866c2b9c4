/** Sends to a DingTalk group through a custom robot's webhook, and answers in a conversation through the address that came with a message. */
import { sendRendered } from '../exchange.ts';
import type { ChannelAdapter, SendCall, SendOutcome } from '../port.ts';
import { hostOf } from '../settings.ts';
import { errcodeOutcome, sessionOutcome } from './answers.ts';
import { type DingtalkConfig, dingtalkConfigSchema } from './config.ts';
import { DINGTALK_MAX_BYTES } from './message.ts';
import { dingtalkPlace } from './place.ts';
import { renderDingtalk } from './render.ts';
import { sessionAddress } from './session.ts';
import { dingtalkSign } from './sign.ts';

export const dingtalkRobot: ChannelAdapter<DingtalkConfig> = {
  kind: 'dingtalk',
  config: dingtalkConfigSchema,
  secretFields: ['accessToken', 'secret'],
  caps: (config) => ({
    carries: ['notice', 'test', 'answer', 'public'],
    reaches: 'group',
    afterwards: { recall: false, update: false, confirm: false },
    maxBytes: DINGTALK_MAX_BYTES,
    idempotent: 'native',
    linkUnfurl: 'unavoidable',
    jurisdiction: dingtalkPlace([config.baseUrl], config.jurisdiction),
    bucket: 'dingtalk',
  }),
  hosts: (config) => [hostOf(config.baseUrl)],
  render: async (draft, words, envelope, config) => renderDingtalk(draft, words, envelope, config),
  send: sendToRobot,
};

async function sendToRobot(call: SendCall<DingtalkConfig>): Promise<SendOutcome> {
  const { rendered, config, now } = call;
  const { target } = rendered.envelope;
  if (target.kind !== 'answer_url') {
    return errcodeOutcome(await sendRendered(call, 'dingtalk', { query: signedQuery(config, now) }), now);
  }
  const query = sessionAddress(target.url, [hostOf(config.baseUrl)]).secretQuery.reveal();
  return sessionOutcome(await sendRendered(call, 'dingtalk', { query }), now);
}

function signedQuery(config: DingtalkConfig, now: Date): Readonly<Record<string, string>> {
  const token = { access_token: config.accessToken.reveal() };
  if (config.secret === undefined) return token;
  const timestamp = now.getTime();
  return { ...token, timestamp: String(timestamp), sign: dingtalkSign(timestamp, config.secret.reveal()) };
}
