/** What vendors call recipients, so that a group message can name somebody without his number travelling. */
import { identityVendorSchema, type IdentityList, type SetIdentity } from '../../model/api/audiences.ts';
import {
  fillPhoneIndex,
  listIdentities,
  listWithoutPhoneIndex,
  putIdentity,
  removeIdentity,
} from '../../store/tables/identities.ts';
import { findRecipients } from '../../store/tables/recipients.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import { identityContext } from '../../transfers/border-contexts.ts';
import type { StaffActor, Tenant, TransferDeps } from '../../transfers/deps.ts';
import { IDENTITY } from './errors.ts';

/** Sets or removes what a vendor calls a recipient. @throws `identity.unknown_recipient`, `identity.taken` */
export async function setIdentity(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  recipientId: string,
  { vendor, providerId }: SetIdentity,
): Promise<void> {
  const { orgId } = tenant;
  const at = deps.clock.now();
  const row =
    providerId === null
      ? null
      : {
          org_id: orgId,
          vendor,
          recipient_id: recipientId,
          provider_id_sealed: await deps.fields.seal(identityContext(vendor, recipientId), providerId),
          provider_id_index: await deps.fields.providerIndex(vendor, providerId),
        };
  await tx(deps.db, async (trx) => {
    if ((await findRecipients(trx, orgId, [recipientId])).length === 0) throw IDENTITY.unknown_recipient();
    if (row !== null && !(await putIdentity(trx, row))) throw IDENTITY.taken();
    if (row === null && !(await removeIdentity(trx, orgId, vendor, recipientId))) return;
    await recordEvent(deps, trx, tenant, {
      kind: row === null ? 'recipient.identity_removed' : 'recipient.identity_set',
      at,
      actor: { kind: 'staff', id: actor.id },
      subjectId: recipientId,
      channel: vendor,
    });
  });
  deps.log.nudge();
}

/** Everybody of whom a vendor's identifier is known. */
export async function readIdentities(deps: TransferDeps, tenant: Tenant): Promise<IdentityList> {
  const rows = await listIdentities(deps.db.query, tenant.orgId);
  const identities = await Promise.all(
    rows.map(async (row) => {
      const vendor = identityVendorSchema.safeParse(row.vendor);
      if (!vendor.success) return [];
      const providerId = await deps.fields.open(identityContext(row.vendor, row.recipient_id), row.provider_id_sealed);
      return [{ recipientId: row.recipient_id, vendor: vendor.data, providerId }];
    }),
  );
  return { identities: identities.flat() };
}

const BATCH = 200;

/** Recipients who were entered before there was a look-up by telephone number get theirs. Returns how many; done again it does nothing. */
export async function fillPhoneIndexes(deps: TransferDeps, tenant: Tenant): Promise<number> {
  let filled = 0;
  for (;;) {
    const rows = await listWithoutPhoneIndex(deps.db.query, tenant.orgId, BATCH);
    for (const { recipientId, phone } of rows) {
      const number = await deps.fields.open(`recipient.phone:${recipientId}`, phone);
      const index = await deps.fields.phoneIndex(number);
      await tx(deps.db, (trx) => fillPhoneIndex(trx, tenant.orgId, recipientId, index), { idempotent: true });
    }
    filled += rows.length;
    if (rows.length < BATCH) return filled;
  }
}
