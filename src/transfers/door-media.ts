/**
 * Files that programs leave at a door for later messages. A file is sealed while it is received and inspected at once, as any upload; the
 * media id opens it for the door that left it only. Each message that shows it gets a copy sealed anew, because an upload is used once.
 */
import { base64url, hex, ownBytes, utf8 } from '../base/bytes.ts';
import { sleep } from '../base/retry.ts';
import { DAY } from '../base/units.ts';
import { openStream } from '../seal/index.ts';
import { deleteExpiredMedia, findMediaUpload, putMedia } from '../store/tables/door-media.ts';
import { findObjects, findUpload, type UploadRow } from '../store/tables/uploads.ts';
import { tx } from '../store/transaction.ts';
import type { Door } from './arrival.ts';
import { custodyContext, joinCustody } from './custody.ts';
import type { StaffActor, Tenant, TransferDeps } from './deps.ts';
import { UPLOAD } from './errors.ts';
import { inspectUpload } from './inspect-upload.ts';
import { appendToUpload, beginUpload, discardUpload, type NewUpload } from './uploads.ts';

/** The vendor keeps such files for good; what nobody shows for a month is not needed. */
const MEDIA_LIFETIME_MS = 30 * DAY;
const INSPECTION_LIMIT_MS = 60_000;
const LOOK_AGAIN_MS = 25;

export type MediaFile = NewUpload & { readonly content: AsyncIterable<Uint8Array> };

/**
 * Seals and keeps a file; returns its media id, `@en` and 43 characters, of which only the hash is stored.
 *
 * @throws `upload.too_large`, `upload.damaged`
 */
export async function storeMedia(deps: TransferDeps, tenant: Tenant, door: Door, file: MediaFile): Promise<string> {
  const mediaId = `@en${base64url(deps.random(32))}`;
  await keepFile(deps, tenant, door, mediaId, file);
  return mediaId;
}

/** Keeps a file under a key that the caller chose; one with the same key is replaced. */
export async function keepFile(
  deps: TransferDeps,
  tenant: Tenant,
  door: Door,
  key: string,
  file: MediaFile,
): Promise<void> {
  const uploadId = await sealFile(deps, tenant, door, file);
  const before = await findFile(deps, tenant, door, key);
  const now = deps.clock.now();
  // Crash before: an upload that nothing names; it is swept in two days.
  await tx(deps.db, (trx) =>
    putMedia(trx, {
      org_id: tenant.orgId,
      media_hash: mediaHash(deps, door, key),
      door_id: door.id,
      upload_id: uploadId,
      created_at: now,
      expires_at: new Date(now.getTime() + MEDIA_LIFETIME_MS),
    }),
  );
  if (before !== undefined) await dropCopies(deps, tenant, door, [before.upload_id]);
}

/** A copy that one message shows. */
export type UsedMedia = { readonly uploadId: string; readonly size: number; readonly name: string };

/**
 * Seals a copy of a kept file as a fresh upload of the door's owner, inspected, for one message. Undefined when there is no such file, it
 * is another door's, or its time has run out.
 *
 * @param name - What the message calls the file; the name it was left under otherwise.
 * @throws `upload.not_ready`, `upload.damaged`
 */
export async function useMedia(
  deps: TransferDeps,
  tenant: Tenant,
  door: Door,
  mediaId: string,
  name?: string,
): Promise<UsedMedia | undefined> {
  const source = await findFile(deps, tenant, door, mediaId);
  if (source === undefined) return undefined;
  const shown = name ?? (await deps.fields.open(`upload.name:${source.upload_id}`, source.name_sealed));
  const uploadId = await sealFile(deps, tenant, door, {
    size: source.size,
    name: shown,
    mediaType: await deps.fields.open(`upload.media:${source.upload_id}`, source.media_sealed),
    content: readFile(deps, tenant, source),
  });
  return { uploadId, size: source.size, name: shown };
}

/** Takes back copies that became no message. One that is in use stays. */
export async function dropCopies(
  deps: TransferDeps,
  tenant: Tenant,
  door: Door,
  uploadIds: readonly string[],
): Promise<void> {
  for (const uploadId of uploadIds) {
    const upload = await findUpload(deps.db.query, tenant.orgId, uploadId);
    if (upload !== undefined && upload.staff_id === door.ownerId && upload.state !== 'used')
      await discardUpload(deps, tenant, upload);
  }
}

/** A kept file of this door; undefined when there is none under the key. */
export function findFile(deps: TransferDeps, tenant: Tenant, door: Door, key: string): Promise<UploadRow | undefined> {
  return findMediaUpload(deps.db.query, tenant.orgId, door.id, mediaHash(deps, door, key), deps.clock.now());
}

/** Yields what a kept file holds, each piece authenticated. @throws `upload.not_ready`, `upload.damaged`, `seal.*` */
export async function* readFile(
  deps: TransferDeps,
  tenant: Tenant,
  upload: UploadRow,
): AsyncGenerator<Uint8Array, void, undefined> {
  const [object] = upload.object_id === null ? [] : await findObjects(deps.db.query, tenant.orgId, [upload.object_id]);
  if (object === undefined || upload.state !== 'ready') throw UPLOAD.not_ready();
  if (object.custody_secret === null) throw UPLOAD.damaged();
  const dek = await joinCustody(deps, custodyContext(object.oid), object.custody_envelope, object.custody_secret);
  const blob = await deps.blobs.open(hex(object.ciphertext_hash));
  // Inspected, and not yet moved to its final place: a moment later it is.
  if (blob === undefined) throw UPLOAD.not_ready();
  yield* openStream(deps.crypto, { dek, oid: ownBytes(object.oid) }, blob.stream(), { size: upload.size });
}

/** Forgets files whose time has run out. */
export async function sweepMedia(deps: TransferDeps, tenant: Tenant): Promise<void> {
  await tx(deps.db, (trx) => deleteExpiredMedia(trx, tenant.orgId, deps.clock.now()), { idempotent: true });
}

async function sealFile(deps: TransferDeps, tenant: Tenant, door: Door, file: MediaFile): Promise<string> {
  const owner: StaffActor = { kind: 'staff', id: door.ownerId, role: 'sender' };
  const uploadId = await beginUpload(deps, tenant, owner, file);
  try {
    if (file.size > 0) {
      const upload = await findUpload(deps.db.query, tenant.orgId, uploadId);
      if (upload === undefined) throw UPLOAD.not_found();
      const received = await appendToUpload(deps, tenant, upload, 0, file.content);
      if (received !== file.size) throw UPLOAD.damaged();
    }
    await waitForInspection(deps, tenant, uploadId);
  } catch (error) {
    await dropCopies(deps, tenant, door, [uploadId]);
    throw error;
  }
  return uploadId;
}

/** Inspects here and now; the job that was queued for it finds it done, or has begun already and is waited for. */
async function waitForInspection(deps: TransferDeps, tenant: Tenant, uploadId: string): Promise<void> {
  const deadline = deps.clock.now().getTime() + INSPECTION_LIMIT_MS;
  for (;;) {
    await inspectUpload(deps, tenant, uploadId);
    const upload = await findUpload(deps.db.query, tenant.orgId, uploadId);
    if (upload?.state === 'ready') return;
    if (upload?.state !== 'inspecting') throw UPLOAD.damaged();
    if (deps.clock.now().getTime() >= deadline) throw UPLOAD.not_ready();
    await sleep(LOOK_AGAIN_MS);
  }
}

/** The door is part of it: the same key at two doors is two files. */
function mediaHash(deps: TransferDeps, door: Door, key: string): Uint8Array {
  return deps.sha256(utf8(`door media ${door.id} ${key}`));
}
