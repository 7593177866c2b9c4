/** From a parsed message to an arrival, and from what became of it to the vendor's answer. */
import { createHash } from 'node:crypto';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type Bytes, ownBytes } from '../../base/bytes.ts';
import { codeOf, EntrepotError } from '../../base/errors.ts';
import { describeError } from '../../base/logger.ts';
import type { Arrival, Arrived, Door } from '../../transfers/arrival.ts';
import type { GatewayCtx, GatewayDeps } from '../deps.ts';
import { ERRCODE, sendErrcode, sendOk } from './answers.ts';
import type { Called, ParsedMessage } from './parse-message.ts';

/** What the feature is given: everything it needs to know, nothing of the wire. */
export async function arrivalOf(
  deps: GatewayDeps,
  door: Door,
  message: ParsedMessage,
  arrivedBytes: number,
  to: Arrival['to'] = { kind: 'audience' },
): Promise<Arrival> {
  return {
    door,
    callKey: message.uuid === undefined ? undefined : callKeyOf(door.id, message.uuid),
    message: message.readable,
    uploadIds: [],
    to,
    mentions: await mentionsOf(deps, door, message.called),
    arrivedBytes,
  };
}

/** Bound to the door: the same key at another door is another message. */
export function callKeyOf(doorId: string, uuid: string): Bytes {
  const hash = createHash('sha256').update(doorId).update('\0').update(uuid).digest();
  return ownBytes(new Uint8Array(hash));
}

/** INVARIANT: a number of the caller's ends here; only recipients of ours go on, and nobody else hears that it was asked for. */
async function mentionsOf(deps: GatewayDeps, door: Door, called: Called): Promise<Arrival['mentions']> {
  const byPhone = called.phones.length === 0 ? [] : await deps.mentions.byPhones(called.phones);
  const byId = called.ids.length === 0 ? [] : await deps.mentions.byProviderIds('dingtalk', called.ids);
  return { recipients: [...new Set([...byPhone, ...byId])], all: called.all && door.settings.route.mentionAll };
}

/** Hands the message in and answers when that is durable. */
export async function acceptAndAnswer(deps: GatewayDeps, c: GatewayCtx, arrival: Arrival): Promise<Response> {
  const { door } = arrival;
  try {
    const arrived = await deps.intake.accept(arrival);
    return answerArrived(c, door, arrived);
  } catch (error) {
    const code = codeOf(error);
    const fields = { ...describeError(error), requestId: c.get('requestId'), doorId: door.id };
    if (code === 'transfer.nothing_to_send')
      return sendErrcode(c, ERRCODE.missingParameter, '缺少参数 content', refusalStatus(door));
    c.header('x-entrepot-error', code);
    if (error instanceof EntrepotError && error.status === 400) {
      deps.logger.warn(fields, 'a door cannot take in what came: look at its route');
      const errmsg = `description:this door cannot take messages (${code});solution:ask the administrator of Entrepot;`;
      return sendErrcode(c, ERRCODE.security, errmsg, refusalStatus(door));
    }
    deps.logger.error(fields, 'a call to the gateway was not accepted');
    // A client that looks at nothing but the status must not take this for success.
    return sendErrcode(c, ERRCODE.busy, 'system busy', refusalStatus(door) === 403 ? 503 : 200);
  }
}

const DECISIONS = { granted: 'allow', held: 'held', refused: 'refused' } as const;

/** The vendor's answer; the reference and the decision are in headers, so that the body stays exactly what clients expect. */
export function answerArrived(c: GatewayCtx, door: Door, arrived: Arrived): Response {
  const { state, rules, reference } = arrived;
  c.header('x-entrepot-notice-id', reference);
  c.header('x-entrepot-decision', DECISIONS[state]);
  const named = rules.length === 0 ? '' : ` ${rules.join(', ')}`;
  if (state === 'refused') {
    const errmsg = `description:blocked by policy${named};solution:see ${reference};`;
    return sendErrcode(c, ERRCODE.security, errmsg, refusalStatus(door));
  }
  if (state === 'held' && door.settings.answers.held === 'told')
    return sendErrcode(c, ERRCODE.held, `description:held for a decision${named};solution:see ${reference};`);
  return sendOk(c);
}

/** The HTTP status under which this door refuses a call. */
export function refusalStatus(door: Door): ContentfulStatusCode {
  return door.settings.answers.refusalStatus;
}
