/** Dead letters: what could not be sent and waits for a person. Each can be written and sent anew, sent another way, or be let be. */
import type { DeadLetter, DeadLetterList } from '../../model/api/connections.ts';
import { dismissOutbox, findAudienceNotice, findOutbox, listDead } from '../../store/tables/outbox-after.ts';
import type { OutboxRow } from '../../store/tables/outbox.ts';
import { findTransfers } from '../../store/tables/transfers.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { StaffActor, Tenant } from '../../transfers/deps.ts';
import { freshDraft } from '../../transfers/fresh-draft.ts';
import { canCarry, reviveDead } from '../../transfers/move-outbox.ts';
import type { KnownConnection } from '../../transfers/post.ts';
import type { ConnectionDeps } from './deps.ts';

const SHOWN = 200;

export async function listDeadLetters(deps: ConnectionDeps, tenant: Tenant): Promise<DeadLetterList> {
  const { query } = deps.transfers.db;
  const rows = await listDead(query, tenant.orgId, SHOWN + 1);
  const shown = rows.slice(0, SHOWN);
  const ids = [...new Set(shown.flatMap((row) => (row.transfer_id === null ? [] : [row.transfer_id])))];
  const transfers = new Map((await findTransfers(query, tenant.orgId, ids)).map((one) => [one.transfer_id, one]));
  const known = await deps.office.known();
  const letters = await Promise.all(
    shown.map((row) => {
      const found = row.transfer_id === null ? undefined : transfers.get(row.transfer_id);
      const transfer = found === undefined ? null : { id: found.transfer_id, reference: found.reference };
      return viewLetter(deps, tenant, known, row, transfer);
    }),
  );
  return { letters, more: rows.length > SHOWN };
}

async function viewLetter(
  deps: ConnectionDeps,
  tenant: Tenant,
  known: readonly KnownConnection[],
  row: OutboxRow,
  transfer: DeadLetter['transfer'],
): Promise<DeadLetter> {
  const { transfers, office } = deps;
  const notice =
    row.notice_id === null ? undefined : await findAudienceNotice(transfers.db.query, tenant.orgId, row.notice_id);
  const resendable = (await freshDraft(transfers, transfers.db.query, tenant, row)) !== undefined;
  const others: string[] = [];
  if (resendable)
    for (const { id } of known)
      if (await canCarry(office.post, row, row.moved_from ?? row.connection, id)) others.push(id);
  return {
    id: row.outbox_id,
    kind: row.kind,
    connection: row.connection,
    label: known.find((one) => one.id === row.connection)?.label ?? null,
    movedFrom: row.moved_from,
    why: row.last_error ?? 'unknown',
    attempts: row.attempt,
    createdAt: row.created_at.toISOString(),
    transfer,
    reference: notice?.reference ?? null,
    resendable,
    others,
  };
}

/** Sends each again, by its own connection or by `to`. Returns how many it was done for. */
export async function resendDead(
  deps: ConnectionDeps,
  tenant: Tenant,
  actor: StaffActor,
  ids: readonly string[],
  to: string | undefined,
): Promise<number> {
  let done = 0;
  for (const id of new Set(ids))
    if (await reviveDead(deps.transfers, deps.office.post, tenant, actor, id, to)) done += 1;
  if (done > 0) deps.transfers.log.nudge();
  return done;
}

/** Lets each be: it is not shown any more. Returns how many. */
export async function dismissDead(
  deps: ConnectionDeps,
  tenant: Tenant,
  actor: StaffActor,
  ids: readonly string[],
): Promise<number> {
  const { transfers } = deps;
  let done = 0;
  for (const id of new Set(ids)) {
    const isDone = await tx(transfers.db, async (trx) => {
      const at = transfers.clock.now();
      const row = await findOutbox(trx, tenant.orgId, id);
      if (row === undefined || !(await dismissOutbox(trx, tenant.orgId, id, at))) return false;
      await recordEvent(transfers, trx, tenant, {
        kind: 'notice.dismissed',
        at,
        actor: { kind: 'staff', id: actor.id },
        ...(row.transfer_id === null ? {} : { transferId: row.transfer_id }),
        ...(row.recipient_id === null ? {} : { subjectId: row.recipient_id }),
        channel: row.connection,
        detail: { why: row.last_error ?? '' },
      });
      return true;
    });
    if (isDone) done += 1;
  }
  if (done > 0) transfers.log.nudge();
  return done;
}
