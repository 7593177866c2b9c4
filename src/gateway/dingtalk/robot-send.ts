/**
 * POST /robot/send and /robot/sendBySession: a message of a custom robot, or an answer to one
 * (help.dingtalk.io, custom robots send group messages). It is answered when it is stored and decided, not when it is told.
 */
import { createHash } from 'node:crypto';
import { describeError } from '../../base/logger.ts';
import type { Arrival, Door } from '../../transfers/arrival.ts';
import { findSession } from '../../transfers/door-sessions.ts';
import type { FoundDoor } from '../../transfers/doors.ts';
import type { GatewayApp, GatewayCtx, GatewayDeps } from '../deps.ts';
import { readBody } from '../limits.ts';
import { acceptAndAnswer, arrivalOf, refusalStatus } from './accept.ts';
import { ERRCODE, sendErrcode } from './answers.ts';
import { parseMessage } from './parse-message.ts';
import { readQuery, valuesOf } from './query.ts';
import { noteRefusal } from './unknown.ts';
import { checkCaller, checkKeywords, isWithin, type Objection } from './verify.ts';

export function robotRoutes(app: GatewayApp, deps: GatewayDeps): void {
  const known = createKnownStatus();
  app.post('/robot/send', (c) => sendByToken(deps, c, known));
  app.post('/robot/sendBySession', (c) => sendBySession(deps, c));
  app.all('/robot/send', (c) => sendErrcode(c, ERRCODE.postOnly, 'require POST'));
  app.all('/robot/sendBySession', (c) => sendErrcode(c, ERRCODE.postOnly, 'require POST'));
}

/**
 * Which tokens belong to clients that look at nothing but the HTTP status: asked when the database is away and the door cannot be read, so that
 * such a client does not take the fault for success. Hashes only, of doors that were found.
 */
type KnownStatus = {
  readonly note: (token: string, door: Door) => void;
  readonly isStrict: (token: string) => boolean;
};

const MOST_KNOWN = 10_000;

function createKnownStatus(): KnownStatus {
  const strict = new Set<string>();
  const keyOf = (token: string): string => createHash('sha256').update(token).digest('base64');
  return {
    note: (token, door) => {
      if (door.settings.answers.refusalStatus === 200) strict.delete(keyOf(token));
      else if (strict.size < MOST_KNOWN) strict.add(keyOf(token));
    },
    isStrict: (token) => strict.has(keyOf(token)),
  };
}

async function sendByToken(deps: GatewayDeps, c: GatewayCtx, known: KnownStatus): Promise<Response> {
  const query = readQuery(c.env.incoming.url ?? '');
  const token = valuesOf(query, 'access_token')[0];
  if (token === undefined) return refuse(deps, c, null, ERRCODE.missingParameter, '缺少参数 access_token');
  let found: FoundDoor | undefined;
  try {
    found = await deps.doors.byToken(token);
  } catch (error) {
    if (!known.isStrict(token)) throw error;
    deps.logger.error({ ...describeError(error), requestId: c.get('requestId') }, 'a door could not be read');
    return sendErrcode(c, ERRCODE.busy, 'system busy', 503);
  }
  if (found === undefined || found.door.kind !== 'robot')
    return refuse(deps, c, null, ERRCODE.unknownToken, 'token is not exist');
  const { door } = found;
  known.note(token, door);
  if (found.state === 'paused') return refuse(deps, c, door, ERRCODE.robotPaused, 'robot is disabled');
  const call = { query, client: c.get('client'), now: deps.clock.now() };
  const objection = checkCaller(call, door.settings.security, found.secrets);
  if (objection !== undefined) return object(deps, c, door, objection);
  return takeIn(deps, c, found, { kind: 'audience' });
}

/** For an answer within a conversation that the gateway itself has begun. */
async function sendBySession(deps: GatewayDeps, c: GatewayCtx): Promise<Response> {
  const session = valuesOf(readQuery(c.env.incoming.url ?? ''), 'session')[0];
  if (session === undefined) return refuse(deps, c, null, ERRCODE.missingParameter, '缺少参数 session');
  const tenant = await deps.tenant();
  const found = tenant === undefined ? undefined : await findSession(deps.transfers, tenant, session);
  if (found === undefined) return refuse(deps, c, null, ERRCODE.unknownToken, 'session is not exist');
  const { door, recipientId } = found;
  const { networks } = door.settings.security;
  if (networks.length > 0 && !isWithin(networks, c.get('client'))) return object(deps, c, door, 'ip not in whitelist');
  const connectionId = door.settings.app?.personConnectionId ?? null;
  const to: Arrival['to'] =
    recipientId === null || connectionId === null
      ? { kind: 'audience' }
      : { kind: 'persons', recipientIds: [recipientId], connectionId };
  return takeIn(deps, c, { door, state: 'active', secrets: [], lastCallAt: null }, to);
}

/** Who calls is known; now what the call says. */
async function takeIn(deps: GatewayDeps, c: GatewayCtx, found: FoundDoor, to: Arrival['to']): Promise<Response> {
  const { door } = found;
  const { security } = door.settings;
  if ((await deps.doors.countCall(door)).kind === 'limited') {
    const errmsg = `send too fast, exceed ${security.perMinute} times per minute`;
    return refuse(deps, c, door, ERRCODE.tooFast, errmsg);
  }
  if (!isJson(c.req.header('content-type')))
    return refuse(deps, c, door, ERRCODE.notJson, 'Content-Type must be application/json');
  const body = await readBody(c);
  if (body.kind === 'too_large') return refuse(deps, c, door, ERRCODE.tooLarge, 'message too long, at most 1 MB');
  const message = parseMessage(body.bytes);
  if (message.kind === 'refused') return refuse(deps, c, door, message.errcode, message.errmsg);
  const { title, text } = message.readable;
  const objection = door.kind === 'robot' ? checkKeywords(`${title}\n${text}`, security) : undefined;
  if (objection !== undefined) return object(deps, c, door, objection);
  const answer = await acceptAndAnswer(deps, c, await arrivalOf(deps, door, message, body.bytes.length, to));
  await noteCall(deps, c, found);
  return answer;
}

/** `application/json`, with or without a charset, `text/json` and the like, also sent twice (Qinglong): what is in it is looked at afterwards. */
function isJson(contentType: string | undefined): boolean {
  return /^\s*(?:application|text)\/(?:[\w.+-]*\+)?json\s*(?:[;,]|$)/i.test(contentType ?? '');
}

const WHAT_TO_DO: Readonly<Record<Objection, string>> = {
  'sign not match': 'use the secret of this door and put timestamp and sign into the address',
  'invalid timestamp': 'set the clock, the timestamp is in milliseconds and good for one hour',
  'keywords not in content': 'put one of the keywords of this door into the message',
  'ip not in whitelist': 'call from a network that this door accepts',
};

/** The older and the newer wording in one: clients look for the words of either. */
function object(deps: GatewayDeps, c: GatewayCtx, door: Door, objection: Objection): Promise<Response> {
  const shown = objection === 'ip not in whitelist' ? `ip ${c.get('client')} not in whitelist` : objection;
  const errmsg = `description:${shown};solution:${WHAT_TO_DO[objection]};`;
  return refuse(deps, c, door, ERRCODE.security, errmsg, objection.replaceAll(' ', '_'));
}

/**
 * Answers, and counts for the administrator what was turned away and why. Under the HTTP status of the door, once the door is known: a client
 * that looks at nothing else would take the vendor's 200 for success, and the message would be lost without a word.
 */
async function refuse(
  deps: GatewayDeps,
  c: GatewayCtx,
  door: Door | null,
  errcode: number,
  errmsg: string,
  reason = REASONS[errcode] ?? 'not_a_message',
): Promise<Response> {
  await noteRefusal(deps, c, reason, door?.id ?? null);
  return sendErrcode(c, errcode, errmsg, door === null ? 200 : refusalStatus(door));
}

/** Words for the list of refusals. */
const REASONS: Readonly<Record<number, string>> = {
  [ERRCODE.unknownToken]: 'unknown_token',
  [ERRCODE.robotPaused]: 'door_paused',
  [ERRCODE.tooFast]: 'too_fast',
  [ERRCODE.tooLarge]: 'too_large',
  [ERRCODE.missingParameter]: 'missing_parameter',
  [ERRCODE.unsupportedType]: 'unsupported_type',
  [ERRCODE.notJson]: 'not_json',
};

/** That a door is in use is for people to see; it stops no message. */
async function noteCall(deps: GatewayDeps, c: GatewayCtx, found: FoundDoor): Promise<void> {
  try {
    await deps.doors.noteCall(found);
  } catch (error) {
    deps.logger.warn({ ...describeError(error), requestId: c.get('requestId') }, 'the use of a door was not noted');
  }
}
