/** Rows of recipient_code: hashes of one-time codes and the tries that remain. */
import { sql } from 'kysely';
import { ownBytes } from '../../base/bytes.ts';
import type { CodeStore } from '../../access/ports.ts';
import type { Trx } from '../transaction.ts';

export function createCodeStore(trx: Trx, orgId: string): CodeStore {
  return {
    history: async (transferId, recipientId, since, triesPerCode) => {
      // The row of the transfer's recipient is the lock: parallel requests for a code pass here one after the other.
      await trx
        .selectFrom('transfer_recipient')
        .select('recipient_id')
        .where('org_id', '=', orgId)
        .where('transfer_id', '=', transferId)
        .where('recipient_id', '=', recipientId)
        .forUpdate()
        .executeTakeFirst();
      const rows = await trx
        .selectFrom('recipient_code')
        .select(['created_at', 'tries_left', 'used_at'])
        .where('org_id', '=', orgId)
        .where('transfer_id', '=', transferId)
        .where('recipient_id', '=', recipientId)
        .orderBy('created_at')
        .execute();
      let wrongTries = 0;
      // An accepted code spent one of its tries on the right answer.
      for (const row of rows) wrongTries += triesPerCode - row.tries_left - (row.used_at === null ? 0 : 1);
      return { since: rows.map((row) => row.created_at).filter((at) => at > since), wrongTries };
    },
    replace: async (code) => {
      await trx
        .updateTable('recipient_code')
        .set({ expires_at: sql<Date>`least(expires_at, ${code.createdAt})` })
        .where('org_id', '=', orgId)
        .where('transfer_id', '=', code.transferId)
        .where('recipient_id', '=', code.recipientId)
        .where('used_at', 'is', null)
        .execute();
      await trx
        .insertInto('recipient_code')
        .values({
          org_id: orgId,
          code_id: code.codeId,
          transfer_id: code.transferId,
          recipient_id: code.recipientId,
          code_hash: code.codeHash,
          tries_left: code.tries,
          created_at: code.createdAt,
          expires_at: code.expiresAt,
          used_at: null,
        })
        .execute();
    },
    newest: async (transferId, recipientId) => {
      const row = await trx
        .selectFrom('recipient_code')
        .select('code_id')
        .where('org_id', '=', orgId)
        .where('transfer_id', '=', transferId)
        .where('recipient_id', '=', recipientId)
        .orderBy('created_at', 'desc')
        .orderBy('code_id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.code_id ?? null;
    },
    takeTry: async (codeId, now) => {
      // INVARIANT: the try is taken by the same statement that checks there is one; parallel guesses queue on the row.
      const row = await trx
        .updateTable('recipient_code')
        .set((eb) => ({ tries_left: eb('tries_left', '-', 1) }))
        .where('org_id', '=', orgId)
        .where('code_id', '=', codeId)
        .where('tries_left', '>', 0)
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .returning(['code_hash', 'tries_left'])
        .executeTakeFirst();
      return row === undefined ? null : { codeHash: ownBytes(row.code_hash), triesLeft: row.tries_left };
    },
    use: async (codeId, now) => {
      const result = await trx
        .updateTable('recipient_code')
        .set({ used_at: now })
        .where('org_id', '=', orgId)
        .where('code_id', '=', codeId)
        .where('used_at', 'is', null)
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },
  };
}
