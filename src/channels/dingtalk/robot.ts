/** Sends to a DingTalk group through a custom robot's webhook, and answers in a conversation through the address that came with a message. */
import { z } from 'zod';
import { fromUtf8 } from '../../base/bytes.ts';
import { Secret } from '../../base/secret.ts';
import { KIB, SECOND } from '../../base/units.ts';
import { CHANNELS } from '../errors.ts';
import type { ChannelAdapter, HttpEgressRequest, RenderedHttp, SendCall, SendOutcome, VendorCall } from '../port.ts';
import { hostOf } from '../settings.ts';
import { errcodeOutcome } from './answers.ts';
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
  const { rendered, config, egress, signal, now } = call;
  if (rendered.transport !== 'http') throw CHANNELS.wrong_request({ kind: 'dingtalk' });
  const { target } = rendered.envelope;
  const secretQuery =
    target.kind === 'answer_url'
      ? sessionAddress(target.url, [hostOf(config.baseUrl)]).secretQuery
      : new Secret(signedQuery(config, now));
  const request = robotRequest('dingtalk', call, rendered, secretQuery);
  return errcodeOutcome(await egress.http(request, signal), now);
}

function signedQuery(config: DingtalkConfig, now: Date): Readonly<Record<string, string>> {
  const token = { access_token: config.accessToken.reveal() };
  if (config.secret === undefined) return token;
  const timestamp = now.getTime();
  return { ...token, timestamp: String(timestamp), sign: dingtalkSign(timestamp, config.secret.reveal()) };
}

/** Returns the request that carries a body of robot/send, to the robot or to a session address. */
export function robotRequest(
  vendor: string,
  call: Pick<VendorCall<unknown>, 'connection'>,
  rendered: RenderedHttp,
  secretQuery: HttpEgressRequest['secretQuery'],
): HttpEgressRequest {
  const { idempotencyKey, target } = rendered.envelope;
  const { connection } = call;
  return {
    meta: { vendor, kind: rendered.kind, idempotencyKey, target, connection, identifiers: calledBy(rendered) },
    method: rendered.method,
    url: rendered.url,
    secretQuery,
    headers: rendered.headers,
    secretHeaders: new Secret({}),
    body: rendered.body,
    timeoutMs: 10 * SECOND,
    maxAnswerBytes: 64 * KIB,
  };
}

const calledSchema = z.object({ at: z.object({ atUserIds: z.array(z.string()) }).optional() });

/** Identifiers of people may be long numbers. One that has the form of a phone number is not named to the guard, which then stops it. */
function calledBy(rendered: RenderedHttp): readonly string[] {
  const { at } = calledSchema.parse(JSON.parse(fromUtf8(rendered.body)));
  return (at?.atUserIds ?? []).filter((user) => !/^\+|^(?:86)?1[3-9]\d{9}$/.test(user));
}
