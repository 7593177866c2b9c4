/** Which connections may carry what another could not. */
import type { KnownConnection } from '../../transfers/post.ts';
import type { ConnectionDeps } from './deps.ts';

/**
 * Ids of connections that may be a fallback: they carry notices, and reach a group where this one does. One that also carries one-time codes
 * only stands in for its own kind: notice and code must not come the same way.
 */
export async function mayFallBackOn(deps: ConnectionDeps, known: KnownConnection): Promise<string[]> {
  return (await deps.office.known()).filter((other) => canStandIn(known, other)).map((other) => other.id);
}

function canStandIn(known: KnownConnection, other: KnownConnection): boolean {
  const caps = other.channel?.caps;
  if (caps === undefined || other.id === known.id || !caps.carries.includes('notice')) return false;
  if (caps.carries.includes('code') && other.kind !== known.kind) return false;
  return known.channel?.caps.reaches !== 'group' || caps.reaches === 'group';
}
