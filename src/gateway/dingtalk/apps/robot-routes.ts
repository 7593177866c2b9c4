/**
 * Messages of an enterprise robot to persons and to groups, whether they were read, and taking them back.
 *
 * @see https://open.dingtalk.com/document/orgapp/chatbots-send-one-on-one-chat-messages-in-batches
 */
import { hex } from '../../../base/bytes.ts';
import { type CallState, readCall, recallCall } from '../../../transfers/door-calls.ts';
import type { GatewayApp, GatewayCtx, GatewayDeps } from '../../deps.ts';
import { type Loose, textOf, textsOf } from '../loose-json.ts';
import { type AppCall, appRoute } from './enter.ts';
import { FAIL, type Failure, fail } from './failures.ts';
import { handIn, targetOfUsers, TO_AUDIENCE, VENDOR } from './hand-in.ts';
import { parseSampleMessage } from './sample-message.ts';

const MOST_USERS = 20;
const MOST_KEYS = 100;

export function robotRoutes(app: GatewayApp, deps: GatewayDeps): void {
  app.post(
    '/v1.0/robot/oToMessages/batchSend',
    appRoute(deps, (c, call, body, bytes) => sendToUsers(deps, c, call, body, bytes)),
  );
  app.post(
    '/v1.0/robot/groupMessages/send',
    appRoute(deps, (c, call, body, bytes) => sendToGroup(deps, c, call, body, bytes)),
  );
  app.get(
    '/v1.0/robot/oToMessages/readStatus',
    appRoute(deps, (c, call, body) => readStatus(deps, c, call, body)),
  );
  app.post(
    '/v1.0/robot/groupMessages/query',
    appRoute(deps, (c, call, body) => queryGroup(deps, c, call, body)),
  );
  // The vendor writes the first of these in two ways.
  for (const path of [
    'otoMessages/batchRecall',
    'oToMessages/batchRecall',
    'groupMessages/recall',
    'groupMessages/batchRecall',
  ])
    app.post(
      `/v1.0/robot/${path}`,
      appRoute(deps, (c, call, body) => recall(deps, c, call, body)),
    );
  for (const path of ['ding/send', 'ding/recall', 'dingMessages/send'])
    app.post(
      `/v1.0/robot/${path}`,
      appRoute(deps, (c, call) => fail(deps, c, call.door.id, FAIL.urgent)),
    );
}

async function sendToUsers(
  deps: GatewayDeps,
  c: GatewayCtx,
  call: AppCall,
  body: Loose,
  bytes: number,
): Promise<Response> {
  const wrongRobot = checkRobot(call, body);
  if (wrongRobot !== undefined) return fail(deps, c, call.door.id, wrongRobot);
  const userIds = textsOf(body, 'userIds');
  if (userIds.length === 0) return fail(deps, c, call.door.id, FAIL.usersEmpty);
  if (userIds.length > MOST_USERS) return fail(deps, c, call.door.id, FAIL.usersTooMany);
  const parsed = parseSampleMessage(textOf(body, 'msgKey'), body['msgParam']);
  if (parsed.kind === 'invalid') return fail(deps, c, call.door.id, wrongMessage(parsed.what));
  const { target, unknown } = await targetOfUsers(deps, call, userIds);
  if (target === undefined) return fail(deps, c, call.door.id, FAIL.usersUnknown);
  const handed = await handIn(deps, c, call, { message: parsed.message, to: target, bytes });
  if (handed.kind === 'answered') return handed.answer;
  const { queryKey } = handed.arrived;
  return c.json({ processQueryKey: queryKey, invalidStaffIdList: unknown, flowControlledStaffIdList: [] });
}

async function sendToGroup(
  deps: GatewayDeps,
  c: GatewayCtx,
  call: AppCall,
  body: Loose,
  bytes: number,
): Promise<Response> {
  const wrongRobot = checkRobot(call, body);
  if (wrongRobot !== undefined) return fail(deps, c, call.door.id, wrongRobot);
  if (!call.app.conversationIds.includes(textOf(body, 'openConversationId')))
    return fail(deps, c, call.door.id, FAIL.conversationUnknown);
  const parsed = parseSampleMessage(textOf(body, 'msgKey'), body['msgParam']);
  if (parsed.kind === 'invalid') return fail(deps, c, call.door.id, wrongMessage(parsed.what));
  const handed = await handIn(deps, c, call, { message: parsed.message, to: TO_AUDIENCE, bytes });
  return handed.kind === 'answered' ? handed.answer : c.json({ processQueryKey: handed.arrived.queryKey });
}

function checkRobot({ app }: AppCall, body: Loose): Failure | undefined {
  const robotCode = textOf(body, 'robotCode', 'chatbotId');
  if (robotCode === '') return FAIL.robotEmpty;
  return robotCode === app.robotCode ? undefined : FAIL.robotUnknown;
}

function wrongMessage(what: 'type' | 'param'): Failure {
  return what === 'type' ? FAIL.messageType : FAIL.messageParam;
}

const SEND_STATUS = { waiting: 'PROCESSING', told: 'SUCCESS', failed: 'FAILED' } as const;

/** From our own evidence: told when the notice has left, read when something was opened. */
function sendStatus(state: CallState): string {
  if (state.state === 'revoked' || state.state === 'withdrawn') return 'RECALLED';
  return state.state === 'refused' ? 'FAILED' : SEND_STATUS[state.notice];
}

async function readStatus(deps: GatewayDeps, c: GatewayCtx, call: AppCall, body: Loose): Promise<Response> {
  const wrongRobot = checkRobot(call, body);
  if (wrongRobot !== undefined) return fail(deps, c, call.door.id, wrongRobot);
  const state = await stateOf(deps, call, body);
  if (state === undefined) return fail(deps, c, call.door.id, FAIL.callUnknown);
  const messageReadInfoList = state.readers.flatMap(({ providerId, openedAt }) =>
    providerId === null
      ? []
      : [
          {
            name: '',
            userId: providerId,
            readStatus: openedAt === null ? 'UNREAD' : 'READ',
            ...(openedAt === null ? {} : { readTimestamp: openedAt.getTime() }),
          },
        ],
  );
  return c.json({ sendStatus: sendStatus(state), messageReadInfoList });
}

async function queryGroup(deps: GatewayDeps, c: GatewayCtx, call: AppCall, body: Loose): Promise<Response> {
  const wrongRobot = checkRobot(call, body);
  if (wrongRobot !== undefined) return fail(deps, c, call.door.id, wrongRobot);
  const state = await stateOf(deps, call, body);
  if (state === undefined) return fail(deps, c, call.door.id, FAIL.callUnknown);
  const readUserIds = state.readers.flatMap((one) =>
    one.providerId === null || one.openedAt === null ? [] : [one.providerId],
  );
  return c.json({ hasMore: false, readUserIds, sendStatus: sendStatus(state) });
}

function stateOf(deps: GatewayDeps, { tenant, door }: AppCall, body: Loose): Promise<CallState | undefined> {
  return readCall(deps.transfers, tenant, door, VENDOR, { queryKey: textOf(body, 'processQueryKey') });
}

async function recall(deps: GatewayDeps, c: GatewayCtx, call: AppCall, body: Loose): Promise<Response> {
  const wrongRobot = checkRobot(call, body);
  if (wrongRobot !== undefined) return fail(deps, c, call.door.id, wrongRobot);
  const keys = [...new Set(textsOf(body, 'processQueryKeys'))];
  if (keys.length === 0 || keys.length > MOST_KEYS) return fail(deps, c, call.door.id, FAIL.callUnknown);
  const successResult: string[] = [];
  const failedResult: Record<string, string> = {};
  for (const queryKey of keys) {
    const outcome = await recallCall(deps.transfers, call.tenant, call.door, { queryKey });
    if (outcome === 'recalled') successResult.push(queryKey);
    else failedResult[nameOf(deps, queryKey)] = outcome === 'unknown' ? 'processQueryKey.notExist' : 'message.ended';
  }
  return c.json({ successResult, failedResult });
}

/** A member's name that is safe to write: keys of ours are, anything else is only hinted at. */
function nameOf(deps: GatewayDeps, key: string): string {
  return /^[A-Za-z0-9+/=_-]{1,128}$/.test(key) && key !== '__proto__'
    ? key
    : hex(deps.transfers.sha256(new TextEncoder().encode(key))).slice(0, 16);
}
