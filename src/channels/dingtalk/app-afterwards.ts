/** After a message was sent: whether it arrived, taking it back, and whether the application still works. */
import { z } from 'zod';
import type { Secret } from '../../base/secret.ts';
import { askVendor, type Control, probeFailed } from '../exchange.ts';
import type { AfterCall, Confirmation, ControlRequest, ProbeResult, VendorCall } from '../port.ts';
import { spokenIn } from './answers.ts';
import { type DingtalkAppConfig, identifiersOf } from './app-config.ts';
import { askForToken, withToken } from './app-token.ts';
import { baseOf } from './message.ts';

type After = AfterCall<DingtalkAppConfig>;

/** Returns what DingTalk says about a message to one person or a work notification; `unknown` for the other modes and when it says nothing. */
export async function confirmByApp(call: After): Promise<Confirmation> {
  const { config, providerRef } = call;
  const { way } = config;
  if (way.mode === 'user') {
    const query = { robotCode: way.robotCode, processQueryKey: providerRef };
    return readStatus(await ask(call, { purpose: 'state', path: '/v1.0/robot/oToMessages/readStatus', query }));
  }
  if (way.mode === 'work_notice' && isTask(providerRef)) {
    const body = { agent_id: way.agentId, task_id: Number(providerRef) };
    const path = '/topapi/message/corpconversation/getsendresult';
    return sendResult(await ask(call, { purpose: 'state', path, body }));
  }
  return 'unknown';
}

/** Takes a message back. Returns true when DingTalk says that it did; a card is rewritten instead. */
export async function recallByApp(call: After): Promise<boolean> {
  const { config, providerRef } = call;
  const { way } = config;
  const purpose = 'recall';
  if (way.mode === 'card') return false;
  if (way.mode === 'work_notice') {
    if (!isTask(providerRef)) return false;
    const body = { agent_id: way.agentId, msg_task_id: Number(providerRef) };
    const value = await ask(call, { purpose, path: '/topapi/message/corpconversation/recall', body });
    return okSchema.safeParse(value).success;
  }
  const keys = { robotCode: way.robotCode, processQueryKeys: [providerRef] };
  const value =
    way.mode === 'user'
      ? await ask(call, { purpose, path: '/v1.0/robot/otoMessages/batchRecall', body: keys })
      : await ask(call, {
          purpose,
          path: '/v1.0/robot/groupMessages/recall',
          body: { ...keys, openConversationId: way.openConversationId },
        });
  const read = recalledSchema.safeParse(value);
  return read.success && read.data.successResult.includes(providerRef);
}

/** Asks for a new access token: nobody gets a message. */
export async function probeApp(call: VendorCall<DingtalkAppConfig>): Promise<ProbeResult> {
  const asked = await askForToken(call);
  if (asked.ok) return { ok: true };
  return probeFailed(asked.outcome);
}

type Question = {
  readonly purpose: ControlRequest['purpose'];
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
};

/** Returns what DingTalk said, or undefined when it said nothing or refused. Paths under /topapi are on the older host. */
async function ask(call: After, question: Question): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { config, providerRef } = call;
  const { path, ...rest } = question;
  const isOlder = path.startsWith('/topapi/');
  const control = (token: Secret<string>): Control => ({
    ...rest,
    method: rest.body === undefined ? 'GET' : 'POST',
    url: `${baseOf(isOlder ? config.baseUrl : config.apiBaseUrl)}${path}`,
    identifiers: [...identifiersOf(config), providerRef],
    ...(isOlder
      ? { secretQuery: { access_token: token.reveal() } }
      : { secretHeaders: { 'x-acs-dingtalk-access-token': token.reveal() } }),
  });
  const made = await withToken(call, (token) => askVendor(call, 'dingtalk_app', control(token)));
  if (!made.ok) return undefined;
  const spoken = spokenIn(made.answer);
  return spoken.spoke && spoken.status < 300 ? spoken.value : undefined;
}

function isTask(providerRef: string): boolean {
  return /^\d{1,15}$/.test(providerRef);
}

const okSchema = z.object({ errcode: z.literal(0) });
const recalledSchema = z.object({ successResult: z.array(z.string()) });

/** The answer also has the person's name; it is not read. */
const readStatusSchema = z.object({
  sendStatus: z.string(),
  messageReadInfoList: z.array(z.object({ readStatus: z.string() })),
});

function readStatus(value: unknown): Confirmation {
  const read = readStatusSchema.safeParse(value);
  if (!read.success || read.data.sendStatus.toUpperCase() !== 'SUCCESS') return 'unknown';
  const [person] = read.data.messageReadInfoList;
  if (person === undefined) return 'unknown';
  return person.readStatus.toUpperCase() === 'READ' ? 'read' : 'delivered';
}

const peopleSchema = z.array(z.string()).nullish();
const sendResultSchema = z.object({
  errcode: z.literal(0),
  send_result: z.object({
    invalid_user_id_list: peopleSchema,
    forbidden_user_id_list: peopleSchema,
    failed_user_id_list: peopleSchema,
    read_user_id_list: peopleSchema,
    unread_user_id_list: peopleSchema,
    forbidden_list: z.array(z.object({ code: z.union([z.string(), z.number()]) })).nullish(),
  }),
});

/** "The same message again": an earlier one with this text is there, so nothing is known about a failure. */
const REPEATED = '143106';

function sendResult(value: unknown): Confirmation {
  const read = sendResultSchema.safeParse(value);
  if (!read.success) return 'unknown';
  const result = read.data.send_result;
  const has = (list: readonly unknown[] | null | undefined): boolean => (list?.length ?? 0) > 0;
  if (result.forbidden_list?.some(({ code }) => String(code) === REPEATED) === true) return 'unknown';
  if (has(result.invalid_user_id_list) || has(result.failed_user_id_list)) return 'failed';
  if (has(result.forbidden_user_id_list) || has(result.forbidden_list)) return 'failed';
  if (has(result.read_user_id_list)) return 'read';
  return has(result.unread_user_id_list) ? 'delivered' : 'unknown';
}
