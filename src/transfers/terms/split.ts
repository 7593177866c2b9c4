/** A living grant split anew for another holder: from handing over to showing pages, and back. */
import { equal, fromBase64url, ownBytes } from '../../base/bytes.ts';
import { joinDek, openEnvelope, unwrapSecret } from '../../seal/index.ts';
import type { GrantRow } from '../../store/tables/grants.ts';
import { replaceSplit } from '../../store/tables/grant-terms.ts';
import { listTransferObjects } from '../../store/tables/transfers.ts';
import { findObjects } from '../../store/tables/uploads.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Tenant, TransferDeps } from '../deps.ts';
import { OPENING } from '../errors.ts';
import { grantContext, grantIdBytes, type GrantedPart, grantRow, holderOf } from '../grant.ts';

/** What a living grant grants: the object, its content key and names. Reads by the transaction it is in. @throws `opening.damaged` */
export async function contentOf(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  grant: GrantRow,
): Promise<Required<GrantedPart>> {
  const [object] = await findObjects(trx, tenant.orgId, [grant.object_id]);
  const link = (await listTransferObjects(trx, tenant.orgId, [grant.transfer_id])).find(
    (one) => one.object_id === grant.object_id,
  );
  if (object === undefined || link === undefined || grant.wrapped_secret === null)
    throw OPENING.damaged({ reason: 'missing' });
  const { identity } = grant.holder === 'viewer' ? deps.keys.viewer : deps.keys.custodian;
  const manifest = await openEnvelope(identity, grant.envelope, deps.crypto.hybrid);
  if (!equal(fromBase64url(manifest.gid), grantIdBytes(grant.grant_id))) throw OPENING.damaged({ reason: 'envelope' });
  const releaseSecret = await unwrapSecret(
    deps.crypto,
    deps.keys.epochLookup,
    grantContext(grant.grant_id),
    ownBytes(grant.wrapped_secret),
  );
  return {
    object,
    name: await deps.fields.open(`transfer_object.name:${link.object_id}`, link.name_sealed),
    mediaType: await deps.fields.open(`transfer_object.media:${link.object_id}`, link.media_sealed),
    dek: joinDek(releaseSecret, fromBase64url(manifest.share)),
  };
}

/**
 * Splits the content key of a grant anew for whoever may hold it now. The share of before opens nothing any more. False when the grant has
 * ended meanwhile. The caller holds the transfer's lock, and has made sure that the decision allows what it widens to.
 *
 * INVARIANT: one row, one holder: there is no moment at which two shares of one grant open.
 */
export async function splitAnew(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  grant: GrantRow,
  permission: 'view' | 'download',
  expiresAt: Date,
): Promise<boolean> {
  const row = await grantRow(deps, tenant, {
    ...(await contentOf(deps, trx, tenant, grant)),
    grantId: grant.grant_id,
    holder: holderOf(permission),
    permission,
    recipientId: grant.recipient_id,
    opens: grant.opens_left,
    transferId: grant.transfer_id,
    decisionId: grant.decision_id,
    at: grant.created_at,
    expiresAt,
  });
  return replaceSplit(trx, row);
}
