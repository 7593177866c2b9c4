/**
 * What Feishu's answers mean for the outbox. Only `code` tells.
 * Codes: open.feishu.cn server-docs/api-call-guide (generic-error-code, frequency-control) and im-v1/message (230xxx); those of the custom
 * robot from its own page and from public clients' tests. 10003 and 10014 are as public clients know them.
 */
import { z } from 'zod';
import type { Bytes } from '../../base/bytes.ts';
import { MINUTE, SECOND } from '../../base/units.ts';
import type { ChannelKind } from '../../model/channel.ts';
import type { Attempted } from '../bearer.ts';
import { type Answered, readJson, throttled } from '../exchange.ts';
import { retry, retryAfterMs } from '../outcome.ts';
import type { SendOutcome } from '../port.ts';

/** Feishu adds members; only these are read. */
const answerSchema = z.object({
  code: z.number().int(),
  msg: z.string().max(4000).optional(),
  data: z
    .object({ message_id: z.string().max(256).optional() })
    .nullish()
    .catch(undefined),
});

export type FeishuAnswer = z.output<typeof answerSchema>;

/** Returns Feishu's answer, or undefined when somebody else answered. */
export function readFeishu(body: Bytes): FeishuAnswer | undefined {
  return readJson(answerSchema, body);
}

const DISABLED: ReadonlyMap<number, string> = new Map([
  [10003, 'app_unknown'],
  [10014, 'secret_wrong'],
  [19001, 'token_unknown'],
  [19021, 'security_signature'],
  [19022, 'security_address'],
  [19024, 'security_keyword'],
  [99991401, 'security_address'],
  [99991672, 'not_permitted'],
  [230006, 'robot_not_enabled'],
  [230027, 'not_permitted'],
]);

const PERMANENT: ReadonlyMap<number, string> = new Map([
  [9499, 'parameter'],
  [19002, 'parameter'],
  [230001, 'parameter'],
  [230002, 'robot_not_in_group'],
  [230013, 'recipient_out_of_reach'],
  [230018, 'group_settings'],
  [230022, 'content_refused'],
  [230025, 'too_large'],
  [230028, 'content_refused'],
  [230029, 'recipient_unknown'],
  [230034, 'recipient_unknown'],
  [230035, 'recipient_out_of_reach'],
  [230038, 'recipient_out_of_reach'],
  [230053, 'recipient_out_of_reach'],
  [230099, 'card'],
  [232009, 'group_dissolved'],
]);

const TOKEN_GONE: ReadonlySet<number> = new Set([99991661, 99991663, 99991664, 99991671]);
/** The platform itself is busy, mostly on the hour and the half hour. */
const PLATFORM_BUSY = 11232;
/** Five a second to one person or group were passed. */
const CHAT_LIMIT = 230020;
/** The same `uuid` is on its way already. */
const UNDER_WAY = 230049;

/** Returns the outcome of an answer with a code. An unknown code is tried again in the ordinary way. */
export function feishuOutcome(kind: ChannelKind, read: FeishuAnswer, answer: Answered, now: Date): Attempted {
  const { code, msg = '', data } = read;
  if (code === 0) {
    const id = data?.message_id;
    return id === undefined || id === '' ? { outcome: 'sent' } : { outcome: 'sent', providerRef: id };
  }
  if (TOKEN_GONE.has(code)) return { outcome: 'token_refused' };
  if (code === 99991400 || answer.status === 429) return throttled(kind, resetMs(answer, now));
  const wait = waiting(kind, code, msg);
  if (wait !== undefined) return wait;
  const broken = DISABLED.get(code);
  if (broken !== undefined) return { outcome: 'disable', why: `${kind}.${broken}` };
  const final = PERMANENT.get(code);
  return final === undefined
    ? retry(`${kind}.code_${code}`, 'message')
    : { outcome: 'permanent', why: `${kind}.${final}` };
}

function waiting(kind: ChannelKind, code: number, msg: string): SendOutcome | undefined {
  if (code === CHAT_LIMIT) return throttled(kind, 5 * SECOND);
  if (code === UNDER_WAY) return retry(`${kind}.under_way`, 'message', 10 * SECOND);
  if (code === PLATFORM_BUSY) return retry(`${kind}.busy`, 'connection', MINUTE);
  // The custom robot says the same code for a bad body and for too many requests.
  return code === 9499 && /too many/i.test(msg) ? throttled(kind, MINUTE) : undefined;
}

/** `x-ogw-ratelimit-reset`: seconds until the limit is lifted (frequency-control). */
function resetMs({ headers }: Answered, now: Date): number | undefined {
  const reset = headers['x-ogw-ratelimit-reset']?.trim() ?? '';
  return /^\d{1,6}$/.test(reset) ? Number(reset) * SECOND : retryAfterMs(headers, now);
}
