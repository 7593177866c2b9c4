/**
 * What the answers of the newer calls (`/v1.0/…`) mean for the outbox. They refuse with HTTP 4xx and `{code, message}`; only the code is read.
 * Codes: open.dingtalk.com (error codes of robot and card calls), and what public clients of these calls handle.
 */
import { z } from 'zod';
import { MINUTE } from '../../base/units.ts';
import { retry } from '../outcome.ts';
import type { HttpEgressAnswer, SendOutcome } from '../port.ts';
import { notDingtalk, spokenIn, type Spoken } from './answers.ts';
import { allowanceUsedUp, dingtalkAnswerSchema, errcodeOf } from './errcodes.ts';

const refusalSchema = z.object({ code: z.string().min(1).max(200) });

type Rule = readonly [code: RegExp, outcome: SendOutcome];

const disable = (why: string): SendOutcome => ({ outcome: 'disable', why: `dingtalk.${why}` });
const permanent = (why: string): SendOutcome => ({ outcome: 'permanent', why: `dingtalk.${why}` });

/** The first that fits decides; DingTalk writes the same word in small and in capital letters. */
const RULES: readonly Rule[] = [
  [/qpslimit|throttl|toomanyrequests|flowcontrol/i, retry('dingtalk.call_limit', 'connection', MINUTE)],
  [/^invalidauthentication/i, disable('token_refused')],
  [/^invalidclient|appkey|appsecret|clientid|clientsecret/i, disable('app_refused')],
  [/ipnotinwhitelist|ip\.?white/i, disable('security_address')],
  [/permissiondenied|nopermission/i, disable('not_permitted')],
  [/robotcode|robot\.notexist/i, disable('robot_unknown')],
  [/conversationid|conversation\.|robot\.?notingroup/i, disable('group_unknown')],
  [/template/i, disable('template_unknown')],
  [/userid|staffid|user\.notexist|spaceid/i, permanent('recipient_unknown')],
  [/msgkey|msgparam|carddata/i, permanent('content_refused')],
];

/** Returns the outcome of a refusal: any answer of a newer call that is not 2xx. */
export function refusalOutcome(spoken: Extract<Spoken, { spoke: true }>, now: Date): SendOutcome {
  const { status, value } = spoken;
  if (status >= 500) return retry(`dingtalk.status_${status}`, 'message', undefined, true);
  const read = refusalSchema.safeParse(value);
  if (!read.success) return notDingtalk();
  const { code } = read.data;
  if (/apicountlimit/i.test(code)) return allowanceUsedUp(now);
  const rule = RULES.find(([pattern]) => pattern.test(code));
  if (rule !== undefined) return rule[1];
  if (status === 401) return disable('token_refused');
  // Throttling shows as 403 under more names than are written down.
  if (status === 403 || status === 429) return retry(`dingtalk.status_${status}`, 'connection', MINUTE);
  return permanent(`status_${status}`);
}

/** Tells whether an answer says that the access token is not, or no longer, good. */
export function isTokenRefused(answer: HttpEgressAnswer): boolean {
  const spoken = spokenIn(answer);
  if (!spoken.spoke) return false;
  if (spoken.status === 401) return true;
  const refusal = refusalSchema.safeParse(spoken.value);
  if (refusal.success && /^invalidauthentication/i.test(refusal.data.code)) return true;
  const older = dingtalkAnswerSchema.safeParse(spoken.value);
  return older.success && [40_014, 42_001].includes(errcodeOf(older.data));
}
