/** The bar above the pages: close, where one is, zoom, search. */
import { h, setAttribute, setShown } from '../../page/dom.ts';
import { ZOOMS } from './layout.ts';
import type { Say, ViewerText } from './words.ts';

export type BarActs = {
  readonly close: () => void;
  readonly goTo: (page: number) => void;
  readonly zoom: (direction: 1 | -1) => void;
  /** Undefined where the terms do not allow it. */
  readonly search: (() => void) | undefined;
  readonly text: (() => void) | undefined;
};

export type Bar = {
  readonly root: HTMLElement;
  readonly closeButton: HTMLButtonElement;
  readonly setPage: (page: number) => void;
  readonly setZoom: (zoom: number) => void;
  readonly setPressed: (what: 'search' | 'text', pressed: boolean) => void;
};

const SVG = 'http://www.w3.org/2000/svg';
const PATHS = {
  close: 'M6 6l12 12M18 6 6 18',
  minus: 'M5 12h14',
  plus: 'M5 12h14M12 5v14',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21',
  text: 'M5 6h14M5 10.5h14M5 15h14M5 19.5h8',
} as const;

export function createBar(say: Say, name: string, pages: number, acts: BarActs): Bar {
  const closeButton = iconButton(say, 'viewer.close', 'close', acts.close);
  const input = h('input', {
    type: 'text',
    inputmode: 'numeric',
    pattern: '[0-9]*',
    autocomplete: 'off',
    'aria-label': say('viewer.go_to', { pages }),
    size: String(String(pages).length),
    maxlength: String(String(pages).length),
    value: '1',
  });
  const where = h('form', { class: 'viewer-where', novalidate: '' }, input, h('span', {}, `/ ${pages}`));
  where.addEventListener('submit', (event) => {
    event.preventDefault();
    const page = Number(input.value);
    if (Number.isInteger(page) && page >= 1) acts.goTo(Math.min(pages, page));
    input.blur();
  });
  // Leaving the field without going anywhere says again where one is.
  let current = 1;
  input.addEventListener('blur', () => {
    input.value = String(current);
  });
  input.addEventListener('focus', () => input.select());

  const smaller = iconButton(say, 'viewer.smaller', 'minus', () => acts.zoom(-1));
  const larger = iconButton(say, 'viewer.larger', 'plus', () => acts.zoom(1));
  const percent = h('span', { class: 'viewer-percent', role: 'status' });
  const toggles = {
    search: acts.search === undefined ? undefined : iconButton(say, 'viewer.search', 'search', acts.search),
    text: acts.text === undefined ? undefined : iconButton(say, 'viewer.text', 'text', acts.text),
  };
  const setPressed: Bar['setPressed'] = (what, pressed) => {
    const button = toggles[what];
    if (button !== undefined) setAttribute(button, 'aria-pressed', String(pressed));
  };
  setPressed('search', false);
  setPressed('text', false);
  const root = h(
    'div',
    { class: 'viewer-bar' },
    closeButton,
    h('h1', { class: 'viewer-name', title: name }, h('bdi', {}, name)),
    where,
    h('div', { class: 'viewer-zoom' }, smaller, percent, larger),
    ...[toggles.search, toggles.text].filter((one) => one !== undefined),
  );
  setShown(where, pages > 1);
  return {
    root,
    closeButton,
    setPage: (page) => {
      current = page;
      if (document.activeElement !== input) input.value = String(page);
    },
    setZoom: (zoom) => {
      percent.textContent = `${Math.round(zoom * 100)}%`;
      setAttribute(smaller, 'aria-disabled', zoom <= (ZOOMS[0] || 1) ? 'true' : undefined);
      setAttribute(larger, 'aria-disabled', zoom >= (ZOOMS[ZOOMS.length - 1] || 1) ? 'true' : undefined);
    },
    setPressed,
  };
}

export function iconButton(say: Say, words: ViewerText, path: keyof typeof PATHS, act: () => void): HTMLButtonElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('focusable', 'false');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', PATHS[path]);
  svg.appendChild(line);
  const button = h('button', { type: 'button', class: 'viewer-button', 'aria-label': say(words), title: say(words) });
  button.append(svg);
  button.addEventListener('click', act);
  return button;
}
