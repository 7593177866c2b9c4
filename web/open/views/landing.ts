/** First step: what this is, and under which address the sender knows the reader. The same for every link. */
import { actionButton, h, setAttribute } from '../page/dom.ts';
import { asideLinks } from './aside.ts';
import { inAppHint } from './in-app-hint.ts';
import { type BuildView, heading, notice, problemText, slowText } from './view.ts';

export const landingView: BuildView = (t, acts, shown) => {
  const title = heading(t('landing.title'));
  const problem = notice('problem', 'address-problem');
  const ended = notice('info');
  const slow = notice('plain');
  const field = h('input', {
    id: 'address',
    name: 'email',
    type: 'email',
    inputmode: 'email',
    autocomplete: 'email',
    autocapitalize: 'none',
    autocorrect: 'off',
    spellcheck: 'false',
    maxlength: '254',
    required: '',
  });
  field.value = shown.state.address;
  field.addEventListener('input', () => acts.typeAddress(field.value));
  const submit = actionButton('primary');
  const have = actionButton('quiet', acts.haveCode);
  const others = actionButton('plain', acts.otherWays);
  const form = h(
    'form',
    { novalidate: '' },
    h('label', { for: 'address' }, t('landing.address')),
    h('p', { id: 'address-hint', class: 'hint' }, t('landing.address_hint')),
    field,
    problem.root,
    submit.root,
    slow.root,
    have.root,
    others.root,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    acts.sendCode();
  });
  const root = h(
    'div',
    {},
    h('p', { class: 'step' }, t('page.step', { n: 1 })),
    title,
    ended.root,
    h('p', { class: 'lead' }, t('landing.lead')),
    form,
    h('h2', {}, t('landing.next')),
    h(
      'ul',
      { class: 'points' },
      h('li', {}, t('landing.next_code')),
      h('li', {}, t('landing.next_record')),
      h('li', {}, t('landing.next_never')),
    ),
    ...(shown.inApp === undefined ? [] : [inAppHint(t, shown)]),
    asideLinks(t, acts, ['pairing']),
  );
  return {
    root,
    heading: title,
    update: (now) => {
      const { state } = now;
      const busy = state.busyWith === 'code';
      submit.set(t(busy ? 'landing.sending' : 'landing.send'), busy);
      have.set(t('landing.have_code'), false);
      others.set(t('ways.other'), state.busyWith === 'ways');
      ended.set(state.ended ? t('landing.ended') : '');
      slow.set(slowText(t, now));
      problem.set(problemText(t, state.problem));
      const wrong = state.problem !== null && state.problem.kind === 'address';
      setAttribute(field, 'aria-invalid', wrong ? 'true' : undefined);
      setAttribute(field, 'aria-describedby', wrong ? 'address-problem address-hint' : 'address-hint');
      field.readOnly = busy;
      if (wrong && document.activeElement === submit.root) field.focus();
    },
  };
};
