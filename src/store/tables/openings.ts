/** Rows of opening that are views, and of page_view. */
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { Trx } from '../transaction.ts';

/** Marks a view shown with what drew it; false when it was already, or was given back. */
export async function markShown(
  trx: Trx,
  orgId: string,
  openingId: string,
  at: Date,
  facts: { readonly renderer: string; readonly pages: number },
): Promise<boolean> {
  const result = await trx
    .updateTable('opening')
    .set({ released_at: at, ...facts })
    .where('org_id', '=', orgId)
    .where('opening_id', '=', openingId)
    .where('released_at', 'is', null)
    .where('returned_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/**
 * Ends an opening that showed nothing and gives its count back to the grant; false when it was shown or given back before.
 *
 * INVARIANT: one opening is given back once, however many find at the same time that it shows nothing.
 */
export async function returnOpening(
  trx: Trx,
  orgId: string,
  openingId: string,
  grantId: string,
  at: Date,
): Promise<boolean> {
  const result = await trx
    .updateTable('opening')
    .set({ returned_at: at, until: at })
    .where('org_id', '=', orgId)
    .where('opening_id', '=', openingId)
    .where('released_at', 'is', null)
    .where('returned_at', 'is', null)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) return false;
  await trx
    .updateTable('object_grant')
    .set({ opens_left: sql<number>`opens_left + 1` })
    .where('org_id', '=', orgId)
    .where('grant_id', '=', grantId)
    .execute();
  return true;
}

/** Lets a view live until `until`, if it does not already. */
export async function extendOpening(trx: Trx, orgId: string, openingId: string, until: Date): Promise<void> {
  await trx
    .updateTable('opening')
    .set({ until })
    .where('org_id', '=', orgId)
    .where('opening_id', '=', openingId)
    .where('until', '<', until)
    .execute();
}

/** Counts a page as shown; true the first time. */
export async function countPageView(
  trx: Trx,
  orgId: string,
  openingId: string,
  page: number,
  at: Date,
): Promise<boolean> {
  const inserted = await trx
    .insertInto('page_view')
    .values({ org_id: orgId, opening_id: openingId, page, shown_at: at, times: 1 })
    .onConflict((conflict) => conflict.columns(['org_id', 'opening_id', 'page']).doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 1n) return true;
  await trx
    .updateTable('page_view')
    .set({ times: sql<number>`times + 1` })
    .where('org_id', '=', orgId)
    .where('opening_id', '=', openingId)
    .where('page', '=', page)
    .execute();
  return false;
}

/** Marks the text of a shown page as handed out; true the first time. */
export async function countPageText(
  trx: Trx,
  orgId: string,
  openingId: string,
  page: number,
  at: Date,
): Promise<boolean> {
  const result = await trx
    .updateTable('page_view')
    .set({ text_at: at })
    .where('org_id', '=', orgId)
    .where('opening_id', '=', openingId)
    .where('page', '=', page)
    .where('text_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Those of the views that may still be looked at: neither over nor ended with their grant or transfer. */
export async function livingViews(
  db: Executor,
  orgId: string,
  openingIds: readonly string[],
  now: Date,
): Promise<readonly string[]> {
  if (openingIds.length === 0) return [];
  const rows = await db
    .selectFrom('opening')
    .innerJoin('object_grant', (join) =>
      join.onRef('object_grant.org_id', '=', 'opening.org_id').onRef('object_grant.grant_id', '=', 'opening.grant_id'),
    )
    .innerJoin('transfer', (join) =>
      join.onRef('transfer.org_id', '=', 'opening.org_id').onRef('transfer.transfer_id', '=', 'opening.transfer_id'),
    )
    .select('opening.opening_id')
    .where('opening.org_id', '=', orgId)
    .where('opening.opening_id', 'in', [...openingIds])
    .where('opening.until', '>', now)
    .where('object_grant.wrapped_secret', 'is not', null)
    .where('object_grant.revoked_at', 'is', null)
    .where('object_grant.expires_at', '>', now)
    .where('transfer.state', '=', 'granted')
    .execute();
  return rows.map((row) => row.opening_id);
}
