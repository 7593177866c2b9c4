/** Rows of object_grant and opening. Counts are single conditional updates; the bytes come afterwards. */
import type { Insertable, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import { insertMany } from '../insert-many.ts';
import type { ObjectGrantTable, OpeningTable } from '../schema-opening.ts';
import type { Trx } from '../transaction.ts';

export type GrantRow = Selectable<ObjectGrantTable>;
export type OpeningRow = Selectable<OpeningTable>;

export async function insertGrants(trx: Trx, rows: readonly Insertable<ObjectGrantTable>[]): Promise<void> {
  await insertMany(trx, 'object_grant', rows);
}

export function listGrants(db: Executor, orgId: string, transferId: string): Promise<GrantRow[]> {
  return db
    .selectFrom('object_grant')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .orderBy('grant_id')
    .execute();
}

export async function findGrant(
  db: Executor,
  orgId: string,
  transferId: string,
  objectId: string,
  recipientId: string,
): Promise<GrantRow | undefined> {
  return await db
    .selectFrom('object_grant')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('object_id', '=', objectId)
    .where('recipient_id', '=', recipientId)
    .executeTakeFirst();
}

/** The grant of an object to a whole audience, from which members' own are made. */
export async function findAudienceGrant(
  db: Executor,
  orgId: string,
  transferId: string,
  objectId: string,
): Promise<GrantRow | undefined> {
  return await db
    .selectFrom('object_grant')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('object_id', '=', objectId)
    .where('recipient_id', 'is', null)
    .where('holder', '<>', 'records')
    .executeTakeFirst();
}

export function findGrantsById(db: Executor, orgId: string, grantIds: readonly string[]): Promise<GrantRow[]> {
  if (grantIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('object_grant')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('grant_id', 'in', [...grantIds])
    .execute();
}

export async function findGrantById(db: Executor, orgId: string, grantId: string): Promise<GrantRow | undefined> {
  return await db
    .selectFrom('object_grant')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('grant_id', '=', grantId)
    .executeTakeFirst();
}

/** Grants that can be opened, but those of the records, in the order of their ids after `after`. */
export function pageLivingGrants(db: Executor, orgId: string, after: string, limit: number): Promise<GrantRow[]> {
  return db
    .selectFrom('object_grant')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('grant_id', '>', after)
    .where('holder', '<>', 'records')
    .where('wrapped_secret', 'is not', null)
    .where('revoked_at', 'is', null)
    .orderBy('grant_id')
    .limit(limit)
    .execute();
}

/**
 * Claims one opening: lowers the count if, at this moment, the grant is alive. Returns what is left, or undefined.
 *
 * INVARIANT: this statement alone decides; two requests at once cannot both take the last one.
 */
export async function claimOpening(trx: Trx, orgId: string, grantId: string, now: Date): Promise<number | undefined> {
  const row = await trx
    .updateTable('object_grant')
    .set({ opens_left: sql<number>`opens_left - 1` })
    .where('org_id', '=', orgId)
    .where('grant_id', '=', grantId)
    .where('opens_left', '>', 0)
    .where('revoked_at', 'is', null)
    .where('wrapped_secret', 'is not', null)
    .where('not_before', '<=', now)
    .where('expires_at', '>', now)
    .returning('opens_left')
    .executeTakeFirst();
  return row?.opens_left;
}

export async function insertOpening(trx: Trx, row: Insertable<OpeningTable>): Promise<OpeningRow> {
  return await trx.insertInto('opening').values(row).returningAll().executeTakeFirstOrThrow();
}

/** The newest opening of a grant of this kind that may still go on. */
export async function findLiveOpening(
  db: Executor,
  orgId: string,
  grantId: string,
  kind: OpeningRow['kind'],
  now: Date,
): Promise<OpeningRow | undefined> {
  return await db
    .selectFrom('opening')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('grant_id', '=', grantId)
    .where('kind', '=', kind)
    .where('until', '>', now)
    .orderBy('claimed_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function findOpening(db: Executor, orgId: string, openingId: string): Promise<OpeningRow | undefined> {
  return await db
    .selectFrom('opening')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('opening_id', '=', openingId)
    .executeTakeFirst();
}

/** Marks an opening released; false when it was already. */
export async function markReleased(trx: Trx, orgId: string, openingId: string, at: Date): Promise<boolean> {
  const result = await trx
    .updateTable('opening')
    .set({ released_at: at })
    .where('org_id', '=', orgId)
    .where('opening_id', '=', openingId)
    .where('released_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Ends every recipient's grant of a transfer for good by deleting its release secret. Returns how many were alive. */
export async function shredGrants(trx: Trx, orgId: string, transferId: string, at: Date): Promise<number> {
  const result = await trx
    .updateTable('object_grant')
    .set({ wrapped_secret: null, revoked_at: at })
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    // The organisation keeps its own record of what it sent; erasing that is another act.
    .where('holder', '<>', 'records')
    .where('wrapped_secret', 'is not', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}
