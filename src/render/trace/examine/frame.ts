/** The page as the frame of all that is measured, and the leak drawn into it. */
import { CANONICAL_WIDTH, type Grids, gridsOf, NODE } from '../../mark/grids.ts';
import type { Homography } from './algebra.ts';
import { emptyPlane, OUTSIDE, type Plane, resize } from './plane.ts';

export type Frame = { readonly page: Plane; readonly grids: Grids };

/** The page at canonical size. */
export function frameOf(base: Plane): Frame {
  const grids = gridsOf(base.width, base.height);
  return { page: resize(base, CANONICAL_WIDTH, grids.height), grids };
}

/** Where the leak shows each place of the page: a perspective, and shifts at the nodes before it (canonical px). */
export type Placement = {
  readonly homography: Homography;
  readonly shiftX: Float64Array;
  readonly shiftY: Float64Array;
};

export function plainPlacement(homography: Homography, { nodes }: Grids): Placement {
  const count = nodes.columns * nodes.rows;
  return { homography, shiftX: new Float64Array(count), shiftY: new Float64Array(count) };
}

/** The leak as the page would look, bilinear; OUTSIDE where it shows nothing. */
export function drawLeak(leak: Plane, mapping: Placement, { page, grids }: Frame): Plane {
  const out = emptyPlane(page.width, page.height);
  const shifts = new Float64Array(2 * (page.width + 1));
  for (let y = 0; y < page.height; y += 1) {
    shiftsOfRow(mapping, grids.nodes.columns, y, page.width, shifts);
    drawRow(leak, mapping.homography, y, shifts, out);
  }
  return out;
}

function shiftsOfRow(
  { shiftX, shiftY }: Placement,
  columns: number,
  y: number,
  width: number,
  into: Float64Array,
): void {
  const j = Math.floor(y / NODE);
  const down = y / NODE - j;
  const mix = (field: Float64Array, i: number): number => {
    const upper = field[j * columns + i] ?? 0;
    return upper + down * ((field[(j + 1) * columns + i] ?? upper) - upper);
  };
  for (let i = 0; i * NODE < width; i += 1) {
    const [x0, y0] = [mix(shiftX, i), mix(shiftY, i)];
    const [x1, y1] = [mix(shiftX, i + 1), mix(shiftY, i + 1)];
    for (let x = i * NODE; x < Math.min(width, (i + 1) * NODE); x += 1) {
      const t = x / NODE - i;
      into[2 * x] = x0 + t * (x1 - x0);
      into[2 * x + 1] = y0 + t * (y1 - y0);
    }
  }
}

// oxlint-disable-next-line complexity -- every element that is read counts as a branch
function drawRow(leak: Plane, h: Homography, y: number, shifts: Float64Array, out: Plane): void {
  const { width, height, data } = leak;
  const [h0 = 0, h1 = 0, h2 = 0, h3 = 0, h4 = 0, h5 = 0, h6 = 0, h7 = 0, h8 = 0] = h;
  for (let x = 0; x < out.width; x += 1) {
    const px = x + (shifts[2 * x] ?? 0);
    const py = y + (shifts[2 * x + 1] ?? 0);
    const w = h6 * px + h7 * py + h8;
    const qx = (h0 * px + h1 * py + h2) / w;
    const qy = (h3 * px + h4 * py + h5) / w;
    out.data[y * out.width + x] =
      qx >= 0 && qy >= 0 && qx < width - 1 && qy < height - 1 ? sample(data, width, qx, qy) : OUTSIDE;
  }
}

function sample(data: Float32Array, width: number, x: number, y: number): number {
  const ix = Math.floor(x);
  const iy = Math.floor(y);
  const at = iy * width + ix;
  const fx = x - ix;
  const upper = (data[at] ?? 0) + fx * ((data[at + 1] ?? 0) - (data[at] ?? 0));
  const lower = (data[at + width] ?? 0) + fx * ((data[at + width + 1] ?? 0) - (data[at + width] ?? 0));
  return upper + (y - iy) * (lower - upper);
}

/** Correlation of the page and what was drawn, over every third pixel inside; 0 when nearly nothing is inside. */
export function qualityOf({ page }: Frame, drawn: Plane): number {
  let [count, sumO, sumI, sumOO, sumII, sumOI] = [0, 0, 0, 0, 0, 0];
  for (let at = 0; at < page.data.length; at += 3) {
    const inside = drawn.data[at] ?? OUTSIDE;
    if (inside < 0) continue;
    const original = page.data[at] ?? 0;
    count += 1;
    sumO += original;
    sumI += inside;
    sumOO += original * original;
    sumII += inside * inside;
    sumOI += original * inside;
  }
  if (count < 1000) return 0;
  const spread = Math.sqrt((sumOO - (sumO * sumO) / count) * (sumII - (sumI * sumI) / count));
  return spread > 0 ? (sumOI - (sumO * sumI) / count) / spread : 0;
}
