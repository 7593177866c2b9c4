/** A record as a row; evidence and reference are sealed. */
import type { LegalRecord, RecordScope } from '../model/legal-record.ts';
import type { insertRecord } from '../store/tables/records.ts';
import type { TransferDeps } from './deps.ts';
import { dayEnd, dayStart, scopeHash } from './records.ts';

export type RecordPlace = {
  /** null: a standing record that belongs to no single transfer. */
  readonly transferId: string | null;
  /** null: it serves its transfer only. */
  readonly scope: RecordScope | null;
  readonly entityId: string;
  /** The duty that was done with it. */
  readonly dutyId: string | null;
};

/** Returns the row of a record that somebody makes now. */
export async function basisRow(
  deps: Pick<TransferDeps, 'ids' | 'fields' | 'sha256'>,
  orgId: string,
  staffId: string,
  record: LegalRecord,
  place: RecordPlace,
  at: Date,
): Promise<Parameters<typeof insertRecord>[1]> {
  const basisId = deps.ids.uuid();
  return {
    org_id: orgId,
    basis_id: basisId,
    transfer_id: place.transferId,
    bases: JSON.stringify(record.bases),
    contracts: JSON.stringify(record.contracts),
    filings: JSON.stringify(record.filings),
    assessments: JSON.stringify(record.assessments),
    facts: JSON.stringify(record.facts),
    necessary: record.necessary,
    evidence_sealed: await deps.fields.seal(`legal_basis.evidence:${basisId}`, record.evidence),
    reference_sealed: await deps.fields.seal(`legal_basis.reference:${basisId}`, record.reference),
    recorded_by: staffId,
    recorded_at: at,
    scope: place.scope === null ? null : JSON.stringify(place.scope),
    scope_hash: place.scope === null ? null : scopeHash(deps.sha256, place.scope),
    entity_id: place.entityId,
    effective_at: dayStart(record.effectiveAt),
    expires_at: dayEnd(record.expiresAt),
    withdrawn_at: null,
    withdrawn_by: null,
    duty_id: place.dutyId,
  };
}
