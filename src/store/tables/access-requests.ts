/** Rows of access_request: what recipients ask for. */
import { type Insertable, type Selectable, sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { AccessRequestTable } from '../schema-opening.ts';
import type { Trx } from '../transaction.ts';

export type AccessRequestRow = Selectable<AccessRequestTable>;

/** False when the same is asked for already and was not answered yet. INVARIANT: the unique key of open requests alone decides. */
export async function insertAccessRequest(trx: Trx, row: Insertable<AccessRequestTable>): Promise<boolean> {
  const result = await trx
    .insertInto('access_request')
    .values(row)
    .onConflict((conflict) => conflict.columns(['org_id', 'open_key']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export function findAccessRequest(
  db: Executor,
  orgId: string,
  requestId: string,
): Promise<AccessRequestRow | undefined> {
  return db
    .selectFrom('access_request')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('request_id', '=', requestId)
    .executeTakeFirst();
}

export type Closing = {
  readonly state: Exclude<AccessRequestRow['state'], 'open'>;
  readonly at: Date;
  readonly by: string | null;
  readonly answer: Uint8Array | null;
};

/** False when it is closed already: of two answers at once one counts. */
export async function closeAccessRequest(trx: Trx, orgId: string, requestId: string, to: Closing): Promise<boolean> {
  const result = await trx
    .updateTable('access_request')
    .set({ state: to.state, answered_at: to.at, answered_by: to.by, answer_sealed: to.answer, open_key: null })
    .where('org_id', '=', orgId)
    .where('request_id', '=', requestId)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export type AccessRequestFilter = {
  /** Only about transfers of this sender, and no reports of abuse: those are about him. */
  readonly senderId?: string;
  readonly transferId?: string;
  readonly state?: 'open' | 'closed';
  readonly before?: string;
};

/** Newest first; ids are UUIDv7. */
export function pageAccessRequests(
  db: Executor,
  orgId: string,
  filter: AccessRequestFilter,
  limit: number,
): Promise<AccessRequestRow[]> {
  let query = db
    .selectFrom('access_request as r')
    .innerJoin('transfer as t', (join) =>
      join.onRef('t.org_id', '=', 'r.org_id').onRef('t.transfer_id', '=', 'r.transfer_id'),
    )
    .selectAll('r')
    .where('r.org_id', '=', orgId);
  if (filter.senderId !== undefined)
    query = query.where('t.sender_id', '=', filter.senderId).where('r.kind', '<>', 'abuse');
  if (filter.transferId !== undefined) query = query.where('r.transfer_id', '=', filter.transferId);
  if (filter.state !== undefined) query = query.where('r.state', filter.state === 'open' ? '=' : '<>', 'open');
  if (filter.before !== undefined) query = query.where('r.request_id', '<', filter.before);
  return query.orderBy('r.request_id', 'desc').limit(limit).execute();
}

/** Open ones: all, or those about one sender's transfers that he may answer. */
export async function countOpenAccessRequests(db: Executor, orgId: string, senderId?: string): Promise<number> {
  let query = db
    .selectFrom('access_request as r')
    .innerJoin('transfer as t', (join) =>
      join.onRef('t.org_id', '=', 'r.org_id').onRef('t.transfer_id', '=', 'r.transfer_id'),
    )
    .select(sql<number>`count(*)::bigint`.as('n'))
    .where('r.org_id', '=', orgId)
    .where('r.state', '=', 'open');
  if (senderId !== undefined) query = query.where('t.sender_id', '=', senderId).where('r.kind', '<>', 'abuse');
  return (await query.executeTakeFirstOrThrow()).n;
}

/** What one recipient asked for about these transfers after he had proved who he is, newest first. */
export function listOwnAccessRequests(
  db: Executor,
  orgId: string,
  recipientId: string,
  transferIds: readonly string[],
): Promise<AccessRequestRow[]> {
  if (transferIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('access_request')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('recipient_id', '=', recipientId)
    .where('transfer_id', 'in', [...transferIds])
    .where('proved', '=', true)
    .orderBy('request_id', 'desc')
    .limit(100)
    .execute();
}
