/**
 * What DingTalk's answers mean for the outbox. DingTalk answers HTTP 200 for errors too; only `errcode` tells.
 * Codes: help.dingtalk.io (robot/send, call-frequency-limit) and two independent public clients that agree.
 */
import { z } from 'zod';
import { MINUTE, SECOND } from '../../base/units.ts';
import { retry } from '../outcome.ts';
import type { SendOutcome } from '../port.ts';

/** DingTalk adds members (request ids, punishments); only these are read. */
export const dingtalkAnswerSchema = z.object({
  errcode: z.number().int(),
  errmsg: z.string().max(4000).optional(),
  /** The real code of an errcode 88. */
  sub_code: z
    .union([z.number().int(), z.string().regex(/^\d{1,9}$/)])
    .optional()
    .catch(undefined),
});

export type DingtalkAnswer = z.output<typeof dingtalkAnswerSchema>;

/** After "send too fast" a robot is blocked for ten minutes. */
const ROBOT_PAUSE = 10 * MINUTE;
/** After 10,000 calls in 20 s an address is blocked for five minutes and gets no errcode at all. */
export const ADDRESS_PAUSE = 5 * MINUTE;

type Meaning = (answer: DingtalkAnswer, now: Date) => SendOutcome;

const disable =
  (why: string): Meaning =>
  () => ({ outcome: 'disable', why: `dingtalk.${why}` });
const permanent =
  (why: string): Meaning =>
  () => ({ outcome: 'permanent', why: `dingtalk.${why}` });
const pause =
  (why: string, milliseconds: number): Meaning =>
  () =>
    retry(`dingtalk.${why}`, 'connection', milliseconds);
const untilNextMonth: Meaning = (_answer, now) => allowanceUsedUp(now);

const MEANINGS: ReadonlyMap<number, Meaning> = new Map([
  [0, () => ({ outcome: 'sent' })],
  [-1, () => retry('dingtalk.busy', 'message', 30 * SECOND)],
  [310000, (answer) => ({ outcome: 'disable', why: securityReason(answer.errmsg ?? '') })],
  [130101, pause('too_fast', ROBOT_PAUSE)],
  [410100, pause('too_fast', ROBOT_PAUSE)],
  [90018, pause('call_limit', MINUTE)],
  [90002, pause('call_limit', MINUTE)],
  [90019, pause('call_limit', MINUTE)],
  [90020, untilNextMonth],
  [90030, untilNextMonth],
  [40014, disable('token_refused')],
  [42001, disable('token_refused')],
  [60011, disable('not_permitted')],
  [60020, disable('security_address')],
  [33012, permanent('recipient_unknown')],
  [60121, permanent('recipient_unknown')],
  [300001, disable('token_unknown')],
  [300005, disable('token_unknown')],
  [400101, disable('token_unknown')],
  [400102, disable('robot_disabled')],
  [400106, disable('robot_not_in_group')],
  [400013, disable('group_dissolved')],
  [400105, permanent('message_type')],
  [430101, permanent('link_refused')],
  [430102, permanent('text_refused')],
  [430103, permanent('image_refused')],
  [430104, permanent('content_refused')],
  [460101, permanent('too_large')],
  [40035, permanent('missing_parameter')],
  [43002, permanent('method')],
  [43004, permanent('content_type')],
]);

/** Returns the outcome for an answer that carries an errcode. An unknown code is tried again in the ordinary way: the attempts are limited. */
export function dingtalkOutcome(answer: DingtalkAnswer, now: Date): SendOutcome {
  const code = errcodeOf(answer);
  const meaning = MEANINGS.get(code);
  return meaning === undefined ? retry(`dingtalk.errcode_${code}`, 'message') : meaning(answer, now);
}

/** Returns the code that tells: under 88, "refused by the gateway", it is in `sub_code`. */
export function errcodeOf(answer: DingtalkAnswer): number {
  return answer.errcode === 88 && answer.sub_code !== undefined ? Number(answer.sub_code) : answer.errcode;
}

/** Returns the pause until the month's allowance is given anew. */
export function allowanceUsedUp(now: Date): SendOutcome {
  return retry('dingtalk.allowance_used_up', 'connection', millisecondsToNextMonth(now));
}

/** Code 310000 says in its text which security setting was not met; both the older and the newer wording hold these words. */
function securityReason(text: string): string {
  if (/keyword/i.test(text)) return 'dingtalk.security_keyword';
  if (/sign/i.test(text)) return 'dingtalk.security_signature';
  if (/timestamp/i.test(text)) return 'dingtalk.security_timestamp';
  if (/\bip\b|whitelist/i.test(text)) return 'dingtalk.security_address';
  return 'dingtalk.security';
}

/** DingTalk's month ends at midnight in China, UTC+8 without summer time. */
function millisecondsToNextMonth(now: Date): number {
  const offset = 480 * MINUTE;
  const china = new Date(now.getTime() + offset);
  return Date.UTC(china.getUTCFullYear(), china.getUTCMonth() + 1, 1) - offset - now.getTime();
}
