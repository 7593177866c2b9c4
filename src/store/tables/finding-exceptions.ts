/** Rows of finding_exception. Every step is one statement that says which state it starts from. */
import { sql, type Selectable } from 'kysely';
import type { Executor } from '../database.ts';
import type { FindingExceptionTable } from '../schema-classification.ts';
import type { Trx } from '../transaction.ts';

export type ExceptionRow = Selectable<FindingExceptionTable>;
export type NewException = {
  readonly id: string;
  readonly type: string;
  readonly hash: Uint8Array;
  readonly needsSecond: boolean;
  readonly transferId: string | null;
  readonly by: string;
  readonly at: Date;
  readonly reason: string;
  /** Undefined: only suggested. */
  readonly expiresAt?: Date;
};

/** False when the value has an exception, or a suggestion, that has not ended. One whose time ran out makes room. */
export async function addException(trx: Trx, orgId: string, one: NewException): Promise<boolean> {
  await trx
    .updateTable('finding_exception')
    .set({ ended_at: one.at })
    .where('org_id', '=', orgId)
    .where('value_hash', '=', one.hash)
    .where('ended_at', 'is', null)
    .where('expires_at', '<=', one.at)
    .execute();
  const isSet = one.expiresAt !== undefined;
  const added = await trx
    .insertInto('finding_exception')
    .values({
      org_id: orgId,
      exception_id: one.id,
      type: one.type,
      value_hash: one.hash,
      needs_second: one.needsSecond,
      transfer_id: one.transferId,
      suggested_by: one.by,
      suggested_at: one.at,
      suggestion: one.reason,
      ...(isSet ? { set_by: one.by, set_at: one.at, reason: one.reason, expires_at: one.expiresAt } : {}),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return added.numInsertedOrUpdatedRows === 1n;
}

export function findException(db: Executor, orgId: string, id: string): Promise<ExceptionRow | undefined> {
  return db
    .selectFrom('finding_exception')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('exception_id', '=', id)
    .executeTakeFirst();
}

/** Those that have not ended first, then the newest. */
export function listExceptions(db: Executor, orgId: string, limit: number): Promise<ExceptionRow[]> {
  return db
    .selectFrom('finding_exception')
    .selectAll()
    .where('org_id', '=', orgId)
    .orderBy(sql`ended_at is not null`)
    .orderBy('suggested_at', 'desc')
    .orderBy('exception_id', 'desc')
    .limit(limit)
    .execute();
}

export function findExceptions(db: Executor, orgId: string, ids: readonly string[]): Promise<ExceptionRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('finding_exception')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('exception_id', 'in', [...ids])
    .execute();
}

/** Exceptions that count, or will when nobody ends them: set, by two where two are needed, and with time left. */
export function listActiveExceptions(db: Executor, orgId: string, at: Date): Promise<ExceptionRow[]> {
  return db
    .selectFrom('finding_exception')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('ended_at', 'is', null)
    .where('set_by', 'is not', null)
    .where('expires_at', '>', at)
    .where((where) => where.or([where('needs_second', '=', false), where('second_by', 'is not', null)]))
    .execute();
}

type Word = { readonly by: string; readonly at: Date; readonly reason: string };

/** Sets one that was suggested. False when it is not only suggested any more. */
export async function setException(trx: Trx, orgId: string, id: string, word: Word, expiresAt: Date): Promise<boolean> {
  const set = await trx
    .updateTable('finding_exception')
    .set({ set_by: word.by, set_at: word.at, reason: word.reason, expires_at: expiresAt })
    .where('org_id', '=', orgId)
    .where('exception_id', '=', id)
    .where('set_by', 'is', null)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return set.numUpdatedRows === 1n;
}

/** INVARIANT: the second is another one than the first; the statement itself asks. */
export async function confirmException(
  trx: Trx,
  orgId: string,
  id: string,
  { by, at, reason }: Word,
): Promise<boolean> {
  const confirmed = await trx
    .updateTable('finding_exception')
    .set({ second_by: by, second_at: at, second_reason: reason })
    .where('org_id', '=', orgId)
    .where('exception_id', '=', id)
    .where('needs_second', '=', true)
    .where('set_by', 'is not', null)
    .where('set_by', '!=', by)
    .where('second_by', 'is', null)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return confirmed.numUpdatedRows === 1n;
}

export async function endException(trx: Trx, orgId: string, id: string, by: string, at: Date): Promise<boolean> {
  const ended = await trx
    .updateTable('finding_exception')
    .set({ ended_by: by, ended_at: at })
    .where('org_id', '=', orgId)
    .where('exception_id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return ended.numUpdatedRows === 1n;
}

/** Counts findings that exceptions took out of a transfer; the sums are made by the database. */
export async function countApplied(
  trx: Trx,
  orgId: string,
  applied: readonly { readonly id: string; readonly n: number }[],
  at: Date,
): Promise<void> {
  // In one order, so that two transfers never wait for each other.
  for (const { id, n } of [...applied].sort((a, b) => (a.id < b.id ? -1 : 1)))
    await trx
      .updateTable('finding_exception')
      .set((eb) => ({ applied: eb('applied', '+', n), applied_at: at }))
      .where('org_id', '=', orgId)
      .where('exception_id', '=', id)
      .execute();
}
