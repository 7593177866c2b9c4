/** Words of an export in the reader's language: headings of its own, and the console's words for values, so that both say the same. */
import { type CompiledCatalogue, createTranslator, type Translate } from '../../base/translate.ts';
import type { Locale } from '../../model/locale.ts';

export type RegisterWords = {
  /** A heading or another text of the exports. */
  readonly heading: Translate;
  /** The word for a value, or the value itself where there is none: `purpose`, `payroll` gives "Payroll". */
  readonly value: (kind: ValueKind, value: string) => string;
  readonly place: (code: string) => string;
};

export type ValueKind =
  | 'purpose'
  | 'state'
  | 'level'
  | 'basis'
  | 'contract'
  | 'filing'
  | 'assessment'
  | 'recipient_kind'
  | 'effect'
  | 'obligation';

/** Catalogues of one language; read by whoever composes the program. */
export type RegisterCatalogues = { readonly register: CompiledCatalogue; readonly console: CompiledCatalogue };

const TAGS: Readonly<Record<Locale, string>> = {
  'zh-Hant': 'zh-Hant-MO',
  'zh-Hans': 'zh-Hans-CN',
  pt: 'pt-PT',
  en: 'en-GB',
};

export function createRegisterWords(locale: Locale, catalogues: RegisterCatalogues): RegisterWords {
  const console = createTranslator(TAGS[locale], catalogues.console);
  const places = new Intl.DisplayNames([TAGS[locale]], { type: 'region', fallback: 'code' });
  const known = (id: string): boolean => Object.hasOwn(catalogues.console, id);
  return {
    heading: createTranslator(TAGS[locale], catalogues.register),
    value: (kind, value) => {
      const [name = value, days] = value.split(':');
      const id = `${kind}.${name}`;
      if (!known(id)) return value;
      return console(id, days === undefined ? {} : { days: Number(days) });
    },
    place: (code) => {
      if (known(`place.${code}`)) return console(`place.${code}`);
      return /^[A-Z]{2}$/.test(code) ? (places.of(code) ?? code) : code;
    },
  };
}
