/** A recorded basis as a row; the evidence text is sealed. */
import type { RecordBasis } from '../model/api/transfers.ts';
import type { insertBasis } from '../store/tables/transfers.ts';
import type { TransferDeps } from './deps.ts';

export async function basisRow(
  deps: Pick<TransferDeps, 'ids' | 'fields'>,
  orgId: string,
  transferId: string,
  staffId: string,
  basis: RecordBasis,
  at: Date,
): Promise<Parameters<typeof insertBasis>[1]> {
  const basisId = deps.ids.uuid();
  return {
    org_id: orgId,
    basis_id: basisId,
    transfer_id: transferId,
    bases: JSON.stringify(basis.bases),
    filings: JSON.stringify(basis.filings),
    necessary: basis.necessary,
    evidence_sealed: await deps.fields.seal(`legal_basis.evidence:${basisId}`, basis.evidence),
    recorded_by: staffId,
    recorded_at: at,
  };
}
