/** Values of fields as far as the records know them; null where they do not. */
import { dayOf, type FormRecipient, type Material } from './material.ts';
import type { Words } from './words.ts';

export type Value = string | null;

export function controllerName({ entity }: Material, words: Words): Value {
  return `${entity.name} (${whereOf(words, entity.jurisdiction, entity.city)})`;
}

export function purpose({ row }: Material, words: Words): Value {
  return row.purpose === null ? null : words.known('purpose', row.purpose);
}

export function dataTypes({ categories }: Material, words: Words): Value {
  return categories.length === 0 ? null : words.list(categories.map((key) => words.known('category', key)));
}

/** Categories that the law of the place calls sensitive; that none was found is said, for a detector sees only what it knows. */
export function sensitiveTypes(material: Material, words: Words, place: string): Value {
  if (material.categories.length === 0) return null;
  const found = material.sensitive(place);
  return found.length === 0
    ? words.text('value.none_found')
    : words.list(found.map((key) => words.known('category', key)));
}

export function recipientLines(
  { recipients }: Material,
  words: Words,
  which: (one: FormRecipient) => boolean = () => true,
): Value {
  const lines = recipients
    .filter(which)
    .map(
      (one) =>
        `${one.organisation} (${one.name}) – ${whereOf(words, one.jurisdiction, one.city)} – ${words.known('recipient_kind', one.kind)}`,
    );
  return lines.length === 0 ? null : lines.join('\n');
}

export function processors(material: Material, words: Words): Value {
  if (material.recipients.length === 0) return null;
  return recipientLines(material, words, ({ kind }) => kind === 'processor') ?? words.text('value.none_recorded');
}

/** Where it becomes readable besides the place of the entity. */
export function destinations({ recipients, entity }: Material, words: Words): Value {
  const places = recipients
    .filter(({ jurisdiction }) => jurisdiction !== entity.jurisdiction)
    .map((one) => whereOf(words, one.jurisdiction, one.city));
  return places.length === 0 ? null : words.list(places);
}

/** Destinations with the ways of the law that are on record for them. */
export function transfersAbroad(material: Material, words: Words): Value {
  const places = destinations(material, words);
  if (places === null) return material.recipients.length === 0 ? null : words.text('value.no_transfer_abroad');
  const ways = [basis(material, words), contracts(material, words)].filter((one) => one !== null);
  return [places, ...ways].join('\n');
}

export function basis({ records }: Material, words: Words): Value {
  return records.bases.length === 0 ? null : words.list(records.bases.map((key) => words.known('basis', key)));
}

export function contracts({ records }: Material, words: Words): Value {
  return records.contracts.length === 0
    ? null
    : words.list(records.contracts.map((key) => words.known('contract', key)));
}

export function filings({ records }: Material, words: Words): Value {
  return records.filings.length === 0 ? null : words.list(records.filings.map((key) => words.known('filing', key)));
}

/** Which assessments are on record and from which day. */
export function assessments({ records }: Material, words: Words): Value {
  if (records.assessments.length === 0) return null;
  const names = words.list(records.assessments.map((key) => words.known('assessment', key)));
  return records.assessedOn === null ? names : `${names} (${records.assessedOn})`;
}

export function persons({ persons: count }: Material): Value {
  return count === null || count === 0 ? null : String(count);
}

export function accessPeriod({ totals }: Material, words: Words): Value {
  return totals.expiresDays === null ? null : words.text('value.access_days', { days: totals.expiresDays });
}

export function firstDay({ totals, row }: Material): Value {
  return dayOf(totals.firstAt ?? row.started_at);
}

export function security(words: Words): Value {
  return words.text('value.security');
}

export function regulator(material: Material, words: Words, place: string): Value {
  const names = words.tongues.map((locale) => material.regulator(place, locale)).filter((one) => one !== null);
  return names.length === 0 ? null : [...new Set(names)].join(' / ');
}

/** What is on record as stated or not; nothing when nobody said. */
export function answer(words: Words, value: boolean | 'yes' | 'no' | 'unknown' | undefined): Value {
  if (value === undefined || value === 'unknown') return null;
  return words.name(value === true || value === 'yes' ? 'value.yes' : 'value.no');
}

/** `Mainland China, Zhuhai`. */
export function whereOf(words: Words, jurisdiction: string, city: string | null): string {
  const place = words.place(jurisdiction);
  return city === null ? place : `${place}, ${words.known('city', city)}`;
}
