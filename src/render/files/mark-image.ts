/** Marks in a picture: both layers in its pixels. It is decoded and encoded anew, so nothing of its other data stays (place, camera, comments). */
import type { FileMark, MarkedFile } from './port.ts';
import { embedMark } from '../mark/embed.ts';

const LARGEST_PIXELS = 25_000_000;
/** Below that a mark has too few chips to be told from chance. */
const NARROWEST = 200;

export async function markImage(bytes: Uint8Array, mark: FileMark): Promise<MarkedFile> {
  const { default: sharp } = await import('sharp');
  const options = { limitInputPixels: LARGEST_PIXELS, failOn: 'error', pages: 1 } as const;
  const { format, width, height, pages = 1 } = await sharp(bytes, options).metadata();
  if (pages > 1 || (format !== 'jpeg' && format !== 'png' && format !== 'webp'))
    return { kind: 'as_is', why: 'unsupported' };
  if (Math.min(width, height) < NARROWEST) return { kind: 'as_is', why: 'unsupported' };
  const keys = mark.pages[0];
  if (keys === undefined) return { kind: 'as_is', why: 'unsupported' };
  const decoded = await sharp(bytes, options)
    .rotate()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { data, info } = decoded;
  embedMark(data, info.width, info.height, { viewId: mark.viewId, keys });
  const raw = sharp(data, { raw: { width: info.width, height: info.height, channels: 4 } });
  const encoded =
    format === 'jpeg'
      ? raw.removeAlpha().jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
      : format === 'webp'
        ? raw.webp({ quality: 92, effort: 2 })
        : raw.png({ compressionLevel: 6 });
  return { kind: 'marked', bytes: await encoded.toBuffer(), places: ['picture'] };
}
