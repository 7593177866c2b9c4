/**
 * Cases of tracing. The records key, which opens originals and the keys of the mark, is joined from the shares of two officers: the first
 * one's waits sealed for a day at most, the second one's is used at once, and the joined key is never stored.
 */
import { DAY } from '../../base/units.ts';
import type { OpenTrace, TraceCase, TraceList } from '../../model/api/tracing.ts';
import { traceResultSchema } from '../../model/tracing.ts';
import { checkRecordsShare, joinRecordsShares } from '../../seal/index.ts';
import {
  approveTraceCase,
  endTraceCase,
  findTraceCase,
  insertTraceCase,
  listStaleTraceCases,
  listTraceCases,
  type TraceCaseRow,
} from '../../store/tables/trace-cases.ts';
import { findUpload } from '../../store/tables/uploads.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { type EventKind, recordEvent } from '../../transfers/audit.ts';
import type { StaffActor, Tenant } from '../../transfers/deps.ts';
import type { StaffNames } from '../../transfers/read.ts';
import { discardUpload } from '../../transfers/uploads.ts';
import type { TracingDeps } from './deps.ts';
import { TRACING } from './errors.ts';
import { startTrace } from './run.ts';

/** @throws `tracing.not_available`, `tracing.file_not_ready`, `tracing.wrong_share` */
export async function openTraceCase(
  deps: TracingDeps,
  tenant: Tenant,
  actor: StaffActor,
  command: OpenTrace,
): Promise<string> {
  if (!(await deps.tracer.available())) throw TRACING.not_available();
  const upload = await findUpload(deps.db.query, tenant.orgId, command.uploadId);
  if (upload?.state !== 'ready' || upload.staff_id !== actor.id) throw TRACING.file_not_ready();
  // A mistyped share is noticed now, and not only when the other officer has given his.
  await checkShare(deps, tenant, command.share);
  const caseId = deps.ids.uuid();
  await tx(deps.db, async (trx) => {
    const at = deps.clock.now();
    await insertTraceCase(trx, {
      org_id: tenant.orgId,
      case_id: caseId,
      state: 'waiting',
      reason_sealed: await deps.fields.seal(`trace_case.reason:${caseId}`, command.reason),
      upload_id: command.uploadId,
      share_sealed: await deps.fields.seal(`trace_case.share:${caseId}`, command.share),
      options: JSON.stringify(command.options),
      opened_by: actor.id,
      opened_at: at,
      approved_at: null,
      progress: JSON.stringify({ done: 0, all: 0 }),
      expires_at: new Date(at.getTime() + DAY),
    });
    await record(deps, trx, tenant, 'trace.opened', actor, caseId);
  });
  deps.log.nudge();
  return caseId;
}

/**
 * Approves a case and begins the trace, which goes on by itself.
 *
 * @throws `tracing.not_found`, `tracing.same_officer`, `tracing.wrong_state`, `tracing.wrong_share`
 */
export async function approveCase(
  deps: TracingDeps,
  tenant: Tenant,
  actor: StaffActor,
  caseId: string,
  share: string,
): Promise<void> {
  const row = await findTraceCase(deps.db.query, tenant.orgId, caseId);
  if (row === undefined) throw TRACING.not_found();
  if (row.opened_by === actor.id) throw TRACING.same_officer();
  if (row.state !== 'waiting' || row.share_sealed === null) throw TRACING.wrong_state({ state: row.state });
  const first = await deps.fields.open(`trace_case.share:${caseId}`, row.share_sealed);
  const identity = await joinRecordsShares(deps.crypto, [first, share], tenant.recordsRecipient).catch(() => {
    throw TRACING.wrong_share();
  });
  const isApproved = await tx(deps.db, async (trx) => {
    if (!(await approveTraceCase(trx, tenant.orgId, caseId, actor.id, deps.clock.now()))) return false;
    await record(deps, trx, tenant, 'trace.approved', actor, caseId);
    return true;
  });
  if (!isApproved) throw TRACING.wrong_state();
  deps.log.nudge();
  startTrace(deps, tenant, caseId, identity);
}

/** Ends a case and discards the leaked file; a result stays. @throws `tracing.not_found`, `tracing.wrong_state` */
export async function closeCase(deps: TracingDeps, tenant: Tenant, actor: StaffActor, caseId: string): Promise<void> {
  const row = await findTraceCase(deps.db.query, tenant.orgId, caseId);
  if (row === undefined) throw TRACING.not_found();
  await tx(deps.db, async (trx) => {
    if (!(await endTraceCase(trx, tenant.orgId, caseId, ['waiting', 'done', 'failed'], 'closed')))
      throw TRACING.wrong_state({ state: row.state });
    await record(deps, trx, tenant, 'trace.closed', actor, caseId);
  });
  deps.log.nudge();
  await discardLeak(deps, tenant, row);
}

/** Cases that waited too long are closed; those of a process that ended have failed, as the joined key ended with it. */
export async function sweepTraceCases(deps: TracingDeps, tenant: Tenant): Promise<void> {
  for (const row of await listStaleTraceCases(deps.db.query, tenant.orgId, deps.clock.now())) {
    if (deps.running.has(row.case_id)) continue;
    const to = row.state === 'waiting' ? 'closed' : 'failed';
    const isEnded = await tx(deps.db, (trx) => endTraceCase(trx, tenant.orgId, row.case_id, [row.state], to));
    if (isEnded && to === 'closed') await discardLeak(deps, tenant, row);
  }
}

export async function listCases(
  deps: TracingDeps,
  tenant: Tenant,
  reader: StaffActor,
  names: StaffNames,
): Promise<TraceList> {
  const rows = await listTraceCases(deps.db.query, tenant.orgId);
  const people = await names(
    rows.flatMap((row) => [row.opened_by, ...(row.approved_by === null ? [] : [row.approved_by])]),
  );
  const cases = await Promise.all(rows.map((row) => describe(deps, tenant, reader, people, row)));
  return { available: await deps.tracer.available(), cases };
}

async function describe(
  deps: TracingDeps,
  tenant: Tenant,
  reader: StaffActor,
  people: ReadonlyMap<string, string>,
  row: TraceCaseRow,
): Promise<TraceCase> {
  const { case_id: id } = row;
  const upload = row.upload_id === null ? undefined : await findUpload(deps.db.query, tenant.orgId, row.upload_id);
  return {
    id,
    state: row.state,
    reason: await deps.fields.open(`trace_case.reason:${id}`, row.reason_sealed),
    fileName:
      upload === undefined ? null : await deps.fields.open(`upload.name:${upload.upload_id}`, upload.name_sealed),
    openedBy: people.get(row.opened_by) ?? '?',
    openedAt: row.opened_at.toISOString(),
    approvedBy: row.approved_by === null ? null : (people.get(row.approved_by) ?? '?'),
    approvedAt: row.approved_at?.toISOString() ?? null,
    mayApprove: row.state === 'waiting' && reader.role === 'officer' && row.opened_by !== reader.id,
    expiresAt: row.expires_at.toISOString(),
    progress: row.progress,
    options: row.options,
    result:
      row.result_sealed === null
        ? null
        : traceResultSchema.parse(JSON.parse(await deps.fields.open(`trace_case.result:${id}`, row.result_sealed))),
  };
}

async function checkShare(deps: TracingDeps, tenant: Tenant, share: string): Promise<void> {
  await checkRecordsShare(deps.crypto, share, tenant.recordsRecipient).catch(() => {
    throw TRACING.wrong_share();
  });
}

async function discardLeak(deps: TracingDeps, tenant: Tenant, row: TraceCaseRow): Promise<void> {
  const upload = row.upload_id === null ? undefined : await findUpload(deps.db.query, tenant.orgId, row.upload_id);
  if (upload !== undefined && upload.state !== 'used') await discardUpload(deps, tenant, upload);
}

function record(
  deps: TracingDeps,
  trx: Trx,
  tenant: Tenant,
  kind: EventKind,
  actor: StaffActor,
  caseId: string,
): Promise<string> {
  return recordEvent(deps, trx, tenant, {
    kind,
    at: deps.clock.now(),
    actor: { kind: 'staff', id: actor.id },
    detail: { case: caseId },
  });
}
