/** Pseudonymising an upload: the proposal, and the making. The table that leads back never leaves; it is sealed in its row. */
import type {
  MadePseudonyms,
  MakePseudonyms,
  PreviewPseudonyms,
  PseudonymPreview,
} from '../../model/api/pseudonyms.ts';
import { insertPseudonymTable } from '../../store/tables/pseudonyms.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { StaffActor, Tenant } from '../../transfers/deps.ts';
import { readOwnUpload, storeOwnUpload } from '../../transfers/own-uploads.ts';
import { tableContexts } from './contexts.ts';
import type { PseudonymDeps } from './deps.ts';

const LARGEST = 32 * 1024 * 1024;

/** @throws `pseudonym.*`, `upload.not_found`, `upload.not_ready`, `upload.too_large` */
export async function previewPseudonyms(
  deps: PseudonymDeps,
  tenant: Tenant,
  actor: StaffActor,
  { uploadId, choices }: PreviewPseudonyms,
): Promise<PseudonymPreview> {
  const file = await readOwnUpload(deps, tenant, actor, uploadId, LARGEST);
  return { fileName: file.name, ...(await deps.lists.preview(file.bytes, choices, deps.random(32))) };
}

/** @throws as `previewPseudonyms`, and `pseudonym.would_leak` */
export async function makePseudonyms(
  deps: PseudonymDeps,
  tenant: Tenant,
  actor: StaffActor,
  { uploadId, choices, justification }: MakePseudonyms,
): Promise<MadePseudonyms> {
  const file = await readOwnUpload(deps, tenant, actor, uploadId, LARGEST);
  const made = await deps.lists.make(file, choices, deps.random(32));
  const name = newName(made.name);
  const newUpload = await storeOwnUpload(deps, tenant, actor, { name, mediaType: file.mediaType, bytes: made.bytes });
  // Crash here: a draft that its owner never hears of, swept after two days. Without its table it leads back to nobody.
  const tableId = deps.ids.uuid();
  const contexts = tableContexts(tableId);
  const row = {
    org_id: tenant.orgId,
    table_id: tableId,
    upload_id: newUpload,
    transfer_id: null,
    name_sealed: await deps.fields.seal(contexts.name, name),
    table_sealed: await deps.fields.seal(contexts.table, JSON.stringify(made.table)),
    summary: JSON.stringify(made.summary),
    justification_sealed: await deps.fields.seal(contexts.justification, justification),
    made_by: actor.id,
    made_at: deps.clock.now(),
    erased_at: null,
    erased_by: null,
  };
  await tx(deps.db, async (trx) => {
    await insertPseudonymTable(trx, row);
    await recordEvent(deps, trx, tenant, {
      kind: 'pseudonym.made',
      at: row.made_at,
      actor: { kind: 'staff', id: actor.id },
      detail: { table: tableId, values: made.summary.values, left: made.summary.left },
    });
  });
  deps.log.nudge();
  return { id: tableId, uploadId: newUpload, fileName: name, size: made.bytes.length, summary: made.summary };
}

/** `customers.xlsx` becomes `customers.pseudonymised.xlsx`. */
function newName(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? `${name}.pseudonymised` : `${name.slice(0, dot)}.pseudonymised${name.slice(dot)}`;
}
