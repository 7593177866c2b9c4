/** What the page and its viewer say to each other. */
import type { Locale } from '../../../../src/model/locale.ts';

export type ViewerPart = {
  /** Shows a document over the page until it is closed. */
  readonly start: (request: { readonly locale: Locale }) => void;
};
