/** Rows of register_entry: what happened to each transfer, per recipient and place. Written in the transaction of the act only. */
import { type Insertable, type Selectable, sql } from 'kysely';
import type { TransferState } from '../../model/transfer-states.ts';
import type { Executor } from '../database.ts';
import type { RegisterEntryTable } from '../schema-law.ts';
import type { Trx } from '../transaction.ts';

export type RegisterRow = Selectable<RegisterEntryTable>;
export type NewRegisterRow = Insertable<RegisterEntryTable>;

/** What a later decision may change about an entry. */
type Decided = Omit<
  NewRegisterRow,
  'org_id' | 'entry_id' | 'transfer_id' | 'recipient_id' | 'event' | 'at' | 'granted_at' | 'year' | 'retain_until'
>;

/** Enters a decision about sending to one recipient: the one row there is of it, made or brought up to date. */
export async function writeSendEntry(trx: Trx, row: NewRegisterRow): Promise<void> {
  const { org_id: orgId, entry_id: _, transfer_id: transferId, recipient_id: recipientId, event, at, ...rest } = row;
  const { granted_at: __, year: ___, retain_until: ____, ...decided } = rest;
  const set: Decided = decided;
  const result = await trx
    .updateTable('register_entry')
    .set(set)
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('recipient_id', '=', recipientId)
    .where('event', '=', event)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n)
    await trx
      .insertInto('register_entry')
      .values({ ...row, at })
      .execute();
}

/** Enters an opening from another place; the first one there stays the one that counts. */
export async function writeOpenEntry(trx: Trx, row: NewRegisterRow): Promise<void> {
  await trx
    .insertInto('register_entry')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['org_id', 'transfer_id', 'recipient_id', 'event', 'destination']).doUpdateSet({
        changed_at: row.changed_at,
        bases: row.bases,
        contracts: row.contracts,
        filings: row.filings,
        assessments: row.assessments,
        safeguards: row.safeguards,
        rules: row.rules,
        evidence: row.evidence,
        packs: row.packs,
        decision_id: row.decision_id,
      }),
    )
    .execute();
}

/** Says of the entries of sending that the recipients can open from now on. */
export async function grantSendEntries(
  trx: Trx,
  orgId: string,
  transferId: string,
  at: Date,
  year: number,
): Promise<void> {
  await trx
    .updateTable('register_entry')
    .set({ state: 'granted', changed_at: at, granted_at: at, year })
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('event', '=', 'send')
    .execute();
}

/** Says of every entry of a transfer that it has ended. */
export async function endEntries(
  trx: Trx,
  orgId: string,
  transferId: string,
  state: TransferState,
  at: Date,
  retainUntil: Date,
): Promise<void> {
  await trx
    .updateTable('register_entry')
    .set({ state, changed_at: at, retain_until: retainUntil })
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .execute();
}

/** Where the entity was when it sent; undefined without an entry. */
export async function findOrigin(db: Executor, orgId: string, transferId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('register_entry')
    .select('origin')
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('event', '=', 'send')
    .limit(1)
    .executeTakeFirst();
  return row?.origin;
}

export async function findSendEntry(
  db: Executor,
  orgId: string,
  transferId: string,
  recipientId: string,
): Promise<RegisterRow | undefined> {
  return await db
    .selectFrom('register_entry')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('recipient_id', '=', recipientId)
    .where('event', '=', 'send')
    .executeTakeFirst();
}

export type RegisterFilter = {
  /** Entries made from this moment on, and before that one. */
  readonly from?: Date;
  readonly to?: Date;
  readonly entityId?: string;
  readonly destination?: string;
  readonly purpose?: string;
  readonly outcome?: string;
  readonly state?: string;
  readonly level?: string;
  readonly event?: string;
  /** Only what crossed a border. */
  readonly crossing?: boolean;
  /** Transfers whose reference holds this text, or these recipients. */
  readonly text?: { readonly reference: string; readonly recipientIds: readonly string[] };
};

export type RegisterEntryRow = RegisterRow & { readonly reference: string };

function matching(db: Executor, orgId: string, filter: RegisterFilter) {
  const { from, to, text } = filter;
  let query = db
    .selectFrom('register_entry as e')
    .innerJoin('transfer as t', (join) =>
      join.onRef('t.org_id', '=', 'e.org_id').onRef('t.transfer_id', '=', 'e.transfer_id'),
    )
    .where('e.org_id', '=', orgId);
  if (from !== undefined) query = query.where('e.at', '>=', from);
  if (to !== undefined) query = query.where('e.at', '<', to);
  for (const column of ['destination', 'purpose', 'outcome', 'state', 'level', 'event'] as const) {
    const wanted = filter[column];
    if (wanted !== undefined) query = query.where(sql.ref(`e.${column}`), '=', wanted);
  }
  if (filter.entityId !== undefined) query = query.where('e.entity_id', '=', filter.entityId);
  if (filter.crossing === true) query = query.whereRef('e.destination', '<>', 'e.origin');
  if (text !== undefined) {
    const pattern = `%${text.reference.toUpperCase().replace(/[\\%_]/g, '\\$&')}%`;
    query = query.where((where) =>
      where.or([
        where(sql`upper(t.reference)`, 'like', pattern),
        ...(text.recipientIds.length === 0 ? [] : [where('e.recipient_id', 'in', [...text.recipientIds])]),
      ]),
    );
  }
  return query;
}

/** Entries newest first; `before` is the id of the last entry of the page before. Ids are UUIDv7 and sort by time. */
export function pageRegister(
  db: Executor,
  orgId: string,
  filter: RegisterFilter,
  before: string | undefined,
  limit: number,
): Promise<RegisterEntryRow[]> {
  let query = matching(db, orgId, filter).selectAll('e').select('t.reference');
  if (before !== undefined) query = query.where('e.entry_id', '<', before);
  return query.orderBy('e.entry_id', 'desc').limit(limit).execute();
}

/** How many entries match, one more than `most` at most, and the newest of them. */
export async function countRegister(
  db: Executor,
  orgId: string,
  filter: RegisterFilter,
  most: number,
): Promise<{ readonly rows: number; readonly newest: string | null }> {
  const ids = matching(db, orgId, filter)
    .select('e.entry_id')
    .orderBy('e.entry_id', 'desc')
    .limit(most + 1);
  const found = await sql<{ rows: number; newest: string | null }>`
    select count(*) as rows, max(entry_id::text) as newest from (${ids}) as found`.execute(db);
  return found.rows[0] ?? { rows: 0, newest: null };
}
