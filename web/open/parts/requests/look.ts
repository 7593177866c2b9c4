/** Pieces of the pieces. INVARIANT: text reaches the document only as text nodes and attribute values. */
import { actionButton, h } from '../../page/dom.ts';
import { icon } from '../../page/icons.ts';
import type { Say } from './words.ts';

export function title(text: string): HTMLElement {
  return h('h1', { tabindex: '-1' }, text);
}

export function paragraph(text: string, look = ''): HTMLElement {
  return h('p', look === '' ? {} : { class: look }, text);
}

export function button(look: 'primary' | 'quiet' | 'plain', text: string, act: () => void, whole = text): HTMLElement {
  const made = actionButton(look, act);
  made.set(text, false, whole);
  return made.root;
}

/** Something to know, or that went wrong; read out when it is drawn. */
export function box(look: 'info' | 'problem', text: string): HTMLElement {
  const inner = look === 'problem' ? [icon('warning'), h('span', {}, text)] : [h('span', {}, text)];
  return h('div', { role: look === 'problem' ? 'alert' : 'status' }, h('div', { class: `notice ${look}` }, ...inner));
}

export function bar(): HTMLElement {
  return h('div', { class: 'bar', 'aria-hidden': 'true' });
}

export type ReasonField = { readonly root: HTMLElement; readonly value: () => string };

/** Several lines of one's own words, at most as many as the server takes. */
export function reasonField(label: string, hint: string): ReasonField {
  const field = h('textarea', { id: 'reason', rows: '4', maxlength: '1000', 'aria-describedby': 'reason-hint' });
  return {
    root: h(
      'div',
      { class: 'asked' },
      h('label', { for: 'reason' }, label),
      h('p', { id: 'reason-hint', class: 'hint' }, hint),
      field,
    ),
    value: () => field.value.trim(),
  };
}

/** A place as the reader's browser calls it, where it can. */
export function placeName(say: Say, tag: string, place: string): string {
  if (!/^[A-Z]{2}$/.test(place)) return say('place.unknown');
  const known = Reflect.get(Intl, 'DisplayNames');
  if (typeof known !== 'function') return place;
  const names: unknown = Reflect.construct(known, [[tag], { type: 'region' }]);
  if (typeof names !== 'object' || names === null || !('of' in names) || typeof names.of !== 'function') return place;
  return String(names.of(place) || place);
}
