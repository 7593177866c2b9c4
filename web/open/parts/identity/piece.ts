/** The pieces of this part, in its own words. */
import type { Locale } from '../../../../src/model/locale.ts';
import type { Child } from '../../page/dom.ts';
import { type Stage, stageIn } from '../../page/stage.ts';
import { type Say, sayIn } from './words.ts';

export { askAgain, type Stage } from '../../page/stage.ts';

/** @param view - The content for a state; its first element is the heading. */
export function stage<S>(first: S, view: (say: Say, state: S, locale: Locale) => readonly Child[]): Stage<S> {
  return stageIn(sayIn, first, view);
}
