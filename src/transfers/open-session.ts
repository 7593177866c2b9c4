/** What a recipient sees after proving identity: who sent what until when. Content is opened one by one. */
import type { OpenSession } from '../model/api/open.ts';
import { type GrantRow, listGrants } from '../store/tables/grants.ts';
import { listTakenAway } from '../store/tables/factors.ts';
import { findAudienceNotice } from '../store/tables/notices.ts';
import { listTransferObjects, type TransferRow } from '../store/tables/transfers.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { OPENING } from './errors.ts';
import type { StaffNames } from './read.ts';
import { visibleTransfers } from './landing.ts';
import { openTermsBook } from './terms/read.ts';
import type { Visitor } from './recipient-access.ts';

/** @throws `opening.not_found` when nothing behind the link is this visitor's (any more) */
export async function describeOpenSession(
  deps: TransferDeps,
  tenant: Tenant,
  visitor: Visitor,
  names: StaffNames,
): Promise<OpenSession> {
  const transfers = await visibleTransfers(deps, tenant, visitor);
  const newest = transfers.at(-1);
  if (newest === undefined) throw OPENING.not_found();
  const now = deps.clock.now();
  const alive = transfers.filter((one) => one.state === 'granted' && endOf(one, now) > now);
  // What has ended shows nothing any more, not even names.
  const objects = (await Promise.all(alive.map((one) => objectsOf(deps, tenant, visitor, one)))).flat();
  // Alive with nothing left in it: it was taken from this recipient alone.
  const isRevoked = alive.length > 0 || transfers.every((one) => one.state === 'revoked');
  const sender = (await names([newest.sender_id])).get(newest.sender_id) ?? '';
  const notice =
    visitor.visit.kind === 'notice'
      ? await findAudienceNotice(deps.db.query, tenant.orgId, visitor.visit.id)
      : undefined;
  const taken = await listTakenAway(deps.db.query, tenant.orgId, visitor.recipientId);
  const ends = alive.map((one) => endOf(one, now).getTime());
  return {
    csrf: visitor.csrf,
    reference: notice?.reference ?? newest.reference,
    organisation: tenant.organisation,
    sender,
    expiresAt: (ends.length === 0 ? endOf(newest, now) : new Date(Math.max(...ends))).toISOString(),
    state: objects.length > 0 ? 'granted' : isRevoked ? 'revoked' : 'expired',
    objects,
    ...(taken.length === 0 ? {} : { factorsReset: true }),
  };
}

function endOf(transfer: TransferRow, now: Date): Date {
  return transfer.expires_at ?? now;
}

async function objectsOf(
  deps: TransferDeps,
  tenant: Tenant,
  visitor: Visitor,
  transfer: TransferRow,
): Promise<OpenSession['objects']> {
  const { orgId } = tenant;
  const grants = await listGrants(deps.db.query, orgId, transfer.transfer_id);
  const book = await openTermsBook(deps, deps.db.query, tenant, [transfer]);
  const objects: OpenSession['objects'] = [];
  for (const row of await listTransferObjects(deps.db.query, orgId, [transfer.transfer_id])) {
    const own = grants.find((one) => one.object_id === row.object_id && one.recipient_id === visitor.recipientId);
    // Before a member opens for the first time his openings are those of the audience's grant.
    const grant = own ?? grants.find((one) => isOfAudience(one, row.object_id));
    if (grant === undefined || grant.permission === 'records') continue;
    const { terms } = book.of(transfer, row.object_id, visitor.recipientId);
    // What this recipient may not open shows nothing, not even its name.
    if (terms.permission === 'none' || grant.wrapped_secret === null) continue;
    objects.push({
      id: row.object_id,
      kind: row.kind,
      name: await deps.fields.open(`transfer_object.name:${row.object_id}`, row.name_sealed),
      size: row.size,
      mediaType: await deps.fields.open(`transfer_object.media:${row.object_id}`, row.media_sealed),
      permission: terms.permission,
      opensLeft: grant.opens_left,
      reference: transfer.reference,
      sentAt: (transfer.granted_at ?? transfer.created_at).toISOString(),
    });
  }
  return objects;
}

function isOfAudience(grant: GrantRow, objectId: string): boolean {
  return grant.object_id === objectId && grant.recipient_id === null && grant.holder !== 'records';
}
