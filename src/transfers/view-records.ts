/** Records as staff see them. */
import type { TransferDetail } from '../model/api/transfers.ts';
import {
  assessmentKindSchema,
  contractKindSchema,
  filingKindSchema,
  legalBasisKindSchema,
  purposeSchema,
} from '../model/facts.ts';
import type { Executor } from '../store/database.ts';
import { listRecordsFor } from '../store/tables/records.ts';
import { findRecipients } from '../store/tables/recipients.ts';
import { type LegalBasisRow, listBases, listTransferRecipients, type TransferRow } from '../store/tables/transfers.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { fitOf } from './records.ts';

export type RecordView = Omit<TransferDetail['bases'][number], 'standing'>;

/** The transfer's own records, withdrawn ones included, and the standing ones that serve one of its recipients. */
export async function listRecordsOf(db: Executor, tenant: Tenant, transfer: TransferRow): Promise<LegalBasisRow[]> {
  const { orgId } = tenant;
  const own = await listBases(db, orgId, transfer.transfer_id);
  const links = await listTransferRecipients(db, orgId, [transfer.transfer_id]);
  const ids = links.map((link) => link.recipient_id);
  const recipients = await findRecipients(db, orgId, ids);
  const serves = (row: LegalBasisRow): boolean =>
    recipients.some(
      (one) =>
        fitOf(row.scope, {
          entityId: transfer.entity_id,
          purpose: purposeSchema.parse(transfer.purpose),
          categories: transfer.classification.categories,
          recipient: { id: one.recipient_id, jurisdiction: one.jurisdiction, city: one.city },
          elsewhere: false,
        }) === 'fits',
    );
  const standing = await listRecordsFor(db, orgId, null, transfer.entity_id);
  return [...own, ...standing.filter((row) => row.transfer_id !== transfer.transfer_id && serves(row))];
}

/** Opens the sealed fields of a record. `people` are names of staff by id. */
export async function viewRecord(
  deps: Pick<TransferDeps, 'fields'>,
  row: LegalBasisRow,
  people: ReadonlyMap<string, string>,
): Promise<RecordView> {
  const id = row.basis_id;
  return {
    id,
    bases: row.bases.flatMap((name) => legalBasisKindSchema.safeParse(name).data ?? []),
    contracts: row.contracts.flatMap((name) => contractKindSchema.safeParse(name).data ?? []),
    filings: row.filings.flatMap((name) => filingKindSchema.safeParse(name).data ?? []),
    assessments: row.assessments.flatMap((name) => assessmentKindSchema.safeParse(name).data ?? []),
    necessary: row.necessary,
    facts: row.facts,
    evidence: await deps.fields.open(`legal_basis.evidence:${id}`, row.evidence_sealed),
    reference:
      row.reference_sealed === null ? '' : await deps.fields.open(`legal_basis.reference:${id}`, row.reference_sealed),
    effectiveAt: dayOf(row.effective_at),
    expiresAt: dayOf(row.expires_at),
    reuse: row.scope !== null,
    recordedBy: people.get(row.recorded_by) ?? '?',
    recordedAt: row.recorded_at.toISOString(),
    withdrawn: row.withdrawn_at !== null,
  };
}

/** The day at UTC+8 on which a moment lies. */
function dayOf(at: Date | null): string | null {
  return at === null ? null : new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}
