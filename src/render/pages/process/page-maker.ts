/** From a document to the image of one page: drawn, watermarked, marked, encoded. */
import type { Drawable } from '../drawable.ts';
import type { WatermarkLines } from '../port.ts';
import type { Answer, Question } from '../protocol.ts';
import { loadFonts } from '../text/fonts.ts';
import type { Mask } from '../watermark.ts';

type Request = Extract<Question, { kind: 'page' }>['request'];
export type PageMaker = (drawable: Drawable, request: Request) => Promise<Answer>;

/** Sizes of page that a document has at most at a time, at one or two resolutions. */
const MASKS = 4;

/** What a page image needs beside the page; loaded while nobody waits. */
async function loadTools() {
  const [watermark, mark, encoder] = await Promise.all([
    import('../watermark.ts'),
    import('../../mark/embed.ts'),
    import('../encode.ts'),
  ]);
  return { ...watermark, ...mark, ...encoder };
}

/** Loads what the first page would load otherwise. */
export async function prepare(): Promise<void> {
  await loadTools();
  await import('sharp').catch(() => undefined);
  await loadFonts();
}

/** Returns what makes page images; it keeps the last masks of the watermark. */
export function startPageMaker(): PageMaker {
  const masks = new Map<string, Mask>();

  const maskFor = async (lines: WatermarkLines, width: number, height: number): Promise<Mask | undefined> => {
    const key = JSON.stringify([width, height, ...lines]);
    const known = masks.get(key);
    if (known !== undefined) return known;
    const fonts = await loadFonts();
    if (fonts === undefined) return undefined;
    const { maskOf } = await loadTools();
    const mask = maskOf(fonts, lines, width, height);
    const oldest = masks.keys().next();
    if (masks.size >= MASKS && oldest.done !== true) masks.delete(oldest.value);
    masks.set(key, mask);
    return mask;
  };

  return async (drawable, request) => {
    const raster = await drawable.raster(request.page - 1, request.dpi);
    if (raster === undefined) return { kind: 'failed' };
    const { blend, embedMark, encode } = await loadTools();
    if (request.watermark !== null) {
      const mask = await maskFor(request.watermark, raster.width, raster.height);
      // INVARIANT: a page that should have a watermark does not leave without one.
      if (mask === undefined) return { kind: 'failed' };
      blend(raster, mask);
    }
    if (request.mark !== null) embedMark(raster.rgba, raster.width, raster.height, request.mark);
    return { kind: 'page', ...(await encode(raster, request.format)) };
  };
}
