/** The part's own texts. */
import { messages as en } from 'catalogue:en/open-identity';
import { messages as pt } from 'catalogue:pt/open-identity';
import { messages as zhHans } from 'catalogue:zh-Hans/open-identity';
import { messages as zhHant } from 'catalogue:zh-Hant/open-identity';
import type ids from '../../../../locales/en/open-identity.json';
import type { Locale } from '../../../../src/model/locale.ts';
import { type Catalogues, textOf } from '../../words/catalogues.ts';
import type { Values } from '../../words/fill.ts';

export type PartMessage = keyof typeof ids;
export type Say = (id: PartMessage, values?: Values) => string;

const CATALOGUES: Catalogues = { 'zh-Hant': zhHant, 'zh-Hans': zhHans, pt, en };

export function sayIn(locale: Locale): Say {
  return (id, values) => textOf(CATALOGUES, locale, id, values);
}
