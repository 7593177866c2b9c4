/** Finding records: by words in anything that the page shows of them, by state, by what kind of record it is. */
import { RECORD_STATES, type StandingRecord } from '../../../src/model/api/records.ts';

export const RECORD_KINDS = ['bases', 'contracts', 'filings', 'assessments'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];
export const STATE_FILTERS = ['current', ...RECORD_STATES, 'all'] as const;
export type StateFilter = (typeof STATE_FILTERS)[number];

/** Records that may still serve something; the others are history. */
const CURRENT: ReadonlySet<StandingRecord['state']> = new Set(['in_force', 'soon', 'planned', 'outgrown']);

export type RecordFilter = { readonly words: string; readonly state: StateFilter; readonly kind: RecordKind | 'all' };

/** `shown` are the texts under which the reader sees the record. Every word has to be in one of them. */
export function matchesRecord(record: StandingRecord, filter: RecordFilter, shown: readonly string[]): boolean {
  const { words, state, kind } = filter;
  if (state === 'current' ? !CURRENT.has(record.state) : state !== 'all' && record.state !== state) return false;
  if (kind !== 'all' && record[kind].length === 0) return false;
  const text = shown.join('\n').normalize('NFKC').toLowerCase();
  return words
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
