/** What came back, as far as DingTalk itself said it. */
import { z } from 'zod';
import { fromUtf8 } from '../../base/bytes.ts';
import { failureOutcome, retry } from '../outcome.ts';
import type { HttpEgressAnswer, SendOutcome } from '../port.ts';
import { ADDRESS_PAUSE, dingtalkAnswerSchema, dingtalkOutcome } from './errcodes.ts';

/** The JSON object of an answer with its HTTP status, or the outcome of an answer that has none. */
export type Spoken =
  | { readonly spoke: true; readonly status: number; readonly value: Readonly<Record<string, unknown>> }
  | { readonly spoke: false; readonly outcome: SendOutcome };

const objectSchema = z.record(z.string(), z.unknown());

/**
 * Returns what DingTalk said. A block of our whole address shows as an answer that does not speak DingTalk (a page, a redirect,
 * `{"status":1111,…}`), so such an answer pauses every connection that goes out from here.
 */
export function spokenIn(answer: HttpEgressAnswer): Spoken {
  if (answer.kind === 'failed' && (answer.why === 'redirect' || answer.why === 'answer_too_large')) {
    return { spoke: false, outcome: notDingtalk(`.${answer.why}`) };
  }
  if (answer.kind !== 'answered') return { spoke: false, outcome: failureOutcome(answer) };
  const value = parsed(answer.body);
  return value === undefined ? { spoke: false, outcome: notDingtalk() } : { spoke: true, status: answer.status, value };
}

/** The outcome of an answer that DingTalk would not give. */
export function notDingtalk(how = ''): SendOutcome {
  return retry(`dingtalk.not_dingtalk${how}`, 'egress', ADDRESS_PAUSE, true);
}

/** Returns the outcome of an answer of robot/send, or of another call that answers with an errcode. */
export function errcodeOutcome(answer: HttpEgressAnswer, now: Date): SendOutcome {
  const spoken = spokenIn(answer);
  if (!spoken.spoke) return spoken.outcome;
  const read = dingtalkAnswerSchema.safeParse(spoken.value);
  return read.success ? dingtalkOutcome(read.data, now) : notDingtalk();
}

/**
 * Returns the outcome of an answer of a session address. An address that has ended answers 300001 like a token that is unknown: only this
 * message is lost then, the connection is not broken.
 */
export function sessionOutcome(answer: HttpEgressAnswer, now: Date): SendOutcome {
  const outcome = errcodeOutcome(answer, now);
  if (outcome.outcome !== 'disable') return outcome;
  return { outcome: 'permanent', why: 'dingtalk.session_ended' };
}

function parsed(body: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const read = objectSchema.safeParse(JSON.parse(fromUtf8(body)));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
