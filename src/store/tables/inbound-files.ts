/** Rows of inbound_file. */
import { type Insertable, type Selectable, sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { InboundFileTable } from '../schema-border.ts';
import type { Trx } from '../transaction.ts';

export type InboundFileRow = Selectable<InboundFileTable>;

export async function insertFile(trx: Trx, row: Insertable<InboundFileTable>): Promise<void> {
  await trx.insertInto('inbound_file').values(row).execute();
}

export function findFile(db: Executor, orgId: string, fileId: string): Promise<InboundFileRow | undefined> {
  return db
    .selectFrom('inbound_file')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('file_id', '=', fileId)
    .executeTakeFirst();
}

export function listFilesOf(db: Executor, orgId: string, messageIds: readonly string[]): Promise<InboundFileRow[]> {
  if (messageIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('inbound_file')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('message_id', 'in', [...messageIds])
    .orderBy('file_id')
    .execute();
}

export async function listDueFiles(db: Executor, orgId: string, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('inbound_file')
    .select('file_id')
    .where('org_id', '=', orgId)
    .where('state', '=', 'waiting')
    .where('next_at', '<=', now)
    .orderBy('next_at')
    .limit(limit)
    .execute();
  return rows.map((row) => row.file_id);
}

/** Claims a file that is due until `until`; after a crash it is due again then. Undefined when somebody else has it. */
export async function claimFile(
  trx: Trx,
  orgId: string,
  fileId: string,
  now: Date,
  until: Date,
): Promise<InboundFileRow | undefined> {
  return await trx
    .updateTable('inbound_file')
    .set({ attempt: sql<number>`attempt + 1`, next_at: until })
    .where('org_id', '=', orgId)
    .where('file_id', '=', fileId)
    .where('state', '=', 'waiting')
    .where('next_at', '<=', now)
    .returningAll()
    .executeTakeFirst();
}

export type FileResult =
  | { readonly state: 'kept'; readonly objectId: string; readonly size: number }
  | { readonly state: 'failed'; readonly problem: string }
  | { readonly state: 'waiting'; readonly problem: string; readonly nextAt: Date };

/** Ends one attempt; false when the file is no longer waited for. What the vendor wants to hear goes once the file is here. */
export async function settleFile(trx: Trx, orgId: string, fileId: string, result: FileResult): Promise<boolean> {
  const set =
    result.state === 'kept'
      ? { state: result.state, object_id: result.objectId, size: result.size, problem: null, fetch_sealed: null }
      : result.state === 'failed'
        ? { state: result.state, problem: result.problem }
        : { problem: result.problem, next_at: result.nextAt };
  const updated = await trx
    .updateTable('inbound_file')
    .set(set)
    .where('org_id', '=', orgId)
    .where('file_id', '=', fileId)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

/** Waits for a file again that had been given up; false when it had not. */
export async function reviveFile(trx: Trx, orgId: string, fileId: string, now: Date): Promise<boolean> {
  const result = await trx
    .updateTable('inbound_file')
    .set({ state: 'waiting', attempt: 0, next_at: now })
    .where('org_id', '=', orgId)
    .where('file_id', '=', fileId)
    .where('state', '=', 'failed')
    .where('fetch_sealed', 'is not', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
