/** How an application's messages reach us: by its stream, or by addresses of ours that DingTalk posts to. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fromUtf8 } from '../../base/bytes.ts';
import type { Random } from '../../base/random.ts';
import type { Pushed, PushedRequest, Inlet } from '../receive.ts';
import type { DingtalkAppConfig } from './app-config.ts';
import { type CallbackKeys, decryptPush, encryptReply } from './callback-crypto.ts';
import { isSignedByDingtalk } from './incoming-sign.ts';
import { keepStream } from './stream.ts';
import { fetchMessageFile } from './stream-files.ts';
import { readBotMessage } from './stream-message.ts';

/** Returns the way in of an application, or undefined when it takes nothing in. */
export function inletOf(config: DingtalkAppConfig): Inlet | undefined {
  if (config.receive === 'off') return undefined;
  return {
    identity: identityOf(config),
    by: config.receive,
    stream: (call) => keepStream(call, config),
    callback: (request, now, random) =>
      config.receive === 'callback' ? readCallback(config, request, now, random) : undefined,
    fetchFile: (call) => fetchMessageFile({ ...call, config }),
  };
}

function identityOf({ receive, apiBaseUrl, appKey, appSecret }: DingtalkAppConfig): string {
  const parts = [receive, apiBaseUrl, appKey, appSecret.reveal()];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

const encryptedSchema = z.object({ encrypt: z.string().max(2_000_000) });

function readCallback(
  config: DingtalkAppConfig,
  request: PushedRequest,
  now: Date,
  random: Random,
): Pushed | undefined {
  const { timestamp, sign } = request.headers;
  if (sign === undefined) return readEventPush(config, request, now, random);
  if (!isSignedByDingtalk({ timestamp, sign }, config.appSecret, now)) return undefined;
  const text = textIn(request.body);
  const message = text === undefined ? undefined : readBotMessage(text, now);
  return message === undefined ? undefined : { message, answer: {} };
}

/** Events are heard and not kept: the first, `check_url`, asks whether we are there, and is answered like all others. */
function readEventPush(
  config: DingtalkAppConfig,
  { query, body }: PushedRequest,
  now: Date,
  random: Random,
): Pushed | undefined {
  const { callbackToken, callbackAesKey, appKey } = config;
  if (callbackToken === undefined || callbackAesKey === undefined) return undefined;
  const keys: CallbackKeys = { token: callbackToken, aesKey: callbackAesKey, owner: appKey };
  const { timestamp = '', nonce = '' } = query;
  const signature = query['msg_signature'] ?? query['signature'] ?? '';
  const text = textIn(body);
  const read = text === undefined ? undefined : encryptedSchema.safeParse(jsonIn(text));
  if (read?.success !== true) return undefined;
  if (decryptPush(keys, { signature, timestamp, nonce, encrypt: read.data.encrypt }) === undefined) return undefined;
  const reply = { message: 'success', timestamp: String(now.getTime()), nonce, random: random(16) };
  return { message: undefined, answer: encryptReply(keys, reply) };
}

function textIn(body: Uint8Array): string | undefined {
  try {
    return fromUtf8(body);
  } catch {
    return undefined;
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
