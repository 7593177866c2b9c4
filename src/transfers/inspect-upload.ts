/**
 * After the last byte: reads the stored file back, which proves that what lies there opens, digests it, classifies it, and moves it
 * to its final place. Runs as a job; after a crash anywhere the job runs again and completes what is missing.
 */
import { type Bytes, concat, fromHex, ownBytes } from '../base/bytes.ts';
import { codeOf, EntrepotError } from '../base/errors.ts';
import { describeError } from '../base/logger.ts';
import type { Classification } from '../model/classification.ts';
import { openStream, sealedSize } from '../seal/index.ts';
import type { StagedBlob } from '../store/blobs/port.ts';
import { findUpload, insertObject, moveUpload, type UploadRow } from '../store/tables/uploads.ts';
import { tx } from '../store/transaction.ts';
import { custodyContext, joinCustody } from './custody.ts';
import type { ClassifiedContent, Tenant, TransferDeps } from './deps.ts';
import { UPLOAD } from './errors.ts';
import { joinPersons } from './persons.ts';

const READ_BYTES = 1 << 20;
/** What reading the file back is of the progress that is shown; the rest is for pictures, which take much longer. */
const READ_SHARE = 0.25;

/** How far each running inspection is, 0..1, for the page that waits for it. */
const progressOf = new Map<string, number>();

export function inspectionProgress(uploadId: string): number {
  return progressOf.get(uploadId) ?? 0;
}

const running = new Map<string, Promise<void>>();

/**
 * Inspects one upload; does nothing when it is not waiting for inspection. Faults are for the job queue to repeat.
 *
 * Its job, the recovery after a start, and who needs the file at once may come at the same time: all wait for the one inspection.
 */
export function inspectUpload(deps: TransferDeps, tenant: Tenant, uploadId: string): Promise<void> {
  const known = running.get(uploadId);
  if (known !== undefined) return known;
  const inspection = inspectOnce(deps, tenant, uploadId).finally(() => running.delete(uploadId));
  running.set(uploadId, inspection);
  return inspection;
}

async function inspectOnce(deps: TransferDeps, tenant: Tenant, uploadId: string): Promise<void> {
  progressOf.set(uploadId, 0);
  try {
    const upload = await findUpload(deps.db.query, tenant.orgId, uploadId);
    if (upload === undefined || upload.state !== 'inspecting') return;
    const staged = await deps.blobs.stage(uploadId);
    try {
      await inspect(deps, tenant, upload, staged);
    } finally {
      await staged.close();
    }
  } catch (error) {
    // What does not open today will not open tomorrow: the sender hears it instead of waiting.
    if (!(error instanceof EntrepotError) || error.errorClass === 'retryable') throw error;
    deps.logger.error({ ...describeError(error), errorCode: error.code }, 'an upload could not be read back');
    await tx(deps.db, (trx) =>
      moveUpload(trx, tenant.orgId, uploadId, 'inspecting', 'failed', { problem: 'unreadable.damaged' }),
    );
  } finally {
    progressOf.delete(uploadId);
  }
}

async function inspect(deps: TransferDeps, tenant: Tenant, upload: UploadRow, staged: StagedBlob): Promise<void> {
  if (upload.custody_secret === null) throw UPLOAD.damaged();
  const dek = await joinCustody(deps, custodyContext(upload.oid), upload.custody_envelope, upload.custody_secret);
  const read = await readBack(deps, upload, dek, staged);
  const name = await deps.fields.open(`upload.name:${upload.upload_id}`, upload.name_sealed);
  const { classification, persons } =
    read.content === undefined
      ? unread(deps.classifier.tooLarge())
      : await classifySafely(deps, read.content, name, (share) =>
          progressOf.set(upload.upload_id, READ_SHARE + share * (1 - READ_SHARE)),
        );
  const objectId = deps.ids.uuid();
  const now = deps.clock.now();
  const sha256Sealed = await deps.fields.seal(`object.sha256:${objectId}`, read.plaintextHash);
  const hash = await staged.digest();
  await tx(deps.db, async (trx) => {
    const summary = deps.classifier.summarise([classification]);
    if (
      !(await moveUpload(trx, tenant.orgId, upload.upload_id, 'inspecting', 'ready', {
        objectId,
        classification: summary,
        problem: classification.problem,
        persons: joinPersons(persons),
      }))
    )
      return;
    await insertObject(trx, {
      org_id: tenant.orgId,
      object_id: objectId,
      oid: upload.oid,
      ciphertext_hash: fromHex(hash),
      floe_header: upload.floe_header,
      size: upload.size,
      sealed_size: sealedSize(upload.size),
      sha256_sealed: sha256Sealed,
      custody_envelope: upload.custody_envelope,
      custody_secret: upload.custody_secret,
      created_at: now,
      shredded_at: null,
    });
  });
  // Crash here: the row names an object whose durable bytes still lie in staging; `publishLeftover` moves them.
  await staged.publish(hash);
}

/** Second half of an inspection that stopped between its transaction and the move to the final place. */
export async function publishLeftover(deps: TransferDeps, upload: UploadRow): Promise<void> {
  if (progressOf.has(upload.upload_id)) return;
  const staged = await deps.blobs.stage(upload.upload_id);
  if (staged.size() === sealedSize(upload.size)) await staged.publish(await staged.digest());
  else await staged.discard();
}

type ReadBack = { readonly plaintextHash: Bytes; readonly content: Bytes | undefined };

/** Decrypts what is on disk and digests it; the content itself is kept only up to what the classifier takes. */
async function readBack(deps: TransferDeps, upload: UploadRow, dek: Bytes, staged: StagedBlob): Promise<ReadBack> {
  const plain = deps.crypto.sha256Stream();
  const keep = upload.size <= deps.classifier.maxBytes;
  const parts: Bytes[] = [];
  let seen = 0;
  const source = stagedBytes(staged, sealedSize(upload.size));
  for await (const piece of openStream(deps.crypto, { dek, oid: ownBytes(upload.oid) }, source, {
    size: upload.size,
  })) {
    plain.update(piece);
    // The sealer may reuse its buffer for the next segment.
    if (keep) parts.push(piece.slice());
    seen += piece.length;
    progressOf.set(upload.upload_id, upload.size === 0 ? READ_SHARE : (READ_SHARE * seen) / upload.size);
  }
  return {
    plaintextHash: plain.digest(),
    content: keep ? concat(...parts) : undefined,
  };
}

async function* stagedBytes(staged: StagedBlob, total: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < total; at += READ_BYTES) {
    yield await staged.read(at, Math.min(READ_BYTES, total - at));
    // Other requests get their turn between two segments.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Fail closed: a reader that breaks makes the file unreadable, and unreadable is the strictest level. */
async function classifySafely(
  deps: TransferDeps,
  content: Bytes,
  name: string,
  onProgress: (share: number) => void,
): Promise<ClassifiedContent> {
  try {
    return await deps.classifier.file(content, name, onProgress);
  } catch (error) {
    deps.logger.warn({ ...describeError(error), errorCode: codeOf(error) }, 'a file could not be classified');
    return unread({ ...deps.classifier.tooLarge(), problem: 'unreadable.damaged' });
  }
}

function unread(classification: Classification): ClassifiedContent {
  return { classification, persons: null };
}
