/** The part's own texts. */
import { messages as en } from 'catalogue:en/open-factors';
import { messages as pt } from 'catalogue:pt/open-factors';
import { messages as zhHans } from 'catalogue:zh-Hans/open-factors';
import { messages as zhHant } from 'catalogue:zh-Hant/open-factors';
import type ids from '../../../../locales/en/open-factors.json';
import type { Locale } from '../../../../src/model/locale.ts';
import type { Child } from '../../page/dom.ts';
import { type Stage, stageIn } from '../../page/stage.ts';
import { type Catalogues, textOf } from '../../words/catalogues.ts';
import type { Values } from '../../words/fill.ts';

export type PartMessage = keyof typeof ids;
export type Say = (id: PartMessage, values?: Values) => string;

const CATALOGUES: Catalogues = { 'zh-Hant': zhHant, 'zh-Hans': zhHans, pt, en };

function sayIn(locale: Locale): Say {
  return (id, values) => textOf(CATALOGUES, locale, id, values);
}

/** @param view - The content for a state; its first element is the heading. */
export function stage<S>(first: S, view: (say: Say, state: S, locale: Locale) => readonly Child[]): Stage<S> {
  return stageIn(sayIn, first, view);
}
