/** From message id and values to text, in one language. The texts were compiled at build time; this only fills them in. */
import { messages as en } from 'catalogue:en/open';
import { messages as pt } from 'catalogue:pt/open';
import { messages as zhHans } from 'catalogue:zh-Hans/open';
import { messages as zhHant } from 'catalogue:zh-Hant/open';
import type ids from '../../../locales/en/open.json';
import type { Locale } from '../../../src/model/locale.ts';
import { type Catalogues, textOf } from './catalogues.ts';
import type { Values } from './fill.ts';

export type MessageId = keyof typeof ids;
export type Translate = (id: MessageId, values?: Values) => string;

const CATALOGUES: Catalogues = { 'zh-Hant': zhHant, 'zh-Hans': zhHans, pt, en };

/** Returns the words of one language. Every language has every id: the build's test compares them. */
export function translatorFor(locale: Locale): Translate {
  return (id, values) => textOf(CATALOGUES, locale, id, values);
}
