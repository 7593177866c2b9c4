/** Forms of the pieces. */
import { h } from '../../page/dom.ts';
import { normaliseCode } from '../../words/input.ts';
import { box, button } from '../identity/look.ts';
import type { PartMessage, Say } from './words.ts';

export type Form = {
  readonly label: string;
  readonly hint: string;
  readonly problem: PartMessage | null;
  readonly send: string;
};

/** A field and what is done with it; the field has the focus when something was wrong with it. */
function form(say: Say, { label, hint, problem, send }: Form, field: HTMLInputElement, use: () => void): HTMLElement {
  const made = h(
    'form',
    { novalidate: '' },
    h('label', { for: field.id }, label),
    h('p', { class: 'hint', id: `${field.id}-hint` }, hint),
    field,
    ...(problem === null ? [] : [box('problem', say(problem))]),
    button('primary', send, use),
  );
  field.setAttribute('aria-describedby', `${field.id}-hint`);
  if (problem !== null) {
    field.setAttribute('aria-invalid', 'true');
    field.setAttribute('data-focus', '');
  }
  made.addEventListener('submit', (event) => {
    event.preventDefault();
    use();
  });
  return made;
}

/** Six digits of an app. */
export function digitsForm(say: Say, words: Form, use: (code: string) => void): HTMLElement {
  const field = h('input', {
    id: 'factor-code',
    type: 'text',
    class: 'code',
    inputmode: 'numeric',
    pattern: '[0-9]*',
    autocomplete: 'one-time-code',
    autocorrect: 'off',
    spellcheck: 'false',
  });
  return form(say, words, field, () => use(normaliseCode(field.value)));
}

/** A box to tick with its words. */
export function choice(box: HTMLInputElement, text: string): HTMLElement {
  return h('p', { class: 'choice' }, box, ' ', h('label', { for: box.id }, text));
}

/** A passphrase, hidden unless the person wants to see it. */
export function passphraseForm(
  say: Say,
  words: Form & { readonly isNew: boolean },
  use: (passphrase: string) => void,
  more: readonly HTMLElement[] = [],
): HTMLElement {
  const field = h('input', {
    id: 'factor-passphrase',
    type: 'password',
    autocomplete: words.isNew ? 'new-password' : 'current-password',
    autocapitalize: 'none',
    autocorrect: 'off',
    spellcheck: 'false',
    maxlength: '200',
  });
  const made = form(say, words, field, () => use(field.value));
  const show = h('input', { type: 'checkbox', id: 'factor-show' });
  show.addEventListener('change', () => field.setAttribute('type', show.checked ? 'text' : 'password'));
  const before = field.nextSibling;
  for (const one of [choice(show, say('passphrase.show')), ...more]) made.insertBefore(one, before);
  return made;
}

/** The passphrase's crypto counts with numbers that browsers know since 2018. */
export function hasPassphrases(): boolean {
  return typeof Reflect.get(window, 'BigInt') === 'function';
}

/** What can be guessed by trying common ones is refused here: the server never sees it. */
export function isStrongEnough(passphrase: string): boolean {
  const text = passphrase.normalize('NFKC').trim();
  return text.length >= 12 && new Set(text.toLowerCase()).size >= 5;
}
