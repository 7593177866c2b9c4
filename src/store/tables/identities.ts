/** Rows of recipient_identity, and the look-up hash of telephone numbers. */
import type { Insertable, Selectable } from 'kysely';
import type { Executor } from '../database.ts';
import type { RecipientIdentityTable } from '../schema-border.ts';
import type { Trx } from '../transaction.ts';

export type IdentityRow = Selectable<RecipientIdentityTable>;

export function listIdentities(db: Executor, orgId: string): Promise<IdentityRow[]> {
  return db.selectFrom('recipient_identity').selectAll().where('org_id', '=', orgId).limit(5000).execute();
}

/** What a vendor calls these recipients. */
export function findIdentities(
  db: Executor,
  orgId: string,
  vendor: string,
  recipientIds: readonly string[],
): Promise<IdentityRow[]> {
  if (recipientIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('recipient_identity')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('vendor', '=', vendor)
    .where('recipient_id', 'in', [...recipientIds])
    .execute();
}

/** Sets what the vendor calls a recipient, in place of what it was; false when another recipient has that identifier. */
export async function putIdentity(trx: Trx, row: Insertable<RecipientIdentityTable>): Promise<boolean> {
  await removeIdentity(trx, row.org_id, row.vendor, row.recipient_id);
  const result = await trx
    .insertInto('recipient_identity')
    .values(row)
    .onConflict((conflict) => conflict.columns(['org_id', 'vendor', 'provider_id_index']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** False when there was none. */
export async function removeIdentity(trx: Trx, orgId: string, vendor: string, recipientId: string): Promise<boolean> {
  const result = await trx
    .deleteFrom('recipient_identity')
    .where('org_id', '=', orgId)
    .where('vendor', '=', vendor)
    .where('recipient_id', '=', recipientId)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

/** Recipients with a telephone number by which they cannot be found yet. */
export async function listWithoutPhoneIndex(
  db: Executor,
  orgId: string,
  limit: number,
): Promise<{ readonly recipientId: string; readonly phone: Uint8Array }[]> {
  const rows = await db
    .selectFrom('recipient')
    .select(['recipient_id', 'phone_sealed'])
    .where('org_id', '=', orgId)
    .where('phone_index', 'is', null)
    .where('phone_sealed', 'is not', null)
    .orderBy('recipient_id')
    .limit(limit)
    .execute();
  return rows.flatMap((row) =>
    row.phone_sealed === null ? [] : [{ recipientId: row.recipient_id, phone: row.phone_sealed }],
  );
}

/** A number that is there already stays. */
export async function fillPhoneIndex(trx: Trx, orgId: string, recipientId: string, index: Uint8Array): Promise<void> {
  await trx
    .updateTable('recipient')
    .set({ phone_index: index })
    .where('org_id', '=', orgId)
    .where('recipient_id', '=', recipientId)
    .where('phone_index', 'is', null)
    .execute();
}

/** Whom a vendor calls by one of these look-up hashes. */
export async function findByProviderIndex(
  db: Executor,
  orgId: string,
  vendor: string,
  indexes: readonly Uint8Array[],
): Promise<string | undefined> {
  const row = await db
    .selectFrom('recipient_identity')
    .select('recipient_id')
    .where('org_id', '=', orgId)
    .where('vendor', '=', vendor)
    .where('provider_id_index', 'in', [...indexes])
    .executeTakeFirst();
  return row?.recipient_id;
}
