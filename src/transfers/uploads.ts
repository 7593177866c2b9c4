/**
 * Files on their way in. What arrives is sealed segment by segment before it touches the disk; an offset is reported only for
 * bytes that are durable. State of a crash at any point: whole sealed segments beyond the acknowledged offset, cut off
 * when the upload goes on.
 */
import { hex, ownBytes } from '../base/bytes.ts';
import { DAY, MIB } from '../base/units.ts';
import {
  createSegmentSealer,
  HEADER_LENGTH,
  resumeSegmentSealer,
  SEGMENT_LENGTH,
  SEGMENT_PLAINTEXT,
  type SegmentSealer,
  toManifestName,
} from '../seal/index.ts';
import type { StagedBlob } from '../store/blobs/port.ts';
import {
  acknowledge,
  deleteUpload,
  findObjects,
  findUpload,
  insertUpload,
  moveUpload,
  type UploadRow,
} from '../store/tables/uploads.ts';
import { tx } from '../store/transaction.ts';
import { custodyContext, joinCustody, takeCustody } from './custody.ts';
import type { StaffActor, Tenant, TransferDeps } from './deps.ts';
import { UPLOAD } from './errors.ts';

export type { UploadRow } from '../store/tables/uploads.ts';

/** Durable points while a long request runs, so that a crash costs at most this much of it. */
const CHECKPOINT_BYTES = 64 * MIB;
const DRAFT_LIFETIME_MS = 2 * DAY;

/**
 * Uploads with a writer in this process. Staging is on a local disk, so there are no writers elsewhere; requests for one upload are
 * kept apart by the tus server, and this keeps recovery away from them.
 */
const beingWritten = new Set<string>();

export type NewUpload = { readonly size: number; readonly name: string; readonly mediaType: string };

/**
 * Creates an upload and returns its id. The header of the sealed body is on disk before the answer. From here on the file has a name
 * that no screen and no file system misreads.
 */
export async function beginUpload(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  file: NewUpload,
): Promise<string> {
  if (file.size > deps.settings.maxUploadBytes) throw UPLOAD.too_large({ limit: deps.settings.maxUploadBytes });
  const uploadId = deps.ids.uuid();
  const oid = deps.random(16);
  const dek = deps.random(32);
  const sealer = await createSegmentSealer(deps.crypto, { dek, oid }, deps.random);
  const custody = await takeCustody(deps, custodyContext(oid), dek);
  const now = deps.clock.now();
  const staged = await deps.blobs.stage(uploadId);
  await staged.append(sealer.header);
  await staged.sync();
  await staged.close();
  // Crash here: a staged header without a row; the sweep removes it.
  const row = {
    org_id: tenant.orgId,
    upload_id: uploadId,
    staff_id: actor.id,
    oid,
    floe_header: sealer.header,
    name_sealed: await deps.fields.seal(`upload.name:${uploadId}`, toManifestName(file.name)),
    media_sealed: await deps.fields.seal(`upload.media:${uploadId}`, file.mediaType),
    size: file.size,
    received: 0,
    tail_sealed: null,
    custody_envelope: custody.envelope,
    custody_secret: custody.secret,
    state: 'receiving' as const,
    object_id: null,
    classification: null,
    problem: null,
    created_at: now,
    expires_at: new Date(now.getTime() + DRAFT_LIFETIME_MS),
  };
  await tx(deps.db, (trx) => insertUpload(trx, row));
  if (file.size === 0) await completeUpload(deps, tenant, uploadId);
  return uploadId;
}

/** The upload if it belongs to the actor. @throws `upload.not_found` for anybody else's. */
export async function requireUpload(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  uploadId: string,
): Promise<UploadRow> {
  const row = await findUpload(deps.db.query, tenant.orgId, uploadId);
  if (row === undefined || row.staff_id !== actor.id) throw UPLOAD.not_found();
  return row;
}

/**
 * Seals and stores what `source` yields from `offset` on, and returns the new acknowledged offset. When the source breaks off,
 * everything it yielded before is acknowledged all the same, then its error is thrown.
 *
 * @throws `upload.conflict` when `offset` is not the acknowledged one, `upload.too_large` beyond the announced size.
 */
export async function appendToUpload(
  deps: TransferDeps,
  tenant: Tenant,
  upload: UploadRow,
  offset: number,
  source: AsyncIterable<Uint8Array>,
): Promise<number> {
  if (upload.state !== 'receiving' || upload.received !== offset) throw UPLOAD.conflict({ received: upload.received });
  if (beingWritten.has(upload.upload_id)) throw UPLOAD.conflict({ received: upload.received });
  beingWritten.add(upload.upload_id);
  try {
    return await append(deps, tenant, upload, source);
  } finally {
    beingWritten.delete(upload.upload_id);
  }
}

async function append(
  deps: TransferDeps,
  tenant: Tenant,
  upload: UploadRow,
  source: AsyncIterable<Uint8Array>,
): Promise<number> {
  const writer = await openWriter(deps, tenant, upload);
  try {
    for await (const piece of source) {
      if (writer.taken() + piece.length > upload.size) throw UPLOAD.too_large({ limit: upload.size });
      await writer.take(piece);
      if (writer.taken() - writer.acknowledged() >= CHECKPOINT_BYTES) await writer.acknowledge();
    }
    await writer.acknowledge();
    if (writer.taken() === upload.size) await completeUpload(deps, tenant, upload.upload_id, writer);
    return writer.acknowledged();
  } catch (error) {
    // The sender's connection broke: what arrived before is kept, so that it need not be sent again.
    if (writer.isWhole()) await writer.acknowledge();
    throw error;
  } finally {
    await writer.close();
  }
}

/** Ends an upload that nobody used; its bytes and its key go. */
export async function discardUpload(deps: TransferDeps, tenant: Tenant, upload: UploadRow): Promise<void> {
  const [object] = upload.object_id === null ? [] : await findObjects(deps.db.query, tenant.orgId, [upload.object_id]);
  const isGone = await tx(deps.db, (trx) => deleteUpload(trx, tenant.orgId, upload.upload_id));
  if (!isGone) throw UPLOAD.conflict({ received: upload.received });
  // Crash here: bytes without a key, which fsck reports and which nobody can read.
  if (object !== undefined) await deps.blobs.remove(hex(object.ciphertext_hash));
  const staged = await deps.blobs.stage(upload.upload_id);
  await staged.discard();
}

type Writer = {
  /** False after a failed write: sealer and file no longer agree, and only what was acknowledged before counts. */
  readonly isWhole: () => boolean;
  readonly take: (piece: Uint8Array) => Promise<void>;
  readonly acknowledge: () => Promise<void>;
  readonly finish: () => Promise<void>;
  readonly taken: () => number;
  readonly acknowledged: () => number;
  /** Frees the staging file; what was not acknowledged is forgotten. */
  readonly close: () => Promise<void>;
};

async function openWriter(deps: TransferDeps, tenant: Tenant, upload: UploadRow): Promise<Writer> {
  if (upload.custody_secret === null) throw UPLOAD.damaged();
  const dek = await joinCustody(deps, custodyContext(upload.oid), upload.custody_envelope, upload.custody_secret);
  const tail =
    upload.tail_sealed === null
      ? new Uint8Array(0)
      : await deps.fields.openBytes(tailContext(upload), upload.tail_sealed);
  const segments = (upload.received - tail.length) / SEGMENT_PLAINTEXT;
  const staged = await deps.blobs.stage(upload.upload_id);
  // Segments written after the last acknowledgement were never promised to anybody.
  const length = HEADER_LENGTH + segments * SEGMENT_LENGTH;
  if (!Number.isInteger(segments) || staged.size() < length) throw UPLOAD.damaged();
  await staged.truncate(length);
  const sealer = await resumeSegmentSealer(
    deps.crypto,
    { dek, oid: ownBytes(upload.oid) },
    ownBytes(upload.floe_header),
    segments,
    deps.random,
  );
  if (tail.length > 0) await sealer.push(tail);
  return createWriter(deps, tenant, upload, staged, sealer);
}

function createWriter(
  deps: TransferDeps,
  tenant: Tenant,
  upload: UploadRow,
  staged: StagedBlob,
  sealer: SegmentSealer,
): Writer {
  let taken = upload.received;
  let acknowledged = upload.received;
  let isWhole = true;
  return {
    isWhole: () => isWhole,
    taken: () => taken,
    acknowledged: () => acknowledged,
    take: async (piece) => {
      // INVARIANT: the sealer has swallowed the piece even when its segments cannot be written.
      isWhole = false;
      for (const segment of await sealer.push(piece)) await staged.append(segment);
      taken += piece.length;
      isWhole = true;
    },
    acknowledge: async () => {
      if (taken === acknowledged) return;
      await staged.sync();
      const tail = sealer.tail();
      const sealedTail = tail.length === 0 ? null : await deps.fields.seal(tailContext(upload), ownBytes(tail.slice()));
      // INVARIANT: the row promises only bytes that were synced before.
      const moved = await tx(deps.db, (trx) =>
        acknowledge(trx, tenant.orgId, upload.upload_id, acknowledged, taken, sealedTail),
      );
      if (!moved) throw UPLOAD.conflict({ received: acknowledged });
      acknowledged = taken;
    },
    close: () => staged.close(),
    finish: async () => {
      await staged.append(await sealer.finish());
      await staged.sync();
    },
  };
}

function tailContext(upload: { readonly upload_id: string }): string {
  return `upload.tail:${upload.upload_id}`;
}

/**
 * Writes the final segment and hands the file to inspection. Crash between the two: the state is still `receiving` with every byte
 * acknowledged; `resumeCompleteUpload` does the same again.
 */
async function completeUpload(deps: TransferDeps, tenant: Tenant, uploadId: string, open?: Writer): Promise<void> {
  const row = await findUpload(deps.db.query, tenant.orgId, uploadId);
  if (row === undefined || row.state !== 'receiving' || row.received !== row.size) return;
  const writer = open ?? (await openWriter(deps, tenant, row));
  await writer.finish();
  if (open === undefined) await writer.close();
  await tx(deps.db, async (trx) => {
    if (await moveUpload(trx, tenant.orgId, uploadId, 'receiving', 'inspecting', { tail: null })) {
      await deps.jobs.enqueue(trx, 'inspect-upload', { orgId: tenant.orgId, uploadId });
    }
  });
}

/** Finishes an upload whose last byte was acknowledged but whose final segment was not written: after a crash, a full disk. */
export async function resumeCompleteUpload(deps: TransferDeps, tenant: Tenant, upload: UploadRow): Promise<void> {
  if (upload.received !== upload.size || beingWritten.has(upload.upload_id)) return;
  beingWritten.add(upload.upload_id);
  try {
    await completeUpload(deps, tenant, upload.upload_id);
  } finally {
    beingWritten.delete(upload.upload_id);
  }
}
