/** Rows of audience and audience_member, as officers keep them. */
import type { Insertable, Selectable } from 'kysely';
import type { Executor } from '../database.ts';
import type { AudienceMemberTable, AudienceTable } from '../schema-border.ts';
import type { Trx } from '../transaction.ts';
import type { RecipientRow } from './recipients.ts';

export type AudienceRow = Selectable<AudienceTable>;
export type MemberRow = RecipientRow & { readonly audience_id: string; readonly added_at: Date };

export async function insertAudience(trx: Trx, row: Insertable<AudienceTable>): Promise<void> {
  await trx.insertInto('audience').values(row).execute();
}

export function listAudiences(db: Executor, orgId: string): Promise<AudienceRow[]> {
  return db.selectFrom('audience').selectAll().where('org_id', '=', orgId).limit(1000).execute();
}

export function findAudience(db: Executor, orgId: string, audienceId: string): Promise<AudienceRow | undefined> {
  return db
    .selectFrom('audience')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('audience_id', '=', audienceId)
    .executeTakeFirst();
}

/** Keeps the row from being deleted (`share`) or changed by others (`update`) until the transaction ends; undefined when there is none. */
export function lockAudience(
  trx: Trx,
  orgId: string,
  audienceId: string,
  how: 'share' | 'update',
): Promise<AudienceRow | undefined> {
  const query = trx
    .selectFrom('audience')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('audience_id', '=', audienceId);
  return (how === 'share' ? query.forShare() : query.forUpdate()).executeTakeFirst();
}

export async function renameAudience(trx: Trx, orgId: string, audienceId: string, name: Uint8Array): Promise<boolean> {
  const result = await trx
    .updateTable('audience')
    .set({ name_sealed: name })
    .where('org_id', '=', orgId)
    .where('audience_id', '=', audienceId)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Removes the audience and its members; false when there is none. */
export async function deleteAudience(trx: Trx, orgId: string, audienceId: string): Promise<boolean> {
  await trx.deleteFrom('audience_member').where('org_id', '=', orgId).where('audience_id', '=', audienceId).execute();
  const result = await trx
    .deleteFrom('audience')
    .where('org_id', '=', orgId)
    .where('audience_id', '=', audienceId)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

/** Returns the ids that were not members before. */
export async function addMembers(trx: Trx, rows: readonly Insertable<AudienceMemberTable>[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const added = await trx
    .insertInto('audience_member')
    .values([...rows])
    .onConflict((conflict) => conflict.doNothing())
    .returning('recipient_id')
    .execute();
  return added.map((row) => row.recipient_id);
}

/** Returns the ids that were members. */
export async function removeMembers(
  trx: Trx,
  orgId: string,
  audienceId: string,
  recipientIds: readonly string[],
): Promise<string[]> {
  if (recipientIds.length === 0) return [];
  const removed = await trx
    .deleteFrom('audience_member')
    .where('org_id', '=', orgId)
    .where('audience_id', '=', audienceId)
    .where('recipient_id', 'in', [...recipientIds])
    .returning('recipient_id')
    .execute();
  return removed.map((row) => row.recipient_id);
}

export async function countMembers(trx: Trx, orgId: string, audienceId: string): Promise<number> {
  const row = await trx
    .selectFrom('audience_member')
    .select((from) => from.fn.countAll<number>().as('members'))
    .where('org_id', '=', orgId)
    .where('audience_id', '=', audienceId)
    .executeTakeFirstOrThrow();
  return row.members;
}

/** Members with what is known of them; of one audience, or of all. In the order in which they were added. */
export function listAudienceMembers(db: Executor, orgId: string, audienceId?: string): Promise<MemberRow[]> {
  let query = db
    .selectFrom('audience_member as member')
    .innerJoin('recipient', (join) =>
      join.onRef('recipient.org_id', '=', 'member.org_id').onRef('recipient.recipient_id', '=', 'member.recipient_id'),
    )
    .selectAll('recipient')
    .select(['member.audience_id', 'member.added_at'])
    .where('member.org_id', '=', orgId);
  if (audienceId !== undefined) query = query.where('member.audience_id', '=', audienceId);
  return query.orderBy('member.added_at').orderBy('member.recipient_id').execute();
}
