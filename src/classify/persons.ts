/** Estimates how many different persons the findings are about. */
import type { FindingType } from '../model/classification.ts';
import { compact } from './packs/pack.ts';
import { COUNTING_SCORE, type Hit } from './scan/hit.ts';
import { nameKey } from './scan/names.ts';
import type { Scan } from './scan/scan.ts';

/** Each value of these belongs to one person; two different values of one type are (nearly always) two persons. */
const IDENTIFYING: ReadonlySet<FindingType> = new Set<FindingType>([
  'person_name', 'phone', 'email', 'hkid', 'mo_bir', 'cn_resident_id', 'tw_id', 'pt_nif', 'pt_cc', 'passport', 'home_return_permit', 'mrz', 'bank_account', 'bank_card', 'iban', 'wechat_id', 'alipay_id', 'date_of_birth',
]); // biome-ignore format: a list reads better in rows

/** One person may well have two of these. */
const SEVERAL: ReadonlySet<FindingType> = new Set<FindingType>([
  'phone',
  'email',
  'bank_account',
  'bank_card',
  'passport',
]);

/** A record is what stands together: within this many units of the last value, or in one row of a table. */
const RECORD_REACH = 240;

type Person = { readonly values: Map<FindingType, Set<string>> };

/**
 * Returns the estimate. In tables each row is one record, so that a column of names or numbers is counted exactly;
 * in running text values are joined to the name before them. The same value always means the same person.
 */
export function estimatePersons(scan: Scan): number {
  const { source, hits } = scan;
  const byValue = new Map<string, Person>();
  const persons = new Set<Person>();
  let record: Person | null = null;
  let lastEnd = -RECORD_REACH;
  let row = 0;
  for (const hit of hits) {
    if (!IDENTIFYING.has(hit.type) || hit.score < COUNTING_SCORE || hit.role) continue;
    const rowBefore = row;
    while ((source.tables.rows[row] ?? Number.POSITIVE_INFINITY) <= hit.start) row += 1;
    if (row !== rowBefore || hit.start - lastEnd > RECORD_REACH) record = null;
    const value = keyOf(hit, source.view.text);
    const key = `${hit.type}:${value}`;
    const person: Person =
      byValue.get(key) ?? joinable(record, hit, value, source.view.text.slice(lastEnd, hit.start)) ?? newPerson();
    persons.add(person);
    byValue.set(key, person);
    person.values.set(hit.type, (person.values.get(hit.type) ?? new Set()).add(value));
    record = person;
    lastEnd = hit.end;
  }
  return persons.size;
}

function newPerson(): Person {
  return { values: new Map() };
}

/** Returns the record's person when the value may be theirs: a new kind of value, or the name again in other letters. */
function joinable(record: Person | null, hit: Hit, value: string, gap: string): Person | null {
  if (record === null) return null;
  const isAlias = hit.type === 'person_name' && /^[(/]$/.test(gap);
  return isAlias || fits(record, hit.type, value) ? record : null;
}

function keyOf(hit: Hit, text: string): string {
  const value = text.slice(hit.start, hit.end);
  if (hit.type === 'person_name') return nameKey(value);
  if (hit.type === 'email' || hit.type === 'wechat_id') return value.toLowerCase();
  return compact(value);
}

/** Whether a value may belong to the record's person. */
function fits(person: Person, type: FindingType, value: string): boolean {
  const known = person.values.get(type);
  return known === undefined || known.has(value) || (SEVERAL.has(type) && known.size < 2);
}
