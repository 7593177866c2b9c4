/** Rows of served_page: which recipient page was served from when on. */
import type { Selectable } from 'kysely';
import type { Executor } from '../database.ts';
import type { ServedPageTable } from '../schema-opening.ts';
import type { Trx } from '../transaction.ts';

export type ServedPageRow = Selectable<ServedPageTable>;

/** The page recorded last; undefined when none was. */
export async function findServedPage(db: Executor, orgId: string): Promise<ServedPageRow | undefined> {
  return await db
    .selectFrom('served_page')
    .selectAll()
    .where('org_id', '=', orgId)
    .orderBy('since', 'desc')
    .orderBy('event_id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function insertServedPage(trx: Trx, row: ServedPageRow): Promise<void> {
  await trx.insertInto('served_page').values(row).execute();
}
