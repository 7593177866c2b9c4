/** What the page and its viewer say to each other. */
import type { View } from '../../../../src/model/api/open.ts';
import type { Locale } from '../../../../src/model/locale.ts';
import type { PageAnswer } from '../../flow/pages.ts';

/** By the person; with the session; or by the person after the server gave no more of the view. */
export type ClosedBy = 'person' | 'session_ended' | 'over';

export type ViewRequest = {
  readonly locale: Locale;
  /** Of the document, as it is shown. */
  readonly name: string;
  readonly view: View;
  /** Asks for a page; `stop` ends the wait. */
  readonly page: (page: number, dpi: number, stop: AbortController) => Promise<PageAnswer>;
  /** The first page, asked for together with everything else. */
  readonly firstPage: Promise<PageAnswer>;
  /** For what the viewer asks itself: places of a text, and text for screen readers. */
  readonly call: { readonly handle: string; readonly openingId: string; readonly csrf: string };
  readonly closed: (by: ClosedBy) => void;
};

export type ViewerPart = {
  /** Shows a document in the place of the page until it is closed. Returns what closes it from outside. */
  readonly start: (request: ViewRequest) => () => void;
};
