/** Drafts that got no decision are swept; uploads that a crash stopped in the middle go on. */
import { fromHex, hex } from '../base/bytes.ts';
import { codeOf } from '../base/errors.ts';
import { isUuid } from '../base/ids.ts';
import { describeError } from '../base/logger.ts';
import { DAY } from '../base/units.ts';
import { sweepChallenges } from '../store/tables/factors.ts';
import {
  findUpload,
  hasLiveObject,
  listExpiredUploads,
  listUnreadable,
  listUploadsIn,
  markShredded,
} from '../store/tables/uploads.ts';
import { tx } from '../store/transaction.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { sweepMedia } from './door-media.ts';
import { publishLeftover } from './inspect-upload.ts';
import { discardUpload, resumeCompleteUpload } from './uploads.ts';

/**
 * At start: queues the inspections anew that the last process did not end; the queue itself would miss that process only after its
 * time limit. A second job for one upload finds it done, or under way.
 */
export async function resumeInspections(deps: TransferDeps, tenant: Tenant): Promise<void> {
  const { orgId } = tenant;
  for (const { upload_id: uploadId } of await listUploadsIn(deps.db.query, orgId, 'inspecting'))
    await tx(deps.db, (trx) => deps.jobs.enqueue(trx, 'inspect-upload', { orgId, uploadId }));
}

/**
 * Completes what a crash or a full disk stopped in the middle: uploads with every byte but no end, and inspected files that were
 * not moved to their final place. Looks only at what lies in the staging area, so it may run often.
 */
export async function settleUploads(deps: TransferDeps, tenant: Tenant): Promise<void> {
  const complete = new Set<string>();
  for (const uploadId of await deps.blobs.staged()) {
    const row = isUuid(uploadId) ? await findUpload(deps.db.query, tenant.orgId, uploadId) : undefined;
    if (row?.state === 'ready' || row?.state === 'used') await each(deps, () => publishLeftover(deps, row));
    if (row?.state !== 'receiving' || row.received !== row.size) continue;
    complete.add(uploadId);
    if (seenComplete?.has(uploadId) !== false) await each(deps, () => resumeCompleteUpload(deps, tenant, row));
  }
  seenComplete = complete;
}

/**
 * Uploads with every byte but no end that the last look saw as well: another process may just be writing that end. At the first look, after a
 * start, there is nobody else.
 */
let seenComplete: ReadonlySet<string> | undefined;

/** One broken upload keeps nobody else's from going on. */
async function each(deps: TransferDeps, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    deps.logger.error({ ...describeError(error), errorCode: codeOf(error) }, 'an upload could not be settled');
  }
}

/** Objects without a row that the last sweep saw as well are gone for good; one may just be waiting for its transaction. */
let seenWithoutRow: ReadonlySet<string> = new Set();

/** Removes uploads whose time ran out, and bytes that belong to nothing or that nobody can read any more. Returns how many uploads went. */
export async function sweepDrafts(deps: TransferDeps, tenant: Tenant): Promise<number> {
  const now = deps.clock.now();
  await sweepMedia(deps, tenant);
  const expired = await listExpiredUploads(deps.db.query, tenant.orgId, now);
  for (const row of expired) await discardUpload(deps, tenant, row);
  await deps.blobs.sweepStaging(new Date(now.getTime() - 3 * DAY));
  await sweepChallenges(deps.db.query, tenant.orgId, new Date(now.getTime() - DAY));
  await sweepUnreadable(deps, tenant, now);
  await sweepOrphans(deps, tenant);
  return expired.length;
}

/** Refused, withdrawn and expired drafts: no key is left for them anywhere. */
async function sweepUnreadable(deps: TransferDeps, tenant: Tenant, now: Date): Promise<void> {
  for (const object of await listUnreadable(deps.db.query, tenant.orgId)) {
    // Crash between: a row that says shredded beside bytes without a key, which the next lines' sweep finds.
    await tx(deps.db, (trx) => markShredded(trx, tenant.orgId, object.object_id, now));
    await deps.blobs.remove(hex(object.ciphertext_hash));
  }
}

async function sweepOrphans(deps: TransferDeps, tenant: Tenant): Promise<void> {
  const without = new Set<string>();
  for await (const { hash } of deps.blobs.list()) {
    if (!(await hasLiveObject(deps.db.query, tenant.orgId, fromHex(hash)))) without.add(hash);
  }
  for (const hash of without) if (seenWithoutRow.has(hash)) await deps.blobs.remove(hash);
  seenWithoutRow = without;
}
