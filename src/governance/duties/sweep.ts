/** Tells the audit log once that a duty became overdue. Nobody is reminded by message: the list says it. */
import { listNewlyOverdue, markOverdue } from '../../store/tables/duties.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { Tenant, TransferDeps } from '../../transfers/deps.ts';

const AT_ONCE = 200;

/** Returns how many were recorded. Each is a transaction of its own, so a crash loses none and repeats none. */
export async function recordOverdue(
  deps: Pick<TransferDeps, 'db' | 'clock' | 'ids' | 'random' | 'sha256' | 'fields' | 'log'>,
  tenant: Tenant,
): Promise<number> {
  const now = deps.clock.now();
  let recorded = 0;
  for (const row of await listNewlyOverdue(deps.db.query, tenant.orgId, now, AT_ONCE)) {
    const isNew = await tx(deps.db, async (trx) => {
      if (!(await markOverdue(trx, tenant.orgId, row.duty_id, now))) return false;
      await recordEvent(deps, trx, tenant, {
        kind: 'duty.overdue',
        at: now,
        actor: { kind: 'system' },
        subjectId: row.duty_id,
        ...(row.transfer_id === null ? {} : { transferId: row.transfer_id }),
        detail: { rule: row.rule_id, due: row.due_at.toISOString() },
      });
      return true;
    });
    if (isNew) recorded += 1;
  }
  if (recorded > 0) deps.log.nudge();
  return recorded;
}
