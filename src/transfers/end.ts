/** Ends of a transfer: revoked, withdrawn, expired, refused. Deleting release secrets is what ends it; the state only says so. */
import type { TransferState } from '../model/transfer-states.ts';
import { shredGrants } from '../store/tables/grants.ts';
import { dropNoticeItems } from '../store/tables/notices.ts';
import { cancelOutbox } from '../store/tables/outbox.ts';
import {
  listDueTransfers,
  listTransferObjects,
  lockTransfer,
  moveTransfer,
  type TransferRow,
} from '../store/tables/transfers.ts';
import { endCustody } from '../store/tables/uploads.ts';
import { type Trx, tx } from '../store/transaction.ts';
import { recordEvent } from './audit.ts';
import type { StaffActor, Tenant, TransferDeps } from './deps.ts';
import { type EndDeps, endNotices } from './ended-notices.ts';
import { TRANSFER } from './errors.ts';
import { registerEnd } from './register.ts';

type End = Extract<TransferState, 'revoked' | 'withdrawn' | 'expired' | 'refused'>;

/**
 * Revokes a granted transfer or withdraws a held one. Takes effect with the commit: no release secret is left.
 *
 * @throws `transfer.not_found`, `transfer.wrong_state`
 */
export async function endByStaff(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  transferId: string,
  to: 'revoked' | 'withdrawn',
): Promise<void> {
  await tx(deps.db, async (trx) => {
    const transfer = await lockTransfer(trx, tenant.orgId, transferId);
    if (transfer === undefined) throw TRANSFER.not_found();
    if (transfer.state !== (to === 'revoked' ? 'granted' : 'held'))
      throw TRANSFER.wrong_state({ state: transfer.state });
    const at = deps.clock.now();
    await endTransfer(deps, trx, tenant, transfer, to, at);
    await recordEvent(deps, trx, tenant, {
      kind: `transfer.${to}`,
      at,
      actor: { kind: 'staff', id: actor.id },
      transferId,
    });
  });
  deps.log.nudge();
}

/** Ends every transfer whose time has run out. Returns how many. Openings refuse by the clock already; this deletes the secrets. */
export async function expireDue(deps: TransferDeps, tenant: Tenant): Promise<number> {
  const due = await listDueTransfers(deps.db.query, tenant.orgId, deps.clock.now());
  for (const { transfer_id: transferId } of due) {
    await tx(deps.db, async (trx) => {
      const transfer = await lockTransfer(trx, tenant.orgId, transferId);
      if (transfer === undefined || (transfer.state !== 'granted' && transfer.state !== 'held')) return;
      const at = deps.clock.now();
      await endTransfer(deps, trx, tenant, transfer, 'expired', at);
      await recordEvent(deps, trx, tenant, { kind: 'transfer.expired', at, actor: { kind: 'system' }, transferId });
    });
  }
  if (due.length > 0) deps.log.nudge();
  return due.length;
}

/** Deletes every secret of a transfer, moves its state, ends its notices and says so in the register. The event is the caller's. */
export async function endTransfer(
  deps: EndDeps,
  trx: Trx,
  tenant: Tenant,
  transfer: TransferRow,
  to: End,
  at: Date,
): Promise<void> {
  const objects = await listTransferObjects(trx, tenant.orgId, [transfer.transfer_id]);
  await shredGrants(trx, tenant.orgId, transfer.transfer_id, at);
  await endCustody(
    trx,
    tenant.orgId,
    objects.map((one) => one.object_id),
  );
  await cancelOutbox(trx, tenant.orgId, transfer.transfer_id);
  await dropNoticeItems(trx, tenant.orgId, transfer.transfer_id);
  await registerEnd(trx, tenant, transfer.transfer_id, to, at);
  if (!(await moveTransfer(trx, tenant.orgId, transfer.transfer_id, transfer.state, to, { ended_at: at }))) {
    throw TRANSFER.wrong_state({ state: transfer.state });
  }
  await endNotices(deps, trx, tenant, transfer, at);
}
