/** Which language the console speaks, and how each is named and tagged. */
import { LOCALES, type Locale, localeSchema, pickLocale } from '../../../src/model/locale.ts';

/** Full BCP 47 tags: fonts, hyphenation and formats differ by place, not only by script. */
export const LANGUAGE_TAGS: Readonly<Record<Locale, string>> = {
  'zh-Hant': 'zh-Hant-MO',
  'zh-Hans': 'zh-Hans-CN',
  pt: 'pt-PT',
  en: 'en-GB',
};

/** Each language in its own words, as a reader looks for it. */
export const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = {
  'zh-Hant': '繁體中文',
  'zh-Hans': '简体中文',
  pt: 'Português',
  en: 'English',
};

const KEY = 'entrepot.locale';

/** The language chosen before on this device, else the best of the browser's list. */
export function initialLocale(stored: string | null, wanted: readonly string[]): Locale {
  const chosen = localeSchema.safeParse(stored);
  return chosen.success ? chosen.data : pickLocale(wanted);
}

/** Reads the choice of this device; private windows may refuse storage, which counts as no choice. */
export function storedLocale(): Locale {
  try {
    return initialLocale(localStorage.getItem(KEY), navigator.languages);
  } catch {
    return initialLocale(null, navigator.languages);
  }
}

export function storeLocale(locale: Locale): void {
  try {
    localStorage.setItem(KEY, locale);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

export { LOCALES, type Locale };
