/** What staff do about the factors of recipients: see which there are, and take them away when a telephone is lost. */
import type { RecipientFactors, ResetReason } from '../../model/api/open-factors.ts';
import { endSessionsOf, listAllFactors, removeFactors } from '../../store/tables/factors.ts';
import { findRecipients } from '../../store/tables/recipients.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../audit.ts';
import type { StaffActor, Tenant } from '../deps.ts';
import { TRANSFER } from '../errors.ts';
import type { FactorDeps } from './deps.ts';

/** Kinds and times alone; what a sender set for one transfer is not among them. */
export async function readRecipientFactors(deps: Pick<FactorDeps, 'db'>, tenant: Tenant): Promise<RecipientFactors> {
  const rows = await listAllFactors(deps.db.query, tenant.orgId);
  const ids = [...new Set(rows.map((row) => row.recipient_id))];
  return {
    recipients: ids.map((recipientId) => ({
      recipientId,
      factors: rows
        .filter((row) => row.recipient_id === recipientId)
        .map((row) => ({
          kind: row.kind,
          createdAt: row.created_at.toISOString(),
          lastAt: row.last_at?.toISOString() ?? null,
        })),
    })),
  };
}

/**
 * Takes away everything that a recipient set up, and ends his sessions: who has the lost telephone may have one. He is told at his next visit.
 * Returns how many there were.
 *
 * @param reason - Kept in the audit log, so it is one of few words.
 * @throws `transfer.unknown_recipient`
 */
export async function resetFactors(
  deps: FactorDeps,
  tenant: Tenant,
  actor: StaffActor,
  recipientId: string,
  reason: ResetReason,
): Promise<number> {
  const { orgId } = tenant;
  const at = deps.clock.now();
  const removed = await tx(deps.db, async (trx) => {
    if ((await findRecipients(trx, orgId, [recipientId])).length === 0) throw TRANSFER.unknown_recipient();
    const gone = await removeFactors(trx, orgId, recipientId, { transferId: null }, actor.id, at);
    if (gone.length === 0) return 0;
    await endSessionsOf(trx, orgId, recipientId);
    await recordEvent(deps, trx, tenant, {
      kind: 'factor.reset',
      at,
      actor: { kind: 'staff', id: actor.id },
      subjectId: recipientId,
      detail: { factors: gone.map((one) => one.kind), reason },
    });
    return gone.length;
  });
  deps.log.nudge();
  return removed;
}
