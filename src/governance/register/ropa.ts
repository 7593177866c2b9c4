/**
 * The record of processing activities: GDPR art. 30(1)(a)-(g), the particulars of Macau's Law 8/2005 art. 23 that go beyond it, and what the
 * mainland asks for. What the register does not know is empty: somebody has to fill it in, and nothing is made up.
 */
import type { Activity } from './activities.ts';
import { safeguardWords } from './columns.ts';
import { type Column, joined } from './table.ts';
import { dataSubjects } from './taxonomy.ts';
import type { RegisterWords, ValueKind } from './words.ts';

const CN_PATHS = ['prc_scc', 'gba_mo', 'gba_hk', 'cac_assessment', 'cac_cert'];

/** Columns of the record, their keys in the order of the law. Headings: `ropa.<key>`. */
export function ropaColumns(words: RegisterWords): readonly Column<Activity>[] {
  const all = (kind: ValueKind, values: readonly string[]): string =>
    joined(values.map((one) => words.value(kind, one)));
  const instruments = (one: Activity): string =>
    joined([all('contract', one.contracts), all('filing', one.filings)].filter((text) => text !== ''));
  const day = (time: string | null): string | null => time?.slice(0, 10) ?? null;
  return [
    { key: 'a_controller', width: 30, cell: (one) => one.entity.name },
    { key: 'a_established_in', width: 14, cell: (one) => words.place(one.origin) },
    { key: 'a_contact', width: 24, cell: () => null },
    { key: 'b_purpose', width: 24, cell: (one) => words.value('purpose', one.purpose) },
    { key: 'b_legal_basis', width: 30, cell: (one) => all('basis', one.bases) },
    { key: 'c_data_subjects', width: 20, cell: (one) => joined(dataSubjects(one.purpose)) },
    { key: 'c_data_categories', width: 40, cell: (one) => joined(one.categories) },
    { key: 'c_sensitive_for', width: 18, cell: (one) => joined(one.sensitiveFor.map(words.place)) },
    {
      key: 'd_recipients',
      width: 40,
      cell: (one) => joined(one.recipients.map((each) => recipientWords(words, each))),
    },
    { key: 'e_third_countries', width: 24, cell: (one) => joined(one.destinations.map(words.place)) },
    { key: 'e_safeguards', width: 34, cell: instruments },
    { key: 'f_retention', width: 20, cell: (one) => day(one.retainUntil) },
    { key: 'g_security', width: 44, cell: (one) => safeguardWords(words, one.safeguards) },
    { key: 'mo_processors', width: 30, cell: (one) => joined(processors(one)) },
    { key: 'mo_combination', width: 20, cell: () => null },
    { key: 'mo_informed', width: 20, cell: () => null },
    {
      key: 'mo_filings',
      width: 30,
      cell: (one) =>
        all(
          'filing',
          one.filings.filter((name) => name.startsWith('mo_')),
        ),
    },
    {
      key: 'mo_transfers_outside',
      width: 24,
      cell: (one) => (one.origin === 'MO' ? joined(one.destinations.map(words.place)) : null),
    },
    {
      key: 'cn_separate_consent',
      width: 16,
      cell: (one) => words.heading(one.bases.includes('consent.separate') ? 'cell.yes' : 'cell.no'),
    },
    { key: 'cn_export_path', width: 30, cell: (one) => joined(cnPath(words, one)) },
    { key: 'cn_assessment', width: 26, cell: (one) => all('assessment', one.assessments) },
    { key: 'transfers', width: 10, cell: (one) => one.transfers },
    { key: 'persons', width: 10, cell: (one) => one.persons },
    { key: 'first', width: 14, cell: (one) => day(one.first) },
    { key: 'last', width: 14, cell: (one) => day(one.last) },
    { key: 'last_review', width: 14, cell: () => null },
    { key: 'next_review', width: 14, cell: () => null },
  ];
}

function recipientWords(words: RegisterWords, one: Activity['recipients'][number]): string {
  return `${one.organisation} (${words.value('recipient_kind', one.kind)}, ${words.place(one.destination)})`;
}

function processors(one: Activity): readonly string[] {
  return [
    ...new Set(one.recipients.filter((each) => each.kind === 'processor').map((each) => each.organisation)),
  ].sort();
}

/** Instruments of the mainland, of what leaves it. */
function cnPath(words: RegisterWords, one: Activity): readonly string[] {
  if (one.origin !== 'CN') return [];
  const named = (kind: 'contract' | 'filing', names: readonly string[]): string[] =>
    names.filter((name) => CN_PATHS.includes(name)).map((name) => words.value(kind, name));
  return [...named('contract', one.contracts), ...named('filing', one.filings)];
}

/** The same record as JSON, by the letters of the article; null where the register does not know. */
export function ropaJson(organisation: string, activities: readonly Activity[], at: string): string {
  const records = activities.map((one) => ({
    a: { controller: one.entity.name, established_in: one.origin, representative: null, data_protection_officer: null },
    b: { purpose: one.purpose, legal_bases: one.bases },
    c: { data_subjects: dataSubjects(one.purpose), data_categories: one.categories, sensitive_for: one.sensitiveFor },
    d: { recipients: one.recipients },
    e: { third_countries: one.destinations, contracts: one.contracts, filings: one.filings },
    f: { entries_kept_until: one.retainUntil },
    g: { security_measures: one.safeguards },
    mo_art_23: {
      d_recipients: one.recipients.map((each) => each.organisation),
      e_processors: processors(one),
      f_combination: null,
      g_retention: one.retainUntil,
      h_how_informed: null,
      i_transfers_outside: one.origin === 'MO' ? one.destinations : [],
      j_security: one.safeguards,
    },
    cn: {
      separate_consent: one.bases.includes('consent.separate'),
      assessments: one.assessments,
      export_path:
        one.origin === 'CN' ? [...one.contracts, ...one.filings].filter((name) => CN_PATHS.includes(name)) : [],
    },
    volume: { transfers: one.transfers, persons: one.persons, first: one.first, last: one.last },
    review: { last: null, next: null },
  }));
  return `${JSON.stringify({ record: 'GDPR art. 30(1)', organisation, made_at: at, records }, null, 2)}\n`;
}
