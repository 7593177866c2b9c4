/** Layer W: what stands on the page is moved by at most 0.07 mm, each node of a grid in a direction of its own. Blank paper stays as it is. */
import { BLANK, BLOCK, blocksOf, GREY } from './blocks.ts';
import { CANONICAL_WIDTH, type Grid, NODE } from './grids.ts';
import { type Pixels, type Positions, positions } from './pixels.ts';

const FRACTIONS = 256;
/** Catmull-Rom weights of the four neighbours, by 256ths of a pixel; 256 is the next pixel itself. */
const WEIGHTS = catmullRom();

/** The page with its edges repeated outwards, so that no neighbour has to be looked for. */
type Source = {
  readonly colour: Uint8Array;
  /** Red alone: where a block is grey that is all. */
  readonly grey: Uint8Array;
  readonly stride: number;
  readonly margin: number;
};

/** What one row of pixels needs; made once. */
type Row = {
  readonly source: Source;
  readonly target: Uint32Array;
  readonly width: number;
  readonly across: Positions;
  /** Displacement at each column of nodes, in pixels. */
  readonly shiftX: Float64Array;
  readonly shiftY: Float64Array;
};

/**
 * Moves the page in place, `strength` in canonical px. `chips`: two a node, x and y.
 * A feature at p moves to p + d, so that the pixel at p comes from p - d.
 */
export function warp(pixels: Pixels, chips: Int8Array, nodes: Grid, strength: number): void {
  const { width, height, data } = pixels;
  const scale = width / CANONICAL_WIDTH;
  const reach = strength * scale;
  const blocks = blocksOf(pixels);
  const down = positions(height, NODE * scale, 0, nodes.rows);
  const row: Row = {
    source: withMargin(pixels, 3 + Math.ceil(reach)),
    target: data,
    width,
    across: positions(width, NODE * scale, 0, nodes.columns),
    shiftX: new Float64Array(nodes.columns),
    shiftY: new Float64Array(nodes.columns),
  };
  for (let y = 0; y < height; y += 1) {
    mixNodes(row, chips, nodes.columns, down.index[y] ?? 0, down.part[y] ?? 0, reach);
    const first = Math.floor(y / BLOCK) * blocks.columns;
    for (let block = 0; block < blocks.columns; block += 1) {
      const kind = blocks.kinds[first + block] ?? BLANK;
      if (kind === BLANK) continue;
      const end = Math.min(width, (block + 1) * BLOCK);
      if (kind === GREY) moveGrey(row, y, block * BLOCK, end);
      else moveColour(row, y, block * BLOCK, end);
    }
  }
}

function mixNodes(row: Row, chips: Int8Array, columns: number, j: number, t: number, reach: number): void {
  const upper = 2 * j * columns;
  const lower = upper + 2 * columns;
  for (let i = 0; i < columns; i += 1) {
    const x = chips[upper + 2 * i] ?? 0;
    const y = chips[upper + 2 * i + 1] ?? 0;
    row.shiftX[i] = reach * (x + t * ((chips[lower + 2 * i] ?? 0) - x));
    row.shiftY[i] = reach * (y + t * ((chips[lower + 2 * i + 1] ?? 0) - y));
  }
}

// oxlint-disable-next-line complexity -- every element that is read counts as a branch
function moveGrey({ source, target, width, across, shiftX, shiftY }: Row, y: number, from: number, end: number): void {
  const { grey, stride, margin } = source;
  const { index, part } = across;
  for (let x = from; x < end; x += 1) {
    const i = index[x] ?? 0;
    const t = part[x] ?? 0;
    const leftX = shiftX[i] ?? 0;
    const leftY = shiftY[i] ?? 0;
    const sx = x + margin - (leftX + t * ((shiftX[i + 1] ?? 0) - leftX));
    const sy = y + margin - (leftY + t * ((shiftY[i + 1] ?? 0) - leftY));
    const ix = sx | 0;
    const iy = sy | 0;
    const fx = 4 * (((sx - ix) * FRACTIONS + 0.5) | 0);
    const fy = 4 * (((sy - iy) * FRACTIONS + 0.5) | 0);
    const a = WEIGHTS[fx] ?? 0;
    const b = WEIGHTS[fx + 1] ?? 0;
    const c = WEIGHTS[fx + 2] ?? 0;
    const d = WEIGHTS[fx + 3] ?? 0;
    let sum = 0.5;
    for (let k = 0, at = (iy - 1) * stride + ix - 1; k < 4; k += 1, at += stride)
      sum +=
        (WEIGHTS[fy + k] ?? 0) *
        (a * (grey[at] ?? 0) + b * (grey[at + 1] ?? 0) + c * (grey[at + 2] ?? 0) + d * (grey[at + 3] ?? 0));
    const value = sum < 0 ? 0 : sum > 255 ? 255 : sum | 0;
    const place = y * width + x;
    target[place] = ((target[place] ?? 0) & 0xff000000) | (value * 0x010101);
  }
}

// oxlint-disable-next-line complexity -- every element that is read counts as a branch
function moveColour(
  { source, target, width, across, shiftX, shiftY }: Row,
  y: number,
  from: number,
  end: number,
): void {
  const { colour, stride, margin } = source;
  const { index, part } = across;
  for (let x = from; x < end; x += 1) {
    const i = index[x] ?? 0;
    const t = part[x] ?? 0;
    const leftX = shiftX[i] ?? 0;
    const leftY = shiftY[i] ?? 0;
    const sx = x + margin - (leftX + t * ((shiftX[i + 1] ?? 0) - leftX));
    const sy = y + margin - (leftY + t * ((shiftY[i + 1] ?? 0) - leftY));
    const ix = sx | 0;
    const iy = sy | 0;
    const fx = 4 * (((sx - ix) * FRACTIONS + 0.5) | 0);
    const fy = 4 * (((sy - iy) * FRACTIONS + 0.5) | 0);
    let red = 0.5;
    let green = 0.5;
    let blue = 0.5;
    for (let k = 0; k < 4; k += 1) {
      const down = WEIGHTS[fy + k] ?? 0;
      const line = 4 * ((iy - 1 + k) * stride + ix - 1);
      for (let n = 0; n < 4; n += 1) {
        const weight = down * (WEIGHTS[fx + n] ?? 0);
        const at = line + 4 * n;
        red += weight * (colour[at] ?? 0);
        green += weight * (colour[at + 1] ?? 0);
        blue += weight * (colour[at + 2] ?? 0);
      }
    }
    const place = y * width + x;
    target[place] = ((target[place] ?? 0) & 0xff000000) | (toByte(blue) << 16) | (toByte(green) << 8) | toByte(red);
  }
}

function toByte(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value | 0;
}

function withMargin({ data, width, height }: Pixels, margin: number): Source {
  const stride = width + 2 * margin;
  const wide = new Uint32Array(stride * (height + 2 * margin));
  for (let y = 0; y < height + 2 * margin; y += 1) {
    const line = Math.min(height - 1, Math.max(0, y - margin)) * width;
    const start = y * stride;
    wide.set(data.subarray(line, line + width), start + margin);
    wide.fill(data[line] ?? 0, start, start + margin);
    wide.fill(data[line + width - 1] ?? 0, start + margin + width, start + stride);
  }
  return { colour: new Uint8Array(wide.buffer), grey: Uint8Array.from(wide), stride, margin };
}

function catmullRom(): Float64Array {
  const weights = new Float64Array(4 * (FRACTIONS + 1));
  for (let step = 0; step <= FRACTIONS; step += 1) {
    const f = step / FRACTIONS;
    const [squared, cubed] = [f * f, f * f * f];
    weights.set(
      [
        -f / 2 + squared - cubed / 2,
        1 - (5 * squared) / 2 + (3 * cubed) / 2,
        f / 2 + 2 * squared - (3 * cubed) / 2,
        -squared / 2 + cubed / 2,
      ],
      4 * step,
    );
  }
  return weights;
}
