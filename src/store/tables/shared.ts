/** What is shared with one recipient, whatever told him of it. */
import type { Executor } from '../database.ts';
import type { TransferRow } from './transfers.ts';

/** Granted transfers that have not run out and are for this recipient; of an audience's only while he is in it. Newest first. */
export function listAliveOf(
  db: Executor,
  orgId: string,
  recipientId: string,
  now: Date,
  limit: number,
): Promise<TransferRow[]> {
  return db
    .selectFrom('transfer')
    .innerJoin('transfer_recipient as link', (join) =>
      join.onRef('link.org_id', '=', 'transfer.org_id').onRef('link.transfer_id', '=', 'transfer.transfer_id'),
    )
    .selectAll('transfer')
    .where('transfer.org_id', '=', orgId)
    .where('link.recipient_id', '=', recipientId)
    .where('transfer.state', '=', 'granted')
    .where('transfer.expires_at', '>', now)
    .where((where) =>
      where.or([
        where('transfer.audience_id', 'is', null),
        where.exists(
          where
            .selectFrom('audience_member as member')
            .select('member.recipient_id')
            .whereRef('member.org_id', '=', 'transfer.org_id')
            .whereRef('member.audience_id', '=', 'transfer.audience_id')
            .where('member.recipient_id', '=', recipientId),
        ),
      ]),
    )
    .orderBy('transfer.granted_at', 'desc')
    .orderBy('transfer.transfer_id', 'desc')
    .limit(limit)
    .execute();
}

/** Notices that told a group of this transfer, in the order in which they did. */
export async function findNoticesOf(db: Executor, orgId: string, transferId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('notice_item')
    .select('notice_id')
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('notice_id', 'is not', null)
    .orderBy('item_id')
    .execute();
  return rows.flatMap((row) => (row.notice_id === null ? [] : [row.notice_id]));
}
