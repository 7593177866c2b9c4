import { describe, expect, it } from 'vitest';
import { dpiFor, KEPT_AROUND, nextZoom, pageAt, plan, sheetsOf, widthOf, ZOOMS } from './layout.ts';

describe('pages', () => {
  it('are counted out from their sizes', () => {
    const view = { drawn: 'original', markedFor: '', search: false, textLayer: false } as const;
    const sizes = [
      { width: 595, height: 842, count: 2 },
      { width: 842, height: 595, count: 1 },
    ];
    expect(sheetsOf({ ...view, sizes }).map(({ width }) => width)).toEqual([595, 595, 842]);
    expect(sheetsOf({ ...view, sizes: [] })).toEqual([]);
  });

  it('fill a phone, and are no wider than their image on a wide screen', () => {
    expect(widthOf({ width: 595, height: 842 }, 374, 1)).toBe(374);
    expect(widthOf({ width: 595, height: 842 }, 1232, 1)).toBe(909);
    expect(widthOf({ width: 595, height: 842 }, 374, 2)).toBe(748);
  });

  it.each([
    [1, 1, 110],
    [1.5, 1, 110],
    [1, 1.6, 150],
    [2, 1, 150],
    [2, 1.5, 200],
    [3, 1, 200],
    [0.5, 4, 150],
  ])('are drawn at zoom %s with fingers at %s in %s dpi', (zoom, pinch, dpi) => {
    expect(dpiFor(zoom, pinch)).toBe(dpi);
  });

  it('grow and shrink by steps and no further', () => {
    expect(nextZoom(1, 1)).toBe(1.25);
    expect(nextZoom(1, -1)).toBe(0.75);
    expect(nextZoom(ZOOMS.at(-1) ?? 0, 1)).toBe(3);
    expect(nextZoom(0.5, -1)).toBe(0.5);
  });

  it.each([
    [[0, 100, 200], -50, 1],
    [[0, 100, 200], 0, 1],
    [[0, 100, 200], 99, 1],
    [[0, 100, 200], 100, 2],
    [[0, 100, 200], 5000, 3],
    [[0], 20, 1],
  ])('with tops at %s have %s in page %s', (tops, middle, page) => {
    expect(pageAt(tops, middle)).toBe(page);
  });
});

describe('the plan', () => {
  const near = (...pages: number[]): Set<number> => new Set(pages);

  it('asks for what is near and not there, nearest first', () => {
    expect(plan(100, 10, near(8, 9, 10, 11, 12), new Map([[10, 110]]), 110).wanted).toEqual([9, 11, 8, 12]);
  });

  it('asks again for what is not sharp enough', () => {
    expect(plan(3, 1, near(1, 2), new Map([[1, 110]]), 150).wanted).toEqual([1, 2]);
    expect(plan(3, 1, near(1), new Map([[1, 200]]), 150).wanted).toEqual([]);
  });

  it('lets go what is far from the page that is read', () => {
    const loaded = new Map([1, 5, 10, 15, 16].map((page): [number, number] => [page, 110]));
    expect(plan(100, 10, near(10), loaded, 110).given).toEqual([1, 16]);
    // A jump: the window says that pages are near before it says that others are not any more.
    expect(plan(100, 50, near(1, 2, 50), new Map(), 110).wanted).toEqual([50]);
    expect(KEPT_AROUND).toBe(5);
  });
});
