/**
 * What is on record for one recipient of one transfer: its own records, and standing ones whose scope holds it. A record whose scope no longer
 * fits (another category, a recipient who moved) is shown to the rules as such; it lifts nothing.
 */
import { hex, utf8 } from '../base/bytes.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import type { Sha256 } from '../audit-log/index.ts';
import {
  assessmentKindSchema,
  contractKindSchema,
  type FactRecord,
  type Facts,
  filingKindSchema,
  type LegalBasisKind,
  legalBasisKindSchema,
  type Purpose,
} from '../model/facts.ts';
import type { LegalRecord, RecordScope, StatedFacts } from '../model/legal-record.ts';
import type { LegalBasisRow } from '../store/tables/transfers.ts';

/** A record in the form the facts need, stored or only just typed. */
export type OnRecord = {
  readonly id: string | null;
  readonly bases: readonly string[];
  readonly contracts: readonly string[];
  readonly filings: readonly string[];
  readonly assessments: readonly string[];
  readonly necessary: boolean;
  readonly facts: StatedFacts;
  readonly begins: Date | null;
  readonly expires: Date | null;
  /** null: it belongs to this transfer. */
  readonly scope: RecordScope | null;
};

export type RecordFacts = {
  readonly basis: readonly LegalBasisKind[];
  readonly necessary: boolean;
  readonly contract: NonNullable<Facts['contract']>;
  readonly filing: NonNullable<Facts['filing']>;
  readonly pia: NonNullable<Facts['pia']>;
  readonly stated: StatedFacts;
  readonly scopeHash: string;
};

/** What a record is compared with: the recipient where the content becomes readable. */
export type RecordParty = {
  /** It becomes readable in another jurisdiction than the recipient's registered one, for which the transfer's own records were made. */
  readonly elsewhere: boolean;
  readonly entityId: string;
  readonly purpose: Purpose;
  readonly categories: readonly string[];
  readonly recipient: { readonly id: string; readonly jurisdiction: string; readonly city: string | null };
};

/** A stored row as a record. */
export function fromRow(row: LegalBasisRow, transferId: string | null): OnRecord {
  const isOwn = transferId !== null && row.transfer_id === transferId;
  return {
    id: row.basis_id,
    bases: row.bases,
    contracts: row.contracts,
    filings: row.filings,
    assessments: row.assessments,
    necessary: row.necessary,
    facts: row.facts,
    begins: row.effective_at ?? row.recorded_at,
    expires: row.expires_at,
    scope: isOwn ? null : row.scope,
  };
}

/** A record that is only being typed: it counts from its day, or at once. */
export function fromDraft(draft: LegalRecord): OnRecord {
  return { ...draft, id: null, begins: dayStart(draft.effectiveAt), expires: dayEnd(draft.expiresAt), scope: null };
}

/** Days of records begin and end at UTC+8, where all these filings are made. */
export function dayStart(day: string | null): Date | null {
  return day === null ? null : new Date(`${day}T00:00:00+08:00`);
}

export function dayEnd(day: string | null): Date | null {
  return day === null ? null : new Date(`${day}T23:59:59.999+08:00`);
}

/** Lower-case hex SHA-256 over the canonical JSON of a scope. */
export function scopeHash(sha256: Sha256, scope: RecordScope): string {
  const { entityId, purpose } = scope;
  const categories = [...new Set(scope.categories)].sort();
  const recipients = scope.recipients
    .map(({ id, jurisdiction, city }) => ({ id, jurisdiction, city }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return hex(sha256(utf8(canonicalJson({ entityId, purpose, categories, recipients }))));
}

/** The scope of one transfer to one recipient. */
export function scopeOf(party: RecordParty): RecordScope {
  const { id, jurisdiction, city } = party.recipient;
  return {
    entityId: party.entityId,
    purpose: party.purpose,
    categories: [...party.categories],
    recipients: [{ id, jurisdiction, city }],
  };
}

type Fit = 'fits' | 'outgrown' | 'unrelated';

/** Whether a record serves a transfer to this recipient. `outgrown`: made for them and this purpose, but not for these data or this place. */
export function fitOf(scope: RecordScope | null, party: RecordParty): Fit {
  if (scope === null) return party.elsewhere ? 'outgrown' : 'fits';
  const recipient = scope.recipients.find(({ id }) => id === party.recipient.id);
  if (scope.entityId !== party.entityId || scope.purpose !== party.purpose || recipient === undefined)
    return 'unrelated';
  const isThere = recipient.jurisdiction === party.recipient.jurisdiction && recipient.city === party.recipient.city;
  return isThere && party.categories.every((category) => covers(scope.categories, category)) ? 'fits' : 'outgrown';
}

/** A category covers itself and everything below it. Business data about nobody are in no scope: records are about persons. */
function covers(scope: readonly string[], category: string): boolean {
  if (category.startsWith('biz.')) return true;
  return scope.some((one) => category === one || category.startsWith(`${one}.`));
}

/** Ids of the standing records that count for at least one of these parties at that moment. */
export function standingInUse(records: readonly OnRecord[], parties: readonly RecordParty[], at: Date): string[] {
  return records.flatMap((one) => {
    if (one.id === null || one.scope === null || !isInForce(one, at)) return [];
    return parties.some((party) => fitOf(one.scope, party) === 'fits') ? [one.id] : [];
  });
}

/** Returns what the records say about a transfer to one recipient at one moment. */
export function factsOfRecords(
  sha256: Sha256,
  records: readonly OnRecord[],
  party: RecordParty,
  at: Date,
): RecordFacts {
  const fitting = records.filter((one) => fitOf(one.scope, party) === 'fits');
  const outgrown = records.filter((one) => fitOf(one.scope, party) === 'outgrown');
  const current = fitting.filter((one) => isInForce(one, at));
  const kinds = (read: (name: string) => string | undefined, list: (one: OnRecord) => readonly string[]) => {
    const entries = [...outgrown, ...fitting].flatMap((one) =>
      list(one).flatMap((name) => {
        const kind = read(name);
        return kind === undefined ? [] : [[kind, recordOf(sha256, one, party)] as const];
      }),
    );
    return Object.fromEntries(entries.sort(([, a], [, b]) => rank(a, at) - rank(b, at)));
  };
  return {
    basis: [...new Set(current.flatMap((one) => one.bases))]
      .sort()
      .flatMap((name) => legalBasisKindSchema.safeParse(name).data ?? []),
    necessary: current.some((one) => one.necessary),
    contract: kinds(
      (name) => contractKindSchema.safeParse(name).data,
      (one) => one.contracts,
    ),
    filing: kinds(
      (name) => filingKindSchema.safeParse(name).data,
      (one) => one.filings,
    ),
    pia: kinds(
      (name) => assessmentKindSchema.safeParse(name).data,
      (one) => one.assessments,
    ),
    // Facts about the content hold wherever it is opened, and for this content only.
    stated: {
      ...merged(current.filter(({ scope }) => scope !== null).map(({ facts }) => aboutEveryTransfer(facts))),
      ...merged([...fitting, ...outgrown].filter(({ scope }) => scope === null).map(({ facts }) => facts)),
    },
    scopeHash: scopeHash(sha256, scopeOf(party)),
  };
}

function merged(all: readonly StatedFacts[]): StatedFacts {
  return all.reduce((sum, one) => ({ ...sum, ...one }), {});
}

/**
 * INVARIANT: what somebody saw in one content (how many persons, whether children, important data or secrets are among them) says nothing
 * about the next one, so a standing record does not state it.
 */
function aboutEveryTransfer(facts: StatedFacts): StatedFacts {
  const { informed, onward_agreed, text_unchanged, subject_loc } = facts;
  return {
    ...(informed === undefined ? {} : { informed }),
    ...(onward_agreed === undefined ? {} : { onward_agreed }),
    ...(text_unchanged === undefined ? {} : { text_unchanged }),
    ...(subject_loc === undefined ? {} : { subject_loc }),
  };
}

/** Stands for the scope of a transfer to its recipient's registered place; equal to no hash. */
const OWN = 'own';

function isInForce(one: OnRecord, at: Date): boolean {
  return (one.begins === null || one.begins <= at) && (one.expires === null || at < one.expires);
}

/** Of two records of one kind the one in force and in scope is kept: later entries replace earlier ones. */
function rank(record: FactRecord, at: Date): number {
  const begun = record.effective_at === undefined || Date.parse(record.effective_at) <= at.getTime();
  const lasts = record.expires_at === undefined || at.getTime() < Date.parse(record.expires_at);
  return (record.scope_hash === undefined ? 2 : 0) + Number(begun && lasts);
}

function recordOf(sha256: Sha256, one: OnRecord, party: RecordParty): FactRecord {
  return {
    ...(one.id === null ? {} : { id: one.id }),
    ...(one.begins === null ? {} : { effective_at: one.begins.toISOString() }),
    ...(one.expires === null ? {} : { expires_at: one.expires.toISOString() }),
    ...(fitOf(one.scope, party) === 'fits'
      ? {}
      : { scope_hash: one.scope === null ? OWN : scopeHash(sha256, one.scope) }),
  };
}
