/** Rows of door_media: files that programs left for later messages. */
import type { Selectable } from 'kysely';
import type { Executor } from '../database.ts';
import type { DoorMediaTable } from '../schema-border.ts';
import type { Trx } from '../transaction.ts';
import type { UploadRow } from './uploads.ts';

export type DoorMediaRow = Selectable<DoorMediaTable>;

/** Stores the row, or puts another upload in its place, and lets the upload live as long as it. */
export async function putMedia(trx: Trx, row: DoorMediaRow): Promise<void> {
  await trx
    .insertInto('door_media')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['org_id', 'media_hash']).doUpdateSet({
        upload_id: row.upload_id,
        created_at: row.created_at,
        expires_at: row.expires_at,
      }),
    )
    .execute();
  await trx
    .updateTable('upload')
    .set({ expires_at: row.expires_at })
    .where('org_id', '=', row.org_id)
    .where('upload_id', '=', row.upload_id)
    .execute();
}

/** The upload behind a media id of this door, unexpired; undefined otherwise. */
export function findMediaUpload(
  db: Executor,
  orgId: string,
  doorId: string,
  mediaHash: Uint8Array,
  now: Date,
): Promise<UploadRow | undefined> {
  return db
    .selectFrom('door_media')
    .innerJoin('upload', (join) =>
      join.onRef('upload.org_id', '=', 'door_media.org_id').onRef('upload.upload_id', '=', 'door_media.upload_id'),
    )
    .selectAll('upload')
    .where('door_media.org_id', '=', orgId)
    .where('door_media.media_hash', '=', mediaHash)
    .where('door_media.door_id', '=', doorId)
    .where('door_media.expires_at', '>', now)
    .executeTakeFirst();
}

/** Forgets media ids whose time has run out; their uploads are swept as any other. Returns how many. */
export async function deleteExpiredMedia(trx: Trx, orgId: string, now: Date): Promise<number> {
  const result = await trx
    .deleteFrom('door_media')
    .where('org_id', '=', orgId)
    .where('expires_at', '<=', now)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
