/** Files of a person's own before they are sent: read as a whole, streamed to their owner, made here from bytes. */
import { type Bytes, concat, ownBytes } from '../base/bytes.ts';
import { openStream } from '../seal/index.ts';
import { openBody } from '../store/blobs/body.ts';
import { findObjects, findUpload } from '../store/tables/uploads.ts';
import { custodyContext, joinCustody } from './custody.ts';
import type { StaffActor, Tenant, TransferDeps } from './deps.ts';
import { UPLOAD } from './errors.ts';
import { appendToUpload, beginUpload, requireUpload, type UploadRow } from './uploads.ts';

export type OwnFile = {
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  /** Plaintext, each piece authenticated before it is yielded. */
  readonly content: () => AsyncGenerator<Bytes, void, undefined>;
};

/** @throws `upload.not_found` for anybody else's, `upload.not_ready` before it was inspected and after it was sent */
export async function openOwnUpload(
  deps: TransferDeps,
  tenant: Tenant,
  actor: Pick<StaffActor, 'id'>,
  uploadId: string,
): Promise<OwnFile> {
  const upload = await findUpload(deps.db.query, tenant.orgId, uploadId);
  if (upload === undefined || upload.staff_id !== actor.id) throw UPLOAD.not_found();
  if (upload.state !== 'ready') throw UPLOAD.not_ready();
  return openUploadBody(deps, tenant, upload);
}

/** Whose it is and what became of it is for the caller to check. @throws `upload.not_ready`, `upload.damaged` */
export async function openUploadBody(deps: TransferDeps, tenant: Tenant, upload: UploadRow): Promise<OwnFile> {
  const { upload_id: uploadId } = upload;
  const [object] = upload.object_id === null ? [] : await findObjects(deps.db.query, tenant.orgId, [upload.object_id]);
  if (object === undefined || object.custody_secret === null) throw UPLOAD.not_ready();
  const blob = await openBody(deps.blobs, object);
  if (blob === undefined) throw UPLOAD.damaged();
  const dek = await joinCustody(deps, custodyContext(object.oid), object.custody_envelope, object.custody_secret);
  return {
    name: await deps.fields.open(`upload.name:${uploadId}`, upload.name_sealed),
    mediaType: await deps.fields.open(`upload.media:${uploadId}`, upload.media_sealed),
    size: object.size,
    content: () => openStream(deps.crypto, { dek, oid: ownBytes(object.oid) }, blob.stream(), { size: object.size }),
  };
}

/** Returns the file whole. @throws `upload.too_large` above `limit` bytes, as `openOwnUpload` */
export async function readOwnUpload(
  deps: TransferDeps,
  tenant: Tenant,
  actor: Pick<StaffActor, 'id'>,
  uploadId: string,
  limit: number,
): Promise<{ readonly name: string; readonly mediaType: string; readonly bytes: Bytes }> {
  const file = await openOwnUpload(deps, tenant, actor, uploadId);
  if (file.size > limit) throw UPLOAD.too_large({ limit });
  const pieces: Uint8Array[] = [];
  for await (const piece of file.content()) pieces.push(piece.slice());
  return { name: file.name, mediaType: file.mediaType, bytes: concat(...pieces) };
}

/** Stores bytes as if the person had uploaded them: sealed, then inspected by a job. Returns the upload's id. */
export async function storeOwnUpload(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  file: { readonly name: string; readonly mediaType: string; readonly bytes: Bytes },
): Promise<string> {
  const { name, mediaType, bytes } = file;
  const uploadId = await beginUpload(deps, tenant, actor, { size: bytes.length, name, mediaType });
  const upload = await requireUpload(deps, tenant, actor, uploadId);
  if (bytes.length > 0) await appendToUpload(deps, tenant, upload, 0, once(bytes));
  return uploadId;
}

async function* once(bytes: Bytes): AsyncGenerator<Bytes, void, undefined> {
  yield await Promise.resolve(bytes);
}
