/** What somebody records as the ground on which a transfer stands, while it is being written down. */
import type { RecordBasis } from '../../../src/model/api/transfers.ts';
import { FILINGS, type FilingKind, LEGAL_BASES, type LegalBasisKind } from '../../../src/model/facts.ts';

export type BasisDraft = {
  readonly bases: readonly LegalBasisKind[];
  readonly filings: readonly FilingKind[];
  readonly necessary: boolean;
  readonly evidence: string;
};

export const EMPTY_BASIS: BasisDraft = { bases: [], filings: [], necessary: false, evidence: '' };

/** True when there is something to record. */
export function isBasisGiven({ bases, filings, necessary }: BasisDraft): boolean {
  return bases.length > 0 || filings.length > 0 || necessary;
}

/** A ground without word of where its evidence lies convinces nobody later. */
export function isBasisComplete(draft: BasisDraft): boolean {
  return isBasisGiven(draft) && draft.evidence.trim() !== '';
}

/** The request, or null when nothing is recorded. */
export function recordOf(draft: BasisDraft): RecordBasis | null {
  if (!isBasisGiven(draft)) return null;
  return {
    bases: [...draft.bases],
    filings: [...draft.filings],
    necessary: draft.necessary,
    evidence: draft.evidence.trim(),
  };
}

/** The list with one member added or taken out, in the order of the model. */
export function toggled<T extends string>(
  all: readonly T[],
  chosen: readonly T[],
  member: T,
  on: boolean,
): readonly T[] {
  return all.filter((other) => (other === member ? on : chosen.includes(other)));
}

/** The draft with a remedy of a decision (`basis:...`, `filing:...`) ticked; other remedies change nothing. */
export function withRemedy(draft: BasisDraft, remedy: string): BasisDraft {
  const basis = LEGAL_BASES.find((kind) => remedy === `basis:${kind}`);
  if (basis !== undefined) return { ...draft, bases: toggled(LEGAL_BASES, draft.bases, basis, true) };
  const filing = FILINGS.find((kind) => remedy === `filing:${kind}`);
  if (filing !== undefined) return { ...draft, filings: toggled(FILINGS, draft.filings, filing, true) };
  if (remedy === 'necessary' || remedy === 'fact:necessary') return { ...draft, necessary: true };
  return draft;
}
