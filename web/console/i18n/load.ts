/** Loads one language; each is a file of its own, so that nobody downloads the other three. */
import type { CompiledMessage } from '@lingui/message-utils/compileMessage';
import { type I18n, setupI18n } from '@lingui/core';
import type { Locale } from './locale.ts';

type CatalogueModule = { readonly messages: Record<string, CompiledMessage> };

const CONSOLE: Readonly<Record<Locale, () => Promise<CatalogueModule>>> = {
  'zh-Hant': () => import('catalogue:zh-Hant/console'),
  'zh-Hans': () => import('catalogue:zh-Hans/console'),
  pt: () => import('catalogue:pt/console'),
  en: () => import('catalogue:en/console'),
};

const ERRORS: Readonly<Record<Locale, () => Promise<CatalogueModule>>> = {
  'zh-Hant': () => import('catalogue:zh-Hant/errors'),
  'zh-Hans': () => import('catalogue:zh-Hans/errors'),
  pt: () => import('catalogue:pt/errors'),
  en: () => import('catalogue:en/errors'),
};

/** Messages of both catalogues; ids of errors are prefixed so that they cannot meet those of the pages. */
export async function loadLocale(locale: Locale): Promise<I18n> {
  const [pages, errors] = await Promise.all([CONSOLE[locale](), ERRORS[locale]()]);
  const prefixed = Object.fromEntries(Object.entries(errors.messages).map(([code, text]) => [`error:${code}`, text]));
  return setupI18n({ locale, messages: { [locale]: { ...pages.messages, ...prefixed } } });
}
