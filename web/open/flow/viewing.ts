/** From a released view to the viewer: its script and the first page are asked for in the same breath. */
import { loadPart } from '../page/parts.ts';
import type { ClosedBy, ViewRequest } from '../parts/viewer/port.ts';
import { fetchPage } from './pages.ts';

/** The resolution at which reading begins. */
export const FIRST_DPI = 110;

export type Viewing = Pick<ViewRequest, 'call' | 'view' | 'name' | 'locale'> & {
  readonly sessionEnded: () => void;
  /** The viewer itself did not arrive. */
  readonly failed: () => void;
  /** The server gives no more of it. */
  readonly over: () => void;
};

/** Shows the pages in the place of everything else, until the person closes them or goes back. */
export async function startViewing(what: Viewing): Promise<void> {
  const { call, locale, name, view } = what;
  const { handle, openingId, csrf } = call;
  const page: ViewRequest['page'] = (number, dpi, stop) =>
    fetchPage({ handle, openingId, page: number, dpi }, csrf, stop);
  const firstPage = page(1, FIRST_DPI, new AbortController());
  const viewer = await loadPart('viewer').catch(() => undefined);
  if (viewer === undefined) return what.failed();
  const closed = (by: ClosedBy): void => {
    if (by === 'session_ended') what.sessionEnded();
    if (by === 'over') what.over();
  };
  viewer.start({ locale, name, view, page, firstPage, call, closed });
}
