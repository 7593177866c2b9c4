/** From a released view to the viewer: its script and the first page are asked for in the same breath. */
import type { View } from '../../../src/model/api/open.ts';
import type { Locale } from '../../../src/model/locale.ts';
import { loadPart } from '../page/parts.ts';
import type { ClosedBy, ViewRequest } from '../parts/viewer/port.ts';
import { fetchPage } from './pages.ts';

/** The resolution at which reading begins. */
export const FIRST_DPI = 110;

export type Viewing = {
  readonly handle: string;
  readonly csrf: string;
  readonly openingId: string;
  readonly view: View;
  readonly name: string;
  readonly locale: Locale;
  readonly sessionEnded: () => void;
  /** The viewer itself did not arrive. */
  readonly failed: () => void;
};

/** Shows the pages in the place of everything else, until the person closes them or goes back. */
export async function startViewing(what: Viewing): Promise<void> {
  const { handle, csrf, openingId, locale, name, view } = what;
  const page: ViewRequest['page'] = (number, dpi, stop) =>
    fetchPage({ handle, openingId, page: number, dpi }, csrf, stop);
  const firstPage = page(1, FIRST_DPI, new AbortController());
  const viewer = await loadPart('viewer').catch(() => undefined);
  if (viewer === undefined) return what.failed();
  const call = { handle, openingId, csrf };
  const closed = (by: ClosedBy): void => {
    if (by === 'session_ended') what.sessionEnded();
  };
  viewer.start({ locale, name, view, page, firstPage, call, closed });
}
