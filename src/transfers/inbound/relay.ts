/** Programs that are registered for a robot go on hearing its messages, after they were kept. */
import type { Incoming } from '../../channels/receive.ts';
import { listAppDoors } from '../../store/tables/inbound-references.ts';
import type { Tenant } from '../deps.ts';
import type { InboundDeps } from './deps.ts';

/** Hands the message to every application whose robot it is. */
export async function relayMessage(deps: InboundDeps, tenant: Tenant, message: Incoming): Promise<void> {
  if (message.robotCode === undefined) return;
  const doors = await listAppDoors(deps.db.query, tenant.orgId);
  for (const door of doors) if (door.robotCode === message.robotCode) await deps.relay(door.doorId, message);
}
