/** A notice that one connection cannot carry goes by another: by itself along the fallbacks, or because somebody says so. */
import type { Channel } from '../channels/registry.ts';
import { endPause } from '../store/tables/buckets.ts';
import { findConnection, findHealth, forgetFailures, listHealth } from '../store/tables/connections.ts';
import { findOutbox, listWaitingNotices, lockAudienceNotice } from '../store/tables/outbox-after.ts';
import { moveOutbox, type OutboxRow, reviveOutbox } from '../store/tables/outbox.ts';
import { lockTransfer } from '../store/tables/transfers.ts';
import { type Trx, tx } from '../store/transaction.ts';
import { recordEvent } from './audit.ts';
import type { StaffActor, Tenant, TransferDeps } from './deps.ts';
import { freshDraft } from './fresh-draft.ts';
import { aboutOf, mayLeave } from './outgoing.ts';
import type { Post } from './post.ts';

/** How many rows a sweep takes from a broken connection at once. */
const SWEEP = 100;

/** Reasons that another connection does not change, or that could make a second message of it. */
function staysDead(why: string): boolean {
  return (
    why === 'expired' ||
    why === 'not_allowed_now' ||
    why === 'maybe_sent' ||
    why === 'transfer.ended' ||
    why.startsWith('egress_blocked')
  );
}

/**
 * Moves a row to the next fallback that may carry it, whether it is being sent or waits. Returns false when there is none: the row is as it was.
 * `moved_from` keeps where the row was to go at first: its fallbacks count, each once, so that rows never go in circles.
 */
export async function moveOn(
  deps: TransferDeps,
  post: Post,
  tenant: Tenant,
  row: OutboxRow,
  why: string,
  alongside: (trx: Trx) => Promise<void> = async () => {},
): Promise<boolean> {
  if (row.kind !== 'notice' || staysDead(why)) return false;
  const origin = row.moved_from ?? row.connection;
  for (const to of await laterFallbacks(deps, tenant, origin, row)) {
    if (!(await canCarry(post, row, origin, to)) || !(await isReady(deps, tenant, to))) continue;
    // Decided for this connection: what may leave by one may not by another.
    if (!(await mayLeave(deps, tenant, { ...row, connection: to }))) continue;
    const moved = await tx(deps.db, async (trx) => {
      const draft = await sealedDraft(deps, trx, tenant, row);
      if (draft === undefined) return false;
      const isMoved = await moveOutbox(trx, row, { to, from: origin }, draft, deps.clock.now());
      if (!isMoved) return false;
      await alongside(trx);
      await recordMoved(deps, trx, tenant, row, { to, why, actor: { kind: 'system' } });
      await deps.jobs.enqueue(trx, 'send-outbox', { orgId: tenant.orgId, outboxId: row.outbox_id });
      return true;
    });
    if (moved) deps.log.nudge();
    return moved;
  }
  return false;
}

/** Not put to rest, and not in need of a person itself. */
async function isReady(deps: TransferDeps, tenant: Tenant, connectionId: string): Promise<boolean> {
  const row = await findConnection(deps.db.query, tenant.orgId, connectionId);
  const health = await findHealth(deps.db.query, tenant.orgId, connectionId);
  return row?.state !== 'paused' && (health === undefined || health.broken_since === null);
}

/** Fallbacks of the first connection that come after the one by which the row could not be sent. */
async function laterFallbacks(
  deps: TransferDeps,
  tenant: Tenant,
  origin: string,
  row: OutboxRow,
): Promise<readonly string[]> {
  const fallbacks = (await findConnection(deps.db.query, tenant.orgId, origin))?.fallbacks ?? [];
  return row.connection === origin ? fallbacks : fallbacks.slice(fallbacks.indexOf(row.connection) + 1);
}

/**
 * Whether a connection could carry this row: it takes notices, and reaches a group where a group is told.
 *
 * INVARIANT: a notice never moves to a channel that also carries one-time codes: the second factor would come the same way as the first.
 */
export async function canCarry(
  post: Pick<Post, 'channel'>,
  row: Pick<OutboxRow, 'notice_id' | 'connection'>,
  origin: string,
  to: string,
): Promise<boolean> {
  const channel = await post.channel(to);
  if (channel === undefined || to === row.connection || !channel.caps.carries.includes('notice')) return false;
  if (row.notice_id !== null) return channel.caps.reaches === 'group';
  if (!carriesCodes(channel)) return true;
  const before = await post.channel(origin);
  return before !== undefined && before.kind === channel.kind;
}

const carriesCodes = (channel: Channel): boolean => channel.caps.carries.includes('code');

async function sealedDraft(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  row: OutboxRow,
): Promise<Uint8Array | undefined> {
  const draft = await freshDraft(deps, trx, tenant, row);
  return draft === undefined ? undefined : deps.fields.seal(`outbox.draft:${row.outbox_id}`, JSON.stringify(draft));
}

async function recordMoved(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  row: OutboxRow,
  moved: {
    readonly to: string;
    readonly why: string;
    readonly actor: { kind: 'system' } | { kind: 'staff'; id: string };
  },
): Promise<void> {
  await recordEvent(deps, trx, tenant, {
    kind: 'notice.moved',
    at: deps.clock.now(),
    actor: moved.actor,
    ...aboutOf(row),
    channel: moved.to,
    detail: { from: row.connection, why: moved.why, attempt: row.attempt },
  });
}

/** Takes waiting notices from connections that need a person, along their fallbacks. Returns how many were moved. */
export async function moveFromBroken(deps: TransferDeps, post: Post, tenant: Tenant): Promise<number> {
  let moved = 0;
  for (const health of await listHealth(deps.db.query, tenant.orgId)) {
    if (health.broken_since === null) continue;
    const fallbacks = (await findConnection(deps.db.query, tenant.orgId, health.connection_id))?.fallbacks ?? [];
    if (fallbacks.length === 0) continue;
    for (const row of await listWaitingNotices(deps.db.query, tenant.orgId, health.connection_id, SWEEP)) {
      if (await moveOn(deps, post, tenant, row, health.last_error ?? 'connection.broken')) moved += 1;
    }
  }
  return moved;
}

/**
 * Puts one dead notice back in the queue, rendered anew: by its own connection, or by `to`. Returns false when it is not dead any more, when
 * what it tells of has ended, or when that connection cannot carry it. Whether it may leave is decided when it is sent.
 */
export async function reviveDead(
  deps: TransferDeps,
  post: Pick<Post, 'channel'>,
  tenant: Tenant,
  actor: StaffActor,
  outboxId: string,
  to: string | undefined,
): Promise<boolean> {
  const found = await findOutbox(deps.db.query, tenant.orgId, outboxId);
  if (found === undefined || found.state !== 'dead') return false;
  if (to !== undefined && !(await canCarry(post, found, found.moved_from ?? found.connection, to))) return false;
  return tx(deps.db, async (trx) => {
    // An end of the transfer waits for this, or this for it: nothing is queued about what has ended.
    if (found.transfer_id !== null) await lockTransfer(trx, tenant.orgId, found.transfer_id);
    if (found.notice_id !== null) await lockAudienceNotice(trx, tenant.orgId, found.notice_id);
    const draft = await sealedDraft(deps, trx, tenant, found);
    if (draft === undefined) return false;
    const from = found.moved_from ?? found.connection;
    const moved = to === undefined ? undefined : { to, from };
    if (!(await reviveOutbox(trx, tenant.orgId, outboxId, draft, deps.clock.now(), moved))) return false;
    // Whoever asks has repaired the connection, or wants to know that it is still broken.
    await endPause(trx, tenant.orgId, to ?? found.connection);
    await forgetFailures(trx, tenant.orgId, to ?? found.connection);
    await deps.jobs.enqueue(trx, 'send-outbox', { orgId: tenant.orgId, outboxId });
    const by = { kind: 'staff', id: actor.id } as const;
    if (to !== undefined) await recordMoved(deps, trx, tenant, found, { to, why: found.last_error ?? '', actor: by });
    else
      await recordEvent(deps, trx, tenant, {
        kind: 'notice.resent',
        at: deps.clock.now(),
        actor: by,
        ...aboutOf(found),
        channel: found.connection,
      });
    return true;
  });
}
