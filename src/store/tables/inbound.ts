/** Rows of thread and inbound_message. */
import { type Insertable, type Selectable, sql } from 'kysely';
import type { ClassificationSummary } from '../../model/classification.ts';
import type { Executor } from '../database.ts';
import type { InboundMessageTable, ThreadTable } from '../schema-border.ts';
import type { Trx } from '../transaction.ts';

export type ThreadRow = Selectable<ThreadTable>;
export type InboundMessageRow = Selectable<InboundMessageTable>;

export function findThreadByIndex(
  db: Executor,
  orgId: string,
  connection: string,
  threadIndex: Uint8Array,
): Promise<ThreadRow | undefined> {
  return db
    .selectFrom('thread')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('connection', '=', connection)
    .where('thread_index', '=', threadIndex)
    .executeTakeFirst();
}

export function findThread(db: Executor, orgId: string, threadId: string): Promise<ThreadRow | undefined> {
  return db
    .selectFrom('thread')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('thread_id', '=', threadId)
    .executeTakeFirst();
}

/** False when the conversation is known already. */
export async function insertThread(trx: Trx, row: Insertable<ThreadTable>): Promise<boolean> {
  const result = await trx
    .insertInto('thread')
    .values(row)
    .onConflict((conflict) => conflict.columns(['org_id', 'connection', 'thread_index']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** One more message at `at`; `title`: the conversation has another name now. */
export async function countMessage(
  trx: Trx,
  orgId: string,
  threadId: string,
  at: Date,
  title: Uint8Array | undefined,
): Promise<void> {
  await trx
    .updateTable('thread')
    .set({
      messages: sql<number>`messages + 1`,
      last_at: sql<Date>`greatest(last_at, ${at})`,
      ...(title === undefined ? {} : { title_sealed: title }),
    })
    .where('org_id', '=', orgId)
    .where('thread_id', '=', threadId)
    .execute();
}

/** The conversations in which something was said last come first. */
export function pageThreads(
  db: Executor,
  orgId: string,
  before: { readonly at: Date; readonly id: string } | undefined,
  limit: number,
): Promise<ThreadRow[]> {
  let query = db.selectFrom('thread').selectAll().where('org_id', '=', orgId);
  if (before !== undefined)
    query = query.where((where) =>
      where.or([
        where('last_at', '<', before.at),
        where.and([where('last_at', '=', before.at), where('thread_id', '<', before.id)]),
      ]),
    );
  return query.orderBy('last_at', 'desc').orderBy('thread_id', 'desc').limit(limit).execute();
}

export function listThreads(db: Executor, orgId: string, ids: readonly string[]): Promise<ThreadRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('thread')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('thread_id', 'in', [...ids])
    .execute();
}

/** The id under which a message of the vendor is kept, if it is. */
export async function findMessageId(
  db: Executor,
  orgId: string,
  connection: string,
  vendorIndex: Uint8Array,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('inbound_message')
    .select('message_id')
    .where('org_id', '=', orgId)
    .where('connection', '=', connection)
    .where('vendor_index', '=', vendorIndex)
    .executeTakeFirst();
  return row?.message_id;
}

/** INVARIANT: false when the message was kept before: one that is delivered again is kept once. */
export async function insertMessage(trx: Trx, row: Insertable<InboundMessageTable>): Promise<boolean> {
  const result = await trx
    .insertInto('inbound_message')
    .values(row)
    .onConflict((conflict) => conflict.columns(['org_id', 'connection', 'vendor_index']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** The message, locked until the transaction ends: its files are judged one after the other. */
export function lockMessage(trx: Trx, orgId: string, messageId: string): Promise<InboundMessageRow | undefined> {
  return trx
    .selectFrom('inbound_message')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('message_id', '=', messageId)
    .forUpdate()
    .executeTakeFirst();
}

/** What is known of a message after a file of it was read. */
export async function judgeMessage(
  trx: Trx,
  orgId: string,
  messageId: string,
  classification: ClassificationSummary,
  incidentId: string | null,
): Promise<void> {
  await trx
    .updateTable('inbound_message')
    .set({
      level: classification.level,
      classification: JSON.stringify(classification),
      ...(incidentId === null ? {} : { incident_id: incidentId }),
    })
    .where('org_id', '=', orgId)
    .where('message_id', '=', messageId)
    .execute();
}

export function listMessages(db: Executor, orgId: string, ids: readonly string[]): Promise<InboundMessageRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('inbound_message')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('message_id', 'in', [...ids])
    .execute();
}

export type MessageFilter = {
  readonly threadId?: string;
  readonly senderIndex?: Uint8Array;
  readonly since?: Date;
  readonly until?: Date;
  /** The newest that is wanted. */
  readonly through?: string;
  /** Hashes of words: every one of them is in the message. */
  readonly terms?: readonly Uint8Array[];
};

/** Newest first, by the order of arrival; `before` is the id of the last message of the page before. */
export function pageMessages(
  db: Executor,
  orgId: string,
  filter: MessageFilter,
  before: string | undefined,
  limit: number,
): Promise<InboundMessageRow[]> {
  const { threadId, senderIndex, since, until, through, terms = [] } = filter;
  let query = db.selectFrom('inbound_message').selectAll().where('org_id', '=', orgId);
  if (threadId !== undefined) query = query.where('thread_id', '=', threadId);
  if (senderIndex !== undefined) query = query.where('sender_index', '=', senderIndex);
  if (since !== undefined) query = query.where('sent_at', '>=', since);
  if (until !== undefined) query = query.where('sent_at', '<', until);
  if (through !== undefined) query = query.where('message_id', '<=', through);
  if (before !== undefined) query = query.where('message_id', '<', before);
  for (const term of terms)
    query = query.where('message_id', 'in', (inner) =>
      inner.selectFrom('inbound_term').select('message_id').where('org_id', '=', orgId).where('term', '=', term),
    );
  return query.orderBy('message_id', 'desc').limit(limit).execute();
}

const CHUNK = 2000;

/** The hashes of the words of a message; all different. */
export async function insertTerms(
  trx: Trx,
  orgId: string,
  messageId: string,
  terms: readonly Uint8Array[],
): Promise<void> {
  for (let at = 0; at < terms.length; at += CHUNK) {
    await trx
      .insertInto('inbound_term')
      .values(terms.slice(at, at + CHUNK).map((term) => ({ org_id: orgId, term, message_id: messageId })))
      .onConflict((conflict) => conflict.columns(['org_id', 'term', 'message_id']).doNothing())
      .execute();
  }
}
