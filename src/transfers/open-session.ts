/** What a recipient sees after proving identity: who sent what until when. Content is opened one by one. */
import type { OpenSession } from '../model/api/open.ts';
import { listGrants } from '../store/tables/grants.ts';
import { findTransfer, listTransferObjects } from '../store/tables/transfers.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { OPENING } from './errors.ts';
import type { StaffNames } from './read.ts';
import type { RecipientActor } from './recipient-access.ts';

/** @throws `opening.not_found` */
export async function describeOpenSession(
  deps: TransferDeps,
  tenant: Tenant,
  actor: RecipientActor,
  names: StaffNames,
): Promise<OpenSession> {
  const transfer = await findTransfer(deps.db.query, tenant.orgId, actor.transferId);
  if (transfer === undefined) throw OPENING.not_found();
  const grants = (await listGrants(deps.db.query, tenant.orgId, actor.transferId)).filter(
    (grant) => grant.recipient_id === actor.recipientId,
  );
  const rows = await listTransferObjects(deps.db.query, tenant.orgId, [actor.transferId]);
  const objects: OpenSession['objects'] = [];
  const expiresAt = transfer.expires_at ?? deps.clock.now();
  const over = transfer.state === 'expired' || expiresAt <= deps.clock.now();
  // What has ended shows nothing any more, not even names.
  for (const row of transfer.state === 'granted' && !over ? rows : []) {
    const grant = grants.find((one) => one.object_id === row.object_id);
    if (grant === undefined || grant.permission === 'records') continue;
    objects.push({
      id: row.object_id,
      kind: row.kind,
      name: await deps.fields.open(`transfer_object.name:${row.object_id}`, row.name_sealed),
      size: row.size,
      mediaType: await deps.fields.open(`transfer_object.media:${row.object_id}`, row.media_sealed),
      permission: grant.permission,
      opensLeft: grant.opens_left,
    });
  }
  const sender = (await names([transfer.sender_id])).get(transfer.sender_id) ?? '';
  return {
    csrf: actor.csrf,
    reference: transfer.reference,
    organisation: tenant.organisation,
    sender,
    expiresAt: expiresAt.toISOString(),
    state: transfer.state === 'revoked' ? 'revoked' : over ? 'expired' : 'granted',
    objects,
  };
}
