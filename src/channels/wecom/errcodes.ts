/**
 * What WeCom's answers mean for the outbox. Only `errcode` tells; some refusals come with HTTP 403, most with 200.
 * Codes: developer.work.weixin.qq.com path 90313; 93000 for a wrong key and for a message that is too long was seen in public clients' tests.
 */
import { z } from 'zod';
import type { Bytes } from '../../base/bytes.ts';
import { MINUTE, SECOND } from '../../base/units.ts';
import type { ChannelKind } from '../../model/channel.ts';
import type { Attempted } from '../bearer.ts';
import { readJson } from '../exchange.ts';
import { retry } from '../outcome.ts';

/** WeCom adds members; only these are read. */
const answerSchema = z.object({
  errcode: z.number().int(),
  errmsg: z.string().max(4000).optional(),
  msgid: z.string().max(512).optional(),
  invaliduser: z.string().max(4000).optional(),
  unlicenseduser: z.string().max(4000).optional(),
});

export type WecomAnswer = z.output<typeof answerSchema>;

/** Returns WeCom's answer, or undefined when somebody else answered. */
export function readWecom(body: Bytes): WecomAnswer | undefined {
  return readJson(answerSchema, body);
}

const DISABLED: ReadonlyMap<number, string> = new Map([
  [40001, 'secret_wrong'],
  [40013, 'corp_unknown'],
  [40056, 'agent_unknown'],
  [48002, 'not_permitted'],
  [60011, 'not_permitted'],
  [60020, 'security_address'],
  [93008, 'robot_not_in_group'],
  [301002, 'not_permitted'],
]);

const PERMANENT: ReadonlyMap<number, string> = new Map([
  [40003, 'recipient_unknown'],
  [40008, 'message_type'],
  [40058, 'parameter'],
  [44004, 'empty'],
  [45002, 'too_large'],
  [81013, 'recipient_unknown'],
  [82001, 'recipient_missing'],
]);

/** The robot's key is wrong, or the message is: only the text tells. */
const KEY_OR_MESSAGE = 93000;
const TOKEN_GONE: ReadonlySet<number> = new Set([40014, 41001, 42001]);

/** Returns the outcome of an answer with an errcode. An unknown code is tried again in the ordinary way. */
export function wecomOutcome(kind: ChannelKind, answer: WecomAnswer): Attempted {
  const { errcode, errmsg = '' } = answer;
  if (errcode === 0) return accepted(kind, answer);
  if (TOKEN_GONE.has(errcode)) return { outcome: 'token_refused' };
  if (errcode === -1) return retry(`${kind}.busy`, 'message', 30 * SECOND);
  // "api freq out of limit": by the minute for a robot, by the minute or hour for an application's calls.
  if (errcode === 45009) return retry(`${kind}.too_fast`, 'connection', MINUTE);
  if (errcode === 45033) return retry(`${kind}.too_many_at_once`, 'connection', 10 * SECOND);
  if (errcode === KEY_OR_MESSAGE) {
    return /webhook/i.test(errmsg)
      ? { outcome: 'disable', why: `${kind}.key_unknown` }
      : { outcome: 'permanent', why: `${kind}.parameter` };
  }
  const broken = DISABLED.get(errcode);
  if (broken !== undefined) return { outcome: 'disable', why: `${kind}.${broken}` };
  const final = PERMANENT.get(errcode);
  return final === undefined
    ? retry(`${kind}.errcode_${errcode}`, 'message')
    : { outcome: 'permanent', why: `${kind}.${final}` };
}

/** One recipient a message: the vendor's list of those who do not get it holds exactly ours or nobody. */
function accepted(kind: ChannelKind, { msgid, invaliduser = '', unlicenseduser = '' }: WecomAnswer): Attempted {
  if (invaliduser !== '') return { outcome: 'permanent', why: `${kind}.recipient_unknown` };
  if (unlicenseduser !== '') return { outcome: 'permanent', why: `${kind}.recipient_unlicensed` };
  return msgid === undefined || msgid === '' ? { outcome: 'sent' } : { outcome: 'sent', providerRef: msgid };
}
