/** A piece as a value that is drawn: state in, elements out. What a person types in stays, because only a new state draws anew. */
import type { Locale } from '../../../src/model/locale.ts';
import { type Child, h, replaceContent } from './dom.ts';

/** A piece that is shown; it goes on by itself until the page shows something else. */
export type Piece = {
  /** The same element for the same language as long as the piece lives. */
  readonly draw: (locale: Locale) => HTMLElement;
};

export type Stage<S> = {
  readonly piece: Piece;
  readonly state: () => S;
  /** Draws anew, with the focus on the heading or on what is marked with `data-focus`. */
  readonly set: (state: S) => void;
  /** Whether it is on the page still: what asks again and again stops when it is not. */
  readonly isShown: () => boolean;
};

/**
 * @param sayIn - The words of the part that draws.
 * @param view - The content for a state; its first element is the heading.
 */
export function stageIn<S, W>(
  sayIn: (locale: Locale) => W,
  first: S,
  view: (say: W, state: S, locale: Locale) => readonly Child[],
): Stage<S> {
  let state = first;
  let drawn: { readonly locale: Locale; readonly root: HTMLElement } | undefined;
  const fill = (root: HTMLElement, locale: Locale): void => replaceContent(root, ...view(sayIn(locale), state, locale));
  return {
    piece: {
      draw: (locale) => {
        if (drawn === undefined || drawn.locale !== locale) {
          const root = h('div', {});
          drawn = { locale, root };
          fill(root, locale);
        }
        return drawn.root;
      },
    },
    state: () => state,
    set: (next) => {
      state = next;
      if (drawn === undefined) return;
      const { root, locale } = drawn;
      fill(root, locale);
      const wanted = root.querySelector('[data-focus]') || root.querySelector('h1');
      if (wanted instanceof HTMLElement && document.contains(root)) wanted.focus();
    },
    isShown: () => drawn !== undefined && document.contains(drawn.root),
  };
}

/** Asks again after a while, as long as the piece is shown and the answer is to go on. */
export function askAgain(of: Pick<Stage<unknown>, 'isShown'>, everyMs: number, ask: () => Promise<boolean>): void {
  const goOn = async (): Promise<void> => {
    let goesOn = true;
    try {
      goesOn = await ask();
    } catch {
      // Asked again.
    }
    if (goesOn) later();
  };
  const later = (): void => {
    setTimeout(() => {
      if (!of.isShown()) return;
      void goOn();
    }, everyMs);
  };
  later();
}
