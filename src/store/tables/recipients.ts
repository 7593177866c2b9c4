/** Rows of recipient. */
import type { Insertable, Selectable } from 'kysely';
import type { Executor } from '../database.ts';
import type { RecipientTable } from '../schema.ts';
import type { Trx } from '../transaction.ts';

export type RecipientRow = Selectable<RecipientTable>;

/** False when somebody with the same address is there already. */
export async function insertRecipient(trx: Trx, row: Insertable<RecipientTable>): Promise<boolean> {
  const result = await trx
    .insertInto('recipient')
    .values(row)
    .onConflict((conflict) => conflict.columns(['org_id', 'email_index']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export function listRecipients(db: Executor, orgId: string): Promise<RecipientRow[]> {
  return db
    .selectFrom('recipient')
    .selectAll()
    .where('org_id', '=', orgId)
    .orderBy('created_at', 'desc')
    .limit(1000)
    .execute();
}

/** Whoever has this address. */
export function findRecipientByAddress(
  db: Executor,
  orgId: string,
  emailIndex: Uint8Array,
): Promise<RecipientRow | undefined> {
  return db
    .selectFrom('recipient')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('email_index', '=', emailIndex)
    .executeTakeFirst();
}

/** In the order of the rows, not of `ids`; unknown ids are missing. */
export function findRecipients(db: Executor, orgId: string, ids: readonly string[]): Promise<RecipientRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('recipient')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('recipient_id', 'in', [...ids])
    .execute();
}

/** The recipient of a transfer whose notice carries `handle` and whose address has this index; undefined otherwise. */
export async function findByHandle(
  db: Executor,
  orgId: string,
  handle: string,
): Promise<(RecipientRow & { readonly transfer_id: string }) | undefined> {
  return await db
    .selectFrom('transfer_recipient as link')
    .innerJoin('recipient', (join) =>
      join.onRef('recipient.org_id', '=', 'link.org_id').onRef('recipient.recipient_id', '=', 'link.recipient_id'),
    )
    .selectAll('recipient')
    .select('link.transfer_id')
    .where('link.org_id', '=', orgId)
    .where('link.handle', '=', handle)
    .executeTakeFirst();
}
