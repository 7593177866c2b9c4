/** Rows of recipient_code: hashes of one-time codes and the tries that remain. */
import { sql } from 'kysely';
import { ownBytes, type Bytes } from '../../base/bytes.ts';
import type { CodeHistory, CodeStore, NewCode } from '../../access/ports.ts';
import type { Trx } from '../transaction.ts';

export function createCodeStore(trx: Trx, orgId: string): CodeStore {
  return {
    history: (transferId, recipientId, since, triesPerCode) =>
      readHistory(trx, orgId, { transferId, recipientId, since, triesPerCode }),
    replace: (code) => replaceCode(trx, orgId, code),
    newest: async (transferId, recipientId) => {
      const row = await codesOf(trx, orgId, transferId, recipientId)
        .select('code_id')
        .orderBy('created_at', 'desc')
        .orderBy('code_id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.code_id ?? null;
    },
    takeTry: (codeId, now) => takeTry(trx, orgId, codeId, now),
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

function codesOf(trx: Trx, orgId: string, transferId: string, recipientId: string) {
  return trx
    .selectFrom('recipient_code')
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('recipient_id', '=', recipientId);
}

async function readHistory(
  trx: Trx,
  orgId: string,
  query: { transferId: string; recipientId: string; since: Date; triesPerCode: number },
): Promise<CodeHistory> {
  // The row of the transfer's recipient is the lock: parallel requests for a code pass here one after the other.
  await trx
    .selectFrom('transfer_recipient')
    .select('recipient_id')
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', query.transferId)
    .where('recipient_id', '=', query.recipientId)
    .forUpdate()
    .executeTakeFirst();
  const rows = await codesOf(trx, orgId, query.transferId, query.recipientId)
    .select(['created_at', 'tries_left', 'used_at'])
    .orderBy('created_at')
    .execute();
  let wrongTries = 0;
  // An accepted code spent one of its tries on the right answer.
  for (const row of rows) wrongTries += query.triesPerCode - row.tries_left - (row.used_at === null ? 0 : 1);
  return { since: rows.map((row) => row.created_at).filter((at) => at > query.since), wrongTries };
}

async function replaceCode(trx: Trx, orgId: string, code: NewCode): Promise<void> {
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
}

async function takeTry(
  trx: Trx,
  orgId: string,
  codeId: string,
  now: Date,
): Promise<{ readonly codeHash: Bytes; readonly triesLeft: number } | null> {
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
}
