/** Words of forms in the languages a regulator accepts: several languages stand below each other in a label, beside each other in a value. */
import { type CompiledCatalogue, createTranslator, type Translate } from '../../base/translate.ts';
import type { Locale } from '../../model/locale.ts';

/** Per language the texts of forms, and those of the console, whose names for purposes, bases and filings are used here too. */
export type Catalogues = Readonly<Record<Locale, CompiledCatalogue>>;

export type Words = {
  /** Languages of the document, the leading one first. */
  readonly tongues: readonly [Locale, ...Locale[]];
  readonly has: (id: string) => boolean;
  /** A sentence or label: one line per language. */
  readonly text: (id: string, values?: Readonly<Record<string, string | number>>) => string;
  /** A name: languages divided by a slash, said once when they agree. */
  readonly name: (id: string) => string;
  /** The name of `prefix.key`, or the key itself where no language knows it. */
  readonly known: (prefix: string, key: string) => string;
  /** Names of places by ISO 3166-1 code. */
  readonly place: (code: string) => string;
  readonly list: (parts: readonly string[]) => string;
};

/** @throws (its functions) `translate.missing_text` */
export function createWords(catalogues: Catalogues, tongues: readonly [Locale, ...Locale[]]): Words {
  const translators = tongues.map((locale): Translate => createTranslator(locale, catalogues[locale]));
  const has = (id: string): boolean => tongues.every((locale) => Object.hasOwn(catalogues[locale], id));
  const all = (id: string, values?: Readonly<Record<string, string | number>>): string[] => [
    ...new Set(translators.map((translate) => translate(id, values))),
  ];
  const name = (id: string): string => all(id).join(' / ');
  return {
    tongues,
    has,
    text: (id, values) => all(id, values).join('\n'),
    name,
    known: (prefix, key) => (has(`${prefix}.${key}`) ? name(`${prefix}.${key}`) : key),
    place: (code) =>
      has(`place.${code}`)
        ? name(`place.${code}`)
        : [...new Set(tongues.map((locale) => placeName(locale, code)))].join(' / '),
    list: (parts) => [...new Set(parts)].join(tongues[0].startsWith('zh') ? '；' : '; '),
  };
}

function placeName(locale: Locale, code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames(locale, { type: 'region', style: 'short', fallback: 'code' }).of(code) ?? code;
}
