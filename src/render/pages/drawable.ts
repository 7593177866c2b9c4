/** What the process of a document has once it is open: pages to be drawn at any resolution, and their text with its places. */
import type { CannotShow, Drawn, PageSize } from './port.ts';

/** Four bytes a pixel, opaque, rows without padding. */
export type Raster = { readonly rgba: Uint8Array<ArrayBuffer>; readonly width: number; readonly height: number };

/** Fractions of the page: left, top, right, bottom. */
export type Box = readonly [left: number, top: number, right: number, bottom: number];

/** The characters of a page in reading order, as UTF-16 units; each has a box, or none when nothing is drawn for it (line breaks). */
export type PageText = { readonly text: string; readonly boxes: readonly (Box | undefined)[] };

export type Drawable = {
  readonly pages: readonly PageSize[];
  readonly drawn: Drawn;
  readonly renderer: string;
  /** `page` from 0. Undefined when the engine cannot draw it. */
  readonly raster: (page: number, dpi: number) => Promise<Raster | undefined>;
  readonly text: (page: number) => PageText;
};

export type Opening =
  | { readonly kind: 'drawable'; readonly drawable: Drawable }
  | { readonly kind: 'cannot'; readonly why: CannotShow };

export function cannot(why: CannotShow): Opening {
  return { kind: 'cannot', why };
}

const POINTS = 72;
const LONGEST_SIDE = 16_000;
const LEAST_DPI = 20;
const MOST_DPI = 300;

/** Returns the pixels of a page at a resolution; a page that would have too many is drawn smaller, with its proportions where they can be kept. */
export function pixelsOf(
  page: PageSize,
  dpi: number,
  most: number,
): { readonly width: number; readonly height: number } {
  const wanted = Math.min(MOST_DPI, Math.max(LEAST_DPI, Number.isFinite(dpi) ? dpi : LEAST_DPI)) / POINTS;
  const fits = Math.sqrt(most / (page.width * page.height));
  const scale = Math.min(wanted, fits, LONGEST_SIDE / Math.max(page.width, page.height));
  const width = Math.max(1, Math.round(page.width * scale));
  return { width, height: Math.max(1, Math.min(Math.round(page.height * scale), Math.floor(most / width))) };
}
