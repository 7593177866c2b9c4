/** Page images for the wire. JPEG goes everywhere; WebP is a third smaller and takes three times as long. No metadata is written. */
import type { Sharp } from 'sharp';
import type { Raster } from './drawable.ts';
import type { PageImage, PageRequest } from './port.ts';
import type { PageMediaType } from './protocol.ts';

const JPEG = { quality: 82 } as const;
const WEBP = { quality: 80, effort: 2 } as const;
const PNG = { compressionLevel: 6 } as const;

const MEDIA_TYPES = { jpeg: 'image/jpeg', webp: 'image/webp', png: 'image/png' } as const;

export type Encoded = PageImage & { readonly mediaType: PageMediaType };

/** Returns the image of a raster. @throws when sharp is not installed. */
export async function encode({ rgba, width, height }: Raster, format: PageRequest['format']): Promise<Encoded> {
  const { default: sharp } = await import('sharp');
  const picture = sharp(rgba, { raw: { width, height, channels: 4 } }).removeAlpha();
  const bytes = new Uint8Array(await written(picture, format).toBuffer());
  return { bytes, mediaType: MEDIA_TYPES[format], width, height };
}

function written(picture: Sharp, format: PageRequest['format']): Sharp {
  if (format === 'jpeg') return picture.jpeg(JPEG);
  return format === 'webp' ? picture.webp(WEBP) : picture.png(PNG);
}
