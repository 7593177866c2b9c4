/** Which approvals of a transfer count. */
import { equal, ownBytes } from '../base/bytes.ts';
import type { ApprovalKind } from '../model/facts.ts';
import { listApprovals, type TransferRow } from '../store/tables/transfers.ts';
import type { Trx } from '../store/transaction.ts';
import type { Tenant } from './deps.ts';

/** Only approvals of exactly these bytes, names and people count. Two different officers make a two-officer approval. */
export async function approvalsOf(trx: Trx, tenant: Tenant, transfer: TransferRow, at: Date): Promise<ApprovalKind[]> {
  const given = (await listApprovals(trx, tenant.orgId, transfer.transfer_id)).filter(
    (one) =>
      one.outcome === 'approved' &&
      one.approver_id !== transfer.sender_id &&
      (one.valid_until === null || at < one.valid_until) &&
      equal(ownBytes(one.content_hash), ownBytes(transfer.content_hash)),
  );
  const people = new Set(given.map((one) => one.approver_id));
  return [...(people.size >= 1 ? ['officer' as const] : []), ...(people.size >= 2 ? ['two_officer' as const] : [])];
}
