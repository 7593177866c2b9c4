/** The columns of the register itself, for programs (`csvColumns`: stable names, raw values) and for people (`sheetColumns`: words). */
import type { RegisterEntry } from '../../model/api/register.ts';
import { type Column, dateCell, joined } from './table.ts';
import type { RegisterWords, ValueKind } from './words.ts';

const packText = (one: RegisterEntry['packs'][number]): string => `${one.pack} ${one.version} ${one.digest}`;

/** Raw values under names that do not change. */
export const CSV_COLUMNS: readonly Column<RegisterEntry>[] = [
  { key: 'reference', width: 22, cell: (one) => one.reference },
  { key: 'event', width: 8, cell: (one) => one.event },
  { key: 'state', width: 12, cell: (one) => one.state },
  { key: 'at', width: 18, cell: (one) => dateCell(one.at) },
  { key: 'granted_at', width: 18, cell: (one) => dateCell(one.grantedAt) },
  { key: 'changed_at', width: 18, cell: (one) => dateCell(one.changedAt) },
  { key: 'retain_until', width: 18, cell: (one) => dateCell(one.retainUntil) },
  { key: 'entity', width: 28, cell: (one) => one.entity.name },
  { key: 'origin', width: 12, cell: (one) => one.origin },
  { key: 'destination', width: 16, cell: (one) => one.destination },
  { key: 'destination_city', width: 14, cell: (one) => one.destinationCity },
  { key: 'crosses', width: 10, cell: (one) => (one.crosses ? 'yes' : 'no') },
  { key: 'recipient_organisation', width: 28, cell: (one) => one.recipient.organisation },
  { key: 'recipient', width: 22, cell: (one) => one.recipient.name },
  { key: 'recipient_kind', width: 24, cell: (one) => one.recipientKind },
  { key: 'purpose', width: 22, cell: (one) => one.purpose },
  { key: 'level', width: 14, cell: (one) => one.level },
  { key: 'bases', width: 30, cell: (one) => joined(one.bases) },
  { key: 'contracts', width: 26, cell: (one) => joined(one.contracts) },
  { key: 'filings', width: 30, cell: (one) => joined(one.filings) },
  { key: 'assessments', width: 26, cell: (one) => joined(one.assessments) },
  { key: 'categories', width: 40, cell: (one) => joined(one.categories) },
  { key: 'sensitive_for', width: 16, cell: (one) => joined(one.sensitiveFor) },
  { key: 'persons', width: 10, cell: (one) => one.persons },
  { key: 'safeguards', width: 40, cell: (one) => joined(one.safeguards) },
  { key: 'pseudonymised', width: 40, cell: (one) => joined(one.pseudonymised.map((list) => list.justification)) },
  { key: 'outcome', width: 12, cell: (one) => one.outcome },
  { key: 'effect', width: 26, cell: (one) => one.effect },
  { key: 'rules', width: 36, cell: (one) => joined(one.rules) },
  { key: 'evidence', width: 30, cell: (one) => joined(one.evidence) },
  { key: 'files', width: 8, cell: (one) => one.files },
  { key: 'bytes', width: 12, cell: (one) => one.bytes },
  { key: 'packs', width: 60, cell: (one) => joined(one.packs.map(packText)) },
  { key: 'transfer_id', width: 38, cell: (one) => one.transferId },
  { key: 'decision_id', width: 38, cell: (one) => one.decisionId },
  { key: 'entry_id', width: 38, cell: (one) => one.id },
];

/** The same columns with words in place of codes. */
export function sheetColumns(words: RegisterWords): readonly Column<RegisterEntry>[] {
  const all = (kind: ValueKind, values: readonly string[]): string =>
    joined(values.map((one) => words.value(kind, one)));
  const spoken: Readonly<Record<string, Column<RegisterEntry>['cell']>> = {
    event: (one) => words.heading(`event.${one.event}`),
    state: (one) => words.value('state', one.state),
    origin: (one) => words.place(one.origin),
    destination: (one) => words.place(one.destination),
    crosses: (one) => words.heading(one.crosses ? 'cell.yes' : 'cell.no'),
    recipient_kind: (one) => words.value('recipient_kind', one.recipientKind),
    purpose: (one) => words.value('purpose', one.purpose),
    level: (one) => words.value('level', one.level),
    bases: (one) => all('basis', one.bases),
    contracts: (one) => all('contract', one.contracts),
    filings: (one) => all('filing', one.filings),
    assessments: (one) => all('assessment', one.assessments),
    sensitive_for: (one) => joined(one.sensitiveFor.map(words.place)),
    safeguards: (one) => safeguardWords(words, one.safeguards),
    outcome: (one) => words.heading(`outcome.${one.outcome}`),
    effect: (one) => (one.effect === null ? null : words.value('effect', one.effect)),
  };
  return CSV_COLUMNS.map((column) => ({ ...column, cell: spoken[column.key] ?? column.cell }));
}

/** Safeguards in words: who holds the keys, and the duties that came with the decision. */
export function safeguardWords(words: RegisterWords, safeguards: readonly string[]): string {
  return joined(
    safeguards.map((one) =>
      one === 'pseudonymised'
        ? words.heading('safeguard.pseudonymised')
        : one.startsWith('custody:')
          ? words.heading(`custody.${one.slice('custody:'.length)}`)
          : words.value('obligation', one),
    ),
  );
}
