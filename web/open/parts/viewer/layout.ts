/** Where pages are and how sharp they have to be: numbers only. */
import type { View } from '../../../../src/model/api/open.ts';

/** In points, which are 1/72 inch. */
export type Sheet = { readonly width: number; readonly height: number };

export const ZOOMS: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];

/** Pages further away from the one that is read give their image back. */
export const KEPT_AROUND = 5;
/** Images that are asked for at once: the server draws those of one document one after the other. */
export const AT_ONCE = 2;

const POINTS = 72;
/** On a wide screen a page is as wide as its image has pixels, and no wider. */
const WIDEST_DPI = 110;
const READING_ZOOM = 1.5;

/** One entry for each page. */
export function sheetsOf({ sizes }: View): readonly Sheet[] {
  const sheets: Sheet[] = [];
  for (const { width, height, count } of sizes) for (let n = 0; n < count; n += 1) sheets.push({ width, height });
  return sheets;
}

/** Width of a page in CSS pixels. */
export function widthOf(sheet: Sheet, room: number, zoom: number): number {
  return Math.round(Math.min(room, (sheet.width * WIDEST_DPI) / POINTS) * zoom);
}

/**
 * The resolution for a zoom; `pinch` is what the fingers add. More than reading needs is asked for only by whoever zooms in, because each
 * step takes the server and the network longer.
 */
export function dpiFor(zoom: number, pinch: number): number {
  const whole = zoom * pinch;
  if (whole <= READING_ZOOM) return WIDEST_DPI;
  return whole <= 2 ? 150 : 200;
}

/** The next step of zoom in a direction, or the same at the end. */
export function nextZoom(zoom: number, direction: 1 | -1): number {
  const wider = ZOOMS.filter((one) => (direction === 1 ? one > zoom : one < zoom));
  const found = direction === 1 ? wider[0] : wider[wider.length - 1];
  return found === undefined ? zoom : found;
}

/**
 * Which page is read: the one that covers the middle of the window, else the nearest.
 *
 * @param tops - Of all pages, rising, and `middle` on the same scale.
 */
export function pageAt(tops: readonly number[], middle: number): number {
  let [low, high] = [0, tops.length - 1];
  while (low < high) {
    const half = Math.ceil((low + high) / 2);
    const top = tops[half];
    if (top !== undefined && top <= middle) low = half;
    else high = half - 1;
  }
  return low + 1;
}

/** What to do about the images of all pages. `wanted`: near what is seen, nearest first; `given`: to be let go. */
export function plan(
  pages: number,
  current: number,
  near: ReadonlySet<number>,
  loaded: ReadonlyMap<number, number>,
  dpi: number,
): { readonly wanted: readonly number[]; readonly given: readonly number[] } {
  const distance = (page: number): number => Math.abs(page - current);
  const wanted: number[] = [];
  for (let page = 1; page <= pages; page += 1) {
    const has = loaded.get(page);
    const isNear = near.has(page) && distance(page) <= KEPT_AROUND;
    if (isNear && (has === undefined || has < dpi)) wanted.push(page);
  }
  wanted.sort((a, b) => distance(a) - distance(b));
  const given: number[] = [];
  loaded.forEach((_dpi, page) => {
    if (distance(page) > KEPT_AROUND) given.push(page);
  });
  return { wanted, given };
}
