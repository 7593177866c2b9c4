/** Second step: the six digits that came by another route. */
import type { State } from '../flow/state.ts';
import { actionButton, h, setAttribute, setShown, setText } from '../page/dom.ts';
import { formatCountdown } from '../words/format.ts';
import { normaliseAddress, normaliseCode } from '../words/input.ts';
import type { Translate } from '../words/text.ts';
import { type BuildView, heading, notice, problemText, slowText, type Shown } from './view.ts';

export const codeView: BuildView = (t, acts, shown) => {
  const title = heading(t('code.title'));
  const problem = notice('problem', 'code-problem');
  const resent = notice('info');
  const slow = notice('plain');
  const expiry = notice('plain');
  const lead = h('p', { class: 'lead' });
  const countdown = h('p', { class: 'hint', id: 'code-hint' });
  const wait = h('p', { class: 'hint' });
  const field = codeField(acts.typeCode, shown.state.code);
  const confirm = actionButton('primary');
  const resend = actionButton('quiet', acts.resendCode);
  const change = actionButton('plain', acts.changeAddress);
  const others = actionButton('plain', acts.otherWays);
  const form = h(
    'form',
    { novalidate: '' },
    h('label', { for: 'code' }, t('code.label')),
    countdown,
    field,
    expiry.root,
    problem.root,
    confirm.root,
    slow.root,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    acts.confirmCode();
  });
  const isSpoken = shown.state.as === 'spoken_code';
  const isRaise = shown.state.raise !== null;
  const help = h('details', {}, h('summary', {}, t('code.help')), h('p', {}, t('code.help_text')));
  setShown(help, !isSpoken);
  const root = h(
    'div',
    {},
    h('p', { class: 'step' }, isRaise ? t('ways.more') : t('page.step', { n: 2 })),
    title,
    lead,
    resent.root,
    form,
    h('div', { class: 'after' }, wait, resend.root, others.root, change.root),
    help,
  );
  return {
    root,
    heading: title,
    update: (now) => {
      const { state } = now;
      setText(lead, leadText(t, state));
      confirm.set(t(state.busyWith === 'verify' ? 'code.checking' : 'code.confirm'), state.busyWith === 'verify');
      change.set(t(isRaise ? 'action.back' : 'code.change'), false);
      others.set(t('ways.other'), state.busyWith === 'ways');
      resent.set(state.resent && state.busyWith !== 'resend' ? t('code.resent') : '');
      slow.set(slowText(t, now));
      problem.set(problemText(t, state.problem));
      setWrong(field, state);
      field.readOnly = state.busyWith === 'verify';
      if (field.value !== '' && state.code === '' && document.activeElement !== field) field.value = '';
      const waitMs = state.times === null ? 0 : state.times.resendFrom - now.now;
      const resending = state.busyWith === 'resend';
      setText(wait, waitMs > 0 ? t('code.resend_in', { time: formatCountdown(waitMs) }) : '');
      setShown(wait, waitMs > 0 && !isSpoken);
      setShown(resend.root, waitMs <= 0 && !isSpoken);
      resend.set(t(resending ? 'code.resending' : 'code.resend'), resending);
      showValidity(t, now, state.times, countdown, expiry.set);
    },
  };
};

function setWrong(field: HTMLInputElement, { problem }: State): void {
  const wrong = problem !== null && problem.kind.startsWith('code_');
  setAttribute(field, 'aria-invalid', wrong ? 'true' : undefined);
  setAttribute(field, 'aria-describedby', wrong ? 'code-problem code-hint' : 'code-hint');
}

function leadText(t: Translate, { as, times, raise, address }: State): string {
  if (as === 'spoken_code') return t('code.spoken');
  if (raise !== null) return t('code.sent_more');
  return t(times === null ? 'code.have' : 'code.sent', { address: normaliseAddress(address) });
}

/** The running time is for the eye; only its end is read out. */
function showValidity(
  t: Translate,
  { now }: Shown,
  times: State['times'],
  countdown: HTMLElement,
  tell: (text: string) => void,
): void {
  const left = times === null ? 0 : times.validUntil - now;
  const over = times !== null && left <= 0;
  setText(countdown, left > 0 ? t('code.valid', { time: formatCountdown(left) }) : '');
  setShown(countdown, left > 0);
  tell(over ? t('code.expired') : '');
}

function codeField(type: (code: string) => void, value: string): HTMLInputElement {
  const field = h('input', {
    id: 'code',
    name: 'code',
    type: 'text',
    class: 'code',
    inputmode: 'numeric',
    pattern: '[0-9]*',
    autocomplete: 'one-time-code',
    autocorrect: 'off',
    spellcheck: 'false',
    required: '',
  });
  field.value = value;
  field.addEventListener('input', (event) => {
    // Not while an input method composes: its text would be taken from under the person's fingers.
    if (event instanceof InputEvent && event.isComposing) return;
    const code = normaliseCode(field.value);
    if (code !== field.value) field.value = code;
    type(code);
  });
  field.addEventListener('compositionend', () => {
    field.value = normaliseCode(field.value);
    type(field.value);
  });
  return field;
}
