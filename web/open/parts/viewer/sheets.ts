/** The pages one below the other, in the page's own scrolling: pinching, keys and the bars of a phone's browser work as everywhere. */
import type { PageProblem } from '../../flow/pages.ts';
import { h } from '../../page/dom.ts';
import { createBox, type Place } from './box.ts';
import { pageAt, type Sheet, widthOf } from './layout.ts';
import { createLoader, type LoaderOptions } from './loader.ts';
import type { Say } from './words.ts';

/** One occurrence; more than one place when it goes over the end of a line. */
export type Found = { readonly page: number; readonly rects: readonly Place[] };

export type Sheets = {
  readonly root: HTMLElement;
  readonly current: () => number;
  readonly goTo: (page: number, place?: Place) => void;
  /** Lays out anew, for another zoom or window, and asks for sharper images where they are needed. */
  readonly layOut: (zoom: number, dpi: number) => void;
  /** Shows what was found; `at` is the one that is looked at. */
  readonly mark: (found: readonly Found[], at: number) => void;
  /** Text of a page for screen readers. */
  readonly setText: (page: number, text: string) => void;
  readonly retryAll: () => void;
  readonly close: () => void;
};

export type SheetsOptions = {
  readonly say: Say;
  readonly sheets: readonly Sheet[];
  readonly alt: (page: number) => string;
  readonly ask: LoaderOptions['ask'];
  readonly onCurrent: (page: number) => void;
  readonly onShown: (page: number) => void;
  readonly onEnd: (why: PageProblem) => void;
  /** Height of what lies over the top of the window. */
  readonly covered: () => number;
};

export function createSheets(options: SheetsOptions): Sheets {
  const { sheets, say } = options;
  const boxes = sheets.map((sheet, at) =>
    createBox(say, at + 1, sheet, options.alt(at + 1), () => loader.retry(at + 1)),
  );
  const root = h('ol', { class: 'sheets' }, ...boxes.map((box) => box.root));
  const boxOf = (page: number): (typeof boxes)[number] | undefined => boxes[page - 1];
  const loader = createLoader({
    pages: sheets.length,
    ask: options.ask,
    show: (page, image) => {
      const box = boxOf(page);
      if (box !== undefined) box.show(image);
      options.onShown(page);
    },
    wait: (page) => {
      const box = boxOf(page);
      if (box !== undefined) box.wait();
    },
    fail: (page, why) => {
      const box = boxOf(page);
      if (box !== undefined) box.fail(say(why === 'offline' ? 'viewer.offline' : 'viewer.page_failed', { page }));
    },
    end: options.onEnd,
  });
  const stopWatching = watchNear(
    boxes.map((box) => box.root),
    loader,
  );
  let current = 1;
  const look = (): void => {
    const tops = boxes.map((box) => box.root.getBoundingClientRect().top);
    const page = pageAt(tops, (options.covered() + innerHeight) / 2);
    if (page === current) return;
    current = page;
    loader.setCurrent(page);
    loader.pump();
    options.onCurrent(page);
  };
  const stopScrolling = onScroll(look);
  return {
    root,
    current: () => current,
    goTo: (page, place) => {
      const box = boxOf(page);
      if (box !== undefined) scrollToPlace(box.paper, options.covered(), place);
      look();
    },
    layOut: (zoom, dpi) => {
      const room = document.documentElement.clientWidth - (innerWidth < 600 ? 16 : 48);
      sheets.forEach((sheet, at) => {
        const box = boxes[at];
        if (box !== undefined) box.root.style.width = `${widthOf(sheet, room, zoom)}px`;
      });
      loader.setDpi(dpi);
      look();
      loader.pump();
    },
    mark: (found, at) =>
      boxes.forEach((box, index) => {
        const own = found.filter(({ page }) => page === index + 1);
        box.mark(own.reduce<Marked[]>((all, one) => all.concat(marked(one, one === found[at])), []));
      }),
    setText: (page, text) => {
      const box = boxOf(page);
      if (box !== undefined) box.setText(text);
    },
    retryAll: () => boxes.forEach((_box, at) => loader.retry(at + 1)),
    close: () => {
      loader.close();
      stopWatching();
      stopScrolling();
      for (const box of boxes) box.close();
    },
  };
}

type Marked = { readonly place: Place; readonly isAt: boolean };

function marked({ rects }: Found, isAt: boolean): Marked[] {
  return rects.map((place) => ({ place, isAt }));
}

/** Tells the loader what is on the screen or a screen away from it. */
function watchNear(
  elements: readonly HTMLElement[],
  loader: { readonly setNear: (page: number, isNear: boolean) => void; readonly pump: () => void },
): () => void {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries)
        loader.setNear(Number(target.getAttribute('data-page')), isIntersecting);
      loader.pump();
    },
    { rootMargin: '100% 0px' },
  );
  for (const element of elements) observer.observe(element);
  return () => observer.disconnect();
}

/** At most once a frame. */
function onScroll(act: () => void): () => void {
  let scheduled = 0;
  const later = (): void => {
    cancelAnimationFrame(scheduled);
    scheduled = requestAnimationFrame(act);
  };
  addEventListener('scroll', later, { passive: true });
  return () => {
    cancelAnimationFrame(scheduled);
    removeEventListener('scroll', later);
  };
}

/** A page is brought to the top of what can be seen, a place to a third of it. */
function scrollToPlace(paper: HTMLElement, covered: number, place: Place | undefined): void {
  const { top, left, height, width } = paper.getBoundingClientRect();
  const third = (innerHeight - covered) / 3;
  const y = place === undefined ? -GAP : Math.max(-GAP, place.y * height - third);
  const x = place === undefined ? scrollX : scrollX + left + place.x * width - innerWidth / 3;
  scrollTo(Math.max(0, x), Math.max(0, scrollY + top - covered + y));
}

const GAP = 8;
