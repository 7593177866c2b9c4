/** The part's own texts. */
import { messages as en } from 'catalogue:en/open-requests';
import { messages as pt } from 'catalogue:pt/open-requests';
import { messages as zhHans } from 'catalogue:zh-Hans/open-requests';
import { messages as zhHant } from 'catalogue:zh-Hant/open-requests';
import type ids from '../../../../locales/en/open-requests.json';
import type { Locale } from '../../../../src/model/locale.ts';
import { type Catalogues, textOf } from '../../words/catalogues.ts';
import type { Values } from '../../words/fill.ts';

export type PartMessage = keyof typeof ids;
export type Say = (id: PartMessage, values?: Values) => string;

const CATALOGUES: Catalogues = { 'zh-Hant': zhHant, 'zh-Hans': zhHans, pt, en };

export function sayIn(locale: Locale): Say {
  return (id, values) => textOf(CATALOGUES, locale, id, values);
}
