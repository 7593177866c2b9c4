/**
 * The tables that lead back. Whoever made one, and officers, may look a pseudonym up or take the table, each time with a reason that is kept and
 * an event in the log before anything is answered. Erasing one makes the list anonymous: nobody can lead back any more.
 */
import { fromBase64url, utf8 } from '../../base/bytes.ts';
import { harmless } from '../../classify/pseudonymise/csv.ts';
import { fold } from '../../classify/pseudonymise/make.ts';
import { createTokenCipher } from '../../classify/pseudonymise/token.ts';
import type { FoundOriginals, LookUpPseudonym, PseudonymTable, PseudonymTables } from '../../model/api/pseudonyms.ts';
import { type Reidentification, reidentificationSchema } from '../../model/pseudonyms.ts';
import {
  eraseTable,
  findPseudonymTable,
  insertPseudonymLook,
  listPseudonymLooks,
  listPseudonymTables,
  type PseudonymLookRow,
  type PseudonymTableRow,
} from '../../store/tables/pseudonyms.ts';
import { findTransfers } from '../../store/tables/transfers.ts';
import { findUpload } from '../../store/tables/uploads.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { StaffActor, Tenant, TransferDeps } from '../../transfers/deps.ts';
import { openOwnUpload, type OwnFile } from '../../transfers/own-uploads.ts';
import type { StaffNames } from '../../transfers/read.ts';
import { lookContext, tableContexts } from './contexts.ts';
import { PSEUDONYMS } from './errors.ts';

export async function listTables(
  deps: TransferDeps,
  tenant: Tenant,
  reader: StaffActor,
  names: StaffNames,
): Promise<PseudonymTables> {
  const { query } = deps.db;
  const rows = await listPseudonymTables(query, tenant.orgId, reader.role === 'officer' ? undefined : reader.id);
  const looks = await listPseudonymLooks(
    query,
    tenant.orgId,
    rows.map((row) => row.table_id),
  );
  const people = await names([...rows.map((row) => row.made_by), ...looks.map((look) => look.looked_by)]);
  const sent = rows.flatMap((row) => (row.transfer_id === null ? [] : [row.transfer_id]));
  const transfers = new Map(
    (await findTransfers(query, tenant.orgId, sent)).map((one) => [one.transfer_id, one.reference]),
  );
  const shown = { people, transfers, looks };
  return { tables: await Promise.all(rows.map((row) => view(deps, tenant, reader, row, shown))) };
}

type Shown = {
  readonly people: ReadonlyMap<string, string>;
  readonly transfers: ReadonlyMap<string, string>;
  readonly looks: readonly PseudonymLookRow[];
};

async function view(
  deps: TransferDeps,
  tenant: Tenant,
  reader: StaffActor,
  row: PseudonymTableRow,
  { people, transfers, looks }: Shown,
): Promise<PseudonymTable> {
  const contexts = tableContexts(row.table_id);
  const upload = await findUpload(deps.db.query, tenant.orgId, row.upload_id);
  const isDraft = upload?.state !== 'used' && upload?.staff_id === reader.id;
  return {
    id: row.table_id,
    fileName: await deps.fields.open(contexts.name, row.name_sealed),
    justification: await deps.fields.open(contexts.justification, row.justification_sealed),
    summary: row.summary,
    madeBy: people.get(row.made_by) ?? '?',
    madeAt: row.made_at.toISOString(),
    transfer:
      row.transfer_id === null ? null : { id: row.transfer_id, reference: transfers.get(row.transfer_id) ?? '?' },
    uploadId: isDraft ? row.upload_id : null,
    erasedAt: row.erased_at?.toISOString() ?? null,
    looks: await Promise.all(
      looks
        .filter((look) => look.table_id === row.table_id)
        .map(async (look) => ({
          kind: look.kind,
          by: people.get(look.looked_by) ?? '?',
          at: look.looked_at.toISOString(),
          reason: await deps.fields.open(lookContext(look.look_id), look.reason_sealed),
        })),
    ),
  };
}

/** @throws `pseudonyms.not_found`, `pseudonyms.erased` */
export async function lookUpPseudonym(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  tableId: string,
  { pseudonym, reason }: LookUpPseudonym,
): Promise<FoundOriginals> {
  const table = await openTable(deps, tenant, actor, tableId);
  // INVARIANT: on record before anything is found.
  await recordTableLook(deps, tenant, actor, tableId, 'value', reason);
  const wanted = fold(pseudonym);
  const found = table.entries.filter((entry) => fold(entry.pseudonym) === wanted);
  if (found.length > 0) return { found: found.map(({ type, original }) => ({ type, original })) };
  const token = await (await createTokenCipher(fromBase64url(table.key))).open(pseudonym).catch(() => undefined);
  return { found: token === undefined ? [] : [{ type: token.type, original: token.value }] };
}

/** The whole table as CSV. @throws `pseudonyms.not_found`, `pseudonyms.erased` */
export async function takeTable(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  tableId: string,
  reason: string,
): Promise<Uint8Array> {
  const table = await openTable(deps, tenant, actor, tableId);
  await recordTableLook(deps, tenant, actor, tableId, 'table', reason);
  const lines = [
    ['type', 'original', 'pseudonym'],
    ...table.entries.map((one) => [one.type, one.original, one.pseudonym]),
  ];
  const cell = (text: string): string => `"${harmless(text).replaceAll('"', '""')}"`;
  return utf8(`\ufeff${lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('')}`);
}

/** @throws `pseudonyms.not_found`, `pseudonyms.erased` */
export async function erasePseudonyms(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  tableId: string,
): Promise<void> {
  await requireTable(deps, tenant, actor, tableId);
  const at = deps.clock.now();
  await tx(deps.db, async (trx) => {
    if (!(await eraseTable(trx, tenant.orgId, tableId, actor.id, at))) throw PSEUDONYMS.erased();
    await recordEvent(deps, trx, tenant, {
      kind: 'pseudonym.erased',
      at,
      actor: { kind: 'staff', id: actor.id },
      detail: { table: tableId },
    });
  });
  deps.log.nudge();
}

/** The pseudonymised file, while it is a draft of the person's own. @throws `pseudonyms.not_found`, `pseudonyms.file_gone` */
export async function openPseudonymised(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  tableId: string,
): Promise<OwnFile> {
  const row = await requireTable(deps, tenant, actor, tableId);
  return openOwnUpload(deps, tenant, actor, row.upload_id).catch((cause: unknown) => {
    throw PSEUDONYMS.file_gone({}, cause);
  });
}

/** Tables of others are to a sender as if they were not there. */
async function requireTable(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  tableId: string,
): Promise<PseudonymTableRow> {
  const row = await findPseudonymTable(deps.db.query, tenant.orgId, tableId);
  if (row === undefined || (row.made_by !== actor.id && actor.role !== 'officer')) throw PSEUDONYMS.not_found();
  return row;
}

async function openTable(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  tableId: string,
): Promise<Reidentification> {
  const row = await requireTable(deps, tenant, actor, tableId);
  if (row.table_sealed === null) throw PSEUDONYMS.erased();
  return reidentificationSchema.parse(
    JSON.parse(await deps.fields.open(tableContexts(tableId).table, row.table_sealed)),
  );
}

async function recordTableLook(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  tableId: string,
  kind: 'value' | 'table',
  reason: string,
): Promise<void> {
  const lookId = deps.ids.uuid();
  const at = deps.clock.now();
  const sealed = await deps.fields.seal(lookContext(lookId), reason);
  await tx(deps.db, async (trx) => {
    await insertPseudonymLook(trx, {
      org_id: tenant.orgId,
      look_id: lookId,
      table_id: tableId,
      kind,
      reason_sealed: sealed,
      looked_by: actor.id,
      looked_at: at,
    });
    await recordEvent(deps, trx, tenant, {
      kind: kind === 'value' ? 'pseudonym.looked_up' : 'pseudonym.table_taken',
      at,
      actor: { kind: 'staff', id: actor.id },
      detail: { table: tableId, look: lookId },
    });
  });
  deps.log.nudge();
}
