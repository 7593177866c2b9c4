/** Sweeps as officers keep them: started, paused, continued, removed, and read. */
import { fromHex, fromUtf8, hex } from '../../base/bytes.ts';
import { DAY } from '../../base/units.ts';
import type { StartSweep, Sweep, SweepFilter, SweepList, SweptFiles } from '../../model/api/sweeps.ts';
import { type Age, type SweepFile, sweepFileSchema, sweepReportSchema } from '../../model/sweep.ts';
import {
  countSweepItems,
  deleteSweep,
  findSweep,
  insertSweep,
  listAbandonedSweeps,
  listSweeps,
  moveSweep,
  pageSweepItems,
  type SweepItemFilter,
  type SweepItemRow,
  type SweepRow,
} from '../../store/tables/sweeps.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { type EventKind, recordEvent } from '../../transfers/audit.ts';
import type { StaffActor, Tenant } from '../../transfers/deps.ts';
import { openOwnUpload, readOwnUpload } from '../../transfers/own-uploads.ts';
import type { StaffNames } from '../../transfers/read.ts';
import { pathContext, sweepContexts } from './contexts.ts';
import type { SweepDeps } from './deps.ts';
import { SWEEP } from './errors.ts';
import { claimSweep, whileClaimed } from './lease.ts';
import { createKeeper, startRunning } from './run.ts';

const LARGEST_REPORT = 64 * 1024 * 1024;
const PAGE = 50;
const EMPTY = { files: 0, bytes: 0, allFiles: null, allBytes: null };

/** @throws `sweep.folder_not_allowed`, `sweep.bad_report`, `upload.not_found`, `upload.not_ready` */
export async function startSweep(
  deps: SweepDeps,
  tenant: Tenant,
  actor: StaffActor,
  command: StartSweep,
): Promise<string> {
  const { transfers } = deps;
  const report = command.kind === 'report' ? await readReport(deps, tenant, actor, command.uploadId) : undefined;
  const sweepId = transfers.ids.uuid();
  const at = transfers.clock.now();
  const row = {
    org_id: tenant.orgId,
    sweep_id: sweepId,
    kind: command.kind,
    source_sealed: await transfers.fields.seal(
      sweepContexts(sweepId).source,
      report?.report.root ?? (await sourceOf(deps, tenant, actor, command)),
    ),
    upload_id: command.kind === 'archive' ? command.uploadId : null,
    state: 'running' as const,
    progress: JSON.stringify(EMPTY),
    report_sealed: null,
    started_by: actor.id,
    started_at: report === undefined ? at : new Date(report.report.startedAt),
    finished_at: null,
  };
  await tx(transfers.db, async (trx) => {
    await insertSweep(trx, row);
    // At once, so that no other process takes it for one that was left.
    await claimSweep(deps, trx, tenant, sweepId);
    await record(deps, trx, tenant, 'sweep.started', actor, { sweep: sweepId, kind: command.kind });
  });
  transfers.log.nudge();
  if (report === undefined) startRunning(deps, tenant, sweepId);
  else await keepReport(deps, tenant, row, report);
  return sweepId;
}

async function sourceOf(deps: SweepDeps, tenant: Tenant, actor: StaffActor, command: StartSweep): Promise<string> {
  if (command.kind !== 'folder') return (await openOwnUpload(deps.transfers, tenant, actor, command.uploadId)).name;
  const folder = deps.folders[command.folder];
  if (folder === undefined) throw SWEEP.folder_not_allowed();
  return folder;
}

async function readReport(deps: SweepDeps, tenant: Tenant, actor: StaffActor, uploadId: string): Promise<SweepFile> {
  const { bytes } = await readOwnUpload(deps.transfers, tenant, actor, uploadId, LARGEST_REPORT);
  try {
    return sweepFileSchema.parse(JSON.parse(fromUtf8(bytes)));
  } catch (cause) {
    throw SWEEP.bad_report({}, cause);
  }
}

/** What the command line has found, entered as if it had been found here; added up anew, whatever the file says. */
async function keepReport(
  deps: SweepDeps,
  tenant: Tenant,
  row: Pick<SweepRow, 'sweep_id' | 'source_sealed' | 'started_at'>,
  { items }: SweepFile,
): Promise<void> {
  const stop = new AbortController();
  await whileClaimed(deps, tenant, row.sweep_id, stop, async () => {
    const bytes = items.reduce((sum, item) => sum + item.size, 0);
    const keep = await createKeeper(deps, tenant, row, { files: items.length, bytes });
    for (const item of items) {
      if (stop.signal.aborted) return;
      await keep.item(item, false);
    }
    await keep.progress(true);
    const at = deps.transfers.clock.now();
    await tx(deps.transfers.db, (trx) => moveSweep(trx, tenant.orgId, row.sweep_id, ['running'], 'done', at));
  });
}

/** @throws `sweep.not_found`, `sweep.wrong_state` */
export async function pauseSweep(deps: SweepDeps, tenant: Tenant, actor: StaffActor, sweepId: string): Promise<void> {
  await move(deps, tenant, actor, sweepId, 'sweep.paused');
  deps.running.get(sweepId)?.abort();
}

/** @throws `sweep.not_found`, `sweep.wrong_state` */
export async function continueSweep(
  deps: SweepDeps,
  tenant: Tenant,
  actor: StaffActor,
  sweepId: string,
): Promise<void> {
  // What was told to stop has to be over first.
  if (deps.running.has(sweepId)) throw SWEEP.wrong_state();
  await move(deps, tenant, actor, sweepId, 'sweep.continued');
  startRunning(deps, tenant, sweepId);
}

async function move(
  deps: SweepDeps,
  tenant: Tenant,
  actor: StaffActor,
  sweepId: string,
  kind: 'sweep.paused' | 'sweep.continued',
): Promise<void> {
  await requireSweep(deps, tenant, sweepId);
  const isPause = kind === 'sweep.paused';
  await tx(deps.transfers.db, async (trx) => {
    const from = isPause ? (['running'] as const) : (['paused', 'failed'] as const);
    if (!(await moveSweep(trx, tenant.orgId, sweepId, from, isPause ? 'paused' : 'running'))) throw SWEEP.wrong_state();
    await record(deps, trx, tenant, kind, actor, { sweep: sweepId });
  });
  deps.transfers.log.nudge();
}

/** Removes what was found; files that were sealed stay. @throws `sweep.not_found`, `sweep.wrong_state` while it runs */
export async function removeSweep(deps: SweepDeps, tenant: Tenant, actor: StaffActor, sweepId: string): Promise<void> {
  await requireSweep(deps, tenant, sweepId);
  await tx(deps.transfers.db, async (trx) => {
    if (!(await deleteSweep(trx, tenant.orgId, sweepId))) throw SWEEP.wrong_state();
    await record(deps, trx, tenant, 'sweep.removed', actor, { sweep: sweepId });
  });
  deps.transfers.log.nudge();
}

/** Goes on with sweeps whose process is gone. A report that was not entered wholly fails: its file is not kept. */
export async function resumeSweeps(deps: SweepDeps, tenant: Tenant): Promise<void> {
  const { clock, db } = deps.transfers;
  for (const sweepId of await listAbandonedSweeps(db.query, tenant.orgId, clock.now()))
    startRunning(deps, tenant, sweepId);
}

export async function readSweeps(deps: SweepDeps, tenant: Tenant, names: StaffNames): Promise<SweepList> {
  const rows = await listSweeps(deps.transfers.db.query, tenant.orgId);
  const people = await names(rows.map((row) => row.started_by));
  return {
    folders: [...deps.folders],
    sweeps: await Promise.all(rows.map((row) => viewSweep(deps, row, people.get(row.started_by) ?? '?'))),
  };
}

async function viewSweep({ transfers: { fields } }: SweepDeps, row: SweepRow, startedBy: string): Promise<Sweep> {
  const contexts = sweepContexts(row.sweep_id);
  return {
    id: row.sweep_id,
    kind: row.kind,
    source: await fields.open(contexts.source, row.source_sealed),
    state: row.state,
    progress: row.progress,
    startedBy,
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    report:
      row.report_sealed === null
        ? null
        : sweepReportSchema.parse(JSON.parse(await fields.open(contexts.report, row.report_sealed))),
  };
}

/** On record before anything is shown: paths name people. @throws `sweep.not_found` */
export async function readSweptFiles(
  deps: SweepDeps,
  tenant: Tenant,
  reader: StaffActor,
  sweepId: string,
  { after, ...filter }: SweepFilter,
): Promise<SweptFiles> {
  const sweep = await requireSweep(deps, tenant, sweepId);
  const { query } = deps.transfers.db;
  const wanted = filterOf(filter, sweep.started_at);
  const start = after === undefined ? undefined : fromHex(after);
  const rows = await pageSweepItems(query, tenant.orgId, sweepId, wanted, start, PAGE + 1);
  const page = rows.slice(0, PAGE);
  await tx(deps.transfers.db, (trx) =>
    record(deps, trx, tenant, 'sweep.files_read', reader, { sweep: sweepId, files: page.length }),
  );
  deps.transfers.log.nudge();
  return {
    files: await Promise.all(page.map((row) => viewItem(deps, reader, row))),
    matching: await countSweepItems(query, tenant.orgId, sweepId, wanted),
    nextAfter: rows.length > PAGE ? hex(page.at(-1)?.path_key ?? new Uint8Array(0)) : null,
  };
}

/** Years before the sweep, in the steps of the report. */
const YEARS: Readonly<Record<Exclude<Age, 'unknown'>, readonly [from: number | null, until: number]>> = {
  under_1y: [1, 0],
  '1_3y': [3, 1],
  '3_5y': [5, 3],
  '5_10y': [10, 5],
  over_10y: [null, 10],
};

function filterOf({ age, level, type, remedy }: Omit<SweepFilter, 'after'>, now: Date): SweepItemFilter {
  const before = (years: number | null): Date | null =>
    years === null ? null : new Date(now.getTime() - years * 365.25 * DAY);
  return {
    ...(level === undefined ? {} : { level }),
    ...(type === undefined ? {} : { type }),
    ...(remedy === undefined ? {} : { remedy }),
    ...(age === undefined
      ? {}
      : age === 'unknown'
        ? { changed: 'unknown' }
        : { changed: { from: before(YEARS[age][0]), before: age === 'under_1y' ? null : before(YEARS[age][1]) } }),
  };
}

async function viewItem(
  { transfers: { fields } }: SweepDeps,
  reader: StaffActor,
  row: SweepItemRow,
): Promise<SweptFiles['files'][number]> {
  return {
    id: hex(row.path_key),
    path: await fields.open(pathContext(row.sweep_id, row.path_key), row.path_sealed),
    size: row.size,
    modifiedAt: row.modified_at?.toISOString() ?? null,
    level: row.level,
    problem: row.problem,
    found: row.classification,
    remedy: row.remedy,
    remediedAt: row.remedied_at?.toISOString() ?? null,
    uploadId: row.remedy === 'pseudonymise' && row.remedied_by === reader.id ? row.upload_id : null,
  };
}

export async function requireSweep(deps: SweepDeps, tenant: Tenant, sweepId: string): Promise<SweepRow> {
  const row = await findSweep(deps.transfers.db.query, tenant.orgId, sweepId);
  if (row === undefined) throw SWEEP.not_found();
  return row;
}

export function record(
  { transfers: deps }: SweepDeps,
  trx: Trx,
  tenant: Tenant,
  kind: EventKind,
  actor: StaffActor,
  detail: Record<string, string | number>,
): Promise<string> {
  return recordEvent(deps, trx, tenant, {
    kind,
    at: deps.clock.now(),
    actor: { kind: 'staff', id: actor.id },
    detail,
  });
}
