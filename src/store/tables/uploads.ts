/** Rows of upload and sealed_object. */
import type { Insertable, Selectable } from 'kysely';
import type { ClassificationSummary } from '../../model/classification.ts';
import type { Executor } from '../database.ts';
import type { SealedObjectTable, UploadTable } from '../schema.ts';
import type { Trx } from '../transaction.ts';

export type UploadRow = Selectable<UploadTable>;
export type SealedObjectRow = Selectable<SealedObjectTable>;

export async function insertUpload(trx: Trx, row: Insertable<UploadTable>): Promise<void> {
  await trx.insertInto('upload').values(row).execute();
}

export async function findUpload(db: Executor, orgId: string, uploadId: string): Promise<UploadRow | undefined> {
  return await db
    .selectFrom('upload')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('upload_id', '=', uploadId)
    .executeTakeFirst();
}

/**
 * Acknowledges bytes: they are durable in the staging area. False when another writer was here in between,
 * which the caller must treat as a conflict.
 */
export async function acknowledge(
  trx: Trx,
  orgId: string,
  uploadId: string,
  from: number,
  to: number,
  tail: Uint8Array | null,
): Promise<boolean> {
  const result = await trx
    .updateTable('upload')
    .set({ received: to, tail_sealed: tail })
    .where('org_id', '=', orgId)
    .where('upload_id', '=', uploadId)
    .where('state', '=', 'receiving')
    .where('received', '=', from)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Moves an upload on; false when it is not in `from`. */
export async function moveUpload(
  trx: Trx,
  orgId: string,
  uploadId: string,
  from: UploadRow['state'],
  to: UploadRow['state'],
  more: {
    readonly objectId?: string;
    readonly classification?: ClassificationSummary;
    readonly problem?: string | null;
    /** Keyed hashes of the persons in it, one after the other; null when it was not read. */
    readonly persons?: Uint8Array | null;
    readonly tail?: null;
  } = {},
): Promise<boolean> {
  const result = await trx
    .updateTable('upload')
    .set({
      state: to,
      // INVARIANT: one secret, one place: deleting the object's must be the end of it.
      ...(more.objectId === undefined ? {} : { object_id: more.objectId, custody_secret: null }),
      ...(more.classification === undefined ? {} : { classification: JSON.stringify(more.classification) }),
      ...(more.problem === undefined ? {} : { problem: more.problem }),
      ...(more.persons === undefined ? {} : { persons: more.persons }),
      ...(more.tail === undefined ? {} : { tail_sealed: null }),
    })
    .where('org_id', '=', orgId)
    .where('upload_id', '=', uploadId)
    .where('state', '=', from)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Deletes an upload that was not used, and the object made of it. False when it is in use or gone. */
export async function deleteUpload(trx: Trx, orgId: string, uploadId: string): Promise<boolean> {
  const row = await trx
    .deleteFrom('upload')
    .where('org_id', '=', orgId)
    .where('upload_id', '=', uploadId)
    .where('state', '!=', 'used')
    .returning('object_id')
    .executeTakeFirst();
  if (row === undefined) return false;
  if (row.object_id !== null) {
    await trx.deleteFrom('sealed_object').where('org_id', '=', orgId).where('object_id', '=', row.object_id).execute();
  }
  return true;
}

/** Uploads that ran out of time before they were used. */
export function listExpiredUploads(db: Executor, orgId: string, now: Date): Promise<UploadRow[]> {
  return db
    .selectFrom('upload')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('state', '!=', 'used')
    .where('expires_at', '<', now)
    .limit(100)
    .execute();
}

export function listUploadsIn(db: Executor, orgId: string, state: UploadRow['state']): Promise<UploadRow[]> {
  return db.selectFrom('upload').selectAll().where('org_id', '=', orgId).where('state', '=', state).execute();
}

export async function insertObject(trx: Trx, row: Insertable<SealedObjectTable>): Promise<void> {
  await trx.insertInto('sealed_object').values(row).execute();
}

export function findObjects(db: Executor, orgId: string, ids: readonly string[]): Promise<SealedObjectRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('sealed_object')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('object_id', 'in', [...ids])
    .execute();
}

/** Ends the server's own right to drafts: what was not granted by now can never be read again. */
export async function endCustody(trx: Trx, orgId: string, objectIds: readonly string[]): Promise<void> {
  if (objectIds.length === 0) return;
  await trx
    .updateTable('sealed_object')
    .set({ custody_secret: null })
    .where('org_id', '=', orgId)
    .where('object_id', 'in', [...objectIds])
    .execute();
}

/** Objects, oldest first, after `afterId`; for fsck. */
export function pageObjects(db: Executor, orgId: string, afterId: string, limit: number): Promise<SealedObjectRow[]> {
  return db
    .selectFrom('sealed_object')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('object_id', '>', afterId)
    .orderBy('object_id')
    .limit(limit)
    .execute();
}

/** Objects for which no key is left: custody ended, and no grant with a secret. */
export function listUnreadable(db: Executor, orgId: string): Promise<SealedObjectRow[]> {
  return db
    .selectFrom('sealed_object')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('shredded_at', 'is', null)
    .where('custody_secret', 'is', null)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('object_grant')
            .select('object_grant.grant_id')
            .whereRef('object_grant.org_id', '=', 'sealed_object.org_id')
            .whereRef('object_grant.object_id', '=', 'sealed_object.object_id')
            .where('object_grant.wrapped_secret', 'is not', null),
        ),
      ),
    )
    .limit(1000)
    .execute();
}

export async function markShredded(trx: Trx, orgId: string, objectId: string, at: Date): Promise<void> {
  await trx
    .updateTable('sealed_object')
    .set({ shredded_at: at, body: null })
    .where('org_id', '=', orgId)
    .where('object_id', '=', objectId)
    .execute();
}

/** Whether a stored object has a row that still needs it. */
export async function hasLiveObject(db: Executor, orgId: string, ciphertextHash: Uint8Array): Promise<boolean> {
  const row = await db
    .selectFrom('sealed_object')
    .select('object_id')
    .where('org_id', '=', orgId)
    .where('ciphertext_hash', '=', ciphertextHash)
    .where('shredded_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
