/** Makes a picture ready to be read: turned as the camera was held, on white, grey, neither tiny nor huge. */
import type { Sharp } from 'sharp';
import { readBitmap } from './bitmap.ts';

export type Prepared = { readonly png: Uint8Array; readonly width: number; readonly height: number };
export type Turn = 0 | 90 | 180 | 270;

const PIXELS = 50_000_000;
/** Operations of libvips that read a picture; everything else it could open is not for files of strangers. */
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Tiff'].map((name) => `VipsForeignLoad${name}`);
/** Shorter long sides are enlarged: letters of a dozen pixels are read badly. An A4 page of 200 dpi has 2,339. */
const SMALL = 1200;
const LARGE = 3200;
const LARGEST_SCALE = 3;
/** Nothing that can be read fits into less. */
const LEAST_SIDE = 24;

/** Returns the picture as PNG, or undefined when it is none, is too large, or too small to hold text. */
export async function preparePicture(bytes: Uint8Array, turn: Turn = 0): Promise<Prepared | undefined> {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: [...LOADERS] });
  const bitmap = readBitmap(bytes, PIXELS);
  const opened: Sharp =
    bitmap === undefined
      ? sharp(bytes, { limitInputPixels: PIXELS, failOn: 'error', pages: 1 })
      : sharp(bitmap.data, { raw: { width: bitmap.width, height: bitmap.height, channels: 3 } });
  const head = await opened.metadata().catch(() => undefined);
  if (head === undefined || Math.min(head.width, head.height) < LEAST_SIDE) return undefined;
  const long = Math.max(head.width, head.height);
  const scale = long < SMALL ? Math.min(LARGEST_SCALE, SMALL / long) : Math.min(1, LARGE / long);
  const turned = opened.autoOrient().flatten({ background: '#ffffff' }).greyscale();
  const side = Math.max(1, Math.round(long * scale));
  const sized = scale === 1 ? turned : turned.resize({ width: side, height: side, fit: 'inside' });
  const written = await sized
    .png({ compressionLevel: 1 })
    .toBuffer({ resolveWithObject: true })
    .catch(() => undefined);
  if (written === undefined) return undefined;
  if (turn === 0) return { png: written.data, width: written.info.width, height: written.info.height };
  const again = await sharp(written.data)
    .rotate(turn)
    .png({ compressionLevel: 1 })
    .toBuffer({ resolveWithObject: true });
  return { png: again.data, width: again.info.width, height: again.info.height };
}
