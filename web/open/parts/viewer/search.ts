/** Searching in the pages: the server says where, never what. */
import { isMembers } from '../../flow/answers.ts';
import { post } from '../../flow/api.ts';
import { h, setShown, setText } from '../../page/dom.ts';
import type { ViewRequest } from './port.ts';
import type { Place } from './box.ts';
import type { Found, Sheets } from './sheets.ts';
import type { Say } from './words.ts';

export type Search = {
  readonly root: HTMLElement;
  /** Opens it with the cursor in the field, or closes it and takes the marks away. Returns whether it is open. */
  readonly toggle: () => boolean;
};

/** Longer texts find nothing that shorter ones do not. */
const LONGEST = 100;

/** @param leave - Closes the search: Escape in its field closes no more than that. */
export function createSearch(say: Say, { call }: Pick<ViewRequest, 'call'>, sheets: Sheets, leave: () => void): Search {
  const input = h('input', {
    type: 'search',
    maxlength: String(LONGEST),
    autocomplete: 'off',
    enterkeyhint: 'search',
    'aria-label': say('viewer.search_for'),
    placeholder: say('viewer.search_for'),
  });
  const status = h('span', { class: 'viewer-found', role: 'status' });
  const before = h('button', { type: 'button', class: 'button quiet' }, say('viewer.before'));
  const next = h('button', { type: 'button', class: 'button quiet' }, say('viewer.next'));
  const find = h('button', { type: 'submit', class: 'button primary' }, say('viewer.find'));
  const root = h('form', { class: 'viewer-search', role: 'search', hidden: '' }, input, find, before, next, status);
  let found: readonly Found[] = [];
  let at = 0;
  /** An answer to an earlier question is of no interest. */
  let asked = 0;

  let isOpen = false;
  const show = (): void => {
    const here = found[at];
    setShown(before, found.length > 1);
    setShown(next, found.length > 1);
    sheets.mark(found, at);
    if (here === undefined) return;
    setText(status, say('viewer.found', { n: at + 1, all: found.length, page: here.page }));
    sheets.goTo(here.page, here.rects[0]);
  };
  const step = (by: number): void => {
    at = (at + by + found.length) % found.length;
    show();
  };
  const search = async (): Promise<void> => {
    const text = input.value.trim();
    if (text === '') return;
    const own = (asked += 1);
    setText(status, say('viewer.searching'));
    const body = { handle: call.handle, openingId: call.openingId, text };
    const answer = await post('/open/api/find', body, readPlaces, undefined, { 'x-entrepot-csrf': call.csrf });
    if (own !== asked) return;
    found = answer.ok ? answer.value : [];
    at = 0;
    show();
    if (!answer.ok) setText(status, say(answer.problem.kind === 'too_many' ? 'viewer.too_many' : 'viewer.no_search'));
    else if (found.length === 0) setText(status, say('viewer.nothing'));
  };
  root.addEventListener('submit', (event) => {
    event.preventDefault();
    void search();
  });
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    leave();
  });
  before.addEventListener('click', () => step(-1));
  next.addEventListener('click', () => step(1));
  show();
  return {
    root,
    toggle: () => {
      isOpen = !isOpen;
      setShown(root, isOpen);
      if (isOpen) input.focus();
      else {
        found = [];
        asked += 1;
        setText(status, '');
        show();
      }
      return isOpen;
    },
  };
}

/** The occurrences one after the other; undefined for an answer of another form. */
export function readPlaces(value: unknown): readonly Found[] | undefined {
  if (!isMembers(value) || !Array.isArray(value['places'])) return undefined;
  const found: Found[] = [];
  for (const one of value['places']) {
    if (!isMembers(one) || typeof one['page'] !== 'number' || !Array.isArray(one['rects'])) return undefined;
    const rects = one['rects'].map(readPlace).filter((rect) => rect !== undefined);
    if (rects.length > 0) found.push({ page: one['page'], rects });
  }
  return found;
}

function readPlace(value: unknown): Place | undefined {
  if (!isMembers(value)) return undefined;
  const { x, y, width, height } = value;
  if (typeof x !== 'number' || typeof y !== 'number') return undefined;
  return typeof width === 'number' && typeof height === 'number' ? { x, y, width, height } : undefined;
}
