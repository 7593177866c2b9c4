/** Layer W: what stands on the page is moved by at most 0.07 mm, each node of a grid in a direction of its own. Blank paper stays as it is. */
import { BLANK, BLOCK, type Blocks, GREY } from './blocks.ts';
import { CANONICAL_WIDTH, type Grid, NODE } from './grids.ts';
import { type Pixels, type Positions, positions } from './pixels.ts';
import type { Rows } from './rows.ts';

const FRACTIONS = 256;
/** Catmull-Rom weights of the four neighbours, by 256ths of a pixel; 256 is the next pixel itself. */
const WEIGHTS = catmullRom();

/** Px of this image that a feature is moved by at most. */
export function reachOf(width: number, strength: number): number {
  return (strength * width) / CANONICAL_WIDTH;
}

/** Moves a page row by row, in place. A feature at p moves to p + d, so that the pixel at p comes from p - d. */
export class Warp {
  readonly #rows: Rows;
  readonly #target: Uint32Array;
  readonly #width: number;
  readonly #blocks: Blocks;
  readonly #chips: Int8Array;
  readonly #columns: number;
  readonly #reach: number;
  readonly #across: Positions;
  readonly #down: Positions;
  /** Displacement at each column of nodes in this row, in pixels. */
  readonly #shiftX: Float64Array;
  readonly #shiftY: Float64Array;

  /** `chips`: two a node, x and y. `strength`: canonical px. */
  constructor(pixels: Pixels, rows: Rows, blocks: Blocks, chips: Int8Array, nodes: Grid, strength: number) {
    const step = (NODE * pixels.width) / CANONICAL_WIDTH;
    this.#rows = rows;
    this.#target = pixels.data;
    this.#width = pixels.width;
    this.#blocks = blocks;
    this.#chips = chips;
    this.#columns = nodes.columns;
    this.#reach = reachOf(pixels.width, strength);
    this.#across = positions(pixels.width, step, 0, nodes.columns);
    this.#down = positions(pixels.height, step, 0, nodes.rows);
    this.#shiftX = new Float64Array(nodes.columns);
    this.#shiftY = new Float64Array(nodes.columns);
  }

  /** The rows around `y` must be ready. */
  draw(y: number): void {
    const { kinds, columns } = this.#blocks;
    this.#mixNodes(y);
    const first = Math.floor(y / BLOCK) * columns;
    for (let block = 0; block < columns; ) {
      const kind = kinds[first + block] ?? BLANK;
      const from = block * BLOCK;
      while (block < columns && kinds[first + block] === kind) block += 1;
      const end = Math.min(this.#width, block * BLOCK);
      if (kind === GREY) this.#moveGrey(y, from, end);
      else if (kind !== BLANK) this.#moveColour(y, from, end);
    }
  }

  #mixNodes(y: number): void {
    const chips = this.#chips;
    const t = this.#down.part[y] ?? 0;
    const upper = 2 * (this.#down.index[y] ?? 0) * this.#columns;
    const lower = upper + 2 * this.#columns;
    for (let i = 0; i < this.#columns; i += 1) {
      const [x0, y0] = [chips[upper + 2 * i] ?? 0, chips[upper + 2 * i + 1] ?? 0];
      this.#shiftX[i] = this.#reach * (x0 + t * ((chips[lower + 2 * i] ?? 0) - x0));
      this.#shiftY[i] = this.#reach * (y0 + t * ((chips[lower + 2 * i + 1] ?? 0) - y0));
    }
  }

  /** The last column up to `x` with an edge near this row. Where there is none around a pixel, mixing would give the pixel itself. */
  #edgeUpTo(y: number, x: number): number {
    const { lastEdge, around } = this.#rows;
    for (let at = x; at >= 0 && at > x - 2 * around; at -= 1) if ((lastEdge[at] ?? 0) >= y - around) return at;
    return -1 - 2 * around;
  }

  // oxlint-disable-next-line complexity -- every element that is read counts as a branch
  #moveGrey(y: number, from: number, end: number): void {
    const { red, stride, margin, count, lastEdge, around } = this.#rows;
    const { index, part } = this.#across;
    const [shiftX, shiftY, target] = [this.#shiftX, this.#shiftY, this.#target];
    const line = y * this.#width;
    const mask = count - 1;
    let edge = this.#edgeUpTo(y, from + around - 1);
    for (let x = from; x < end; x += 1) {
      if ((lastEdge[x + around] ?? -1) >= y - around) edge = x + around;
      if (edge < x - around) continue;
      const i = index[x] ?? 0;
      const t = part[x] ?? 0;
      const leftX = shiftX[i] ?? 0;
      const leftY = shiftY[i] ?? 0;
      // Positive, so that cutting the fraction off rounds down.
      const sx = x + margin - (leftX + t * ((shiftX[i + 1] ?? 0) - leftX));
      const sy = y + count - (leftY + t * ((shiftY[i + 1] ?? 0) - leftY));
      const ix = sx | 0;
      const iy = sy | 0;
      const fx = 4 * (((sx - ix) * FRACTIONS + 0.5) | 0);
      const fy = 4 * (((sy - iy) * FRACTIONS + 0.5) | 0);
      const a = WEIGHTS[fx] ?? 0;
      const b = WEIGHTS[fx + 1] ?? 0;
      const c = WEIGHTS[fx + 2] ?? 0;
      const d = WEIGHTS[fx + 3] ?? 0;
      const at0 = ((iy - 1) & mask) * stride + ix - 1;
      const at1 = (iy & mask) * stride + ix - 1;
      const at2 = ((iy + 1) & mask) * stride + ix - 1;
      const at3 = ((iy + 2) & mask) * stride + ix - 1;
      const sum =
        0.5 +
        (WEIGHTS[fy] ?? 0) *
          (a * (red[at0] ?? 0) + b * (red[at0 + 1] ?? 0) + c * (red[at0 + 2] ?? 0) + d * (red[at0 + 3] ?? 0)) +
        (WEIGHTS[fy + 1] ?? 0) *
          (a * (red[at1] ?? 0) + b * (red[at1 + 1] ?? 0) + c * (red[at1 + 2] ?? 0) + d * (red[at1 + 3] ?? 0)) +
        (WEIGHTS[fy + 2] ?? 0) *
          (a * (red[at2] ?? 0) + b * (red[at2 + 1] ?? 0) + c * (red[at2 + 2] ?? 0) + d * (red[at2 + 3] ?? 0)) +
        (WEIGHTS[fy + 3] ?? 0) *
          (a * (red[at3] ?? 0) + b * (red[at3 + 1] ?? 0) + c * (red[at3 + 2] ?? 0) + d * (red[at3 + 3] ?? 0));
      target[line + x] = ((target[line + x] ?? 0) & 0xff000000) | (toByte(sum) * 0x010101);
    }
  }

  // oxlint-disable-next-line complexity -- every element that is read counts as a branch
  #moveColour(y: number, from: number, end: number): void {
    const { red, green, blue, stride, margin, count, lastEdge, around } = this.#rows;
    const { index, part } = this.#across;
    const [shiftX, shiftY, target] = [this.#shiftX, this.#shiftY, this.#target];
    const line = y * this.#width;
    let edge = this.#edgeUpTo(y, from + around - 1);
    for (let x = from; x < end; x += 1) {
      if ((lastEdge[x + around] ?? -1) >= y - around) edge = x + around;
      if (edge < x - around) continue;
      const i = index[x] ?? 0;
      const t = part[x] ?? 0;
      const leftX = shiftX[i] ?? 0;
      const leftY = shiftY[i] ?? 0;
      const sx = x + margin - (leftX + t * ((shiftX[i + 1] ?? 0) - leftX));
      const sy = y + count - (leftY + t * ((shiftY[i + 1] ?? 0) - leftY));
      const ix = sx | 0;
      const iy = sy | 0;
      const fx = 4 * (((sx - ix) * FRACTIONS + 0.5) | 0);
      const fy = 4 * (((sy - iy) * FRACTIONS + 0.5) | 0);
      const a = WEIGHTS[fx] ?? 0;
      const b = WEIGHTS[fx + 1] ?? 0;
      const c = WEIGHTS[fx + 2] ?? 0;
      const d = WEIGHTS[fx + 3] ?? 0;
      let [r, g, bl] = [0.5, 0.5, 0.5];
      for (let k = 0; k < 4; k += 1) {
        const at = ((iy - 1 + k) & (count - 1)) * stride + ix - 1;
        const w = WEIGHTS[fy + k] ?? 0;
        r += w * (a * (red[at] ?? 0) + b * (red[at + 1] ?? 0) + c * (red[at + 2] ?? 0) + d * (red[at + 3] ?? 0));
        g +=
          w * (a * (green[at] ?? 0) + b * (green[at + 1] ?? 0) + c * (green[at + 2] ?? 0) + d * (green[at + 3] ?? 0));
        bl += w * (a * (blue[at] ?? 0) + b * (blue[at + 1] ?? 0) + c * (blue[at + 2] ?? 0) + d * (blue[at + 3] ?? 0));
      }
      target[line + x] = ((target[line + x] ?? 0) & 0xff000000) | (toByte(bl) << 16) | (toByte(g) << 8) | toByte(r);
    }
  }
}

function toByte(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value | 0;
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
