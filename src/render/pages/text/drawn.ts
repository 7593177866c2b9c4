/** Sheets as pages: what text, tables and simplified Office files are drawn as. */
import type { Drawn } from '../port.ts';
import { type Drawable, type Opening, pixelsOf, type Raster } from '../drawable.ts';
import type { PageLimits } from '../limits.ts';
import { layoutVersion } from '../versions.ts';
import type { Block } from './blocks.ts';
import { type Fonts, plain, scriptOf } from './fonts.ts';
import { PORTRAIT, LANDSCAPE, paginate, TooManyPages } from './paginate.ts';
import { COLOURS, type Sheet, textOf } from './sheet.ts';

/** Lays the blocks out. `sample`: text by which the Chinese font is chosen. */
export function drawBlocks(
  fonts: Fonts,
  blocks: readonly Block[],
  how: { readonly drawn: Drawn; readonly landscape: boolean; readonly sample: string },
  limits: PageLimits,
): Opening {
  try {
    const paper = how.landscape ? LANDSCAPE : PORTRAIT;
    const sheets = paginate(fonts, blocks, { script: scriptOf(how.sample), paper, most: limits.pages });
    return { kind: 'drawable', drawable: drawableOf(fonts, sheets, how.drawn, limits) };
  } catch (error) {
    if (error instanceof TooManyPages) return { kind: 'cannot', why: 'too_many_pages' };
    throw error;
  }
}

function drawableOf(fonts: Fonts, sheets: readonly Sheet[], drawn: Drawn, limits: PageLimits): Drawable {
  return {
    pages: sheets.map(({ width, height }) => ({ width, height })),
    drawn,
    renderer: layoutVersion(),
    raster: async (page, dpi) => {
      const sheet = sheets[page];
      return sheet === undefined ? undefined : rasterOf(fonts, sheet, pixelsOf(sheet, dpi, limits.pixels));
    },
    text: (page) => {
      const sheet = sheets[page];
      return sheet === undefined ? { text: '', boxes: [] } : textOf(fonts, sheet);
    },
  };
}

function rasterOf(fonts: Fonts, sheet: Sheet, size: { readonly width: number; readonly height: number }): Raster {
  const canvas = fonts.canvas.createCanvas(size.width, size.height);
  const context = canvas.getContext('2d');
  plain(context);
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, size.width, size.height);
  context.scale(size.width / sheet.width, size.height / sheet.height);
  let font = '';
  for (const item of sheet.items) {
    context.fillStyle = COLOURS[item.ink];
    if (item.kind === 'box') context.fillRect(item.x, item.y, item.width, item.height);
    else {
      const wanted = fonts.font(item.pen, item.size);
      if (wanted !== font) context.font = wanted;
      font = wanted;
      context.fillText(item.text, item.x, item.y);
    }
  }
  return { rgba: new Uint8Array(canvas.data()), ...size };
}
