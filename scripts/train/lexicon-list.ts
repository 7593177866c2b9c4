/** Collects what the model knows of single words and characters, as sorted keys and entries. */
import {
  GIVEN_SHIFT,
  hashUnit,
  hashStart,
  keyOf,
  KIND_SHIFT,
  ROLE,
  ROLE_SHIFT,
  WORD,
} from '../../src/classify/model/lexicon.ts';
import { HAN_DOUBLE, HAN_SURNAMES, list } from './name-lists.ts';
import { type People, SYLLABLES } from './people.ts';
import { COUNTRIES } from './addresses-latin.ts';
import type { Places } from './places.ts';
import type { Words } from './words.ts';

export type LexiconData = { readonly keys: Int32Array; readonly entries: Uint16Array; readonly pairs: Uint16Array };

const ROLES: readonly (readonly [number, string])[] = [
  [
    ROLE.title,
    'mr mrs ms miss dr prof sir madam mx sr sra dra exmo exma senhor senhora doutor doutora dona d eng professor ministro ministra min des desembargador desembargadora juiz juiza judge justice minister senator president captain officer',
  ],
  [
    ROLE.organisation,
    'ltd limited inc llc llp plc gmbh corp corporation company co group holdings bank lda limitada sa ltda foundation university college institute ministry department bureau council committee association tribunal ministerio camara banco universidade instituto associacao prefeitura conselho school hospital club agency orchestra party union court trust airlines hotel museum',
  ],
  [
    ROLE.street,
    'street st road rd avenue ave lane drive boulevard blvd way court square terrace close crescent highway place apt suite flat room block floor unit building tower mansion rua avenida av travessa praca largo estrada calcada alameda beco praceta rodovia andar esq dto edf edificio bloco lote apto via rue calle strada ulica utca jalan plaza box',
  ],
  [ROLE.particle, 'de da do dos das e van von der den del di la le bin binti al el ter y du'],
  [
    ROLE.time,
    'january february march april june july august september october november december monday tuesday wednesday thursday friday saturday sunday janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro jan feb mar apr jun jul aug sep sept oct nov dec easter christmas',
  ],
  [
    ROLE.job,
    'manager director engineer officer secretary chairman chief executive ceo cfo president analyst consultant lawyer attorney advogado gerente diretor director presidente relator relatora recorrente recorrido autor reu requerente procurador assistant partner head author singer coach driver',
  ],
];

/** Number of Han words; the rest would not pay for its bytes. */
const HAN_WORDS = 46_000;
const LATIN_WORDS = 15_000;
const KINDS: Readonly<Record<string, number>> = {
  n: 1,
  v: 2,
  vn: 2,
  a: 3,
  z: 3,
  b: 3,
  d: 4,
  ns: 5,
  nt: 6,
  nr: 7,
  nrt: 8,
  t: 9,
  m: 10,
  i: 11,
  l: 11,
  nz: 12,
  r: 13,
  c: 13,
  p: 13,
  u: 13,
  f: 14,
  s: 14,
};

export function collectLexicon(words: Words, people: People, places: Places): LexiconData {
  const pairs = Uint16Array.from(words.pairs.split('').map((char) => char.charCodeAt(0)));
  const folded = new Map<number, number>();
  for (let i = 0; i + 1 < pairs.length; i += 2) folded.set(pairs[i] ?? 0, pairs[i + 1] ?? 0);
  const entries = new Map<number, number>();
  const add = (word: string, bits: number): void => {
    const key = keyFor(word, folded);
    entries.set(key, (entries.get(key) ?? 0) | bits);
  };
  addRanks(words.english, add);
  addRanks(words.portuguese, add);
  for (const name of people.allGiven) for (const part of latinParts(name)) add(part, WORD.given);
  for (const name of [...people.allSurnames, ...words.surnames.slice(0, 9000)])
    for (const part of latinParts(name)) add(part, WORD.surname);
  for (const city of [...places.cities, ...COUNTRIES])
    for (const part of latinParts(city)) if (part.length > 3) add(part, WORD.place);
  for (const syllable of SYLLABLES) for (const part of latinParts(syllable)) add(part, WORD.syllable);
  for (const [role, text] of ROLES) for (const word of list(text)) add(word, role << ROLE_SHIFT);
  addHan(words, people, add);
  const sorted = [...entries].sort((a, b) => a[0] - b[0]);
  return {
    keys: Int32Array.from(sorted.map(([key]) => key)),
    entries: Uint16Array.from(sorted.map(([, entry]) => entry)),
    pairs,
  };
}

function latinParts(name: string): string[] {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z']+/)
    .filter((part) => part.length > 1);
}

/** Ranks 1, 2, 3 by frequency; a better rank in the other language stays. */
function addRanks(list_: readonly string[], add: (word: string, bits: number) => void): void {
  const seen = new Set<string>();
  for (const [rank, word] of list_.slice(0, LATIN_WORDS).entries()) {
    for (const part of latinParts(word)) {
      if (seen.has(part)) continue;
      seen.add(part);
      add(part, rank < 2000 ? 1 : rank < 7000 ? 2 : 3);
    }
  }
}

function addHan(words: Words, people: People, add: (word: string, bits: number) => void): void {
  // Names of persons are in the list too and left out; given names of foreign tongues, which are words of their own, stay.
  const chosen = words.han.filter(({ word, kind }) => word.length >= 2 && word.length <= 4 && kind !== 'nr');
  for (const [rank, { word, kind }] of chosen.slice(0, HAN_WORDS).entries())
    add(word, (3 - stepsBelow(rank + 1, HAN_RANKS)) | ((KINDS[kind] ?? 15) << KIND_SHIFT));
  for (const [rank, surname] of HAN_SURNAMES.split('').entries()) add(surname, 1 + stepsBelow(rank, SURNAME_RANKS));
  for (const surname of HAN_DOUBLE) add(surname, 7 << KIND_SHIFT);
  for (const [rank, char] of [...people.givenCharacters.keys()].slice(0, GIVEN_CHARACTERS).entries())
    add(char, stepsBelow(rank, GIVEN_RANKS) << GIVEN_SHIFT);
}

const HAN_RANKS = [6000, 22_000];
const SURNAME_RANKS = [40, 130];
const GIVEN_CHARACTERS = 2200;
const GIVEN_RANKS = [80, 250, 600, 1100, GIVEN_CHARACTERS];

/** How many of the bounds the rank is below. */
function stepsBelow(rank: number, bounds: readonly number[]): number {
  return bounds.filter((bound) => rank < bound).length;
}

function keyFor(word: string, folded: ReadonlyMap<number, number>): number {
  let hash = hashStart();
  for (let i = 0; i < word.length; i += 1) hash = hashUnit(hash, folded.get(word.charCodeAt(i)) ?? word.charCodeAt(i));
  return keyOf(hash);
}
