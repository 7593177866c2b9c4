/** Which images are there, asked for and let go. Knows nothing of how a page looks. */
import type { PageAnswer, PageProblem } from '../../flow/pages.ts';
import { AT_ONCE, plan } from './layout.ts';

export type LoaderOptions = {
  readonly pages: number;
  readonly ask: (page: number, dpi: number, stop: AbortController) => Promise<PageAnswer>;
  readonly show: (page: number, image: Blob) => void;
  /** Takes an image away, or shows that it is awaited again. */
  readonly wait: (page: number) => void;
  readonly fail: (page: number, why: PageProblem) => void;
  /** Nothing more comes. */
  readonly end: (why: PageProblem) => void;
};

export type Loader = {
  readonly setCurrent: (page: number) => void;
  readonly setNear: (page: number, isNear: boolean) => void;
  readonly setDpi: (dpi: number) => void;
  readonly pump: () => void;
  /** Asks again for a page that failed. */
  readonly retry: (page: number) => void;
  readonly close: () => void;
};

const IS_OVER: readonly PageProblem[] = ['ended', 'withdrawn', 'session_ended'];

/** Asks for what is near, nearest first, and lets go what is far away. */
export function createLoader(options: LoaderOptions): Loader {
  const near = new Set<number>();
  /** Page to the resolution of its image. */
  const loaded = new Map<number, number>();
  const asking = new Map<number, AbortController>();
  const failed = new Set<number>();
  /** Pages that are there, to the resolution at which they did not come: they stay as they are. */
  const blunt = new Map<number, number>();
  let [current, dpi, isOver] = [1, 0, false];

  const ask = async (page: number, wanted: number): Promise<void> => {
    const stop = new AbortController();
    asking.set(page, stop);
    const answer = await options.ask(page, wanted, stop);
    asking.delete(page);
    if (isOver) return;
    if (answer.ok) {
      loaded.set(page, wanted);
      options.show(page, answer.image);
    } else if (IS_OVER.includes(answer.problem)) return options.end(answer.problem);
    else if (answer.problem !== 'stopped' && loaded.has(page)) blunt.set(page, wanted);
    else if (answer.problem !== 'stopped') {
      failed.add(page);
      options.fail(page, answer.problem);
    }
    pump();
  };
  const pump = (): void => {
    if (isOver || dpi === 0) return;
    const { wanted, given } = plan(options.pages, current, near, loaded, dpi);
    for (const page of given) {
      loaded.delete(page);
      blunt.delete(page);
      options.wait(page);
    }
    asking.forEach((stop, page) => {
      if (!near.has(page)) stop.abort();
    });
    const next = wanted.filter((page) => !asking.has(page) && !failed.has(page) && blunt.get(page) !== dpi);
    for (const page of next.slice(0, Math.max(0, AT_ONCE - asking.size))) void ask(page, dpi);
  };
  return {
    pump,
    setCurrent: (page) => {
      current = page;
    },
    setNear: (page, isNear) => {
      if (isNear) near.add(page);
      else near.delete(page);
    },
    setDpi: (to) => {
      dpi = to;
    },
    retry: (page) => {
      if (!failed.delete(page)) return;
      options.wait(page);
      pump();
    },
    close: () => {
      isOver = true;
      asking.forEach((stop) => stop.abort());
    },
  };
}
