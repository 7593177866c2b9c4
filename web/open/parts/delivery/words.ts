/** The part's own texts. */
import { messages as en } from 'catalogue:en/open-delivery';
import { messages as pt } from 'catalogue:pt/open-delivery';
import { messages as zhHans } from 'catalogue:zh-Hans/open-delivery';
import { messages as zhHant } from 'catalogue:zh-Hant/open-delivery';
import type ids from '../../../../locales/en/open-delivery.json';
import type { Locale } from '../../../../src/model/locale.ts';
import { type Catalogues, textOf } from '../../words/catalogues.ts';
import type { Values } from '../../words/fill.ts';

export type Say = (id: keyof typeof ids, values?: Values) => string;

const CATALOGUES: Catalogues = { 'zh-Hant': zhHant, 'zh-Hans': zhHans, pt, en };

export function wordsOf(locale: Locale): Say {
  return (id, values) => textOf(CATALOGUES, locale, id, values);
}
