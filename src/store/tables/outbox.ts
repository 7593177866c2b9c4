/** Rows of outbox: what waits to be sent, claimed by lease, sent at least once. */
import type { Insertable, Selectable } from 'kysely';
import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { OutboxTable } from '../schema.ts';
import type { Trx } from '../transaction.ts';
import { EGRESS_BUCKET } from './buckets.ts';

export type OutboxRow = Selectable<OutboxTable>;

/** False when a row with the same idempotency key exists: the same notice is never queued twice. */
export async function insertOutbox(trx: Trx, row: Insertable<OutboxTable>): Promise<boolean> {
  const result = await trx
    .insertInto('outbox')
    .values(row)
    .onConflict((conflict) => conflict.columns(['org_id', 'idem_key']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/**
 * Claims one due row for `leaseUntil`; undefined when it is not due, has to wait for another, or somebody else has it. A row left in
 * `sending` by a crash is claimed again once its lease has run out, with the same idempotency key.
 *
 * INVARIANT: one statement looks and claims. Rows of one door by one connection are claimed in the order of their ids: a row that waits for
 * its next try keeps the later ones waiting. Nothing is claimed while its connection, or every connection, is paused; only a trial is sent
 * by a connection that somebody put to rest.
 */
export async function claimOutbox(
  trx: Trx,
  orgId: string,
  outboxId: string,
  now: Date,
  leaseUntil: Date,
): Promise<OutboxRow | undefined> {
  return await trx
    .updateTable('outbox')
    .set({ state: 'sending', lease_until: leaseUntil, attempt: sql<number>`attempt + 1` })
    .where('org_id', '=', orgId)
    .where('outbox_id', '=', outboxId)
    .where(isDue(now))
    .where(mayGo(now))
    .where(isFirst())
    .returningAll()
    .executeTakeFirst();
}

function isDue(now: Date): RawBuilder<boolean> {
  return sql<boolean>`((outbox.state = 'pending' and outbox.next_at <= ${now})
    or (outbox.state = 'sending' and outbox.lease_until < ${now}))`;
}

function mayGo(now: Date): RawBuilder<boolean> {
  return sql<boolean>`(not exists (
      select 1 from rate_bucket
      where rate_bucket.org_id = outbox.org_id and rate_bucket.bucket in (outbox.connection, ${EGRESS_BUCKET})
        and rate_bucket.paused_until > ${now})
    and (outbox.kind = 'test' or not exists (
      select 1 from connection
      where connection.org_id = outbox.org_id and connection.connection_id = outbox.connection
        and connection.state = 'paused')))`;
}

function isFirst(): RawBuilder<boolean> {
  return sql<boolean>`(outbox.door_id is null or not exists (
    select 1 from outbox as earlier
    where earlier.org_id = outbox.org_id and earlier.connection = outbox.connection and earlier.door_id = outbox.door_id
      and earlier.state in ('pending', 'sending') and earlier.outbox_id < outbox.outbox_id))`;
}

export type OutboxResult =
  | {
      readonly state: 'sent';
      readonly at: Date;
      readonly bytes: number;
      readonly hash: Uint8Array;
      readonly providerRef: string | null;
      /** The exact body, sealed; null where it is not kept. */
      readonly sealed: Uint8Array | null;
    }
  /** `counted: false`: nothing was tried, the attempt is given back. */
  | { readonly state: 'pending'; readonly nextAt: Date; readonly why: string; readonly counted: boolean }
  | { readonly state: 'dead'; readonly why: string };

/**
 * Ends one attempt; false when it was ended already, by somebody who took over after the lease. Sealed drafts are wiped once
 * nothing more will be sent.
 */
export async function settleOutbox(trx: Trx, orgId: string, outboxId: string, result: OutboxResult): Promise<boolean> {
  const set =
    result.state === 'sent'
      ? {
          state: result.state,
          sent_at: result.at,
          sent_bytes: result.bytes,
          sent_hash: result.hash,
          provider_ref: result.providerRef,
          sent_sealed: result.sealed,
          last_error: null,
          draft_sealed: null,
        }
      : result.state === 'pending'
        ? {
            state: result.state,
            next_at: result.nextAt,
            last_error: result.why,
            ...(result.counted ? {} : { attempt: sql<number>`attempt - 1` }),
          }
        : { state: result.state, last_error: result.why, draft_sealed: null };
  const updated = await trx
    .updateTable('outbox')
    .set({ ...set, lease_until: null })
    .where('org_id', '=', orgId)
    .where('outbox_id', '=', outboxId)
    .where('state', '=', 'sending')
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

export type DueRow = { readonly outbox_id: string; readonly connection: string };

/**
 * Rows that can be claimed now: due, or abandoned by a crash, by a connection that is not paused; of each door and connection the first only.
 * The oldest due first, at most `limit`.
 */
export async function listDueOutbox(db: Executor, orgId: string, now: Date, limit: number): Promise<DueRow[]> {
  const found = await sql<DueRow>`
    with firsts as (
      select distinct on (connection, door_id) outbox_id
      from outbox
      where org_id = ${orgId}::uuid and door_id is not null and state in ('pending', 'sending')
      order by connection, door_id, outbox_id)
    select outbox_id, connection from outbox
    where org_id = ${orgId}::uuid and ${isDue(now)} and ${mayGo(now)}
      and (door_id is null or outbox_id in (select outbox_id from firsts))
    order by next_at, created_at limit ${limit}`.execute(db);
  return found.rows;
}

/** Rows about one transfer: to persons, and those of notices to a group that tell of it among others. */
export function listOutboxOf(db: Executor, orgId: string, transferId: string): Promise<OutboxRow[]> {
  const told = db
    .selectFrom('notice_item')
    .select('notice_id')
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('notice_id', 'is not', null);
  return db
    .selectFrom('outbox')
    .selectAll()
    .where('org_id', '=', orgId)
    .where((where) => where.or([where('transfer_id', '=', transferId), where('notice_id', 'in', told)]))
    .orderBy('created_at')
    .execute();
}

/** Puts a dead row back in the queue with a fresh draft, by another connection where one is given; false when it is not dead. */
export async function reviveOutbox(
  trx: Trx,
  orgId: string,
  outboxId: string,
  draft: Uint8Array,
  now: Date,
  moved?: { readonly to: string; readonly from: string },
): Promise<boolean> {
  const result = await trx
    .updateTable('outbox')
    .set({
      ...afresh(now, draft),
      dismissed_at: null,
      ...(moved === undefined ? {} : { connection: moved.to, moved_from: moved.from }),
    })
    .where('org_id', '=', orgId)
    .where('outbox_id', '=', outboxId)
    .where('state', '=', 'dead')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Hands an open row to another connection; false when somebody else has ended it, or has it. `from`: where it was to go at first. */
export async function moveOutbox(
  trx: Trx,
  row: Pick<OutboxRow, 'org_id' | 'outbox_id' | 'state' | 'connection' | 'attempt'>,
  moved: { readonly to: string; readonly from: string },
  draft: Uint8Array,
  now: Date,
): Promise<boolean> {
  const result = await trx
    .updateTable('outbox')
    .set({ ...afresh(now, draft), connection: moved.to, moved_from: moved.from })
    .where('org_id', '=', row.org_id)
    .where('outbox_id', '=', row.outbox_id)
    .where('state', '=', row.state)
    .where('connection', '=', row.connection)
    .where('attempt', '=', row.attempt)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

function afresh(now: Date, draft: Uint8Array) {
  return {
    state: 'pending' as const,
    next_at: now,
    lease_until: null,
    attempt: 0,
    last_error: null,
    draft_sealed: draft,
  };
}

/** Drops what has not been sent yet when its transfer ends. */
export async function cancelOutbox(trx: Trx, orgId: string, transferId: string): Promise<void> {
  await trx
    .updateTable('outbox')
    .set({ state: 'dead', last_error: 'transfer.ended', draft_sealed: null })
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('state', '=', 'pending')
    .execute();
}

/** The same for what has not been sent to one recipient yet. */
export async function cancelOutboxOf(trx: Trx, orgId: string, transferId: string, recipientId: string): Promise<void> {
  await trx
    .updateTable('outbox')
    .set({ state: 'dead', last_error: 'transfer.ended', draft_sealed: null })
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('recipient_id', '=', recipientId)
    .where('state', '=', 'pending')
    .execute();
}

export async function findOutboxByKey(db: Executor, orgId: string, idemKey: string): Promise<OutboxRow | undefined> {
  return await db
    .selectFrom('outbox')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('idem_key', '=', idemKey)
    .executeTakeFirst();
}
