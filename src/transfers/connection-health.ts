/**
 * How a connection does, kept in the transaction that settles a row, and the circuit over it: after too many failures in a row a connection
 * rests, then one row at a time tries whether it works again.
 */
import type { ChannelCaps, SendOutcome } from '../channels/port.ts';
import { MINUTE } from '../base/units.ts';
import { endPause, pauseBucket } from '../store/tables/buckets.ts';
import { findHealth, recordFailing, recordWorking, takeProbe } from '../store/tables/connections.ts';
import type { OutboxRow } from '../store/tables/outbox.ts';
import { type Trx, tx } from '../store/transaction.ts';
import type { Tenant, TransferDeps } from './deps.ts';

/** So many failures of the connection in a row, and it rests. */
export const CIRCUIT_FAILURES = 5;
export const CIRCUIT_REST_MS = 5 * MINUTE;
/** A row that tries a failing connection has so long; then another may. */
const PROBE_MS = MINUTE;

/** `open`: nothing is wrong. `trying`: this row alone tries a failing connection. `resting`: another row is trying it. */
export type Passage = 'open' | 'trying' | 'resting';

/** A trial that somebody asked for always goes. */
export async function passCircuit(deps: TransferDeps, tenant: Tenant, row: OutboxRow, now: Date): Promise<Passage> {
  const health = await findHealth(deps.db.query, tenant.orgId, row.connection);
  if (health === undefined || (health.failures < CIRCUIT_FAILURES && health.broken_since === null)) return 'open';
  if (row.kind === 'test') return 'trying';
  // Crash after this: the next row may try once the time of this one has passed.
  const taken = await tx(deps.db, (trx) =>
    takeProbe(trx, tenant.orgId, row.connection, CIRCUIT_FAILURES, now, new Date(now.getTime() + PROBE_MS)),
  );
  return taken ? 'trying' : 'resting';
}

const NETWORK_FAILURES: ReadonlySet<string> = new Set([
  'timeout',
  'aborted',
  'unreachable',
  'tls',
  'redirect',
  'answer_too_large',
]);

/** Whether an outcome says something about the connection and not about one message. */
export function isOfConnection(outcome: SendOutcome): boolean {
  if (outcome.outcome === 'disable') return true;
  if (outcome.outcome !== 'retry') return false;
  return outcome.scope !== 'message' || NETWORK_FAILURES.has(outcome.why);
}

/** An attempt that only tries a failing connection is not counted against the row, unless a repeat of it could be a second message. */
export function isFreeAttempt(passage: Passage, outcome: SendOutcome, caps: Pick<ChannelCaps, 'idempotent'>): boolean {
  if (passage !== 'trying' || outcome.outcome !== 'retry' || !isOfConnection(outcome)) return false;
  return outcome.maybeSent !== true || caps.idempotent === 'native';
}

/** The vendor took a message. A pause of the circuit ends with it; a vendor's own pause is not in force, or nothing had been sent. */
export async function noteWorking(
  trx: Trx,
  orgId: string,
  connection: string,
  passage: Passage,
  at: Date,
): Promise<void> {
  await recordWorking(trx, orgId, connection, at);
  if (passage !== 'open') await endPause(trx, orgId, connection);
}

/** Notes a failure. Returns whether the connection has to rest now. */
export async function noteFailing(
  trx: Trx,
  orgId: string,
  connection: string,
  outcome: SendOutcome,
  at: Date,
): Promise<boolean> {
  if (outcome.outcome === 'sent') return false;
  const ofConnection = isOfConnection(outcome);
  const broken = outcome.outcome === 'disable';
  const failures = await recordFailing(trx, orgId, connection, { why: outcome.why, at, ofConnection, broken });
  return ofConnection && failures >= CIRCUIT_FAILURES;
}

/** Crash before this: nothing rests, the next row fails once more and this is tried again. */
export async function restConnection(deps: TransferDeps, tenant: Tenant, connection: string): Promise<void> {
  const until = new Date(deps.clock.now().getTime() + CIRCUIT_REST_MS);
  deps.logger.warn({ connection }, 'a channel connection fails again and again; it rests for a while');
  await pauseBucket(deps.db, tenant.orgId, [connection], until);
}
