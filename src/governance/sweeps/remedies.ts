/** What is done about files that a sweep found. Nothing is deleted by this house: what is to go is a list for whoever owns the place. */
import { fromHex } from '../../base/bytes.ts';
import { codeOf } from '../../base/errors.ts';
import type { ExportSweep, Remedied, Remedy } from '../../model/api/sweeps.ts';
import {
  findSweepItem,
  pageSweepItems,
  setRemedy,
  type SweepItemRow,
  type SweepRow,
} from '../../store/tables/sweeps.ts';
import { findUpload, moveUpload } from '../../store/tables/uploads.ts';
import { tx } from '../../store/transaction.ts';
import type { StaffActor, Tenant } from '../../transfers/deps.ts';
import { inspectUpload } from '../../transfers/inspect-upload.ts';
import { openUploadBody, type OwnFile, storeOwnUpload } from '../../transfers/own-uploads.ts';
import { csvLine, BYTE_ORDER_MARK } from '../register/csv.ts';
import { SWEEP_COLUMNS } from './columns.ts';
import { pathContext } from './contexts.ts';
import type { SweepDeps } from './deps.ts';
import { readSourceFile } from './read-source-file.ts';
import { SWEEP } from './errors.ts';
import { record, requireSweep } from './sweeps.ts';
import { openSweepSource } from './open-source.ts';
import type { SweepSource } from './engine/source.ts';

/**
 * Carries a remedy out, file by file; what fails for one does not keep the others from it.
 *
 * @throws `sweep.not_found`, and for files that have to be read `sweep.file_not_here`, `sweep.folder_not_allowed`
 */
export async function remedyFiles(
  deps: SweepDeps,
  tenant: Tenant,
  actor: StaffActor,
  sweepId: string,
  { files, remedy }: Remedy,
): Promise<Remedied> {
  const sweep = await requireSweep(deps, tenant, sweepId);
  const needsFiles = remedy === 'seal' || remedy === 'pseudonymise';
  const source = needsFiles ? await openSweepSource(deps, tenant, sweep) : undefined;
  const failed: { id: string; code: string }[] = [];
  try {
    for (const id of new Set(files)) {
      try {
        await remedyFile(deps, tenant, actor, sweep, fromHex(id), remedy, source);
      } catch (error) {
        failed.push({ id, code: codeOf(error) });
      }
    }
  } finally {
    await source?.close();
  }
  return { done: new Set(files).size - failed.length, failed };
}

async function remedyFile(
  deps: SweepDeps,
  tenant: Tenant,
  actor: StaffActor,
  sweep: SweepRow,
  key: Uint8Array,
  remedy: Remedy['remedy'],
  source: SweepSource | undefined,
): Promise<void> {
  const { transfers } = deps;
  const item = await findSweepItem(transfers.db.query, tenant.orgId, sweep.sweep_id, key);
  if (item === undefined) throw SWEEP.not_found();
  // A sealed copy is not undone by taking a mark back.
  if (item.remedy === 'seal') throw SWEEP.wrong_state();
  const uploadId = source === undefined ? null : await takeIn(deps, tenant, actor, source, item);
  await tx(transfers.db, async (trx) => {
    if (remedy === 'seal' && uploadId !== null && !(await moveUpload(trx, tenant.orgId, uploadId, 'ready', 'used')))
      throw SWEEP.wrong_state();
    await setRemedy(trx, item, remedy === 'none' ? null : remedy, actor.id, transfers.clock.now(), uploadId);
    await record(deps, trx, tenant, 'sweep.remedied', actor, { sweep: sweep.sweep_id, remedy });
  });
  transfers.log.nudge();
}

/** Seals the file here, inspected at once. Crash before the mark: a draft of the officer's that is swept after two days. */
async function takeIn(
  { transfers }: SweepDeps,
  tenant: Tenant,
  actor: StaffActor,
  source: SweepSource,
  item: SweepItemRow,
): Promise<string> {
  const path = await transfers.fields.open(pathContext(item.sweep_id, item.path_key), item.path_sealed);
  const bytes = await readSourceFile(source, path);
  const name = path.split('/').at(-1) ?? 'file';
  const uploadId = await storeOwnUpload(transfers, tenant, actor, {
    name,
    mediaType: 'application/octet-stream',
    bytes,
  });
  await inspectUpload(transfers, tenant, uploadId);
  return uploadId;
}

/** A file that was sealed here, for officers; recorded before the first byte. @throws `sweep.not_found`, `sweep.file_not_here` */
export async function openSealedFile(
  deps: SweepDeps,
  tenant: Tenant,
  actor: StaffActor,
  sweepId: string,
  itemId: string,
): Promise<OwnFile> {
  const { transfers } = deps;
  const item = await findSweepItem(transfers.db.query, tenant.orgId, sweepId, fromHex(itemId));
  if (item?.remedy !== 'seal' || item.upload_id === null) throw SWEEP.not_found();
  const upload = await findUpload(transfers.db.query, tenant.orgId, item.upload_id);
  if (upload === undefined) throw SWEEP.file_not_here();
  const file = await openUploadBody(transfers, tenant, upload);
  await tx(transfers.db, (trx) => record(deps, trx, tenant, 'sweep.exported', actor, { sweep: sweepId, what: 'file' }));
  transfers.log.nudge();
  return file;
}

/** The files of a sweep as CSV, those that are marked, or a script over them. Recorded before the first byte. */
export async function exportSweep(
  deps: SweepDeps,
  tenant: Tenant,
  actor: StaffActor,
  sweepId: string,
  { what }: ExportSweep,
): Promise<{
  readonly name: string;
  readonly contentType: string;
  readonly content: AsyncGenerator<Uint8Array, void, undefined>;
}> {
  const sweep = await requireSweep(deps, tenant, sweepId);
  await tx(deps.transfers.db, (trx) => record(deps, trx, tenant, 'sweep.exported', actor, { sweep: sweepId, what }));
  deps.transfers.log.nudge();
  return what === 'script'
    ? {
        name: 'marked-files.sh',
        contentType: 'text/x-shellscript; charset=utf-8',
        content: script(deps, tenant, sweep),
      }
    : {
        name: 'sweep.csv',
        contentType: 'text/csv; charset=utf-8',
        content: table(deps, tenant, sweep, what === 'marked'),
      };
}

async function* items(deps: SweepDeps, tenant: Tenant, sweep: SweepRow, isMarked: boolean) {
  const { fields, db } = deps.transfers;
  let after: Uint8Array | undefined;
  for (;;) {
    const filter = isMarked ? { remedy: 'delete' as const } : {};
    const rows = await pageSweepItems(db.query, tenant.orgId, sweep.sweep_id, filter, after, 500);
    for (const row of rows)
      yield { row, path: await fields.open(pathContext(row.sweep_id, row.path_key), row.path_sealed) };
    after = rows.at(-1)?.path_key;
    if (after === undefined) return;
  }
}

async function* table(deps: SweepDeps, tenant: Tenant, sweep: SweepRow, isMarked: boolean) {
  const columns = SWEEP_COLUMNS.filter((column) => column.key !== 'sha256');
  yield Buffer.from(BYTE_ORDER_MARK + csvLine([...columns.map((column) => column.key), 'remedy']));
  for await (const { row, path } of items(deps, tenant, sweep, isMarked)) {
    const { size, level, problem, classification, modified_at: changed } = row;
    const item = {
      ...classification,
      path,
      size,
      level,
      problem,
      sha256: '',
      modifiedAt: changed?.toISOString() ?? null,
    };
    yield Buffer.from(csvLine([...columns.map((column) => column.cell(item)), row.remedy]));
  }
}

/** Asks whoever runs it to read it first. */
async function* script(deps: SweepDeps, tenant: Tenant, sweep: SweepRow) {
  yield Buffer.from(
    '#!/bin/sh\n# Files marked for deletion. Read the list, run it in the folder that was swept, and take out the next line.\nexit 1\n',
  );
  // In single quotes nothing has a meaning but the quote itself; `./` keeps a name from being an option.
  for await (const { path } of items(deps, tenant, sweep, true))
    yield Buffer.from(`rm -- './${path.replaceAll("'", `'\\''`)}'\n`);
}
