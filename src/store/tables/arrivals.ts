/** What comes through doors, many calls in one statement each: calls with their keys, transfers, decisions, entries of the register. */
import { type Insertable, sql } from 'kysely';
import type { TransferState } from '../../model/transfer-states.ts';
import type { Executor } from '../database.ts';
import { insertMany } from '../insert-many.ts';
import type { SealedObjectTable, TransferObjectTable, TransferRecipientTable, TransferTable } from '../schema.ts';
import type { DoorCallTable } from '../schema-border.ts';
import type { RegisterEntryTable } from '../schema-law.ts';
import type { Trx } from '../transaction.ts';

/** A vendor drops a repeat with the same key for a day. */
const KEY_COUNTS_FOR = '24 hours';

/**
 * Enters calls and returns the keys of those that are new. A call whose key is there already within a day is a repeat; a key that is older
 * is freed first.
 *
 * INVARIANT: of two calls with one key, at the same moment or in one statement, exactly one is new.
 */
export async function insertCalls(trx: Trx, rows: readonly Insertable<DoorCallTable>[]): Promise<ReadonlySet<string>> {
  const [first] = rows;
  if (first === undefined) return new Set();
  await trx
    .updateTable('door_call')
    .set({ call_key: sql<Uint8Array>`sha256(call_key || convert_to(transfer_id::text, 'UTF8'))` })
    .where('org_id', '=', first.org_id)
    .where(
      'call_key',
      'in',
      rows.map((row) => row.call_key),
    )
    .where('at', '<', sql<Date>`${first.at}::timestamptz - ${KEY_COUNTS_FOR}::interval`)
    .execute();
  const entered = await trx
    .insertInto('door_call')
    .values([...rows])
    .onConflict((conflict) => conflict.columns(['org_id', 'door_id', 'call_key']).doNothing())
    .returning('transfer_id')
    .execute();
  return new Set(entered.map((row) => row.transfer_id));
}

/** Forgets calls made before: nobody asks about them any more. Returns how many. */
export async function deleteCalls(trx: Trx, orgId: string, before: Date): Promise<number> {
  const result = await trx
    .deleteFrom('door_call')
    .where('org_id', '=', orgId)
    .where('at', '<', before)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

export type KnownCall = {
  readonly doorId: string;
  readonly callKey: Uint8Array;
  readonly transferId: string;
  readonly reference: string;
  readonly state: TransferState;
  readonly taskId: number;
  readonly queryKey: string;
};

/** Calls that were accepted before, with what became of them. */
export async function findCalls(
  db: Executor,
  orgId: string,
  keys: readonly { readonly doorId: string; readonly callKey: Uint8Array }[],
  since: Date,
): Promise<KnownCall[]> {
  if (keys.length === 0) return [];
  const rows = await db
    .selectFrom('door_call as call')
    .innerJoin('transfer', (join) =>
      join.onRef('transfer.org_id', '=', 'call.org_id').onRef('transfer.transfer_id', '=', 'call.transfer_id'),
    )
    .select([
      'call.door_id',
      'call.call_key',
      'call.transfer_id',
      'call.task_id',
      'call.query_key',
      'transfer.reference',
      'transfer.state',
    ])
    .where('call.org_id', '=', orgId)
    .where(
      'call.call_key',
      'in',
      keys.map((one) => one.callKey),
    )
    .where(
      'call.door_id',
      'in',
      keys.map((one) => one.doorId),
    )
    .where('call.at', '>=', since)
    .execute();
  return rows.map((row) => ({
    doorId: row.door_id,
    callKey: row.call_key,
    transferId: row.transfer_id,
    reference: row.reference,
    state: row.state,
    taskId: row.task_id,
    queryKey: row.query_key,
  }));
}

export type ArrivalRows = {
  readonly transfers: readonly Insertable<TransferTable>[];
  readonly sealed: readonly Insertable<SealedObjectTable>[];
  readonly objects: readonly Insertable<TransferObjectTable>[];
  readonly recipients: readonly Insertable<TransferRecipientTable>[];
  readonly entries: readonly Insertable<RegisterEntryTable>[];
};

/** Members of an entry of the register that hold JSON. */
const ENTRY_JSON = [
  'bases',
  'contracts',
  'filings',
  'assessments',
  'categories',
  'sensitive_for',
  'safeguards',
  'rules',
  'evidence',
  'packs',
];

export async function insertArrivals(trx: Trx, rows: ArrivalRows): Promise<void> {
  await insertMany(trx, 'transfer', rows.transfers, ['classification']);
  await insertMany(trx, 'sealed_object', rows.sealed);
  await insertMany(trx, 'transfer_object', rows.objects);
  await insertMany(trx, 'transfer_recipient', rows.recipients);
  await insertMany(trx, 'register_entry', rows.entries, ENTRY_JSON);
}
