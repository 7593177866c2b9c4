/** The viewer: a document page by page, until it is closed. */
import type { PageAnswer, PageProblem } from '../../flow/pages.ts';
import { h, setShown, setText } from '../../page/dom.ts';
import { createBar } from './bar.ts';
import { listenToKeys } from './keys.ts';
import { dpiFor, nextZoom, sheetsOf } from './layout.ts';
import { readPageText } from './page-text.ts';
import type { ClosedBy, ViewRequest } from './port.ts';
import { createSearch } from './search.ts';
import { createSheets, type Sheets } from './sheets.ts';
import { listenToWindow, pinch, takeOver } from './stage.ts';
import { type Say, sayIn, type ViewerText } from './words.ts';

export function start(request: ViewRequest): () => void {
  const say = sayIn(request.locale);
  const { view, name } = request;
  const all = sheetsOf(view);
  const pages = all.length;
  const spoken = h('p', { class: 'unseen', role: 'status' });
  const over = h('div', { class: 'viewer-over', role: 'alert', hidden: '' });

  const sheets = createSheets({
    say,
    sheets: all,
    alt: (page) => say('viewer.alt', { page, pages, name, person: view.markedFor }),
    ask: firstOnce(request),
    onCurrent: (page) => {
      bar.setPage(page);
      setText(spoken, say('viewer.page', { page, pages }));
    },
    onShown: (page) => text.give(page),
    onEnd: (why) => {
      if (why === 'session_ended') return close('session_ended');
      isOver = true;
      showEnd(say, sheets, over, why);
    },
    covered: () => head.offsetHeight,
  });
  const text = createText(say, request, sheets, pages);
  const search = createSearch(say, request, sheets, () => bar.setPressed('search', search.toggle()));
  const zoom = createZoom(sheets, (to) => {
    bar.setZoom(to);
    // The bar has one row or two.
    body.style.paddingTop = `${head.offsetHeight + 16}px`;
  });
  const toggleSearch = view.search ? () => bar.setPressed('search', search.toggle()) : undefined;
  const toggleText = view.textLayer ? () => bar.setPressed('text', text.toggle()) : undefined;
  const bar = createBar(say, name, pages, {
    close: () => close('person'),
    goTo: (page) => sheets.goTo(page),
    zoom: zoom.step,
    search: toggleSearch,
    text: toggleText,
  });
  const head = h('div', { class: 'viewer-head' }, bar.root, search.root);
  const body = h('div', { class: 'viewer-body' }, notes(say, request), over, sheets.root);
  const leave = takeOver(frameOf(say, name, [head, spoken, body]), bar.closeButton);
  const stopKeys = listenToKeys({
    close: () => close('person'),
    zoom: zoom.step,
    turn: (by) => sheets.goTo(Math.min(pages, Math.max(1, sheets.current() + by))),
    first: () => sheets.goTo(1),
    last: () => sheets.goTo(pages),
    search: toggleSearch,
  });
  const stopWindow = listenToWindow({
    resized: zoom.again,
    online: sheets.retryAll,
    back: () => close('person', true),
  });
  let [isOpen, isOver] = [true, false];
  const close = (by: ClosedBy, wentBack = false): void => {
    if (!isOpen) return;
    isOpen = false;
    stopKeys();
    stopWindow();
    sheets.close();
    leave(wentBack);
    request.closed(by === 'person' && isOver ? 'over' : by);
  };
  scrollTo(0, 0);
  zoom.again();
  return () => close('person');
}

function frameOf(say: Say, name: string, inside: readonly HTMLElement[]): HTMLElement {
  const root = h(
    'div',
    { class: 'viewer', role: 'dialog', 'aria-modal': 'true', 'aria-label': name },
    ...inside,
    h('p', { class: 'viewer-print' }, say('viewer.print')),
  );
  // Somebody who means to keep a page has a camera; this only spares honest people the mistake.
  root.addEventListener('contextmenu', (event) => event.preventDefault());
  return root;
}

/** The first page was asked for before the viewer was here. */
function firstOnce({ page, firstPage }: ViewRequest): ViewRequest['page'] {
  let taken = false;
  return (number, dpi, stop): Promise<PageAnswer> => {
    if (taken || number !== 1) return page(number, dpi, stop);
    taken = true;
    return firstPage;
  };
}

type Zoom = { readonly step: (direction: 1 | -1) => void; readonly again: () => void };

/** The page that is read stays where it is. */
function createZoom(sheets: Sheets, say: (zoom: number) => void): Zoom {
  let zoom = 1;
  const layOut = (): void => {
    say(zoom);
    sheets.layOut(zoom, dpiFor(zoom, pinch()));
  };
  return {
    again: layOut,
    step: (direction) => {
      const page = sheets.current();
      zoom = nextZoom(zoom, direction);
      layOut();
      sheets.goTo(page);
    },
  };
}

type TextLayer = { readonly give: (page: number) => void; readonly toggle: () => boolean };

/** Text for screen readers, page by page, while it is switched on. */
function createText(say: Say, { call }: ViewRequest, sheets: Sheets, pages: number): TextLayer {
  let isOn = false;
  const give = async (page: number): Promise<void> => {
    if (isOn) sheets.setText(page, await readPageText(call, page, say));
  };
  return {
    give: (page) => void give(page),
    toggle: () => {
      isOn = !isOn;
      if (isOn) void give(sheets.current());
      else for (let page = 1; page <= pages; page += 1) sheets.setText(page, '');
      return isOn;
    },
  };
}

/** Nothing of the document stays on the screen. */
function showEnd(say: Say, sheets: Sheets, over: HTMLElement, why: PageProblem): void {
  sheets.close();
  setShown(sheets.root, false);
  setText(over, say(why === 'withdrawn' ? 'viewer.withdrawn' : 'viewer.ended'));
  setShown(over, true);
}

/** What is said of how pages came about; nothing of those that look as the sender sees them. */
const DRAWN: { readonly [K in ViewRequest['view']['drawn']]?: ViewerText } = {
  simplified: 'viewer.drawn_simplified',
  table: 'viewer.drawn_table',
  converted: 'viewer.drawn_converted',
};

/** What the reader should know before reading: that it is recorded and marked, and how the pages came about. */
function notes(say: Say, { view }: ViewRequest): HTMLElement {
  const words = DRAWN[view.drawn];
  return h(
    'div',
    { class: 'viewer-notes' },
    h('p', {}, say('viewer.recorded', { person: view.markedFor })),
    ...(words === undefined ? [] : [h('p', {}, say(words))]),
  );
}
