/** What an application asks again about a call that was accepted: which transfer it became, and what became of its notices and openings. */
import { type Selectable, sql } from 'kysely';
import type { TransferState } from '../../model/transfer-states.ts';
import type { Executor } from '../database.ts';
import type { DoorCallTable, DoorTable } from '../schema-border.ts';
import type { Trx } from '../transaction.ts';

export type DoorCallRow = Selectable<DoorCallTable>;

/** By the number that the call was answered with. */
export function findCallByTask(
  db: Executor,
  orgId: string,
  doorId: string,
  taskId: number,
): Promise<DoorCallRow | undefined> {
  return db
    .selectFrom('door_call')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('door_id', '=', doorId)
    .where('task_id', '=', taskId)
    .executeTakeFirst();
}

/** By the text that the call was answered with. */
export function findCallByQuery(
  db: Executor,
  orgId: string,
  doorId: string,
  queryKey: string,
): Promise<DoorCallRow | undefined> {
  return db
    .selectFrom('door_call')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('door_id', '=', doorId)
    .where('query_key', '=', queryKey)
    .executeTakeFirst();
}

/** By the caller's own key of the message, hashed. */
export function findCallByKey(
  db: Executor,
  orgId: string,
  doorId: string,
  callKey: Uint8Array,
): Promise<DoorCallRow | undefined> {
  return db
    .selectFrom('door_call')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('door_id', '=', doorId)
    .where('call_key', '=', callKey)
    .executeTakeFirst();
}

export type CalledTransfer = {
  readonly transfer_id: string;
  readonly state: TransferState;
  readonly audience_id: string | null;
};

export function findCalledTransfer(
  db: Executor,
  orgId: string,
  transferId: string,
): Promise<CalledTransfer | undefined> {
  return db
    .selectFrom('transfer')
    .select(['transfer_id', 'state', 'audience_id'])
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .executeTakeFirst();
}

export type NoticeState = {
  readonly state: 'pending' | 'sending' | 'sent' | 'dead';
  readonly recipient_id: string | null;
};

/** States of everything that told of a transfer: its own rows in the outbox, and the notices to groups that it was told in. */
export async function listNoticeStates(
  db: Executor,
  orgId: string,
  transferId: string,
): Promise<readonly NoticeState[]> {
  const own = await db
    .selectFrom('outbox')
    .select(['state', 'recipient_id'])
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('kind', 'in', ['notice', 'public'])
    .execute();
  const grouped = await db
    .selectFrom('notice_item')
    .leftJoin('outbox', (join) =>
      join.onRef('outbox.org_id', '=', 'notice_item.org_id').onRef('outbox.notice_id', '=', 'notice_item.notice_id'),
    )
    .select('outbox.state')
    .where('notice_item.org_id', '=', orgId)
    .where('notice_item.transfer_id', '=', transferId)
    .execute();
  // An item that no notice has told yet waits.
  return [...own, ...grouped.map((row) => ({ state: row.state ?? ('pending' as const), recipient_id: null }))];
}

export type Reader = {
  readonly recipient_id: string;
  /** What the vendor calls this recipient; null when that is not known. */
  readonly provider_id_sealed: Uint8Array | null;
  /** When an object of the transfer was first released to this recipient. */
  readonly opened_at: Date | null;
};

/** The recipients of a transfer, or the members of its audience, and when each first opened something of it. */
export async function listReaders(
  db: Executor,
  orgId: string,
  vendor: string,
  transfer: CalledTransfer,
): Promise<readonly Reader[]> {
  const ids = await readerIds(db, orgId, transfer);
  if (ids.length === 0) return [];
  const identities = await listProviderIds(db, orgId, vendor, ids);
  const openings = await db
    .selectFrom('opening')
    .select(['recipient_id', sql<Date>`min(released_at)`.as('opened_at')])
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transfer.transfer_id)
    .where('released_at', 'is not', null)
    .groupBy('recipient_id')
    .execute();
  const opened = new Map(openings.map((row) => [row.recipient_id, row.opened_at]));
  const names = new Map(identities.map((row) => [row.recipient_id, row.provider_id_sealed]));
  return ids.map((id) => ({
    recipient_id: id,
    provider_id_sealed: names.get(id) ?? null,
    opened_at: opened.get(id) ?? null,
  }));
}

async function readerIds(db: Executor, orgId: string, transfer: CalledTransfer): Promise<readonly string[]> {
  const named = await db
    .selectFrom('transfer_recipient')
    .select('recipient_id')
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transfer.transfer_id)
    .execute();
  const members =
    transfer.audience_id === null
      ? []
      : await db
          .selectFrom('audience_member')
          .select('recipient_id')
          .where('org_id', '=', orgId)
          .where('audience_id', '=', transfer.audience_id)
          .execute();
  return [...new Set([...named, ...members].map((row) => row.recipient_id))];
}

/** What a vendor calls these recipients, sealed; recipients without an identifier are missing. */
export function listProviderIds(
  db: Executor,
  orgId: string,
  vendor: string,
  recipientIds: readonly string[],
): Promise<{ recipient_id: string; provider_id_sealed: Uint8Array }[]> {
  if (recipientIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('recipient_identity')
    .select(['recipient_id', 'provider_id_sealed'])
    .where('org_id', '=', orgId)
    .where('vendor', '=', vendor)
    .where('recipient_id', 'in', [...recipientIds])
    .execute();
}

/** A door in use; undefined when it is paused, removed or unknown. */
export function findActiveDoor(
  db: Executor,
  orgId: string,
  doorId: string,
): Promise<Selectable<DoorTable> | undefined> {
  return db
    .selectFrom('door')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('door_id', '=', doorId)
    .where('state', '=', 'active')
    .executeTakeFirst();
}

/** Takes a one-time ticket: the door it was for, once; undefined when it is unknown, used or too old. One atomic statement. */
export async function takeTicket(trx: Trx, orgId: string, hash: Uint8Array, now: Date): Promise<string | undefined> {
  const row = await trx
    .deleteFrom('door_token')
    .where('org_id', '=', orgId)
    .where('token_hash', '=', hash)
    .returning(['door_id', 'expires_at'])
    .executeTakeFirst();
  return row !== undefined && row.expires_at > now ? row.door_id : undefined;
}
