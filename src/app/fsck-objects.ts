/** fsck of what lies on the disk: every sealed object byte by byte, acknowledged bytes of uploads, and what belongs to nothing. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { equal, ownBytes } from '../base/bytes.ts';
import type { Executor } from '../store/database.ts';
import { HEADER_LENGTH, SEGMENT_LENGTH, SEGMENT_PLAINTEXT, sealedSize } from '../seal/index.ts';
import { openBody } from '../store/blobs/body.ts';
import { openDiskBlobs } from '../store/blobs/disk.ts';
import { listStaging } from '../store/blobs/list-staging.ts';
import type { BlobStore, OpenBlob } from '../store/blobs/port.ts';
import { knownHashes } from '../store/tables/consistency.ts';
import {
  findObjects,
  findUpload,
  listUploadsIn,
  pageObjects,
  type SealedObjectRow,
  type UploadRow,
} from '../store/tables/uploads.ts';
import type { SealedFields } from '../transfers/sealed-fields.ts';
import type { Findings } from './fsck-problems.ts';

export type ObjectCheck = {
  readonly db: Executor;
  readonly directory: string;
  readonly orgId: string;
  readonly fields: SealedFields;
  readonly findings: Findings;
  /** False leaves out the digest of the content: sizes and headers only. */
  readonly readAll: boolean;
  readonly signal: AbortSignal;
  readonly onObject: (objects: number, bytes: number) => void;
};

const PAGE = 200;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Returns how many objects and bytes were looked at. */
export async function checkObjects(check: ObjectCheck): Promise<{ readonly objects: number; readonly bytes: number }> {
  const blobs = await openDiskBlobs(join(check.directory, 'objects'));
  let [objects, bytes, after] = [0, 0, FIRST];
  for (;;) {
    const page = await pageObjects(check.db, check.orgId, after, PAGE);
    for (const row of page) {
      check.signal.throwIfAborted();
      if (row.shredded_at === null) await checkObject(check, blobs, row);
      objects += 1;
      bytes += row.sealed_size;
      after = row.object_id;
      check.onObject(objects, bytes);
    }
    if (page.length < PAGE) break;
  }
  await checkOrphans(check, blobs);
  await checkStaging(check);
  return { objects, bytes };
}

async function checkObject(check: ObjectCheck, blobs: BlobStore, row: SealedObjectRow): Promise<void> {
  const { findings } = check;
  const blob = await openBody(blobs, row);
  if (blob === undefined) {
    // A server at work may have ended it since the page was read.
    const [again] = await findObjects(check.db, check.orgId, [row.object_id]);
    if (again !== undefined && again.shredded_at === null) findings.add('object_missing', row.object_id);
    return;
  }
  if (blob.size !== row.sealed_size || row.sealed_size !== sealedSize(row.size))
    return findings.add('object_wrong_size', row.object_id);
  const header = await blob.read(0, HEADER_LENGTH);
  if (!equal(header, row.floe_header)) return findings.add('object_wrong_header', row.object_id);
  if (check.readAll && (await digestOf(blob, check.signal)) !== blob.hash)
    findings.add('object_damaged', row.object_id);
}

async function digestOf(blob: OpenBlob, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of blob.stream()) {
    signal.throwIfAborted();
    hash.update(piece);
  }
  return hash.digest('hex');
}

async function checkOrphans(check: ObjectCheck, blobs: BlobStore): Promise<void> {
  let batch: string[] = [];
  const flush = async (): Promise<void> => {
    const known = await knownHashes(check.db, batch);
    for (const hash of batch) if (!known.has(hash)) check.findings.add('orphan_object', hash);
    batch = [];
  };
  for await (const { hash } of blobs.list()) {
    batch.push(hash);
    if (batch.length === 500) await flush();
  }
  await flush();
}

/** INVARIANT of uploads: what was acknowledged is in the staging file or, below a segment, sealed in the row. */
async function checkStaging(check: ObjectCheck): Promise<void> {
  const staged = new Map<string, number>();
  for await (const { id, size } of listStaging(join(check.directory, 'objects'))) staged.set(id, size);
  const waiting = [
    ...(await listUploadsIn(check.db, check.orgId, 'receiving')),
    ...(await listUploadsIn(check.db, check.orgId, 'inspecting')),
  ];
  for (const row of waiting) {
    const have = staged.get(row.upload_id) ?? 0;
    staged.delete(row.upload_id);
    if (have >= (await promisedBytes(check, row))) continue;
    const again = await findUpload(check.db, check.orgId, row.upload_id);
    if (again?.state === row.state && again.received === row.received) check.findings.add('upload_lost', row.upload_id);
  }
  for (const id of staged.keys()) {
    const row = /^[0-9a-f-]{36}$/.test(id) ? await findUpload(check.db, check.orgId, id) : undefined;
    if (row === undefined || row.state === 'ready' || row.state === 'used') check.findings.add('stale_staging', id);
  }
}

async function promisedBytes(check: ObjectCheck, row: UploadRow): Promise<number> {
  if (row.state === 'inspecting') return sealedSize(row.size);
  const tail =
    row.tail_sealed === null
      ? 0
      : (await check.fields.openBytes(`upload.tail:${row.upload_id}`, ownBytes(row.tail_sealed))).length;
  return HEADER_LENGTH + Math.ceil((row.received - tail) / SEGMENT_PLAINTEXT) * SEGMENT_LENGTH;
}
