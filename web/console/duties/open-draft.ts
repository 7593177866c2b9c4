/** What somebody types to start clocks, and the request that it becomes. */
import type { IncidentDetails, OpenDuties } from '../../../src/model/api/duties.ts';
import type { AssessmentKind, ContractKind, Purpose } from '../../../src/model/facts.ts';

export type OpenDraft = {
  readonly kind: OpenDuties['kind'];
  readonly entityId: string;
  readonly places: readonly string[];
  /** `YYYY-MM-DDTHH:MM` in the reader's own zone, as the browser's field gives it. */
  readonly knownAt: string;
  readonly personalData: boolean;
  readonly details: IncidentDetails;
  readonly purpose: Purpose | '';
  readonly contract: ContractKind | '';
  readonly assessment: AssessmentKind | '';
  readonly day: string;
  readonly reference: string;
};

export const INCIDENT_FIELDS = [
  'what',
  'reference',
  'occurred',
  'contained',
  'cause',
  'categories',
  'persons',
  'consequences',
  'measures',
  'advice',
  'contact',
] as const satisfies readonly (keyof IncidentDetails)[];

export const INCIDENT_PLACES = ['MO', 'HK', 'CN', 'EU', 'GB', 'SG'] as const;

export const NO_DETAILS: IncidentDetails = {
  reference: '',
  what: '',
  occurred: '',
  contained: '',
  cause: '',
  categories: '',
  persons: '',
  consequences: '',
  measures: '',
  advice: '',
  contact: '',
};

export function emptyOpenDraft(entityId: string, now: string): OpenDraft {
  return {
    kind: 'incident',
    entityId,
    places: [],
    knownAt: now,
    personalData: true,
    details: NO_DETAILS,
    purpose: '',
    contract: '',
    assessment: '',
    day: now.slice(0, 10),
    reference: '',
  };
}

/** The request; null while something is missing. */
export function openRequest(draft: OpenDraft): OpenDuties | null {
  const { entityId, day, reference } = draft;
  const purpose = draft.purpose === '' ? null : draft.purpose;
  if (entityId === '') return null;
  if (draft.kind === 'incident') {
    const known = new Date(draft.knownAt);
    if (draft.places.length === 0 || Number.isNaN(known.getTime())) return null;
    const { places, personalData, details } = draft;
    return { kind: 'incident', entityId, places: [...places], knownAt: known.toISOString(), personalData, details };
  }
  if (day === '') return null;
  if (draft.kind === 'contract')
    return draft.contract === ''
      ? null
      : { kind: 'contract', entityId, purpose, contract: draft.contract, effectiveAt: day, reference };
  return draft.assessment === ''
    ? null
    : { kind: 'assessment', entityId, purpose, assessment: draft.assessment, doneAt: day, reference };
}
