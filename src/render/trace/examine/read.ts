/** Reads a picture of unknown origin into grey floats. */
import { type Plane, planeOf } from './plane.ts';

/** Pixels that a file may declare; more than 24 megapixels are reduced while reading, which is finer than any page needs. */
const MOST_PIXELS = 60_000_000;
const KEPT_PIXELS = 24_000_000;
const LEAST_SIDE = 48;
/** What libvips is built with and is made for pictures from outside. Not SVG, PDF or the formats of other libraries. */
const FORMATS = new Set(['png', 'jpeg', 'webp', 'tiff', 'gif', 'heif']);

export type Read =
  /** `width`, `height`: of the upright picture in the file; the plane may be smaller. */
  | { readonly kind: 'read'; readonly plane: Plane; readonly width: number; readonly height: number }
  | { readonly kind: 'unreadable'; readonly why: 'not_an_image' | 'too_large' | 'too_small' };

/** Upright, transparent parts on white. */
export async function readPicture(bytes: Uint8Array): Promise<Read> {
  const { default: sharp } = await import('sharp');
  try {
    const { format, autoOrient } = await sharp(bytes, { limitInputPixels: false }).metadata();
    const { width, height } = autoOrient;
    if (!FORMATS.has(format)) return { kind: 'unreadable', why: 'not_an_image' };
    if (width * height > MOST_PIXELS) return { kind: 'unreadable', why: 'too_large' };
    if (Math.min(width, height) < LEAST_SIDE) return { kind: 'unreadable', why: 'too_small' };
    const share = Math.min(1, Math.sqrt(KEPT_PIXELS / (width * height)));
    const upright = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' }).autoOrient();
    const side = Math.floor(Math.max(width, height) * share);
    const sized = share < 1 ? upright.resize({ width: side, height: side, fit: 'inside' }) : upright;
    const { data, info } = await sized
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { kind: 'read', plane: greyOf(data, info.width, info.height, info.channels), width, height };
  } catch {
    // What the decoder says could quote the file.
    return { kind: 'unreadable', why: 'not_an_image' };
  }
}

function greyOf(data: Uint8Array, width: number, height: number, channels: number): Plane {
  if (channels < 3)
    return planeOf(
      width,
      height,
      data.filter((_, at) => at % channels === 0),
    );
  const grey = new Float32Array(width * height);
  for (let n = 0, at = 0; n < grey.length; n += 1, at += channels)
    grey[n] = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
  return { width, height, data: grey };
}
