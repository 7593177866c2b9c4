/** Rows of recipient_lock: wrong answers counted per recipient, and under the nil UUID over all recipients of what a link stands for. */
import { type Selectable, sql } from 'kysely';
import type { LockScope, LockStore } from '../../access/ports.ts';
import type { Executor } from '../database.ts';
import type { RecipientLockTable } from '../schema-opening.ts';
import type { Trx } from '../transaction.ts';

export type LockRow = Selectable<RecipientLockTable>;

/** Stands for all recipients together (RFC 9562 section 5.9). */
export const EVERYBODY = '00000000-0000-0000-0000-000000000000';

export function createLockStore(trx: Trx, orgId: string): LockStore {
  return {
    isLocked: async (transferId, recipientId) => {
      const rows = await listLocks(trx, orgId, [transferId], [recipientId, EVERYBODY]);
      return rows.some((row) => row.locked_at !== null);
    },
    countWrong: async (transferId, recipientId, limits, now) => {
      const locked: LockScope[] = [];
      // Always in this order, so that two tries never wait for each other in a circle.
      if (await countOne(trx, { orgId, transferId, recipientId, limit: limits.recipient, now }))
        locked.push('recipient');
      if (await countOne(trx, { orgId, transferId, recipientId: EVERYBODY, limit: limits.transfer, now }))
        locked.push('transfer');
      return locked;
    },
  };
}

type Counted = { orgId: string; transferId: string; recipientId: string; limit: number; now: Date };

/** INVARIANT: counting and locking are one statement; parallel wrong tries queue on the row. True when this one locked. */
async function countOne(trx: Trx, { orgId, transferId, recipientId, limit, now }: Counted): Promise<boolean> {
  const row = await trx
    .insertInto('recipient_lock')
    .values({
      org_id: orgId,
      transfer_id: transferId,
      recipient_id: recipientId,
      wrong_tries: 1,
      locked_at: limit <= 1 ? now : null,
    })
    .onConflict((conflict) =>
      conflict.columns(['org_id', 'transfer_id', 'recipient_id']).doUpdateSet({
        wrong_tries: sql<number>`recipient_lock.wrong_tries + 1`,
        locked_at: sql<Date | null>`case when recipient_lock.locked_at is null and recipient_lock.wrong_tries + 1 >= ${limit}
          then ${now}::timestamptz else recipient_lock.locked_at end`,
      }),
    )
    .returning(['wrong_tries', 'locked_at'])
    .executeTakeFirstOrThrow();
  return row.locked_at !== null && row.wrong_tries === limit;
}

export function listLocks(
  db: Executor,
  orgId: string,
  transferIds: readonly string[],
  recipientIds?: readonly string[],
): Promise<LockRow[]> {
  if (transferIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('recipient_lock')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', 'in', [...transferIds])
    .$if(recipientIds !== undefined, (some) => some.where('recipient_id', 'in', [...(recipientIds ?? [])]))
    .execute();
}

/** Begins a new count; false when it was not locked. */
export async function unlock(
  trx: Trx,
  orgId: string,
  transferId: string,
  recipientId: string,
  by: { readonly staffId: string; readonly at: Date },
): Promise<boolean> {
  const result = await trx
    .updateTable('recipient_lock')
    .set({ wrong_tries: 0, locked_at: null, unlocked_at: by.at, unlocked_by: by.staffId })
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('recipient_id', '=', recipientId)
    .where('locked_at', 'is not', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
