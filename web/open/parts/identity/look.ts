/** Pieces of the pieces. INVARIANT: text reaches the document only as text nodes and attribute values. */
import { encode } from 'uqr';
import { actionButton, type Child, h } from '../../page/dom.ts';
import { icon } from '../../page/icons.ts';
import type { Say } from './words.ts';

const SVG = 'http://www.w3.org/2000/svg';

export function title(text: string): HTMLElement {
  return h('h1', { tabindex: '-1' }, text);
}

export function paragraph(text: string, look = ''): HTMLElement {
  return h('p', look === '' ? {} : { class: look }, text);
}

export function button(look: 'primary' | 'quiet' | 'plain', text: string, act: () => void): HTMLElement {
  const made = actionButton(look, act);
  made.set(text, false);
  return made.root;
}

/** Something to know, or that went wrong; read out when it is drawn. */
export function box(look: 'info' | 'problem', text: string): HTMLElement {
  const inner: Child[] = look === 'problem' ? [icon('warning'), h('span', {}, text)] : [h('span', {}, text)];
  return h('div', { role: look === 'problem' ? 'alert' : 'status' }, h('div', { class: `notice ${look}` }, ...inner));
}

export function bar(): HTMLElement {
  return h('div', { class: 'bar', 'aria-hidden': 'true' });
}

/** A QR code drawn here; always black on white, for scanners. */
export function qrCode(text: string, label: string): SVGSVGElement {
  const { data, size } = encode(text, { border: 2, ecc: 'M' });
  const path = data.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')).join('')).join('');
  const svg = document.createElementNS(SVG, 'svg');
  const attributes = {
    viewBox: `0 0 ${size} ${size}`,
    class: 'qr',
    role: 'img',
    'aria-label': label,
    'shape-rendering': 'crispEdges',
  };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  const drawn = document.createElementNS(SVG, 'path');
  drawn.setAttribute('d', path);
  svg.appendChild(drawn);
  return svg;
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
