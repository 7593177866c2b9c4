/** Rows of recipient_session: hashes of session tokens, each bound to one transfer and one recipient. */
import { z } from 'zod';
import { ownBytes } from '../../base/bytes.ts';
import { factorSchema } from '../../model/access-terms.ts';
import type { RecipientSessionStore } from '../../access/ports.ts';
import type { Executor } from '../database.ts';

/** `db` is the caller's transaction wherever an act follows; the pool will do for a look at the session alone. */
export function createRecipientSessionStore(db: Executor, orgId: string): RecipientSessionStore {
  return {
    insert: async (session) => {
      await db
        .insertInto('recipient_session')
        .values({
          org_id: orgId,
          session_hash: session.sessionHash,
          transfer_id: session.transferId,
          recipient_id: session.recipientId,
          csrf_hash: session.csrfHash,
          created_at: session.createdAt,
          last_at: session.createdAt,
          expires_at: session.expiresAt,
          factors: JSON.stringify(session.factors),
        })
        .execute();
    },
    touch: async (query) => {
      if (query.sessionHashes.length === 0) return null;
      const rows = await db
        .updateTable('recipient_session')
        .set({ last_at: query.now })
        .where('org_id', '=', orgId)
        .where('session_hash', 'in', [...query.sessionHashes])
        .where('transfer_id', '=', query.transferId)
        .$if(query.recipientId !== null, (some) => some.where('recipient_id', '=', query.recipientId ?? ''))
        .where('expires_at', '>', query.now)
        .where('last_at', '>=', query.idleSince)
        .returning(['session_hash', 'csrf_hash', 'expires_at', 'recipient_id', 'factors', 'device_id'])
        .execute();
      const [row] = rows.sort((a, b) => b.expires_at.getTime() - a.expires_at.getTime());
      if (row === undefined) return null;
      return {
        recipientId: row.recipient_id,
        sessionHash: ownBytes(row.session_hash),
        csrfHash: ownBytes(row.csrf_hash),
        expiresAt: row.expires_at,
        factors: z.array(factorSchema).parse(row.factors),
        deviceId: row.device_id,
      };
    },
    end: async (transferId, recipientId) => {
      const all = db.deleteFrom('recipient_session').where('org_id', '=', orgId).where('transfer_id', '=', transferId);
      const result = await (recipientId === undefined
        ? all
        : all.where('recipient_id', '=', recipientId)
      ).executeTakeFirst();
      return Number(result.numDeletedRows);
    },
    sweep: async (now) => {
      const result = await db
        .deleteFrom('recipient_session')
        .where('org_id', '=', orgId)
        .where('expires_at', '<=', now)
        .executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}
