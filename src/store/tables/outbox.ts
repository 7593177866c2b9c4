/** Rows of outbox: what waits to be sent, claimed by lease, sent at least once. */
import type { Insertable, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { OutboxTable } from '../schema.ts';
import type { Trx } from '../transaction.ts';

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
 * Claims one due row for `leaseUntil`; undefined when it is not due or somebody else has it. A row left in `sending` by a
 * crash is claimed again once its lease has run out, with the same idempotency key.
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
    .where((where) =>
      where.or([
        where.and([where('state', '=', 'pending'), where('next_at', '<=', now)]),
        where.and([where('state', '=', 'sending'), where('lease_until', '<', now)]),
      ]),
    )
    .returningAll()
    .executeTakeFirst();
}

export type OutboxResult =
  | {
      readonly state: 'sent';
      readonly at: Date;
      readonly bytes: number;
      readonly hash: Uint8Array;
      readonly providerRef: string | null;
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

/** Ids of rows that should be tried now: due, or abandoned by a crash. */
export async function listDueOutbox(db: Executor, orgId: string, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('outbox')
    .select('outbox_id')
    .where('org_id', '=', orgId)
    .where((where) =>
      where.or([
        where.and([where('state', '=', 'pending'), where('next_at', '<=', now)]),
        where.and([where('state', '=', 'sending'), where('lease_until', '<', now)]),
      ]),
    )
    .orderBy('next_at')
    .limit(limit)
    .execute();
  return rows.map((row) => row.outbox_id);
}

export function listOutboxOf(db: Executor, orgId: string, transferId: string): Promise<OutboxRow[]> {
  return db
    .selectFrom('outbox')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .orderBy('created_at')
    .execute();
}

/** Puts a dead notice back in the queue with a fresh draft; false when it is not dead. */
export async function reviveOutbox(
  trx: Trx,
  orgId: string,
  outboxId: string,
  draft: Uint8Array,
  now: Date,
): Promise<boolean> {
  const result = await trx
    .updateTable('outbox')
    .set({ state: 'pending', next_at: now, attempt: 0, last_error: null, draft_sealed: draft })
    .where('org_id', '=', orgId)
    .where('outbox_id', '=', outboxId)
    .where('state', '=', 'dead')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
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

export async function findOutboxByKey(db: Executor, orgId: string, idemKey: string): Promise<OutboxRow | undefined> {
  return await db
    .selectFrom('outbox')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('idem_key', '=', idemKey)
    .executeTakeFirst();
}
