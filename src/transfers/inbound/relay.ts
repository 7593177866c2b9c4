/** Programs that are registered for a robot go on hearing its messages, after they were kept. */
import { z } from 'zod';
import { describeError } from '../../base/logger.ts';
import type { Incoming } from '../../channels/receive.ts';
import { findRecipientByIdentity, listAppDoors } from '../../store/tables/inbound-references.ts';
import type { Tenant } from '../deps.ts';
import { type InboundDeps, type Via, vendorOf } from './deps.ts';

const dataSchema = z.record(z.string(), z.unknown());

/**
 * Hands the message to every application whose robot it is, without waiting: a program may take minutes, and the vendor waits for us.
 * Crash meanwhile: the message is kept, and the program did not hear of it.
 */
export function relayMessage(deps: InboundDeps, tenant: Tenant, via: Via, message: Incoming): void {
  hand(deps, tenant, via, message).catch((error: unknown) =>
    deps.logger.warn({ connection: via.id, ...describeError(error) }, 'a kept message could not be handed on'),
  );
}

async function hand(deps: InboundDeps, tenant: Tenant, via: Via, message: Incoming): Promise<void> {
  const doors = await listAppDoors(deps.db.query, tenant.orgId);
  // A program stands in for the robot of the connection by which its own messages leave; the vendor's name of that robot is not known to it.
  const own = doors.filter((door) => door.robotCode === message.robotCode || door.connections.includes(via.id));
  if (own.length === 0) return;
  const recipientId = await writerOf(deps, tenant, via, message);
  // INVARIANT: what somebody wrote to the robot alone is never handed on as a message of the group, where it would be answered.
  if (message.conversation.kind === 'person' && recipientId === null) return;
  const data = dataSchema.parse(JSON.parse(message.raw.reveal()));
  const relayed = { id: message.vendorId, recipientId: message.conversation.kind === 'person' ? recipientId : null };
  // What a program hears the robot called is what it calls it when it sends: our code for it, and the vendor's would be refused.
  for (const { doorId, robotCode } of own)
    await deps.relay.deliver(doorId, { ...relayed, data: { ...data, robotCode } });
}

/** The recipient who wrote it, where the vendor's identifier is known. */
export async function writerOf(
  deps: InboundDeps,
  tenant: Tenant,
  via: Via,
  { sender }: Incoming,
): Promise<string | null> {
  if (sender.userId === undefined) return null;
  const vendor = vendorOf(via);
  const index = await deps.fields.providerIndex(vendor, sender.userId);
  return (await findRecipientByIdentity(deps.db.query, tenant.orgId, vendor, index)) ?? null;
}
