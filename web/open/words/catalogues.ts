/** Compiled texts in every language: of the page (text.ts), or of a part (`locales/<locale>/open-<part>.json`). */
import type { Locale } from '../../../src/model/locale.ts';
import { fillMessage, type Values } from './fill.ts';

export type Catalogues = Readonly<Record<Locale, Readonly<Record<string, readonly unknown[]>>>>;

/** Returns a text in one language, empty for an id that there is not. */
export function textOf(catalogues: Catalogues, locale: Locale, id: string, values?: Values): string {
  return fillMessage(catalogues[locale][id] || [], values || {});
}
