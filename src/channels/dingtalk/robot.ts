/** Sends to a DingTalk group through a custom robot's webhook. */
import { fromUtf8 } from '../../base/bytes.ts';
import { Secret } from '../../base/secret.ts';
import { KIB, SECOND } from '../../base/units.ts';
import { CHANNELS } from '../errors.ts';
import { failureOutcome, retry } from '../outcome.ts';
import type { ChannelAdapter, HttpEgressAnswer, SendCall, SendOutcome } from '../port.ts';
import { hostOf } from '../settings.ts';
import { type DingtalkConfig, dingtalkConfigSchema, dingtalkJurisdiction } from './config.ts';
import { ADDRESS_PAUSE, type DingtalkAnswer, dingtalkAnswerSchema, dingtalkOutcome } from './errcodes.ts';
import { DINGTALK_MAX_BYTES, renderDingtalk } from './render.ts';
import { dingtalkSign } from './sign.ts';

export const dingtalkRobot: ChannelAdapter<DingtalkConfig> = {
  kind: 'dingtalk',
  config: dingtalkConfigSchema,
  secretFields: ['accessToken', 'secret'],
  caps: (config) => ({
    carries: ['notice', 'test', 'answer'],
    reaches: 'group',
    afterwards: { recall: false, update: false, confirm: false },
    maxBytes: DINGTALK_MAX_BYTES,
    idempotent: 'native',
    linkUnfurl: 'unavoidable',
    jurisdiction: dingtalkJurisdiction(config),
    bucket: 'dingtalk',
  }),
  hosts: (config) => [hostOf(config.baseUrl)],
  render: async (draft, words, envelope, config) => renderDingtalk(draft, words, envelope, config),
  send: sendToRobot,
};

async function sendToRobot(call: SendCall<DingtalkConfig>): Promise<SendOutcome> {
  const { rendered, config, egress, signal, now } = call;
  if (rendered.transport !== 'http') throw CHANNELS.wrong_request({ kind: 'dingtalk' });
  const { idempotencyKey, target } = rendered.envelope;
  const answer = await egress.http(
    {
      meta: { vendor: 'dingtalk', kind: rendered.kind, idempotencyKey, target },
      method: rendered.method,
      url: rendered.url,
      secretQuery: new Secret(signedQuery(config, now)),
      headers: rendered.headers,
      secretHeaders: new Secret({}),
      body: rendered.body,
      timeoutMs: 10 * SECOND,
      maxAnswerBytes: 64 * KIB,
    },
    signal,
  );
  return outcomeOf(answer, now);
}

function signedQuery(config: DingtalkConfig, now: Date): Readonly<Record<string, string>> {
  const token = { access_token: config.accessToken.reveal() };
  if (config.secret === undefined) return token;
  const timestamp = now.getTime();
  return { ...token, timestamp: String(timestamp), sign: dingtalkSign(timestamp, config.secret.reveal()) };
}

/**
 * A block of our whole address shows as an answer without an errcode (a page, a redirect, `{"status":1111,…}`), so anything that does not
 * speak DingTalk pauses every connection that goes out from here.
 */
function outcomeOf(answer: HttpEgressAnswer, now: Date): SendOutcome {
  if (answer.kind === 'failed' && (answer.why === 'redirect' || answer.why === 'answer_too_large')) {
    return retry(`dingtalk.not_dingtalk.${answer.why}`, 'egress', ADDRESS_PAUSE, true);
  }
  if (answer.kind !== 'answered') return failureOutcome(answer);
  const parsed = parseAnswer(answer.body);
  if (parsed === undefined) return retry('dingtalk.not_dingtalk', 'egress', ADDRESS_PAUSE, true);
  return dingtalkOutcome(parsed, now);
}

function parseAnswer(body: Uint8Array): DingtalkAnswer | undefined {
  try {
    const parsed = dingtalkAnswerSchema.safeParse(JSON.parse(fromUtf8(body)));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
