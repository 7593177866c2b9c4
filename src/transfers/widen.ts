/** What was granted for viewing only is decided again when another officer approves: the rules may then let it be taken along. */
import { releaseTerms } from '../policy/obligations.ts';
import type { TransferState } from '../model/transfer-states.ts';
import type { Executor } from '../store/database.ts';
import { insertDecisions, latestSendDecisions } from '../store/tables/decisions.ts';
import { setTransferDecision, type TransferRow } from '../store/tables/transfers.ts';
import type { Trx } from '../store/transaction.ts';
import { recordEvent } from './audit.ts';
import { decideSend, decisionRows } from './decide-transfer.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { registerDecision } from './register.ts';
import { showsAllOf } from './showable.ts';
import { readStoredSituation } from './situation.ts';
import { alignTransfer } from './terms/align.ts';

/** Whether what was decided last about sending lets it only be looked at. */
export async function isViewOnly(db: Executor, orgId: string, transferId: string): Promise<boolean> {
  const decisions = await latestSendDecisions(db, orgId, transferId);
  return decisions.some(({ decision }) => releaseTerms(decision).viewOnly);
}

/**
 * Decides a granted transfer again with one approval more. Its grants follow what the rules say now; where they would no longer let it go at
 * all, the approval stands on record and changes nothing.
 */
export async function decideWider(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  transfer: TransferRow,
  at: Date,
): Promise<TransferState> {
  const { transfer_id: transferId } = transfer;
  const situation = await readStoredSituation(trx, tenant, transfer, at, 'decide');
  const decision = decideSend(deps, at, { ...situation, showsAll: await showsAllOf(deps, trx, tenant, transferId) });
  const rows = decision === undefined ? [] : decisionRows(deps, transferId, decision, at);
  const decisionId = rows[0]?.id;
  if (decision?.merged.outcome !== 'allow' || decisionId === undefined) return transfer.state;
  await insertDecisions(trx, tenant.orgId, rows);
  await setTransferDecision(trx, tenant.orgId, transferId, decisionId);
  await registerDecision(deps, trx, tenant, transfer, rows, transfer.state);
  await recordEvent(deps, trx, tenant, {
    kind: 'transfer.decided',
    at,
    actor: { kind: 'system' },
    transferId,
    decision: { id: decisionId, outcome: 'allow' },
    packs: decision.merged.packs,
    detail: { rules: [], viewOnly: releaseTerms(decision.merged).viewOnly },
  });
  await alignTransfer(deps, trx, tenant, { ...transfer, decision_id: decisionId });
  return transfer.state;
}
