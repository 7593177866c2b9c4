/** The files of a sweep: of a folder that the settings allow, or of an archive that lies sealed here. */
import { hex, ownBytes } from '../../base/bytes.ts';
import { openRandomAccess } from '../../seal/index.ts';
import { openBody } from '../../store/blobs/body.ts';
import type { SweepRow } from '../../store/tables/sweeps.ts';
import { findObjects, findUpload } from '../../store/tables/uploads.ts';
import { custodyContext, joinCustody } from '../../transfers/custody.ts';
import type { Tenant } from '../../transfers/deps.ts';
import { sweepContexts } from './contexts.ts';
import type { SweepDeps } from './deps.ts';
import { openArchive } from './engine/archive.ts';
import { openFolder } from './engine/folder.ts';
import type { SweepSource } from './engine/source.ts';
import { SWEEP } from './errors.ts';

/** @throws `sweep.folder_not_allowed` when the settings have changed, `sweep.file_not_here`, `sweep.bad_archive` */
export async function openSweepSource(deps: SweepDeps, tenant: Tenant, sweep: SweepRow): Promise<SweepSource> {
  if (sweep.kind === 'archive') return openSealedArchive(deps, tenant, sweep.upload_id ?? '');
  if (sweep.kind === 'report') throw SWEEP.file_not_here();
  const path = await deps.transfers.fields.open(sweepContexts(sweep.sweep_id).source, sweep.source_sealed);
  if (!deps.folders.includes(path)) throw SWEEP.folder_not_allowed();
  return openFolder(path);
}

async function openSealedArchive(
  { transfers: deps }: SweepDeps,
  tenant: Tenant,
  uploadId: string,
): Promise<SweepSource> {
  const upload = await findUpload(deps.db.query, tenant.orgId, uploadId);
  const [object] =
    upload?.object_id === null || upload === undefined
      ? []
      : await findObjects(deps.db.query, tenant.orgId, [upload.object_id]);
  if (object === undefined || object.custody_secret === null) throw SWEEP.file_not_here();
  const blob = await openBody(deps.blobs, object);
  if (blob === undefined) throw SWEEP.file_not_here();
  const dek = await joinCustody(deps, custodyContext(object.oid), object.custody_envelope, object.custody_secret);
  const key = { dek, oid: ownBytes(object.oid) };
  const body = await openRandomAccess(deps.crypto, key, (at, length) => blob.read(at, length), object.size);
  return openArchive(hex(object.ciphertext_hash), object.size, async (offset, length) => {
    const wanted = Math.max(0, Math.min(length, object.size - offset));
    const bytes = new Uint8Array(wanted);
    let filled = 0;
    if (wanted > 0)
      for await (const piece of body.range(offset, wanted)) {
        bytes.set(piece, filled);
        filled += piece.length;
      }
    return bytes.subarray(0, filled);
  });
}
