/** What the permission matrix changes in rows of object_grant. */
import type { Insertable } from 'kysely';
import { sql } from 'kysely';
import type { ObjectGrantTable } from '../schema-opening.ts';
import type { Trx } from '../transaction.ts';
import type { GrantRow } from './grants.ts';

/** The grant, its row held until the transaction ends: nothing is claimed of it meanwhile. */
export async function lockGrant(trx: Trx, orgId: string, grantId: string): Promise<GrantRow | undefined> {
  return await trx
    .selectFrom('object_grant')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('grant_id', '=', grantId)
    .forUpdate()
    .executeTakeFirst();
}

/** The same for every grant of a transfer that is not the records'. */
export function lockGrants(trx: Trx, orgId: string, transferId: string): Promise<GrantRow[]> {
  return trx
    .selectFrom('object_grant')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('holder', '<>', 'records')
    .orderBy('grant_id')
    .forUpdate()
    .execute();
}

/**
 * Sets from when until when a grant holds and how often it may be opened in all: what is left is counted from the openings that there were.
 * The caller holds the row.
 */
export async function setGrantLimits(
  trx: Trx,
  orgId: string,
  grantId: string,
  limits: { readonly opensMax: number; readonly notBefore: Date; readonly expiresAt: Date },
): Promise<void> {
  await trx
    .updateTable('object_grant')
    .set({
      opens_max: limits.opensMax,
      not_before: limits.notBefore,
      expires_at: limits.expiresAt,
      opens_left: sql<number>`greatest(0, ${limits.opensMax}::integer - (
        select count(*)::integer from opening
        where opening.org_id = object_grant.org_id and opening.grant_id = object_grant.grant_id
      ))`,
    })
    .where('org_id', '=', orgId)
    .where('grant_id', '=', grantId)
    .execute();
}

/** Puts a new split in place of a living grant's; false when it has ended meanwhile. */
export async function replaceSplit(
  trx: Trx,
  row: Pick<
    Insertable<ObjectGrantTable>,
    'org_id' | 'grant_id' | 'holder' | 'permission' | 'envelope' | 'wrapped_secret'
  >,
): Promise<boolean> {
  const result = await trx
    .updateTable('object_grant')
    .set({
      holder: row.holder,
      permission: row.permission,
      envelope: row.envelope,
      wrapped_secret: row.wrapped_secret,
    })
    .where('org_id', '=', row.org_id)
    .where('grant_id', '=', row.grant_id)
    .where('revoked_at', 'is', null)
    .where('wrapped_secret', 'is not', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Ends one recipient's grants of a transfer for good by deleting their release secrets. Returns how many were alive. */
export async function shredGrantsOf(
  trx: Trx,
  orgId: string,
  transferId: string,
  recipientId: string,
  at: Date,
): Promise<number> {
  const result = await trx
    .updateTable('object_grant')
    .set({ wrapped_secret: null, revoked_at: at })
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('recipient_id', '=', recipientId)
    .where('wrapped_secret', 'is not', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** The last moment at which anybody's grant of a transfer ends; undefined without grants. */
export async function lastEndOf(trx: Trx, orgId: string, transferId: string): Promise<Date | undefined> {
  const row = await trx
    .selectFrom('object_grant')
    .select('expires_at')
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('holder', '<>', 'records')
    .where('wrapped_secret', 'is not', null)
    .orderBy('expires_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.expires_at;
}
