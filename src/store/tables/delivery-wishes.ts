/** Rows of delivery_wish: how a member of staff is told of deliveries, and up to when he has seen them; and counts for it. */
import type { Insertable, Selectable } from 'kysely';
import type { Executor } from '../database.ts';
import type { DeliveryWishTable } from '../schema-opening.ts';
import type { Trx } from '../transaction.ts';
import type { AuditEventRow } from './audit.ts';

export type DeliveryWishRow = Selectable<DeliveryWishTable>;

export async function findDeliveryWish(
  db: Executor,
  orgId: string,
  staffId: string,
): Promise<DeliveryWishRow | undefined> {
  return await db
    .selectFrom('delivery_wish')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('staff_id', '=', staffId)
    .executeTakeFirst();
}

/** Writes the wish; what was seen stays as it is unless it is given. */
export async function putDeliveryWish(trx: Trx, row: Insertable<DeliveryWishTable>): Promise<void> {
  const { org_id: _org, staff_id: _staff, ...rest } = row;
  await trx
    .insertInto('delivery_wish')
    .values(row)
    .onConflict((conflict) => conflict.columns(['org_id', 'staff_id']).doUpdateSet(rest))
    .execute();
}

export type NewsRow = AuditEventRow & { readonly reference: string };

/** Events of these kinds of the transfers that somebody sent, newest first. */
export function listNews(
  db: Executor,
  orgId: string,
  senderId: string,
  kinds: readonly string[],
  since: Date,
  limit: number,
): Promise<NewsRow[]> {
  return db
    .selectFrom('audit_event as event')
    .innerJoin('transfer', (join) =>
      join.onRef('transfer.org_id', '=', 'event.org_id').onRef('transfer.transfer_id', '=', 'event.transfer_id'),
    )
    .selectAll('event')
    .select('transfer.reference')
    .where('event.org_id', '=', orgId)
    .where('transfer.sender_id', '=', senderId)
    .where('event.kind', 'in', [...kinds])
    .where('event.at', '>', since)
    .orderBy('event.event_id', 'desc')
    .limit(limit)
    .execute();
}
