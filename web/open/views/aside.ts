/** A piece in the place of a step, once its part has arrived; and the page on which one arrives from another device. */
import { actionButton, h, replaceContent, setShown } from '../page/dom.ts';
import { type BuildView, heading, notice, problemText } from './view.ts';

export const asideView: BuildView = (t, acts, shown) => {
  const title = h('h1', { tabindex: '-1', class: 'unseen' }, t('aside.loading'));
  const bar = h('div', { class: 'bar', 'aria-hidden': 'true' });
  const problem = notice('problem');
  const place = h('div', {});
  const back = actionButton('plain', acts.leaveAside);
  back.set(t('action.back'), false);
  return {
    root: h('div', {}, title, bar, problem.root, place, back.root),
    heading: title,
    update: ({ state, locale }) => {
      problem.set(problemText(t, state.problem));
      const piece = acts.drawAside(locale);
      setShown(bar, piece === undefined && state.problem === null);
      setShown(title, piece === undefined);
      if (piece === undefined || place.firstChild === piece) return;
      replaceContent(place, piece);
      const name = piece.querySelector('h1');
      if (name !== null && shown.locale === locale) name.focus();
    },
  };
};

export const arrivingView: BuildView = (t, acts) => {
  const title = heading(t('arriving.title'));
  const start = actionButton('primary', () => acts.openAside('arrive'));
  start.set(t('arriving.start'), false);
  return {
    root: h('div', {}, title, h('p', { class: 'lead' }, t('arriving.text')), start.root),
    heading: title,
    update: () => undefined,
  };
};

const NAMES = {
  factors: 'aside.factors',
  pairing: 'aside.pairing',
  sessions: 'aside.sessions',
  shared: 'aside.shared',
  looks: 'aside.looks',
} as const;

/** Ways to the pieces, below what a step is about. */
export function asideLinks(
  t: Parameters<BuildView>[0],
  acts: Parameters<BuildView>[1],
  names: readonly (keyof typeof NAMES)[],
): HTMLElement {
  const buttons = names.map((name) => {
    const button = actionButton('plain', () => acts.openAside(name));
    button.set(t(NAMES[name]), false);
    return button.root;
  });
  return h('div', { class: 'asides' }, ...buttons);
}
