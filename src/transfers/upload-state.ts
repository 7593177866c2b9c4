/** How far an upload is, for the page that waits for it. */
import type { UploadState } from '../model/api/transfers.ts';
import type { StaffActor, Tenant, TransferDeps } from './deps.ts';
import { inspectionProgress } from './inspect-upload.ts';
import type { StaffNames } from './read.ts';
import { requireUpload } from './uploads.ts';
import { viewClassification } from './view-classification.ts';

/** @throws `upload.not_found` */
export async function readUploadState(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  names: StaffNames,
  uploadId: string,
): Promise<UploadState> {
  const row = await requireUpload(deps, tenant, actor, uploadId);
  return {
    id: row.upload_id,
    state: row.state === 'used' ? 'ready' : row.state,
    size: row.size,
    received: row.received,
    progress: row.state === 'inspecting' ? inspectionProgress(uploadId) : row.state === 'receiving' ? 0 : 1,
    classification:
      row.classification === null
        ? null
        : await viewClassification(deps.db.query, tenant.orgId, names, row.classification),
    problem: row.problem,
  };
}
