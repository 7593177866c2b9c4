/** Rows of notice_item and audience_notice: what waits to be told to a group, and what told it. */
import { type Insertable, type Selectable, sql } from 'kysely';
import type { Executor } from '../database.ts';
import { insertMany } from '../insert-many.ts';
import type { AudienceNoticeTable, NoticeItemTable } from '../schema-border.ts';
import type { Trx } from '../transaction.ts';
import type { RecipientRow } from './recipients.ts';
import type { TransferRow } from './transfers.ts';

export type NoticeItemRow = Selectable<NoticeItemTable>;
export type NewNoticeItem = Insertable<NoticeItemTable>;
export type AudienceNoticeRow = Selectable<AudienceNoticeTable>;

/** One route: a group behind a connection, and the door through which it was sent. */
export type Route = { readonly connection: string; readonly audienceId: string; readonly doorId: string | null };

export async function insertNoticeItems(trx: Trx, rows: readonly NewNoticeItem[]): Promise<void> {
  await insertMany(trx, 'notice_item', rows, ['mentions']);
}

/**
 * Routes on which something waits that is due, and nothing is under way: the notice before has left or is dead. This keeps the order, and
 * lets everything that comes meanwhile be told in one notice.
 */
export async function listRoutesToTell(db: Executor, orgId: string, now: Date, limit: number): Promise<Route[]> {
  const rows = await db
    .selectFrom('notice_item as item')
    .select(['item.connection', 'item.audience_id', 'item.door_id'])
    .where('item.org_id', '=', orgId)
    .where('item.notice_id', 'is', null)
    .where('item.due_at', '<=', now)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('outbox')
            .innerJoin('audience_notice', (join) =>
              join
                .onRef('audience_notice.org_id', '=', 'outbox.org_id')
                .onRef('audience_notice.notice_id', '=', 'outbox.notice_id'),
            )
            .select('outbox.outbox_id')
            .whereRef('outbox.org_id', '=', 'item.org_id')
            .where('outbox.state', 'in', ['pending', 'sending'])
            .whereRef('audience_notice.connection', '=', 'item.connection')
            .whereRef('audience_notice.audience_id', '=', 'item.audience_id')
            .where(sql<boolean>`audience_notice.door_id is not distinct from item.door_id`),
        ),
      ),
    )
    .groupBy(['item.connection', 'item.audience_id', 'item.door_id'])
    .orderBy((order) => order.fn.min('item.queued_at'))
    .limit(limit)
    .execute();
  return rows.map((row) => ({ connection: row.connection, audienceId: row.audience_id, doorId: row.door_id }));
}

/**
 * Takes the oldest waiting items of a route for one notice and returns them in their order.
 *
 * INVARIANT: an item is taken once; two processes at the same route take different items, or one of them none.
 */
export async function takeNoticeItems(
  trx: Trx,
  orgId: string,
  route: Route,
  noticeId: string,
  limit: number,
): Promise<NoticeItemRow[]> {
  const wanted = trx
    .selectFrom('notice_item')
    .select('item_id')
    .where('org_id', '=', orgId)
    .where('connection', '=', route.connection)
    .where('audience_id', '=', route.audienceId)
    .where(sql<boolean>`door_id is not distinct from ${route.doorId}::uuid`)
    .where('notice_id', 'is', null)
    .orderBy('item_id')
    .limit(limit)
    .forUpdate()
    .skipLocked();
  const rows = await trx
    .updateTable('notice_item')
    .set({ notice_id: noticeId })
    .where('org_id', '=', orgId)
    .where('item_id', 'in', wanted)
    .where('notice_id', 'is', null)
    .returningAll()
    .execute();
  return rows.sort((a, b) => (a.item_id < b.item_id ? -1 : 1));
}

export async function insertAudienceNotice(trx: Trx, row: Insertable<AudienceNoticeTable>): Promise<void> {
  await trx.insertInto('audience_notice').values(row).execute();
}

export function findAudienceNotice(
  db: Executor,
  orgId: string,
  noticeId: string,
): Promise<AudienceNoticeRow | undefined> {
  return db
    .selectFrom('audience_notice')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('notice_id', '=', noticeId)
    .executeTakeFirst();
}

/** The notice behind a link. */
export function findNoticeByHandle(
  db: Executor,
  orgId: string,
  handle: string,
): Promise<AudienceNoticeRow | undefined> {
  return db
    .selectFrom('audience_notice')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('handle', '=', handle)
    .executeTakeFirst();
}

/** The member of a notice's audience, at this moment, whose address has this index. */
export function findMemberByAddress(
  db: Executor,
  orgId: string,
  audienceId: string,
  addressIndex: Uint8Array,
): Promise<RecipientRow | undefined> {
  return db
    .selectFrom('recipient')
    .innerJoin('audience_member as member', (join) =>
      join.onRef('member.org_id', '=', 'recipient.org_id').onRef('member.recipient_id', '=', 'recipient.recipient_id'),
    )
    .selectAll('recipient')
    .where('recipient.org_id', '=', orgId)
    .where('recipient.email_index', '=', addressIndex)
    .where('member.audience_id', '=', audienceId)
    .executeTakeFirst();
}

/** The transfers that a notice tells of and that are for this recipient, in the order in which they were sent. */
export function listToldTransfers(
  db: Executor,
  orgId: string,
  noticeId: string,
  recipientId: string,
): Promise<TransferRow[]> {
  return db
    .selectFrom('notice_item as item')
    .innerJoin('transfer', (join) =>
      join.onRef('transfer.org_id', '=', 'item.org_id').onRef('transfer.transfer_id', '=', 'item.transfer_id'),
    )
    .innerJoin('transfer_recipient as link', (join) =>
      join.onRef('link.org_id', '=', 'item.org_id').onRef('link.transfer_id', '=', 'item.transfer_id'),
    )
    .selectAll('transfer')
    .where('item.org_id', '=', orgId)
    .where('item.notice_id', '=', noticeId)
    .where('link.recipient_id', '=', recipientId)
    .orderBy('item.item_id')
    .execute();
}

/** Every transfer that a notice tells of. */
export function listTransfersOfNotice(db: Executor, orgId: string, noticeId: string): Promise<TransferRow[]> {
  return db
    .selectFrom('notice_item as item')
    .innerJoin('transfer', (join) =>
      join.onRef('transfer.org_id', '=', 'item.org_id').onRef('transfer.transfer_id', '=', 'item.transfer_id'),
    )
    .selectAll('transfer')
    .where('item.org_id', '=', orgId)
    .where('item.notice_id', '=', noticeId)
    .orderBy('item.item_id')
    .execute();
}

/** Drops what has not been told yet when its transfer ends. */
export async function dropNoticeItems(trx: Trx, orgId: string, transferId: string): Promise<void> {
  await trx
    .deleteFrom('notice_item')
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('notice_id', 'is', null)
    .execute();
}

/** Takes all but these transfers out of a notice, and says how many are left in it. */
export async function keepOnlyItems(
  trx: Trx,
  orgId: string,
  noticeId: string,
  transferIds: readonly string[],
): Promise<void> {
  await trx
    .deleteFrom('notice_item')
    .where('org_id', '=', orgId)
    .where('notice_id', '=', noticeId)
    .where('transfer_id', 'not in', [...transferIds])
    .execute();
  await trx
    .updateTable('audience_notice')
    .set({ items: transferIds.length })
    .where('org_id', '=', orgId)
    .where('notice_id', '=', noticeId)
    .execute();
}

/** Those of the transfers for which something was recorded or approved alone. */
export async function transfersWithRecords(
  db: Executor,
  orgId: string,
  transferIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (transferIds.length === 0) return new Set();
  const records = await db
    .selectFrom('legal_basis')
    .select('transfer_id')
    .where('org_id', '=', orgId)
    .where('transfer_id', 'in', [...transferIds])
    .execute();
  const approvals = await db
    .selectFrom('approval')
    .select('transfer_id')
    .where('org_id', '=', orgId)
    .where('transfer_id', 'in', [...transferIds])
    .execute();
  return new Set([...records, ...approvals].flatMap((row) => row.transfer_id ?? []));
}
