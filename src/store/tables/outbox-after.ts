/** Rows of outbox after they were sent, or could not be: what the vendor says, what is taken back, what is kept, what lies dead. */
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { AudienceNoticeTable } from '../schema-border.ts';
import type { Trx } from '../transaction.ts';
import type { OutboxRow } from './outbox.ts';

export type AudienceNoticeRow = Selectable<AudienceNoticeTable>;

export async function findOutbox(db: Executor, orgId: string, outboxId: string): Promise<OutboxRow | undefined> {
  return await db
    .selectFrom('outbox')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('outbox_id', '=', outboxId)
    .executeTakeFirst();
}

export async function findAudienceNotice(
  db: Executor,
  orgId: string,
  noticeId: string,
): Promise<AudienceNoticeRow | undefined> {
  return await db
    .selectFrom('audience_notice')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('notice_id', '=', noticeId)
    .executeTakeFirst();
}

export async function lockAudienceNotice(trx: Trx, orgId: string, noticeId: string): Promise<void> {
  await trx
    .selectFrom('audience_notice')
    .select('notice_id')
    .where('org_id', '=', orgId)
    .where('notice_id', '=', noticeId)
    .forUpdate()
    .execute();
}

/** Every connection that carried, or was to carry, the notice of a transfer to one recipient, or the notice to a group. */
export async function noticeConnections(
  db: Executor,
  orgId: string,
  visit: { readonly kind: 'transfer' | 'notice'; readonly id: string },
  recipientId: string,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('outbox')
    .select(['connection', 'moved_from'])
    .where('org_id', '=', orgId)
    .where('kind', '=', 'notice')
    .$if(visit.kind === 'notice', (some) => some.where('notice_id', '=', visit.id))
    .$if(visit.kind === 'transfer', (some) =>
      some.where('transfer_id', '=', visit.id).where('recipient_id', '=', recipientId),
    )
    .execute();
  return [...new Set(rows.flatMap((row) => [row.connection, ...(row.moved_from === null ? [] : [row.moved_from])]))];
}

/** Settings of a door, also of one that was removed since: its words stay those of what came through it. */
export async function findDoorSettings(db: Executor, orgId: string, doorId: string): Promise<unknown> {
  const row = await db
    .selectFrom('door')
    .select('settings')
    .where('org_id', '=', orgId)
    .where('door_id', '=', doorId)
    .executeTakeFirst();
  return row?.settings;
}

/** Transfers that a notice to a group tells of, with their states. */
export function listTold(
  db: Executor,
  orgId: string,
  noticeId: string,
): Promise<{ transfer_id: string; state: string; notice_locale: string }[]> {
  return db
    .selectFrom('notice_item')
    .innerJoin('transfer', (join) =>
      join
        .onRef('transfer.org_id', '=', 'notice_item.org_id')
        .onRef('transfer.transfer_id', '=', 'notice_item.transfer_id'),
    )
    .select(['transfer.transfer_id', 'transfer.state', 'transfer.notice_locale'])
    .where('notice_item.org_id', '=', orgId)
    .where('notice_item.notice_id', '=', noticeId)
    .orderBy('notice_item.item_id')
    .execute();
}

/**
 * Notices to groups that tell of this transfer and of no other that is still granted.
 *
 * INVARIANT: the notices are locked first, so that of two transfers which end at the same time the later one sees that the earlier has ended.
 */
export async function lockEndedNotices(trx: Trx, orgId: string, transferId: string): Promise<AudienceNoticeRow[]> {
  const told = trx
    .selectFrom('notice_item')
    .select('notice_id')
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('notice_id', 'is not', null);
  const notices = await trx
    .selectFrom('audience_notice')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('notice_id', 'in', told)
    .orderBy('notice_id')
    .forUpdate()
    .execute();
  const ended: AudienceNoticeRow[] = [];
  for (const notice of notices) {
    const others = (await listTold(trx, orgId, notice.notice_id)).filter((one) => one.transfer_id !== transferId);
    if (others.every((one) => one.state !== 'granted')) ended.push(notice);
  }
  return ended;
}

export function listOutboxOfNotice(db: Executor, orgId: string, noticeId: string): Promise<OutboxRow[]> {
  return db
    .selectFrom('outbox')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('notice_id', '=', noticeId)
    .orderBy('created_at')
    .execute();
}

/** Drops what is still to be sent of these rows, and what was kept of what was sent. */
export async function dropOutbox(trx: Trx, orgId: string, outboxIds: readonly string[], why: string): Promise<void> {
  if (outboxIds.length === 0) return;
  await trx
    .updateTable('outbox')
    .set({ state: 'dead', last_error: why, draft_sealed: null })
    .where('org_id', '=', orgId)
    .where('outbox_id', 'in', outboxIds)
    .where('state', '=', 'pending')
    .execute();
  await trx
    .updateTable('outbox')
    .set({ sent_sealed: null })
    .where('org_id', '=', orgId)
    .where('outbox_id', 'in', outboxIds)
    .where('sent_sealed', 'is not', null)
    .execute();
}

/** Bodies of trials are not about any transfer; nobody looks at them after a while. */
export async function dropOldTrials(trx: Trx, orgId: string, before: Date): Promise<void> {
  await trx
    .updateTable('outbox')
    .set({ sent_sealed: null })
    .where('org_id', '=', orgId)
    .where('kind', '=', 'test')
    .where('state', '=', 'sent')
    .where('created_at', '<', before)
    .where('sent_sealed', 'is not', null)
    .execute();
}

export async function setRecalled(trx: Trx, orgId: string, outboxId: string, at: Date): Promise<void> {
  await trx
    .updateTable('outbox')
    .set({ recalled_at: at })
    .where('org_id', '=', orgId)
    .where('outbox_id', '=', outboxId)
    .execute();
}

/**
 * Sent notices by these connections, sent after `since`, of which the vendor has not said the last word: asked for the first time a minute
 * after sending, then at times that grow with their age.
 */
export function listUnconfirmed(
  db: Executor,
  orgId: string,
  connections: readonly string[],
  now: Date,
  since: Date,
  limit: number,
): Promise<OutboxRow[]> {
  return db
    .selectFrom('outbox')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('connection', 'in', connections)
    .where('state', '=', 'sent')
    .where('kind', '=', 'notice')
    .where('sent_at', '>', since)
    .where('provider_ref', 'is not', null)
    .where('recalled_at', 'is', null)
    .where((where) => where.or([where('confirmed', 'is', null), where('confirmed', '=', 'unknown')]))
    .where(sql<boolean>`coalesce(confirmed_at + (confirmed_at - sent_at) / 2, sent_at + interval '1 minute') <= ${now}`)
    .orderBy('sent_at')
    .limit(limit)
    .execute();
}

export async function setConfirmed(
  trx: Trx,
  orgId: string,
  outboxId: string,
  confirmed: string,
  at: Date,
): Promise<void> {
  await trx
    .updateTable('outbox')
    .set({ confirmed, confirmed_at: at })
    .where('org_id', '=', orgId)
    .where('outbox_id', '=', outboxId)
    .execute();
}

/** Rows that could not be sent and wait for a person, the newest first. What ended meanwhile is nobody's business any more. */
export function listDead(db: Executor, orgId: string, limit: number): Promise<OutboxRow[]> {
  return db
    .selectFrom('outbox')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('state', '=', 'dead')
    .where('dismissed_at', 'is', null)
    .where('kind', 'in', ['notice', 'public'])
    .where('last_error', '<>', 'transfer.ended')
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
}

/** Open notices that wait for a connection, the oldest first. */
export function listWaitingNotices(
  db: Executor,
  orgId: string,
  connectionId: string,
  limit: number,
): Promise<OutboxRow[]> {
  return db
    .selectFrom('outbox')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('connection', '=', connectionId)
    .where('state', '=', 'pending')
    .where('kind', '=', 'notice')
    .orderBy('outbox_id')
    .limit(limit)
    .execute();
}

/** False when it is not dead, or was set aside before. */
export async function dismissOutbox(trx: Trx, orgId: string, outboxId: string, at: Date): Promise<boolean> {
  const result = await trx
    .updateTable('outbox')
    .set({ dismissed_at: at })
    .where('org_id', '=', orgId)
    .where('outbox_id', '=', outboxId)
    .where('state', '=', 'dead')
    .where('dismissed_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** What was given to a connection, the newest first: before `before`, at most `limit`. Codes are not among it. */
export function listSentBy(
  db: Executor,
  orgId: string,
  connectionId: string,
  before: Date | undefined,
  limit: number,
): Promise<OutboxRow[]> {
  let query = db
    .selectFrom('outbox')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('connection', '=', connectionId)
    .where('state', '=', 'sent')
    .where('kind', '<>', 'code');
  if (before !== undefined) query = query.where('created_at', '<', before);
  return query.orderBy('created_at', 'desc').limit(limit).execute();
}

/** How many rows of a connection are in which state, of those that were queued after `since`. */
export async function countOutbox(
  db: Executor,
  orgId: string,
  since: Date,
): Promise<ReadonlyMap<string, { readonly waiting: number; readonly dead: number; readonly sent: number }>> {
  const rows = await db
    .selectFrom('outbox')
    .select([
      'connection',
      sql<number>`count(*) filter (where state in ('pending', 'sending'))::int`.as('waiting'),
      sql<number>`count(*) filter (where state = 'dead' and dismissed_at is null and kind in ('notice', 'public')
        and last_error <> 'transfer.ended')::int`.as('dead'),
      sql<number>`count(*) filter (where state = 'sent' and created_at >= ${since})::int`.as('sent'),
    ])
    .where('org_id', '=', orgId)
    .where((where) =>
      where.or([
        where('state', 'in', ['pending', 'sending']),
        where.and([where('state', '=', 'dead'), where('dismissed_at', 'is', null)]),
        where.and([where('state', '=', 'sent'), where('created_at', '>=', since)]),
      ]),
    )
    .groupBy('connection')
    .execute();
  return new Map(rows.map((row) => [row.connection, { waiting: row.waiting, dead: row.dead, sent: row.sent }]));
}
