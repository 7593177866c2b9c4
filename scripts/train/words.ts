/** The word lists that training draws from. All are under permissive licences; README.md names them. */
import { existsSync, readFileSync } from 'node:fs';
import { allLocales } from '@faker-js/faker';
import { z } from 'zod';

const MODULES = new URL('node_modules/', import.meta.url);

export type HanWord = { readonly word: string; readonly count: number; readonly kind: string };

export type Words = {
  /** Simplified; most frequent first. */
  readonly han: readonly HanWord[];
  /** Folded or accented small letters, most frequent first. */
  readonly english: readonly string[];
  readonly portuguese: readonly string[];
  /** Surnames of the United States, most frequent first, small letters. */
  readonly surnames: readonly string[];
  readonly givenNames: readonly string[];
  /** Sentences of our own without anything personal. */
  readonly plain: {
    readonly han: readonly string[];
    readonly english: readonly string[];
    readonly portuguese: readonly string[];
  };
  /** Traditional and Simplified characters in turn. */
  readonly pairs: string;
};

const listSchema = z.array(z.string());

function readList(path: string): string[] {
  return listSchema.parse(JSON.parse(readFileSync(new URL(path, MODULES), 'utf8')));
}

/** Reads the installed lists; `own` leaves them out, which is enough for a trial run. */
export function readWords(own: boolean): Words {
  if (own) return { han: [], english: [], portuguese: [], surnames: [], givenNames: [], plain: readPlain(), pairs: '' };
  if (!existsSync(MODULES)) throw new Error('first: npm ci --prefix scripts/train --omit=optional --ignore-scripts');
  const zxcvbn = '@zxcvbn-ts/language-';
  return {
    han: readHan(),
    english: merge(readList(`${zxcvbn}en/src/wikipedia.json`), readList(`${zxcvbn}en/src/commonWords.json`)),
    portuguese: merge(readList(`${zxcvbn}pt-br/src/wikipedia.json`), readList(`${zxcvbn}pt-br/src/commonWords.json`)),
    surnames: readList(`${zxcvbn}en/src/lastnames.json`),
    givenNames: [...readList(`${zxcvbn}en/src/firstnames.json`), ...readList(`${zxcvbn}pt-br/src/firstnames.json`)],
    plain: readPlain(),
    pairs: readPairs(),
  };
}

function readHan(): HanWord[] {
  return readFileSync(new URL('@node-rs/jieba/dict.txt', MODULES), 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([word = '']) => /^[\u4e00-\u9fff]{1,8}$/.test(word))
    .map(([word = '', count = '0', kind = '']) => ({ word, count: Number(count), kind }))
    .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));
}

function readPlain(): Words['plain'] {
  const read = (name: string): string[] =>
    readFileSync(new URL(`data/plain-${name}.txt`, import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  return { han: read('zh'), english: read('en'), portuguese: read('pt') };
}

/** One from each in turn, so that the rank means about the same for both. */
function merge(a: readonly string[], b: readonly string[]): string[] {
  const all = new Set<string>();
  for (let i = 0; i < Math.max(a.length, b.length); i += 1)
    for (const word of [a[i], b[i]]) if (word !== undefined && /^\p{Ll}+$/u.test(word)) all.add(word);
  return [...all];
}

function readPairs(): string {
  const text = readFileSync(new URL('opencc-js/dist/esm-lib/dict/TSCharacters.js', MODULES), 'utf8');
  const body = /"([^"]*)"/.exec(text)?.[1] ?? '';
  return body
    .split('|')
    .map((entry) => entry.split(' '))
    .filter(([from = '', to = '']) => from.length === 1 && to.length === 1 && from !== to)
    .map(([from, to]) => `${from}${to}`)
    .join('');
}

type People = { readonly given: readonly string[]; readonly surnames: readonly string[] };

const nestedSchema = z.union([
  z.array(z.string()),
  z.looseObject({
    generic: z.array(z.string()).nullish(),
    female: z.array(z.string()).nullish(),
    male: z.array(z.string()).nullish(),
  }),
]);

/** A list, or lists by sex, as one list. */
export function flatten(definition: unknown): string[] {
  const parsed = nestedSchema.safeParse(definition ?? []);
  if (!parsed.success) return [];
  if (Array.isArray(parsed.data)) return parsed.data;
  const { generic, female, male } = parsed.data;
  return [...new Set([...(generic ?? []), ...(female ?? []), ...(male ?? [])])];
}

/** Names of one faker locale. */
export function peopleOf(locale: keyof typeof allLocales): People {
  const { person } = allLocales[locale];
  return { given: flatten(person?.first_name), surnames: flatten(person?.last_name) };
}
