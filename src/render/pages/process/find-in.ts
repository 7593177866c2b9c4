/** Finds a text on some pages of a document. */
import type { Drawable } from '../drawable.ts';
import { findOnPage } from '../find.ts';
import type { PageRect } from '../port.ts';

/** Returns the places on pages `from` to `to` (both included, from 1), at most `most`. */
export function findIn(
  drawable: Drawable,
  { text, from, to }: { readonly text: string; readonly from: number; readonly to: number },
  most: number,
): { page: number; rects: PageRect[] }[] {
  const places: { page: number; rects: PageRect[] }[] = [];
  for (let page = Math.max(1, from); page <= Math.min(to, drawable.pages.length) && places.length < most; page += 1) {
    for (const rects of findOnPage(drawable.text(page - 1), text, most - places.length)) {
      places.push({ page, rects: [...rects] });
    }
  }
  return places;
}
