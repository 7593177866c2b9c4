/** The trace of an approved case, in the background of this process. The joined records key lives in its memory only. */
import { concat, ownBytes } from '../../base/bytes.ts';
import { describeError } from '../../base/logger.ts';
import { openStream } from '../../seal/index.ts';
import { openBody } from '../../store/blobs/body.ts';
import { endTraceCase, findTraceCase, setTraceProgress } from '../../store/tables/trace-cases.ts';
import { findObjects, findUpload } from '../../store/tables/uploads.ts';
import { tx } from '../../store/transaction.ts';
import { custodyContext, joinCustody } from '../../transfers/custody.ts';
import type { Tenant } from '../../transfers/deps.ts';
import { recordTrace } from '../../transfers/tracing/record.ts';
import { traceLeak } from '../../transfers/tracing/trace.ts';
import type { TracingDeps } from './deps.ts';
import { TRACING } from './errors.ts';

const LARGEST_LEAK = 60 * 1024 * 1024;

/**
 * Begins; whatever happens ends up in the case. Crash here: the case says that it runs until the next sweep, which ends it as failed; the two
 * officers then ask anew.
 */
export function startTrace(deps: TracingDeps, tenant: Tenant, caseId: string, recordsIdentity: string): void {
  const stop = new AbortController();
  deps.running.set(caseId, stop);
  void run(deps, tenant, caseId, recordsIdentity, stop.signal)
    .catch(async (error: unknown) => {
      deps.logger.error(describeError(error), 'a leaked copy could not be traced');
      await tx(deps.db, (trx) => endTraceCase(trx, tenant.orgId, caseId, ['running'], 'failed'));
    })
    .catch((error: unknown) => deps.logger.error(describeError(error), 'a case of tracing could not be ended'))
    .finally(() => deps.running.delete(caseId));
}

async function run(
  deps: TracingDeps,
  tenant: Tenant,
  caseId: string,
  recordsIdentity: string,
  signal: AbortSignal,
): Promise<void> {
  const row = await findTraceCase(deps.db.query, tenant.orgId, caseId);
  if (row === undefined || row.upload_id === null) throw TRACING.not_found();
  const leak = await readLeak(deps, tenant, row.upload_id);
  const result = await traceLeak(deps, tenant, {
    recordsIdentity,
    leak,
    options: row.options,
    state: undefined,
    signal,
    onDocument: (_, done, all) => tx(deps.db, (trx) => setTraceProgress(trx, tenant.orgId, caseId, { done, all })),
  });
  if (result === undefined) {
    await tx(deps.db, (trx) => endTraceCase(trx, tenant.orgId, caseId, ['running'], 'failed'));
    return;
  }
  // INVARIANT: on record before anybody sees it.
  await recordTrace(deps, tenant, leak, result, { kind: 'system' }, caseId);
  deps.log.nudge();
  const sealed = await deps.fields.seal(`trace_case.result:${caseId}`, JSON.stringify(result));
  await tx(deps.db, (trx) => endTraceCase(trx, tenant.orgId, caseId, ['running'], 'done', sealed));
}

/** The officer's upload, by the custody of drafts. */
async function readLeak(deps: TracingDeps, tenant: Tenant, uploadId: string): Promise<Uint8Array> {
  const upload = await findUpload(deps.db.query, tenant.orgId, uploadId);
  const objectId = upload?.object_id ?? undefined;
  const [object] = objectId === undefined ? [] : await findObjects(deps.db.query, tenant.orgId, [objectId]);
  if (object === undefined || object.custody_secret === null || object.size > LARGEST_LEAK)
    throw TRACING.file_not_ready();
  const blob = await openBody(deps.blobs, object);
  if (blob === undefined) throw TRACING.file_not_ready();
  const dek = await joinCustody(deps, custodyContext(object.oid), object.custody_envelope, object.custody_secret);
  const key = { dek, oid: ownBytes(object.oid) };
  const pieces: Uint8Array[] = [];
  for await (const piece of openStream(deps.crypto, key, blob.stream(), { size: object.size }))
    pieces.push(piece.slice());
  return concat(...pieces);
}
