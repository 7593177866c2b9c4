/** The dead notices of one transfer, sent again by whoever may. */
import { lockTransfer } from '../store/tables/transfers.ts';
import { listOutboxOf } from '../store/tables/outbox.ts';
import { tx } from '../store/transaction.ts';
import type { StaffActor, Tenant, TransferDeps } from './deps.ts';
import { TRANSFER } from './errors.ts';
import { reviveDead } from './move-outbox.ts';
import type { Post } from './post.ts';

/**
 * Puts the dead notices of a granted transfer back in the queue, rendered anew. Returns how many.
 *
 * @throws `transfer.not_found`, `transfer.wrong_state`
 */
export async function resendNotices(
  deps: TransferDeps,
  post: Pick<Post, 'channel'>,
  tenant: Tenant,
  actor: StaffActor,
  transferId: string,
): Promise<number> {
  const dead = await tx(deps.db, async (trx) => {
    const transfer = await lockTransfer(trx, tenant.orgId, transferId);
    if (transfer === undefined) throw TRANSFER.not_found();
    if (transfer.state !== 'granted') throw TRANSFER.wrong_state({ state: transfer.state });
    const rows = await listOutboxOf(trx, tenant.orgId, transferId);
    return rows.filter((row) => row.kind === 'notice' && row.state === 'dead');
  });
  let revived = 0;
  for (const row of dead) if (await reviveDead(deps, post, tenant, actor, row.outbox_id, undefined)) revived += 1;
  return revived;
}
