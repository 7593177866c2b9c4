/** Sends through an enterprise application, and rewrites a card. */
import { z } from 'zod';
import { fromUtf8, utf8 } from '../../base/bytes.ts';
import type { Secret } from '../../base/secret.ts';
import { MINUTE } from '../../base/units.ts';
import { type Additions, sendRendered } from '../exchange.ts';
import { retry } from '../outcome.ts';
import type { AfterCall, HttpEgressAnswer, SendCall, SendOutcome } from '../port.ts';
import { hostOf } from '../settings.ts';
import { errcodeOutcome, notDingtalk, sessionOutcome, spokenIn } from './answers.ts';
import type { AppWay, DingtalkAppConfig } from './app-config.ts';
import { refusalOutcome } from './app-errcodes.ts';
import { withToken } from './app-token.ts';
import { sessionAddress } from './session.ts';

type Call = SendCall<DingtalkAppConfig>;

/** Sends what was rendered. `providerRef`: the processQueryKey, the task_id, or the outTrackId of a card. */
export async function sendByApp(call: Call): Promise<SendOutcome> {
  const { rendered, config, now } = call;
  const { target, idempotencyKey } = rendered.envelope;
  if (target.kind === 'answer_url') {
    const query = sessionAddress(target.url, [hostOf(config.baseUrl)]).secretQuery.reveal();
    return sessionOutcome(await sendRendered(call, 'dingtalk_app', { query }), now);
  }
  const made = await withToken(call, (token) => sendRendered(call, 'dingtalk_app', tokenFor(config, token)));
  return made.ok ? sentOutcome(made.answer, config.way, idempotencyKey, now) : made.outcome;
}

const cardBodySchema = z.looseObject({ outTrackId: z.string() });

/** Rewrites the card that `providerRef` names; the other modes cannot. */
export async function updateByApp(call: AfterCall<DingtalkAppConfig> & Pick<Call, 'rendered'>): Promise<SendOutcome> {
  const { rendered, config, now, providerRef } = call;
  if (config.way.mode !== 'card' || rendered.kind !== 'ended') {
    return { outcome: 'permanent', why: 'dingtalk.cannot_be_rewritten' };
  }
  // The message may have been written under a key of its own; the card keeps the one it was made with.
  const card = cardBodySchema.parse(JSON.parse(fromUtf8(rendered.body)));
  const body = utf8(JSON.stringify({ ...card, outTrackId: providerRef }));
  const made = await withToken(call, (token) =>
    sendRendered(call, 'dingtalk_app', { ...tokenFor(config, token), body, identifiers: [providerRef] }),
  );
  if (!made.ok) return made.outcome;
  return newerOutcome(made.answer, now, (value) =>
    successSchema.safeParse(value).success ? { outcome: 'sent', providerRef } : undefined,
  );
}

/** The older host takes the token in the query. */
function tokenFor({ way }: DingtalkAppConfig, token: Secret<string>): Additions {
  return way.mode === 'work_notice'
    ? { query: { access_token: token.reveal() } }
    : { headers: { 'x-acs-dingtalk-access-token': token.reveal() } };
}

function sentOutcome(answer: HttpEgressAnswer, way: AppWay, outTrackId: string, now: Date): SendOutcome {
  if (way.mode === 'work_notice') return taskOutcome(answer, now);
  const sent = way.mode === 'card' ? (value: unknown) => cardOutcome(value, outTrackId) : robotOutcome;
  return newerOutcome(answer, now, sent);
}

/** An answer of a newer call: 2xx in its expected form, or a refusal. */
function newerOutcome(
  answer: HttpEgressAnswer,
  now: Date,
  sent: (value: unknown) => SendOutcome | undefined,
): SendOutcome {
  const spoken = spokenIn(answer);
  if (!spoken.spoke) return spoken.outcome;
  if (spoken.status >= 300) return refusalOutcome(spoken, now);
  return sent(spoken.value) ?? notDingtalk();
}

const listSchema = z.array(z.string()).nullish();
const robotSentSchema = z.object({
  processQueryKey: z.string().min(1).max(500),
  invalidStaffIdList: listSchema,
  flowControlledStaffIdList: listSchema,
});

/** A message goes to one person, so one name in a list is that person. */
function robotOutcome(value: unknown): SendOutcome | undefined {
  const read = robotSentSchema.safeParse(value);
  if (!read.success) return undefined;
  const { processQueryKey: providerRef, invalidStaffIdList: invalid, flowControlledStaffIdList: held } = read.data;
  if ((invalid?.length ?? 0) > 0) return { outcome: 'permanent', why: 'dingtalk.recipient_unknown' };
  if ((held?.length ?? 0) > 0) return retry('dingtalk.recipient_too_many', 'message', MINUTE);
  return { outcome: 'sent', providerRef };
}

const successSchema = z.object({ success: z.literal(true) });
const cardSentSchema = z.object({
  success: z.boolean(),
  result: z.object({ deliverResults: z.array(z.object({ success: z.boolean() })).nullish() }).nullish(),
});

function cardOutcome(value: unknown, outTrackId: string): SendOutcome | undefined {
  const read = cardSentSchema.safeParse(value);
  if (!read.success) return undefined;
  const { success, result } = read.data;
  const isDelivered = success && (result?.deliverResults ?? []).every((one) => one.success);
  return isDelivered
    ? { outcome: 'sent', providerRef: outTrackId }
    : { outcome: 'permanent', why: 'dingtalk.card_not_delivered' };
}

const taskSchema = z.object({ task_id: z.union([z.number().int(), z.string().regex(/^\d{1,15}$/)]) });

function taskOutcome(answer: HttpEgressAnswer, now: Date): SendOutcome {
  const outcome = errcodeOutcome(answer, now);
  const spoken = spokenIn(answer);
  if (outcome.outcome !== 'sent' || !spoken.spoke) return outcome;
  const task = taskSchema.safeParse(spoken.value);
  // Without the number nothing could be asked or taken back later, but the message is on its way.
  return task.success ? { outcome: 'sent', providerRef: String(task.data.task_id) } : outcome;
}
