/**
 * From single transfers to what a record of processing is about: one activity per legal entity and purpose. Only what was granted counts;
 * what was held or refused took place nowhere.
 */
import type { RegisterEntry } from '../../model/api/register.ts';

export type ActivityRecipient = {
  readonly organisation: string;
  readonly kind: string;
  readonly destination: string;
  readonly city: string | null;
};

export type Activity = {
  readonly entity: RegisterEntry['entity'];
  readonly origin: string;
  readonly purpose: string;
  /** Each sorted. */
  readonly categories: readonly string[];
  /** Places whose law takes some of it for sensitive. */
  readonly sensitiveFor: readonly string[];
  readonly recipients: readonly ActivityRecipient[];
  /** Places outside the origin. */
  readonly destinations: readonly string[];
  readonly bases: readonly string[];
  readonly contracts: readonly string[];
  readonly filings: readonly string[];
  readonly assessments: readonly string[];
  readonly safeguards: readonly string[];
  readonly transfers: number;
  /** Persons of all its transfers added up, who went more than once more than once; null when some are not known. */
  readonly persons: number | null;
  readonly first: string;
  readonly last: string;
  readonly retainUntil: string | null;
};

type Gathered = {
  readonly entity: RegisterEntry['entity'];
  readonly origin: string;
  readonly purpose: string;
  readonly sets: Readonly<Record<ListName, Set<string>>>;
  readonly recipients: Map<string, ActivityRecipient>;
  readonly perTransfer: Map<string, number | null>;
  first: string;
  last: string;
  retainUntil: string | null;
};

const LISTS = ['categories', 'sensitiveFor', 'bases', 'contracts', 'filings', 'assessments', 'safeguards'] as const;
type ListName = (typeof LISTS)[number];

/** Returns the activities, sorted by entity and purpose. Holds as much as there are activities, recipients and transfers, not entries. */
export async function gatherActivities(entries: AsyncIterable<RegisterEntry>): Promise<readonly Activity[]> {
  const found = new Map<string, Gathered>();
  for await (const entry of entries) {
    if (entry.grantedAt === null) continue;
    const key = `${entry.entity.id}/${entry.purpose}`;
    const one = found.get(key) ?? begin(entry);
    found.set(key, one);
    add(one, entry);
  }
  return [...found.values()].map(finish).sort(compareActivities);
}

function compareActivities(a: Activity, b: Activity): number {
  return a.entity.name.localeCompare(b.entity.name) || a.purpose.localeCompare(b.purpose);
}

function begin({ entity, origin, purpose, at }: RegisterEntry): Gathered {
  const sets = {
    categories: new Set<string>(),
    sensitiveFor: new Set<string>(),
    bases: new Set<string>(),
    contracts: new Set<string>(),
    filings: new Set<string>(),
    assessments: new Set<string>(),
    safeguards: new Set<string>(),
  };
  return {
    entity,
    origin,
    purpose,
    sets,
    recipients: new Map(),
    perTransfer: new Map(),
    first: at,
    last: at,
    retainUntil: null,
  };
}

function add(one: Gathered, entry: RegisterEntry): void {
  for (const name of LISTS) for (const value of entry[name]) one.sets[name].add(value);
  const recipient: ActivityRecipient = {
    organisation: entry.recipient.organisation,
    kind: entry.recipientKind,
    destination: entry.destination,
    city: entry.destinationCity,
  };
  one.recipients.set(JSON.stringify(Object.values(recipient)), recipient);
  one.perTransfer.set(entry.transferId, entry.persons);
  if (entry.at < one.first) one.first = entry.at;
  if (entry.at > one.last) one.last = entry.at;
  if (entry.retainUntil !== null && entry.retainUntil > (one.retainUntil ?? '')) one.retainUntil = entry.retainUntil;
}

function finish(one: Gathered): Activity {
  const { entity, origin, purpose, sets, first, last, retainUntil } = one;
  const list = (name: ListName): readonly string[] => [...sets[name]].sort();
  const recipients = [...one.recipients.entries()].sort(([a], [b]) => a.localeCompare(b)).map(([, value]) => value);
  let persons: number | null = 0;
  for (const known of one.perTransfer.values()) persons = persons === null || known === null ? null : persons + known;
  return {
    entity,
    origin,
    purpose,
    categories: list('categories'),
    sensitiveFor: list('sensitiveFor'),
    recipients,
    destinations: [...new Set(recipients.map((each) => each.destination))].filter((place) => place !== origin).sort(),
    bases: list('bases'),
    contracts: list('contracts'),
    filings: list('filings'),
    assessments: list('assessments'),
    safeguards: list('safeguards'),
    transfers: one.perTransfer.size,
    persons,
    first,
    last,
    retainUntil,
  };
}
