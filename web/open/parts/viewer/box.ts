/** One page: white paper of the right shape, and on it an image, a word that it is awaited, or why it is not there. */
import { h, replaceContent, setShown, setText } from '../../page/dom.ts';
import type { Sheet } from './layout.ts';
import type { Say } from './words.ts';

/** Fractions of the page, from its top left. */
export type Place = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type Box = {
  readonly root: HTMLElement;
  readonly paper: HTMLElement;
  readonly show: (image: Blob) => void;
  readonly wait: () => void;
  readonly fail: (words: string) => void;
  readonly mark: (places: readonly { readonly place: Place; readonly isAt: boolean }[]) => void;
  readonly setText: (text: string) => void;
  /** Gives back the memory of the image. */
  readonly close: () => void;
};

export function createBox(say: Say, page: number, size: Sheet, alt: string, retry: () => void): Box {
  const image = h('img', { alt, draggable: 'false', hidden: '' });
  const waiting = h('div', { class: 'sheet-wait' }, h('span', { class: 'spinner' }), h('span', {}, String(page)));
  const words = h('span');
  const again = h('button', { type: 'button', class: 'button quiet' }, say('viewer.retry', { page }));
  const trouble = h('div', { class: 'sheet-trouble', role: 'alert', hidden: '' }, words, again);
  const marks = h('div', { class: 'sheet-marks', 'aria-hidden': 'true' });
  const text = h('div', { class: 'unseen' });
  const paper = h('div', { class: 'sheet-paper' }, h('div', { class: 'sheet-fill' }, waiting, image, marks, trouble));
  // Keeps its shape before the image is there; `aspect-ratio` is younger than the oldest browser here.
  paper.style.paddingTop = `${(100 * size.height) / size.width}%`;
  again.addEventListener('click', retry);

  let url = '';
  const setImage = (next: string): void => {
    if (url !== '') URL.revokeObjectURL(url);
    url = next;
    if (url === '') image.removeAttribute('src');
    else image.src = url;
    setShown(image, url !== '');
  };
  const settle = (isWaiting: boolean, isTrouble: boolean): void => {
    setShown(waiting, isWaiting);
    setShown(trouble, isTrouble);
  };
  return {
    root: h('li', { class: 'sheet', 'data-page': String(page) }, paper, text),
    paper,
    show: (blob) => {
      setImage(URL.createObjectURL(blob));
      settle(false, false);
    },
    wait: () => {
      setImage('');
      settle(true, false);
    },
    fail: (why) => {
      setText(words, why);
      settle(false, true);
    },
    mark: (places) => replaceContent(marks, ...places.map(({ place, isAt }) => markOf(place, isAt))),
    setText: (what) => setText(text, what),
    close: () => setImage(''),
  };
}

function markOf(place: Place, isAt: boolean): HTMLElement {
  const mark = h('span', { class: isAt ? 'mark at' : 'mark' });
  mark.style.left = `${place.x * 100}%`;
  mark.style.top = `${place.y * 100}%`;
  mark.style.width = `${place.width * 100}%`;
  mark.style.height = `${place.height * 100}%`;
  return mark;
}
