/** Rows of recipient_code: hashes of one-time codes and the tries that remain. */
import { sql } from 'kysely';
import { z } from 'zod';
import { ownBytes } from '../../base/bytes.ts';
import type { CodeFactor, CodeStore, NewCode, TakenTry } from '../../access/ports.ts';
import type { Trx } from '../transaction.ts';

const routeSchema = z.enum(['email', 'sms', 'whatsapp', 'spoken']);

export function createCodeStore(trx: Trx, orgId: string): CodeStore {
  return {
    history: (transferId, recipientId, factor, since) =>
      readHistory(trx, orgId, { transferId, recipientId, factor, since }),
    replace: (code) => replaceCode(trx, orgId, code),
    newest: async (transferId, recipientId, factor) => {
      const row = await codesOf(trx, orgId, transferId, recipientId, factor)
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

function codesOf(trx: Trx, orgId: string, transferId: string, recipientId: string, factor: CodeFactor) {
  return trx
    .selectFrom('recipient_code')
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('recipient_id', '=', recipientId)
    .where('route', factor === 'spoken_code' ? '=' : '<>', 'spoken');
}

async function readHistory(
  trx: Trx,
  orgId: string,
  query: { transferId: string; recipientId: string; factor: CodeFactor; since: Date },
): Promise<readonly Date[]> {
  // The row of the transfer's recipient is the lock: parallel requests for a code pass here one after the other.
  await trx
    .selectFrom('transfer_recipient')
    .select('recipient_id')
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', query.transferId)
    .where('recipient_id', '=', query.recipientId)
    .forUpdate()
    .executeTakeFirst();
  const rows = await codesOf(trx, orgId, query.transferId, query.recipientId, query.factor)
    .select('created_at')
    .where('created_at', '>', query.since)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => row.created_at);
}

async function replaceCode(trx: Trx, orgId: string, code: NewCode): Promise<void> {
  await trx
    .updateTable('recipient_code')
    .set({ expires_at: sql<Date>`least(expires_at, ${code.createdAt})` })
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', code.transferId)
    .where('recipient_id', '=', code.recipientId)
    .where('route', code.route === 'spoken' ? '=' : '<>', 'spoken')
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
      route: code.route,
    })
    .execute();
}

async function takeTry(trx: Trx, orgId: string, codeId: string, now: Date): Promise<TakenTry | null> {
  // INVARIANT: the try is taken by the same statement that checks there is one; parallel guesses queue on the row.
  const row = await trx
    .updateTable('recipient_code')
    .set((eb) => ({ tries_left: eb('tries_left', '-', 1) }))
    .where('org_id', '=', orgId)
    .where('code_id', '=', codeId)
    .where('tries_left', '>', 0)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(['code_hash', 'tries_left', 'route'])
    .executeTakeFirst();
  if (row === undefined) return null;
  return { codeHash: ownBytes(row.code_hash), triesLeft: row.tries_left, route: routeSchema.parse(row.route) };
}
