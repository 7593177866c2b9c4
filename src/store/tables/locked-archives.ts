/** Rows of locked_archive: passwords of downloads that were taken as encrypted archives. */
import type { Selectable } from 'kysely';
import type { Executor } from '../database.ts';
import type { LockedArchiveTable } from '../schema-opening.ts';
import type { Trx } from '../transaction.ts';

export type LockedArchiveRow = Selectable<LockedArchiveTable>;

/** Keeps the first password of an opening; false when there is one. */
export async function insertLockedArchive(trx: Trx, row: LockedArchiveRow): Promise<boolean> {
  const result = await trx
    .insertInto('locked_archive')
    .values(row)
    .onConflict((conflict) => conflict.columns(['org_id', 'opening_id']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function findLockedArchive(
  db: Executor,
  orgId: string,
  openingId: string,
): Promise<LockedArchiveRow | undefined> {
  return await db
    .selectFrom('locked_archive')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('opening_id', '=', openingId)
    .executeTakeFirst();
}

/** Archives of a transfer with who took them, the newest first. */
export async function listLockedArchives(
  db: Executor,
  orgId: string,
  transferId: string,
): Promise<
  {
    readonly opening_id: string;
    readonly object_id: string;
    readonly recipient_id: string;
    readonly made_at: Date;
    readonly password_sealed: Uint8Array;
  }[]
> {
  return await db
    .selectFrom('locked_archive')
    .innerJoin('opening', (join) =>
      join
        .onRef('opening.org_id', '=', 'locked_archive.org_id')
        .onRef('opening.opening_id', '=', 'locked_archive.opening_id'),
    )
    .innerJoin('object_grant', (join) =>
      join.onRef('object_grant.org_id', '=', 'opening.org_id').onRef('object_grant.grant_id', '=', 'opening.grant_id'),
    )
    .select([
      'locked_archive.opening_id',
      'object_grant.object_id',
      'opening.recipient_id',
      'locked_archive.made_at',
      'locked_archive.password_sealed',
    ])
    .where('locked_archive.org_id', '=', orgId)
    .where('opening.transfer_id', '=', transferId)
    .orderBy('locked_archive.made_at', 'desc')
    .execute();
}
