/**
 * What a duty is about, and from when its clock runs. The same thing opens the same duty once: a notice covers an entity and a purpose, a
 * filing covers one contract, a report one incident.
 */
import type { ContractKind, FactRecord, Facts, FilingKind } from '../model/facts.ts';
import type { Duty } from '../policy/duties.ts';

export type DutySubject = {
  /** Unique together with the rule. */
  readonly key: string;
  readonly startedAt: Date;
  /** It is about one record: a contract, a filing, an assessment. */
  readonly ofRecord: boolean;
  /** Whatever satisfies these facts satisfies it; otherwise only the transfer that opened it can say so. */
  readonly isExact: boolean;
  /** Nothing goes out before it is done. */
  readonly isWaitedFor: boolean;
};

export type DutyOccasion = {
  readonly entityId: string;
  /** null: about no purpose in particular. */
  readonly purpose: string | null;
  readonly transferId: string | null;
  /** An incident has an id and begins when it became known. */
  readonly incidentId: string | null;
  readonly at: Date;
  /** Somebody was given access: what counts from the first transfer counts from now. */
  readonly granted: boolean;
};

const CONTRACT_OF: Readonly<Partial<Record<Duty['attaches'], ContractKind>>> = {
  gba_mo_contract: 'gba_mo',
  gba_hk_contract: 'gba_hk',
  prc_scc_contract: 'prc_scc',
  processor_agreement: 'dpa',
};
const FILING_OF: Readonly<Partial<Record<Duty['attaches'], FilingKind>>> = {
  simplified_registration: 'mo_simplified',
  cac_assessment: 'cac_assessment',
  certificate: 'cac_cert',
};
/** About everything that the entity does. */
const OF_ENTITY: ReadonlySet<Duty['attaches']> = new Set(['held_1m', 'held_10m', 'faces_100k', 'foreign_controller']);

/** Returns what the duty is about; nothing while its clock does not run: nothing was transferred yet, no incident is known. */
export function subjectsOf(duty: Duty, facts: Facts, occasion: DutyOccasion): readonly DutySubject[] {
  const { incidentId, at } = occasion;
  if (duty.starts === 'incident_known')
    return incidentId === null ? [] : [{ ...PLAIN, key: `incident:${incidentId}`, startedAt: at }];
  if (incidentId !== null) return [];
  // What has to be done before the first transfer is due for what is held, once per recipient and kind of data.
  if (duty.starts === 'first_transfer' && duty.term.unit === 'before') {
    const key = `purpose:${facts.scope_hash ?? purposeKey(occasion)}`;
    return [{ key, startedAt: at, ofRecord: false, isExact: true, isWaitedFor: !occasion.granted }];
  }
  if (duty.starts === 'first_transfer' && !occasion.granted) return [];
  const records = recordsOf(duty, facts);
  if (records.length > 0)
    return records.map((record) => ({
      key: record.id === undefined ? purposeKey(occasion) : `record:${record.id}`,
      startedAt: beginOf(record) ?? at,
      ofRecord: true,
      isExact: true,
      isWaitedFor: false,
    }));
  const key = keyOf(duty, facts, occasion);
  return key === undefined ? [] : [{ ...PLAIN, key, startedAt: at }];
}

const PLAIN = { ofRecord: false, isExact: false, isWaitedFor: false } as const;

function keyOf(duty: Duty, facts: Facts, occasion: DutyOccasion): string | undefined {
  const { entityId, transferId } = occasion;
  if (duty.attaches === 'record_review') return transferId === null ? undefined : `transfer:${transferId}`;
  if (OF_ENTITY.has(duty.attaches)) return `entity:${entityId}`;
  return `${purposeKey(occasion)}${duty.attaches === 'crossing' ? `:${facts.dest ?? 'unknown'}` : ''}`;
}

function purposeKey({ entityId, purpose }: DutyOccasion): string {
  return `purpose:${entityId}:${purpose ?? 'all'}`;
}

/** The contract, filing or assessments that start the clock. */
function recordsOf(duty: Duty, facts: Facts): readonly FactRecord[] {
  const contract = CONTRACT_OF[duty.attaches];
  const filing = FILING_OF[duty.attaches];
  const found = [
    contract === undefined ? undefined : facts.contract?.[contract],
    filing === undefined ? undefined : facts.filing?.[filing],
    ...(duty.attaches === 'assessment_done' ? Object.values(facts.pia ?? {}) : []),
  ];
  return found.filter((record) => record !== undefined);
}

/** A day without a time begins at UTC+8, as for the rules. */
function beginOf(record: FactRecord): Date | undefined {
  const moment = record.effective_at ?? record.filed_at ?? record.done_at ?? record.signed_at;
  if (moment === undefined) return undefined;
  return new Date(moment.length === 10 ? `${moment}T00:00:00+08:00` : moment);
}
