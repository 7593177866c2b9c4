/** The reader's language: chosen on this page, else the best of the browser's list. */
import type { Locale } from '../../../src/model/locale.ts';

export const LOCALES: readonly Locale[] = ['zh-Hant', 'zh-Hans', 'pt', 'en'];

/** Full BCP 47 tags: fonts and formats differ by place, not only by script. */
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

const KEY = 'entrepot.open.locale';

export function isLocale(text: string): text is Locale {
  return LOCALES.some((locale) => locale === text);
}

/**
 * Returns the best of the four for a list of BCP 47 tags, most wanted first; `zh-Hant` when none fits. The same as
 * `pickLocale` of the model, which would bring its schema library into this bundle; a test holds the two together.
 */
export function pickLocale(tags: readonly string[]): Locale {
  for (const tag of tags) {
    const lower = tag.toLowerCase();
    if (/^zh\b/.test(lower)) return /hans|-cn|-sg|-my/.test(lower) ? 'zh-Hans' : 'zh-Hant';
    if (lower.startsWith('pt')) return 'pt';
    if (lower.startsWith('en')) return 'en';
  }
  return 'zh-Hant';
}

/** Private windows may refuse storage, which counts as no choice. */
export function storedLocale(): Locale | undefined {
  try {
    const stored = localStorage.getItem(KEY) || '';
    return isLocale(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
}

export function storeLocale(locale: Locale): void {
  try {
    localStorage.setItem(KEY, locale);
  } catch {
    // The choice then lasts as long as the page.
  }
}
