/**
 * Work notifications on the old interface: sent by a number of the agent, asked about by the number of the task.
 *
 * @see https://open.dingtalk.com/document/orgapp/asynchronous-sending-of-enterprise-session-messages
 */
import { type CallState, readCall, recallCall } from '../../../transfers/door-calls.ts';
import type { GatewayApp, GatewayCtx, GatewayDeps } from '../../deps.ts';
import { isTrue, type Loose, textOf, textsOf } from '../loose-json.ts';
import { type AppCall, appRoute } from './enter.ts';
import { FAIL, type Failure, fail } from './failures.ts';
import { handIn, targetOfUsers, TO_AUDIENCE, VENDOR } from './hand-in.ts';
import { parseWorkMessage } from './work-message.ts';

const PATH = '/topapi/message/corpconversation';
const MOST_USERS = 500;

export function workRoutes(app: GatewayApp, deps: GatewayDeps): void {
  app.post(
    `${PATH}/asyncsend_v2`,
    appRoute(deps, (c, call, body, bytes) => send(deps, c, call, body, bytes)),
  );
  app.on(
    ['GET', 'POST'],
    `${PATH}/getsendprogress`,
    appRoute(deps, (c, call, body) =>
      withState(deps, c, call, body, (state) => ({
        progress: progressOf(state),
      })),
    ),
  );
  app.on(
    ['GET', 'POST'],
    `${PATH}/getsendresult`,
    appRoute(deps, (c, call, body) => withState(deps, c, call, body, (state) => ({ send_result: resultOf(state) }))),
  );
  app.post(
    `${PATH}/recall`,
    appRoute(deps, (c, call, body) => recall(deps, c, call, body)),
  );
}

/** Answers of the old interface end with the number of the request. */
function ok(c: GatewayCtx, members: Readonly<Record<string, unknown>>): Response {
  return c.json({ errcode: 0, errmsg: 'ok', ...members, request_id: c.get('requestId') });
}

async function send(deps: GatewayDeps, c: GatewayCtx, call: AppCall, body: Loose, bytes: number): Promise<Response> {
  const { door } = call;
  if (textOf(body, 'agent_id') !== String(call.app.agentId)) return fail(deps, c, door.id, FAIL.agentUnknown);
  const parsed = parseWorkMessage(body['msg']);
  if (parsed.kind === 'invalid')
    return fail(deps, c, door.id, parsed.what === 'type' ? FAIL.messageType : FAIL.messageParam);
  const target = await targetOf(deps, call, body);
  if ('errcode' in target) return fail(deps, c, door.id, target);
  const handed = await handIn(deps, c, call, { message: parsed.message, to: target, bytes });
  return handed.kind === 'answered' ? handed.answer : ok(c, { task_id: handed.arrived.taskId });
}

async function targetOf(deps: GatewayDeps, call: AppCall, body: Loose): Promise<typeof TO_AUDIENCE | Failure> {
  if (isTrue(body, 'to_all_user')) return TO_AUDIENCE;
  const userIds = listOf(body, 'userid_list');
  if (listOf(body, 'dept_id_list').length > 0) return FAIL.departments;
  if (userIds.length === 0) return FAIL.usersEmpty;
  if (userIds.length > MOST_USERS) return FAIL.usersTooMany;
  return (await targetOfUsers(deps, call, userIds)).target ?? FAIL.usersUnknown;
}

/** `u1,u2`, or a list. */
function listOf(body: Loose, name: string): readonly string[] {
  return textsOf(body, name)
    .flatMap((one) => one.split(','))
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

async function withState(
  deps: GatewayDeps,
  c: GatewayCtx,
  call: AppCall,
  body: Loose,
  members: (state: CallState) => Readonly<Record<string, unknown>>,
): Promise<Response> {
  const taskId = taskOf(body, 'task_id');
  const { tenant, door } = call;
  const state = taskId === undefined ? undefined : await readCall(deps.transfers, tenant, door, VENDOR, { taskId });
  return state === undefined ? fail(deps, c, door.id, FAIL.callUnknown) : ok(c, members(state));
}

/** Status 0: not begun, 1: under way, 2: done. */
function progressOf(state: CallState): Readonly<Record<string, number>> {
  if (state.state === 'held') return { progress_in_percent: 0, status: 0 };
  return state.notice === 'waiting' && state.state === 'granted'
    ? { progress_in_percent: 50, status: 1 }
    : { progress_in_percent: 100, status: 2 };
}

/** Read is who has opened something; failed, when the notice could not be delivered, is everybody else. */
function resultOf(state: CallState): Readonly<Record<string, readonly string[]>> {
  const read = state.readers.filter((one) => one.openedAt !== null).flatMap((one) => one.providerId ?? []);
  const unread = state.readers.filter((one) => one.openedAt === null).flatMap((one) => one.providerId ?? []);
  const hasFailed = state.notice === 'failed' || state.state === 'refused';
  return {
    invalid_user_id_list: [],
    forbidden_user_id_list: [],
    failed_user_id_list: hasFailed ? unread : [],
    read_user_id_list: read,
    unread_user_id_list: hasFailed ? [] : unread,
    invalid_dept_id_list: [],
  };
}

async function recall(deps: GatewayDeps, c: GatewayCtx, call: AppCall, body: Loose): Promise<Response> {
  const { tenant, door } = call;
  const taskId = taskOf(body, 'msg_task_id', 'task_id');
  const outcome = taskId === undefined ? 'unknown' : await recallCall(deps.transfers, tenant, door, { taskId });
  return outcome === 'unknown' ? fail(deps, c, door.id, FAIL.callUnknown) : ok(c, {});
}

function taskOf(body: Loose, ...names: readonly string[]): number | undefined {
  const text = textOf(body, ...names);
  const taskId = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(taskId) ? taskId : undefined;
}
