/** Putting a connection to rest, waking it, removing it, and trying it out. */
import { SECOND } from '../../base/units.ts';
import type { ProbeView, TestConnection, TestResult } from '../../model/api/connections.ts';
import { hex } from '../../base/bytes.ts';
import { endPause } from '../../store/tables/buckets.ts';
import {
  connectionUse,
  forgetFailures,
  lockConnection,
  recordFailing,
  recordQuota,
  recordWorking,
  updateConnection,
} from '../../store/tables/connections.ts';
import { findOutbox } from '../../store/tables/outbox-after.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import { queueTrial, type TrialTarget } from '../../transfers/connection-trial.ts';
import type { StaffActor, Tenant } from '../../transfers/deps.ts';
import type { KnownConnection } from '../../transfers/post.ts';
import type { ConnectionDeps } from './deps.ts';
import { CONNECTION } from './errors.ts';
import { requireKnown } from './known.ts';

const PROBE_TIMEOUT_MS = 15 * SECOND;

/**
 * Puts an added connection to rest or wakes it. What goes by it waits meanwhile.
 *
 * @throws `connection.not_found`, `connection.from_settings`, `connection.wrong_state`
 */
export async function setPaused(
  deps: ConnectionDeps,
  tenant: Tenant,
  actor: StaffActor,
  connectionId: string,
  paused: boolean,
): Promise<void> {
  await change(deps, tenant, actor, connectionId, paused ? 'paused' : 'active');
}

/**
 * Removes an added connection. Its row stays, so that what was sent by it keeps its name.
 *
 * @throws `connection.not_found`, `connection.from_settings`; `connection.in_use` with what needs it
 */
export async function removeConnection(
  deps: ConnectionDeps,
  tenant: Tenant,
  actor: StaffActor,
  connectionId: string,
): Promise<void> {
  await change(deps, tenant, actor, connectionId, 'removed');
}

const EVENT = {
  paused: 'connection.paused',
  active: 'connection.resumed',
  removed: 'connection.removed',
} as const;

async function change(
  deps: ConnectionDeps,
  tenant: Tenant,
  actor: StaffActor,
  connectionId: string,
  to: 'paused' | 'active' | 'removed',
): Promise<void> {
  const known = await requireKnown(deps, connectionId);
  if (known.source === 'settings') throw CONNECTION.from_settings();
  const { transfers } = deps;
  await tx(transfers.db, async (trx) => {
    const row = await lockConnection(trx, tenant.orgId, connectionId);
    if (row === undefined) throw CONNECTION.not_found();
    if (row.state === to) throw CONNECTION.wrong_state({ state: row.state });
    if (to === 'removed') {
      const { doors, waiting, fallbackOf } = await connectionUse(trx, tenant.orgId, connectionId);
      if (doors.length + waiting + fallbackOf.length > 0)
        throw CONNECTION.in_use({ doors: doors.length, waiting, fallbacks: fallbackOf.length });
    }
    const at = transfers.clock.now();
    await updateConnection(trx, row, { state: to }, at);
    if (to === 'active') {
      await forgetFailures(trx, tenant.orgId, connectionId);
      await endPause(trx, tenant.orgId, connectionId);
    }
    await recordEvent(transfers, trx, tenant, {
      kind: EVENT[to],
      at,
      actor: { kind: 'staff', id: actor.id },
      channel: connectionId,
      detail: { kind: row.kind },
    });
  });
  await deps.office.refresh();
  transfers.log.nudge();
}

/**
 * Queues a trial message and returns its id. Its answer is asked for with `readTest`.
 *
 * @throws `connection.not_found`, `connection.cannot_try`, `connection.whom_to`
 */
export async function testConnection(
  deps: ConnectionDeps,
  tenant: Tenant,
  actor: StaffActor,
  connectionId: string,
  command: TestConnection,
): Promise<string> {
  const known = await requireKnown(deps, connectionId);
  return queueTrial(deps.transfers, tenant, actor, connectionId, command.locale, targetFor(known, command.to));
}

function targetFor(known: KnownConnection, to: string | null): TrialTarget | undefined {
  const caps = known.channel?.caps;
  if (caps === undefined || !caps.carries.includes('test')) throw CONNECTION.cannot_try();
  if (caps.reaches !== 'user' && caps.reaches !== 'phone') return undefined;
  if (to === null) throw CONNECTION.whom_to();
  return { kind: caps.reaches, to };
}

/** What became of a trial. @throws `connection.not_found` */
export async function readTest(
  deps: ConnectionDeps,
  tenant: Tenant,
  connectionId: string,
  testId: string,
): Promise<TestResult> {
  const row = await findOutbox(deps.transfers.db.query, tenant.orgId, testId);
  if (row === undefined || row.kind !== 'test' || row.connection !== connectionId) throw CONNECTION.not_found();
  return {
    state: row.state,
    why: row.last_error,
    attempts: row.attempt,
    nextAt: row.state === 'pending' ? row.next_at.toISOString() : null,
    sentAt: row.sent_at?.toISOString() ?? null,
    bytes: row.sent_bytes,
    hash: row.sent_hash === null ? null : hex(row.sent_hash),
    sandbox: deps.sandbox,
  };
}

/**
 * Asks the vendor whether the connection can be used, without a message to anybody, and keeps what it says.
 *
 * @throws `connection.not_found`, `connection.cannot_try`
 */
export async function probeConnection(deps: ConnectionDeps, tenant: Tenant, connectionId: string): Promise<ProbeView> {
  const { channel } = await requireKnown(deps, connectionId);
  if (channel?.probe === undefined) throw CONNECTION.cannot_try();
  const { post } = deps.office;
  const { clock, db } = deps.transfers;
  const said = await channel.probe({
    egress: post.egress,
    connection: connectionId,
    tokens: post.tokens(connectionId),
    signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
    now: clock.now(),
  });
  await tx(db, async (trx) => {
    const at = clock.now();
    if (!said.ok) {
      await recordFailing(trx, tenant.orgId, connectionId, { why: said.why, at, ofConnection: false, broken: false });
      return;
    }
    await recordWorking(trx, tenant.orgId, connectionId, at);
    if (said.quotaLeft !== undefined) await recordQuota(trx, tenant.orgId, connectionId, said.quotaLeft, at);
  });
  return said.ok
    ? { ok: true, why: null, quotaLeft: said.quotaLeft ?? null }
    : { ok: false, why: said.why, quotaLeft: null };
}
