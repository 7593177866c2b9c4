/** Two short pages: going on after a reload, and a link that arrived damaged. */
import { actionButton, h, setShown } from '../page/dom.ts';
import { type BuildView, heading, notice, problemText } from './view.ts';

export const resumingView: BuildView = (t, acts) => {
  const title = heading(t('landing.resuming'));
  const bar = h('div', { class: 'bar', 'aria-hidden': 'true' });
  const problem = notice('problem');
  const retry = actionButton('primary', acts.retry);
  retry.set(t('action.retry'), false);
  return {
    root: h('div', {}, title, bar, problem.root, retry.root),
    heading: title,
    update: ({ state }) => {
      problem.set(problemText(t, state.problem));
      setShown(bar, state.problem === null);
      setShown(retry.root, state.problem !== null);
    },
  };
};

export const badLinkView: BuildView = (t) => {
  const title = heading(t('link.title'));
  return {
    root: h('div', {}, title, h('p', { class: 'lead' }, t('link.text'))),
    heading: title,
    update: () => undefined,
  };
};
