/** From a parsed message of an application to an arrival, and from what became of it to a value that each call puts into its own answer. */
import type { Bytes } from '../../../base/bytes.ts';
import { codeOf, EntrepotError } from '../../../base/errors.ts';
import { describeError } from '../../../base/logger.ts';
import type { Arrival, Arrived } from '../../../transfers/arrival.ts';
import { dropCopies, type UsedMedia, useMedia } from '../../../transfers/door-media.ts';
import { findPeople } from '../../../transfers/door-people.ts';
import type { GatewayCtx, GatewayDeps } from '../../deps.ts';
import { isV1, sendErrcode, sendFault, sendV1Error } from '../answers.ts';
import type { AppMessage } from './app-message.ts';
import type { AppCall } from './enter.ts';
import { FAIL, type Failure, fail } from './failures.ts';

export const VENDOR = 'dingtalk';

export type HandedIn =
  | { readonly kind: 'arrived'; readonly arrived: Arrived }
  /** The answer is given already. */
  | { readonly kind: 'answered'; readonly answer: Response };

export type Message = {
  readonly message: AppMessage;
  readonly to: Target;
  /** Hash of the caller's own key of this message. */
  readonly callKey?: Bytes;
  /** Bytes of the call. */
  readonly bytes: number;
};

/** Where a message goes, and who of those that were named is nobody here. */
export type Target = Pick<Arrival, 'to' | 'mentions'>;

export const TO_AUDIENCE: Target = { to: { kind: 'audience' }, mentions: { recipients: [], all: false } };

export type TargetOfUsers = { readonly target: Target | undefined; readonly unknown: readonly string[] };

/** Persons by what the vendor calls them; where the door has no way to persons, the group is told and they are called by name. */
export async function targetOfUsers(
  deps: GatewayDeps,
  { app, tenant }: AppCall,
  userIds: readonly string[],
): Promise<TargetOfUsers> {
  const { recipientIds, unknown } = await findPeople(deps.transfers, tenant, VENDOR, userIds);
  if (recipientIds.length === 0) return { target: undefined, unknown };
  return { target: targetOfRecipients(app.personConnectionId, recipientIds), unknown };
}

export function targetOfRecipients(personConnectionId: string | null, recipientIds: readonly string[]): Target {
  if (personConnectionId === null)
    return { to: { kind: 'audience' }, mentions: { recipients: recipientIds, all: false } };
  return {
    to: { kind: 'persons', recipientIds, connectionId: personConnectionId },
    mentions: { recipients: [], all: false },
  };
}

/** Copies the files that the message shows, hands it in and returns when that is durable. A failure is answered in the vendor's words. */
export async function handIn(deps: GatewayDeps, c: GatewayCtx, call: AppCall, given: Message): Promise<HandedIn> {
  const copies: UsedMedia[] = [];
  try {
    for (const use of given.message.media) {
      const copy = await useMedia(deps.transfers, call.tenant, call.door, use.mediaId, use.name);
      if (copy === undefined) {
        await dropQuietly(deps, call, copies);
        return answered(await fail(deps, c, call.door.id, FAIL.media));
      }
      copies.push(copy);
    }
    const arrived = await deps.intake.accept(arrivalOf(call, given, copies));
    // What was accepted before is not stored again.
    if (arrived.repeated) await dropQuietly(deps, call, copies);
    return answerOf(c, call, arrived);
  } catch (error) {
    await dropQuietly(deps, call, copies);
    return answered(await answerError(deps, c, call, error));
  }
}

function arrivalOf(call: AppCall, given: Message, copies: readonly UsedMedia[]): Arrival {
  const { title, text, format } = given.message;
  return {
    door: call.door,
    callKey: given.callKey,
    // Of a file alone the vendor shows the name: that is what such a message says.
    message: { title, text: text === '' ? copies.map((one) => one.name).join('\n') : text, format },
    uploadIds: copies.map((one) => one.uploadId),
    ...given.to,
    arrivedBytes: copies.reduce((sum, one) => sum + one.size, given.bytes),
  };
}

function answered(answer: Response): HandedIn {
  return { kind: 'answered', answer };
}

const DECISIONS = { granted: 'allow', held: 'held', refused: 'refused' } as const;

/** The reference and the decision are in headers, so that the body stays what clients expect; what they must not take for success is none. */
function answerOf(c: GatewayCtx, { door }: AppCall, arrived: Arrived): HandedIn {
  const { state, rules, reference } = arrived;
  c.header('x-entrepot-notice-id', reference);
  c.header('x-entrepot-decision', DECISIONS[state]);
  const named = rules.length === 0 ? '' : ` ${rules.join(', ')}`;
  const { refusalStatus, held } = door.settings.answers;
  if (state === 'refused') {
    const message = `description:blocked by policy${named};solution:see ${reference};`;
    return answered(
      isV1(c)
        ? sendV1Error(c, 403, 'Forbidden.AccessDenied.Policy', message)
        : sendErrcode(c, 310000, message, refusalStatus),
    );
  }
  if (state === 'held' && held === 'told') {
    const message = `description:held for a decision${named};solution:see ${reference};`;
    return answered(
      isV1(c) ? sendV1Error(c, 403, 'Forbidden.AccessDenied.Held', message) : sendErrcode(c, 88, message),
    );
  }
  return { kind: 'arrived', arrived };
}

async function answerError(deps: GatewayDeps, c: GatewayCtx, { door }: AppCall, error: unknown): Promise<Response> {
  const code = codeOf(error);
  const fields = { ...describeError(error), errorCode: code, requestId: c.get('requestId'), doorId: door.id };
  if (code === 'transfer.nothing_to_send') return fail(deps, c, door.id, FAIL.messageParam);
  if (error instanceof EntrepotError && error.errorClass === 'input' && error.status < 500) {
    deps.logger.warn(fields, 'a door cannot take in what came: look at its route');
    c.header('x-entrepot-error', code);
    const what: Failure = {
      errcode: 310000,
      status: 403,
      code: 'Forbidden.AccessDenied',
      message: `description:this door cannot take messages (${code});solution:ask the administrator of Entrepot;`,
      reason: 'route_not_usable',
    };
    return fail(deps, c, door.id, what);
  }
  deps.logger.error(fields, 'a call to the gateway was not accepted');
  return sendFault(c, code);
}

/** Copies that cannot be taken back at this moment are swept in two days. */
async function dropQuietly(deps: GatewayDeps, call: AppCall, copies: readonly UsedMedia[]): Promise<void> {
  try {
    const uploadIds = copies.map((one) => one.uploadId);
    await dropCopies(deps.transfers, call.tenant, call.door, uploadIds);
  } catch (error) {
    deps.logger.warn({ ...describeError(error) }, 'copies of a file could not be taken back');
  }
}
