/** What somebody records as the ground on which a transfer stands, while it is being written down. */
import type { RecordBasis } from '../../../src/model/api/transfers.ts';
import {
  ASSESSMENTS,
  type AssessmentKind,
  CONTRACTS,
  type ContractKind,
  FILINGS,
  type FilingKind,
  LEGAL_BASES,
  type LegalBasisKind,
} from '../../../src/model/facts.ts';
import type { StatedFacts } from '../../../src/model/legal-record.ts';

export type BasisDraft = {
  readonly bases: readonly LegalBasisKind[];
  readonly contracts: readonly ContractKind[];
  readonly filings: readonly FilingKind[];
  readonly assessments: readonly AssessmentKind[];
  readonly necessary: boolean;
  readonly facts: StatedFacts;
  readonly evidence: string;
  readonly reference: string;
  /** `YYYY-MM-DD`, or empty: from now on, without end. */
  readonly effectiveAt: string;
  readonly expiresAt: string;
  readonly reuse: boolean;
};

export const EMPTY_BASIS: BasisDraft = {
  bases: [],
  contracts: [],
  filings: [],
  assessments: [],
  necessary: false,
  facts: {},
  evidence: '',
  reference: '',
  effectiveAt: '',
  expiresAt: '',
  reuse: false,
};

/** True when it claims something that needs evidence: a basis, a contract, a filing, another number of persons. */
export function isClaimed({ bases, contracts, filings, assessments, necessary, facts }: BasisDraft): boolean {
  const kinds = bases.length + contracts.length + filings.length + assessments.length;
  return kinds > 0 || necessary || facts.n !== undefined;
}

/** True when there is something to record. */
export function isBasisGiven(draft: BasisDraft): boolean {
  return isClaimed(draft) || Object.keys(draft.facts).length > 0;
}

/** Days in the wrong order would make a record that never counts. */
export function areDaysInOrder({ effectiveAt, expiresAt }: BasisDraft): boolean {
  return effectiveAt === '' || expiresAt === '' || effectiveAt <= expiresAt;
}

/** A ground without word of where its evidence lies convinces nobody later. */
export function isBasisComplete(draft: BasisDraft): boolean {
  return isBasisGiven(draft) && areDaysInOrder(draft) && (!isClaimed(draft) || draft.evidence.trim() !== '');
}

/** The request, or null when nothing is recorded. */
export function recordOf(draft: BasisDraft): RecordBasis | null {
  if (!isBasisGiven(draft)) return null;
  return {
    bases: [...draft.bases],
    contracts: [...draft.contracts],
    filings: [...draft.filings],
    assessments: [...draft.assessments],
    necessary: draft.necessary,
    facts: draft.facts,
    evidence: draft.evidence.trim(),
    reference: draft.reference.trim(),
    effectiveAt: draft.effectiveAt === '' ? null : draft.effectiveAt,
    expiresAt: draft.expiresAt === '' ? null : draft.expiresAt,
    reuse: draft.reuse,
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

/** The draft with a remedy of a decision (`basis:...`, `contract:...`, `filing:...`, `pia:...`) ticked; other remedies change nothing. */
export function withRemedy(draft: BasisDraft, remedy: string): BasisDraft {
  if (remedy === 'necessary' || remedy === 'fact:necessary') return { ...draft, necessary: true };
  const basis = LEGAL_BASES.find((kind) => remedy === `basis:${kind}`);
  if (basis !== undefined) return { ...draft, bases: toggled(LEGAL_BASES, draft.bases, basis, true) };
  const contract = CONTRACTS.find((kind) => remedy === `contract:${kind}`);
  if (contract !== undefined) return { ...draft, contracts: toggled(CONTRACTS, draft.contracts, contract, true) };
  const filing = FILINGS.find((kind) => remedy === `filing:${kind}`);
  if (filing !== undefined) return { ...draft, filings: toggled(FILINGS, draft.filings, filing, true) };
  const done = ASSESSMENTS.find((kind) => remedy === `pia:${kind}`);
  if (done !== undefined) return { ...draft, assessments: toggled(ASSESSMENTS, draft.assessments, done, true) };
  return draft;
}
