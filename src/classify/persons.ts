/** Tells the persons apart that the findings are about: how many there are, and one key for each. */
import type { FindingType } from '../model/classification.ts';
import { compact } from './packs/pack.ts';
import { COUNTING_SCORE, type Hit } from './scan/hit.ts';
import { nameKey } from './scan/names.ts';
import type { Scan } from './scan/scan.ts';

/** Each value of these belongs to one person; two different values of one type are (nearly always) two persons. */
const IDENTIFYING: ReadonlySet<FindingType> = new Set<FindingType>([
  'person_name', 'phone', 'email', 'hkid', 'mo_bir', 'cn_resident_id', 'tw_id', 'pt_nif', 'pt_cc', 'passport', 'home_return_permit', 'mrz', 'bank_account', 'bank_card', 'iban', 'wechat_id', 'alipay_id', 'date_of_birth', 'qq_id', 'travel_permit', 'us_ssn',
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

/** Canonical keys of the values, by the type under which they were found. */
type Person = { readonly values: Map<FindingType, Set<string>> };

/** What names a person best, first. A key is taken from the first group of which the person has a value. */
const STRENGTH: readonly (readonly FindingType[])[] = [
  ['cn_resident_id', 'hkid', 'mo_bir', 'pt_cc', 'pt_nif', 'tw_id', 'us_ssn'],
  ['passport', 'mrz', 'home_return_permit', 'travel_permit'],
  ['email'],
  ['phone'],
  ['bank_account', 'bank_card', 'iban', 'wechat_id', 'alipay_id', 'qq_id'],
];

/**
 * Returns the estimate. In tables each row is one record, so that a column of names or numbers is counted exactly;
 * in running text values are joined to the name before them. The same value always means the same person.
 */
export function estimatePersons(scan: Scan): number {
  return gatherPersons(scan).size;
}

/**
 * Returns one key per person, all different, sorted: the strongest value that names them, in one spelling whatever form it stands in.
 * Names alone are the weakest: two persons of one name have one key. Keys are values: hash them before they go anywhere.
 */
export function personsOf(scan: Scan): readonly string[] {
  return [...gatherPersons(scan)].map(personKey).sort();
}

function gatherPersons(scan: Scan): ReadonlySet<Person> {
  const { source, hits } = scan;
  const byValue = new Map<string, Person>();
  const byPart = new Map<string, Person>();
  const persons = new Set<Person>();
  const keyOf = keysOf();
  let record: Person | null = null;
  let lastEnd = -RECORD_REACH;
  let row = 0;
  for (const hit of hits) {
    if (!isIdentifying(hit)) continue;
    const rowBefore = row;
    while ((source.tables.rows[row] ?? Number.POSITIVE_INFINITY) <= hit.start) row += 1;
    if (row !== rowBefore || hit.start - lastEnd > RECORD_REACH) record = null;
    const key = keyOf(hit.type, source.view.text.slice(hit.start, hit.end));
    const known = byValue.get(key);
    const person: Person =
      known ?? byPart.get(key) ?? joinable(record, hit, key, source.view.text.slice(lastEnd, hit.start)) ?? newPerson();
    // Somebody who is named again, as most are, is as known as before.
    if (known === undefined) {
      persons.add(person);
      byValue.set(key, person);
      for (const part of partsOf(hit.type, key)) if (!byPart.has(part)) byPart.set(part, person);
      person.values.set(hit.type, (person.values.get(hit.type) ?? new Set()).add(key));
    }
    record = person;
    lastEnd = hit.end;
  }
  return persons;
}

function isIdentifying({ type, score, role }: Hit): boolean {
  return IDENTIFYING.has(type) && score >= COUNTING_SCORE && !role;
}

/** Spells each name once: most are in a text again and again. */
function keysOf(): (type: FindingType, value: string) => string {
  const names = new Map<string, string>();
  return (type, value) => {
    if (type !== 'person_name') return valueKey(type, value);
    const known = names.get(value) ?? valueKey(type, value);
    names.set(value, known);
    return known;
  };
}

const NAME_KEY = 'person_name:';

/** "Ana Sousa" may be called "Ana" or "Sousa" from then on. */
function partsOf(type: FindingType, key: string): string[] {
  if (type !== 'person_name' || !key.includes(' ')) return [];
  const words = key.slice(NAME_KEY.length).split(' ');
  return [`${NAME_KEY}${words[0] ?? ''}`, `${NAME_KEY}${words.at(-1) ?? ''}`];
}

function newPerson(): Person {
  return { values: new Map() };
}

/** Returns the record's person when the value may be theirs: a new kind of value, or the name again in other letters. */
function joinable(record: Person | null, hit: Hit, key: string, gap: string): Person | null {
  if (record === null) return null;
  const isAlias = hit.type === 'person_name' && /^[(/]$/.test(gap);
  return isAlias || fits(record, hit.type, key) ? record : null;
}

/** Whether a value may belong to the record's person. */
function fits(person: Person, type: FindingType, key: string): boolean {
  const known = person.values.get(type);
  return known === undefined || known.has(key) || (SEVERAL.has(type) && known.size < 2);
}

/** INVARIANT: a value's key belongs to one person only (`byValue`), so no two persons get the same key here. */
function personKey(person: Person): string {
  for (const types of STRENGTH) {
    const key = first(types.flatMap((type) => [...(person.values.get(type) ?? [])]));
    if (key !== undefined) return key;
  }
  const name = first(person.values.get('person_name') ?? []);
  const born = first(person.values.get('date_of_birth') ?? []);
  return [name, born].filter((part) => part !== undefined).join('|');
}

function first(keys: Iterable<string>): string | undefined {
  return [...keys].sort()[0];
}

/** The kind of a value and the value in one spelling. The normalised view has made full-width and odd dashes plain already. */
export function valueKey(type: FindingType, value: string): string {
  if (type === 'mrz') return zoneKey(value);
  return `${type}:${spell(type, value)}`;
}

function spell(type: FindingType, value: string): string {
  if (type === 'person_name') {
    const name = nameKey(value);
    return /[\u3400-\u9fff]/.test(name) ? name.replaceAll(' ', '') : name;
  }
  if (type === 'email' || type === 'wechat_id') return value.toLowerCase();
  if (type === 'phone') return compact(value).replace(/^00/, '');
  if (type === 'date_of_birth') return spellDate(value);
  return type === 'secret' ? value : compact(value).toUpperCase();
}

/** `1988-11-05` for a date with its year first or last; day before month, as it is written here. */
function spellDate(value: string): string {
  const parts = value.match(/\d+/g) ?? [];
  const [a = '', b = '', c = ''] = parts;
  const pad = (part: string): string => part.padStart(2, '0');
  if (parts.length === 1 && a.length === 8) return `${a.slice(0, 4)}-${a.slice(4, 6)}-${a.slice(6)}`;
  if (parts.length === 3 && a.length === 4) return `${a}-${pad(b)}-${pad(c)}`;
  if (parts.length === 3 && c.length === 4) return `${c}-${pad(b)}-${pad(a)}`;
  return compact(value);
}

/** The number of the document, so that a passport is one whether its number or its zone is read. */
function zoneKey(zone: string): string {
  const lines = zone.split(/\r?\n/).map((line) => line.trim());
  const isCard = lines.length === 3;
  const number = isCard ? (lines[0] ?? '').slice(5, 14) : (lines[1] ?? lines[0] ?? '').slice(0, 9);
  const plain = number.replaceAll('<', '');
  return plain === '' ? `mrz:${compact(zone)}` : `passport:${plain}`;
}
