/** Rows of recipient_session: hashes of session tokens, each bound to one transfer and one recipient. */
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { ownBytes } from '../../base/bytes.ts';
import { factorSchema } from '../../model/access-terms.ts';
import type { FoundRecipientSession, RecipientSessionStore } from '../../access/ports.ts';
import type { Executor } from '../database.ts';
import type { RecipientSessionTable } from '../schema-opening.ts';

const factorsSchema = z.array(factorSchema);
const routesSchema = z.array(z.enum(['email', 'sms', 'whatsapp', 'spoken']));

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
          routes: JSON.stringify(session.routes),
          via: session.via,
          place: session.place,
          device_id: session.deviceId,
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
        .returningAll()
        .execute();
      const [row] = rows.sort((a, b) => b.created_at.getTime() - a.created_at.getTime());
      return row === undefined ? null : foundOf(row);
    },
    list: async (query) => {
      const rows = await db
        .selectFrom('recipient_session')
        .selectAll()
        .where('org_id', '=', orgId)
        .where('recipient_id', '=', query.recipientId)
        .where('expires_at', '>', query.now)
        .where('last_at', '>=', query.idleSince)
        .orderBy('created_at', 'desc')
        .limit(100)
        .execute();
      return rows.map((row) => ({ ...foundOf(row), transferId: row.transfer_id, lastAt: row.last_at }));
    },
    remove: async (sessionHash) => {
      const result = await db
        .deleteFrom('recipient_session')
        .where('org_id', '=', orgId)
        .where('session_hash', '=', sessionHash)
        .executeTakeFirst();
      return result.numDeletedRows === 1n;
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

/** How many live sessions each recipient has for these transfers or notices; who has none is left out. */
export async function countSessions(
  db: Executor,
  orgId: string,
  visitIds: readonly string[],
  alive: { readonly now: Date; readonly idleSince: Date },
): Promise<ReadonlyMap<string, number>> {
  if (visitIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('recipient_session')
    .select((part) => ['recipient_id', part.fn.countAll<string>().as('sessions')])
    .where('org_id', '=', orgId)
    .where('transfer_id', 'in', [...visitIds])
    .where('expires_at', '>', alive.now)
    .where('last_at', '>=', alive.idleSince)
    .groupBy('recipient_id')
    .execute();
  return new Map(rows.map((row) => [row.recipient_id, Number(row.sessions)]));
}

function foundOf(row: Selectable<RecipientSessionTable>): FoundRecipientSession {
  return {
    recipientId: row.recipient_id,
    sessionHash: ownBytes(row.session_hash),
    csrfHash: ownBytes(row.csrf_hash),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    factors: factorsSchema.parse(row.factors),
    routes: routesSchema.parse(row.routes),
    via: row.via,
    place: row.place ?? 'unknown',
    deviceId: row.device_id,
  };
}
