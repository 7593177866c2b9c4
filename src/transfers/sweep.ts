/** Drafts that got no decision are swept; uploads that a crash stopped in the middle go on. */
import { DAY } from '../base/units.ts';
import { listExpiredUploads, listUploadsIn } from '../store/tables/uploads.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { inspectUpload } from './inspect-upload.ts';
import { discardUpload, resumeCompleteUploads } from './uploads.ts';

/** At start: completes what was acknowledged but not finished when the last process ended. */
export async function recoverUploads(deps: TransferDeps, tenant: Tenant): Promise<void> {
  await resumeCompleteUploads(deps, tenant, await listUploadsIn(deps.db.query, tenant.orgId, 'receiving'));
  for (const state of ['inspecting', 'ready', 'used'] as const) {
    for (const row of await listUploadsIn(deps.db.query, tenant.orgId, state)) {
      if (state === 'inspecting' || (await hasLeftover(deps, row.upload_id)))
        await inspectUpload(deps, tenant, row.upload_id);
    }
  }
}

async function hasLeftover(deps: TransferDeps, uploadId: string): Promise<boolean> {
  const staged = await deps.blobs.stage(uploadId);
  const size = staged.size();
  if (size === 0) await staged.discard();
  else await staged.close();
  return size > 0;
}

/** Removes uploads whose time ran out, and staging space that belongs to nothing. Returns how many uploads went. */
export async function sweepDrafts(deps: TransferDeps, tenant: Tenant): Promise<number> {
  const now = deps.clock.now();
  const expired = await listExpiredUploads(deps.db.query, tenant.orgId, now);
  for (const row of expired) await discardUpload(deps, tenant, row);
  await deps.blobs.sweepStaging(new Date(now.getTime() - 3 * DAY));
  return expired.length;
}
