/** Pictures as one page. What a camera wrote beside the picture (place, time, serial number) does not reach the page. */
import { cannot, type Opening, pixelsOf } from './drawable.ts';
import type { PageLimits } from './limits.ts';
import type { PageSize } from './port.ts';
import { imageVersion } from './versions.ts';

/** Points of the longer side: a picture has the size of a sheet, whatever it says about itself. */
const LONG_SIDE = 842;
/** Operations of libvips that read a picture (vips-operations of its documentation). */
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Tiff', 'Heif'].map((name) => `VipsForeignLoad${name}`);
const WHITE = '#ffffff';

/** Returns the picture as a page, turned as its camera was held; the first frame of an animation, the first page of a TIFF. */
export async function openImage(bytes: Uint8Array, limits: PageLimits): Promise<Opening> {
  const loaded = await import('sharp').catch(() => undefined);
  if (loaded === undefined) return cannot('no_renderer');
  const sharp = loaded.default;
  // Whatever else libvips could open is not for documents of strangers.
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: [...LOADERS] });
  const head = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
  if (head === undefined) return cannot('broken');
  // The pictures of telephones: libvips from npm has no decoder for them.
  if (head.compression === 'hevc') return cannot('unsupported');
  if (head.width * (head.pageHeight ?? head.height) > limits.imagePixels) return cannot('too_large');
  const opened = sharp(bytes, { limitInputPixels: limits.imagePixels, failOn: 'error', pages: 1 })
    .autoOrient()
    .flatten({ background: WHITE })
    .toColourspace('srgb');
  const decoded = await opened
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(() => undefined);
  if (decoded === undefined) return cannot('broken');
  const { data, info } = decoded;
  const scale = LONG_SIDE / Math.max(info.width, info.height);
  const page: PageSize = { width: Math.max(1, info.width * scale), height: Math.max(1, info.height * scale) };
  const raw = { width: info.width, height: info.height, channels: 4 } as const;
  return {
    kind: 'drawable',
    drawable: {
      pages: [page],
      drawn: 'image',
      renderer: imageVersion(),
      raster: async (number, dpi) => {
        if (number !== 0) return undefined;
        const size = pixelsOf(page, dpi, limits.pixels);
        const drawn = await sharp(data, { raw })
          .resize({ ...size, fit: 'fill' })
          .raw()
          .toBuffer();
        return { rgba: new Uint8Array(drawn), ...size };
      },
      text: () => ({ text: '', boxes: [] }),
    },
  };
}
