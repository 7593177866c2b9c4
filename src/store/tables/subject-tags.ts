/** Rows of subject_tag: keys of the tags that persons have in the audit log, and the next number of each. */
import { type Insertable, type Selectable, sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { SubjectTagTable } from '../schema-opening.ts';
import type { Trx } from '../transaction.ts';

type Whom = { readonly kind: SubjectTagTable['kind']; readonly id: string };

/** One that is there already stays: somebody else was first. */
export async function insertSubjectTag(trx: Trx, row: Insertable<SubjectTagTable>): Promise<void> {
  await trx
    .insertInto('subject_tag')
    .values(row)
    .onConflict((conflict) => conflict.columns(['org_id', 'kind', 'subject_id']).doNothing())
    .execute();
}

/** Takes the next number; undefined for a person without a key. INVARIANT: this statement alone takes it, and holds the row. */
export async function takeNumber(
  trx: Trx,
  orgId: string,
  whom: Whom,
): Promise<{ readonly no: number; readonly key_sealed: Uint8Array } | undefined> {
  return await trx
    .updateTable('subject_tag')
    .set({ next_no: sql<number>`next_no + 1` })
    .where('org_id', '=', orgId)
    .where('kind', '=', whom.kind)
    .where('subject_id', '=', whom.id)
    .returning([sql<number>`next_no - 1`.as('no'), 'key_sealed'])
    .executeTakeFirst();
}

export async function findSubjectTag(
  db: Executor,
  orgId: string,
  whom: Whom,
): Promise<Selectable<SubjectTagTable> | undefined> {
  return await db
    .selectFrom('subject_tag')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('kind', '=', whom.kind)
    .where('subject_id', '=', whom.id)
    .executeTakeFirst();
}
