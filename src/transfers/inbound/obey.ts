/** What becomes of a command to the robot. The answer says nothing that the conversation was not told already. */
import type { Incoming } from '../../channels/receive.ts';
import { MINUTE } from '../../base/units.ts';
import type { Answer } from '../../model/notice.ts';
import { insertRequest } from '../../store/tables/inbound-incidents.ts';
import {
  type ConversationDoor,
  findReferenced,
  listAppDoors,
  type Referenced,
} from '../../store/tables/inbound-references.ts';
import type { Trx } from '../../store/transaction.ts';
import { recordEvent } from '../audit.ts';
import type { Tenant } from '../deps.ts';
import { queueAnswer, type Whereto } from './answer.ts';
import { type Command, readCommand } from './commands.ts';
import type { InboundDeps, Via } from './deps.ts';
import { writerOf } from './relay.ts';

/** More answers than this in one conversation help nobody. */
const PER_THREAD = { name: 'inbound commands', limit: 12, windowMs: 10 * MINUTE } as const;

/** A command with everything that was looked up for it, before the transaction that keeps the message. */
export type Obeyed = {
  readonly command: Command;
  readonly answer: Answer;
  readonly transferId: string | null;
  readonly recipientId: string | null;
};

/** Returns what to do about a message, or undefined: it is no command, was not said to the robot, or came too often. */
export async function heedCommand(
  deps: InboundDeps,
  tenant: Tenant,
  via: Via,
  message: Incoming,
): Promise<Obeyed | undefined> {
  const command = message.isAddressed ? readCommand(message.text) : undefined;
  if (command === undefined) return undefined;
  const subject = `${via.id}\0${message.conversation.id}`;
  if ((await deps.limiter.take(PER_THREAD, subject)).kind === 'limited') return undefined;
  const known = 'reference' in command ? await knownHere(deps, tenant, via, message, command.reference) : undefined;
  return {
    command,
    answer: answerOf(command, known, deps.clock.now()),
    transferId: known?.transferId ?? null,
    recipientId: await writerOf(deps, tenant, via, message),
  };
}

/** Does it in the transaction that keeps the message: a message that comes again is obeyed once. */
export async function obey(
  deps: InboundDeps,
  trx: Trx,
  tenant: Tenant,
  kept: { readonly threadId: string; readonly messageId: string; readonly whereto: Whereto },
  obeyed: Obeyed,
): Promise<void> {
  const { command, answer } = obeyed;
  const { threadId, messageId, whereto } = kept;
  if (command.kind === 'access' || command.kind === 'files')
    await keepRequest(deps, trx, tenant, { threadId, messageId, kind: command.kind }, obeyed);
  await queueAnswer(deps, trx, tenant, whereto, {
    answer,
    locale: command.locale,
    key: ['command', messageId],
    ...('reference' in command && answer !== 'status_unknown' ? { reference: command.reference } : {}),
  });
}

async function keepRequest(
  deps: InboundDeps,
  trx: Trx,
  tenant: Tenant,
  asked: { readonly threadId: string; readonly messageId: string; readonly kind: 'access' | 'files' },
  { transferId, recipientId }: Obeyed,
): Promise<void> {
  const requestId = deps.ids.uuid();
  const at = deps.clock.now();
  await insertRequest(trx, {
    org_id: tenant.orgId,
    request_id: requestId,
    kind: asked.kind,
    thread_id: asked.threadId,
    message_id: asked.messageId,
    transfer_id: transferId,
    recipient_id: recipientId,
    at,
    state: 'open',
  });
  await recordEvent(deps, trx, tenant, {
    kind: 'request.received',
    at,
    actor: { kind: 'system' },
    subjectId: requestId,
    ...(transferId === null ? {} : { transferId }),
    detail: { kind: asked.kind, message: asked.messageId },
  });
}

/** What the reference stands for, if it belongs to this conversation: told by its connection, or by a door whose route or conversations are these. */
async function knownHere(
  deps: InboundDeps,
  tenant: Tenant,
  via: Via,
  message: Incoming,
  reference: string,
): Promise<Referenced | undefined> {
  const found = await findReferenced(deps.db.query, tenant.orgId, reference);
  if (found === undefined || found.connection === via.id) return found;
  const door = (await listAppDoors(deps.db.query, tenant.orgId)).find((one) => one.doorId === found.doorId);
  return door !== undefined && standsFor(door, via, message) ? found : undefined;
}

function standsFor(door: ConversationDoor, via: Via, message: Incoming): boolean {
  return door.connection === via.id || door.conversationIds.includes(message.conversation.id);
}

function answerOf(command: Command, known: Referenced | undefined, now: Date): Answer {
  if (command.kind === 'help') return 'help';
  if (command.kind === 'files') return 'files_asked';
  if (command.kind === 'access') return 'access_asked';
  return statusOf(known, now);
}

const WAITING: ReadonlySet<string> = new Set(['submitted', 'held']);

/** INVARIANT: a reference that does not belong here and one that does not exist have the same answer. */
function statusOf(known: Referenced | undefined, now: Date): Answer {
  if (known === undefined) return 'status_unknown';
  if (known.state === 'granted')
    return known.expiresAt === null || known.expiresAt > now ? 'status_open' : 'status_ended';
  return WAITING.has(known.state) ? 'status_waiting' : 'status_ended';
}
