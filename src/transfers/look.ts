/** What of a transfer only its sender sees without further ado: names of files and of those it went to. Others say why, and are recorded. */
import type { LookReason } from '../model/api/accesses.ts';
import type { TransferNames } from '../model/api/transfers.ts';
import { findRecipients } from '../store/tables/recipients.ts';
import { listTransferObjects, listTransferRecipients, type TransferRow } from '../store/tables/transfers.ts';
import { tx } from '../store/transaction.ts';
import { recordLook } from './accesses.ts';
import type { StaffActor, Tenant, TransferDeps } from './deps.ts';

/** Records that somebody who is not the sender gets a file in which the names are, such as a certificate. */
export async function noteNamesTaken(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  transfer: TransferRow,
  place: string,
): Promise<void> {
  if (transfer.sender_id === actor.id) return;
  const links = await listTransferRecipients(deps.db.query, tenant.orgId, [transfer.transfer_id]);
  await tx(deps.db, (trx) =>
    recordLook(deps, trx, tenant, {
      kind: 'transfer.read',
      at: deps.clock.now(),
      actor: { kind: 'staff', id: actor.id },
      transferId: transfer.transfer_id,
      place,
      whom: [
        { kind: 'staff', id: transfer.sender_id },
        ...links.map((link) => ({ kind: 'recipient', id: link.recipient_id }) as const),
      ],
    }),
  );
  deps.log.nudge();
}

/**
 * Returns the names. Unless the reader is the sender, the look is recorded first, for the sender and for everybody it went to.
 *
 * @param transfer - One that the caller has made sure the reader may see.
 */
export async function lookAtTransfer(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  transfer: TransferRow,
  look: LookReason & { readonly place: string },
): Promise<TransferNames> {
  const { orgId } = tenant;
  const { transfer_id: transferId, sender_id: senderId } = transfer;
  const links = await listTransferRecipients(deps.db.query, orgId, [transferId]);
  const ids = links.map((link) => link.recipient_id);
  if (senderId !== actor.id) {
    await tx(deps.db, (trx) =>
      recordLook(deps, trx, tenant, {
        kind: 'transfer.read',
        at: deps.clock.now(),
        actor: { kind: 'staff', id: actor.id },
        transferId,
        place: look.place,
        why: { purpose: look.purpose, reason: look.reason },
        whom: [{ kind: 'staff', id: senderId }, ...ids.map((id) => ({ kind: 'recipient', id }) as const)],
      }),
    );
    deps.log.nudge();
  }
  const recipients = await findRecipients(deps.db.query, orgId, ids);
  const objects = await listTransferObjects(deps.db.query, orgId, [transferId]);
  return {
    recipients: await Promise.all(
      recipients.map(async ({ recipient_id: id, name_sealed: name }) => ({
        id,
        name: await deps.fields.open(`recipient.name:${id}`, name),
      })),
    ),
    objects: await Promise.all(
      objects.map(async ({ object_id: id, name_sealed: name }) => ({
        id,
        name: await deps.fields.open(`transfer_object.name:${id}`, name),
      })),
    ),
  };
}
