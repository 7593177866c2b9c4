/** Ends of one attempt: sent, to be tried again, dead. Each is one transaction with its audit event and what it says about the connection. */
import type { RenderedRequest } from '../channels/port.ts';
import type { Channel } from '../channels/registry.ts';
import { setRecalled } from '../store/tables/outbox-after.ts';
import { type OutboxRow, settleOutbox } from '../store/tables/outbox.ts';
import { type Trx, tx } from '../store/transaction.ts';
import { type EventKind, recordEvent } from './audit.ts';
import { sentBodyContext } from './border-contexts.ts';
import { noteWorking, type Passage } from './connection-health.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { endIfOver } from './ended-notices.ts';
import { aboutOf } from './outgoing.ts';

export type Sending = {
  readonly row: OutboxRow;
  readonly channel: Channel;
  readonly passage: Passage;
  /** Start of the attempt. */
  readonly now: Date;
};

/** Kinds of rows whose exact body is kept while what they tell of lives. */
const KEPT: ReadonlySet<OutboxRow['kind']> = new Set(['notice', 'public', 'test']);

const SENT_EVENT = {
  notice: 'notice.sent',
  public: 'notice.sent',
  answer: 'notice.sent',
  reminder: 'reminder.sent',
  test: 'connection.tested',
  ended: 'notice.ended',
  delivery: 'delivery.told',
  code: undefined,
} as const satisfies Record<OutboxRow['kind'], EventKind | undefined>;

const FAILED_EVENT: Readonly<Partial<Record<OutboxRow['kind'], EventKind>>> = {
  reminder: 'reminder.failed',
  test: 'connection.tested',
  delivery: 'delivery.untold',
};

/**
 * Crash before this commit: the vendor has it, the row says `sending`. It is sent again with the same key.
 *
 * INVARIANT: a one-time code is never kept, neither its draft nor its body.
 */
export async function settleSent(
  deps: TransferDeps,
  tenant: Tenant,
  { row, passage }: Sending,
  rendered: Pick<RenderedRequest, 'body' | 'bytes'>,
  providerRef: string | undefined,
): Promise<'sent'> {
  const kept = KEPT.has(row.kind) ? await deps.fields.seal(sentBodyContext(row.outbox_id), rendered.body) : null;
  await tx(deps.db, async (trx) => {
    const at = deps.clock.now();
    const settled = await settleOutbox(trx, tenant.orgId, row.outbox_id, {
      state: 'sent',
      at,
      bytes: rendered.bytes,
      hash: deps.sha256(rendered.body),
      providerRef: providerRef ?? null,
      sealed: kept,
    });
    if (!settled) return;
    await noteWorking(trx, tenant.orgId, row.connection, passage, at);
    if (row.kind === 'ended' && row.about_id !== null) await setRecalled(trx, tenant.orgId, row.about_id, at);
    const kind = SENT_EVENT[row.kind];
    if (kind !== undefined)
      await recordEvent(deps, trx, tenant, {
        kind,
        at,
        actor: { kind: 'system' },
        ...aboutOf(row),
        channel: row.connection,
        detail: { bytes: rendered.bytes, attempt: row.attempt, ...(row.kind === 'answer' ? { kind: row.kind } : {}) },
      });
    await endIfOver(deps, trx, tenant, row, providerRef ?? null, at);
  });
  deps.log.nudge();
  return 'sent';
}

export type Again = {
  readonly nextAt: Date;
  readonly why: string;
  /** false: nothing was tried, the attempt is given back. */
  readonly counted: boolean;
};

/** Crash before this commit: the lease runs out and the row is tried again, counted as one attempt more. */
export async function settlePending(
  deps: TransferDeps,
  tenant: Tenant,
  row: OutboxRow,
  again: Again,
  alongside: (trx: Trx) => Promise<void> = async () => {},
): Promise<'pending'> {
  await tx(deps.db, async (trx) => {
    if (await settleOutbox(trx, tenant.orgId, row.outbox_id, { state: 'pending', ...again })) await alongside(trx);
  });
  return 'pending';
}

/** Crash before this commit: the row is tried again after its lease and comes to the same end. */
export async function settleDead(
  deps: TransferDeps,
  tenant: Tenant,
  row: OutboxRow,
  why: string,
  alongside: (trx: Trx) => Promise<void> = async () => {},
): Promise<'dead'> {
  await tx(deps.db, async (trx) => {
    if (!(await settleOutbox(trx, tenant.orgId, row.outbox_id, { state: 'dead', why }))) return;
    await alongside(trx);
    await recordEvent(deps, trx, tenant, {
      kind: FAILED_EVENT[row.kind] ?? 'notice.failed',
      at: deps.clock.now(),
      actor: { kind: 'system' },
      ...aboutOf(row),
      channel: row.connection,
      detail: { why, kind: row.kind, attempt: row.attempt },
    });
  });
  deps.log.nudge();
  return 'dead';
}
