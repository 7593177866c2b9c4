/** From a transfer and a place to the facts that rules are decided on. What is not known is left out, never guessed. */
import type { ClassificationSummary } from '../model/classification.ts';
import {
  type ApprovalKind,
  type DecisionEvent,
  type Facts,
  type Purpose,
  type RecipientKind,
  recipientKindSchema,
} from '../model/facts.ts';
import type { EntityProfile, StatedFacts } from '../model/legal-record.ts';
import { citySchema, jurisdictionSchema } from '../model/jurisdiction.ts';
import type { RecordFacts } from './records.ts';

/** Where somebody is, as far as it could be established. */
export type Place = { readonly jurisdiction: string; readonly city: string | null };

/** Who sends: the legal entity, with what the organisation states about it. */
export type Sender = Place & { readonly id: string; readonly profile: EntityProfile };

export type YearCount = { readonly pi: number; readonly spi: number };

export type FactsInput = {
  readonly event: DecisionEvent;
  readonly at: Date;
  readonly sender: Sender;
  /** The recipient's registered place, or at opening the place of whoever opens. */
  readonly destination: Place;
  readonly recipientKind: string;
  readonly classification: ClassificationSummary;
  readonly purpose: Purpose;
  readonly records: RecordFacts;
  readonly approvals: readonly ApprovalKind[];
  /** Persons already sent abroad this year from the mainland, those of this transfer left out; undefined elsewhere. */
  readonly year: YearCount | undefined;
};

/** A category that says something about a person; own `biz.*` keys and system data do not. */
export function isPersonal(category: string): boolean {
  return category.startsWith('user.') || category === 'user';
}

/** Returns the facts of one event. Places and kinds that are not known are left out, and so is the number of persons in what nobody can read. */
export function buildFacts(input: FactsInput): Facts {
  const { classification, records, sender, destination } = input;
  const { stated } = records;
  return {
    event: input.event,
    at: input.at.toISOString(),
    ...known('origin', placeOf(sender.jurisdiction)),
    ...known('dest', placeOf(destination.jurisdiction)),
    ...known('origin_city', cityOf(sender.profile.origin_city ?? sender.city)),
    ...known('dest_city', cityOf(destination.city)),
    ...known('recipient', recipientOf(input.recipientKind)),
    role: sender.profile.role ?? 'controller',
    cats: [...classification.categories],
    ...known('n', personsOf(classification, stated)),
    ...known('ytd', input.year === undefined ? undefined : { cn: { ...input.year } }),
    ...known('held', sender.profile.held),
    ...known('org', sender.profile.org),
    level: classification.level,
    unreadable: classification.unreadable,
    // The form asks for the purpose of collection; whoever sends for another one says so.
    purpose: { use: input.purpose, same_as_collection: stated.same_as_collection ?? true },
    basis: [...records.basis],
    necessary: records.necessary,
    contract: records.contract,
    filing: records.filing,
    pia: records.pia,
    approvals: [...input.approvals],
    scope_hash: records.scopeHash,
    sealed: { custody: 'server', view_only: false },
    ...known('minor14', stated.minor14),
    ...known('important_data', stated.important_data),
    ...known('state_secret', stated.state_secret),
    ...known('informed', stated.informed),
    ...known('subject_loc', stated.subject_loc),
    ...known('text_unchanged', stated.text_unchanged),
    ...known('onward_agreed', stated.onward_agreed),
  };
}

function known<K extends keyof Facts>(name: K, value: Facts[K] | undefined): Partial<Facts> {
  return value === undefined ? {} : { [name]: value };
}

function placeOf(jurisdiction: string): string | undefined {
  const read = jurisdictionSchema.safeParse(jurisdiction);
  return read.success && read.data !== 'unknown' ? read.data : undefined;
}

function recipientOf(kind: string): { type: RecipientKind } | undefined {
  const read = recipientKindSchema.safeParse(kind);
  return read.success ? { type: read.data } : undefined;
}

function cityOf(city: string | null): string | undefined {
  return citySchema.nullable().safeParse(city).data ?? undefined;
}

/** An officer's number stands over the detector's. Personal data are about at least one person. */
function personsOf(classification: ClassificationSummary, stated: StatedFacts): number | undefined {
  if (stated.n !== undefined) return stated.n;
  if (classification.unreadable) return undefined;
  return Math.max(classification.persons, classification.categories.some(isPersonal) ? 1 : 0);
}
