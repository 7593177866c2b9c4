/** Rows of approval: who approved or declined a held transfer, and until when that counts. */
import type { Insertable, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Bytes } from '../../base/bytes.ts';
import type { Executor } from '../database.ts';
import type { ApprovalTable } from '../schema.ts';
import type { Trx } from '../transaction.ts';

export type ApprovalRow = Selectable<ApprovalTable>;

/** False when this person has answered, or somebody has answered for the same officer. */
export async function insertApproval(trx: Trx, row: Insertable<ApprovalTable>): Promise<boolean> {
  const result = await trx
    .insertInto('approval')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/**
 * Makes room for a new answer: answers whose end has passed or that were given for other content count no longer, nor does what a delegate
 * said for `principalId` when that officer answers himself.
 */
export async function lapseApprovals(
  trx: Trx,
  orgId: string,
  transferId: string,
  contentHash: Bytes,
  principalId: string | null,
  at: Date,
): Promise<void> {
  await trx
    .updateTable('approval')
    .set({ lapsed_at: at })
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('lapsed_at', 'is', null)
    .where((where) =>
      where.or([
        where('valid_until', '<=', at),
        where('content_hash', '!=', contentHash),
        ...(principalId === null
          ? []
          : [where.and([where('principal_id', '=', principalId), where('approver_id', '!=', principalId)])]),
      ]),
    )
    .execute();
}

/** Oldest first, lapsed ones included. */
export function listApprovals(db: Executor, orgId: string, transferIds: readonly string[]): Promise<ApprovalRow[]> {
  if (transferIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('approval')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', 'in', [...transferIds])
    .orderBy('at')
    .orderBy('approval_id')
    .execute();
}

/** True when this person has answered about the transfer at any time. */
export async function hasAnswered(db: Executor, orgId: string, transferId: string, staffId: string): Promise<boolean> {
  const row = await db
    .selectFrom('approval')
    .select(sql<number>`1`.as('one'))
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('approver_id', '=', staffId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
