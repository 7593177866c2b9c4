/** Layer L: faint cells of 1.35 mm, darker on bright ground and lighter on dark ground, with the rounding error spread. */
import { CANONICAL_WIDTH, CELL, type Grid } from './grids.ts';
import { type Pixels, type Positions, positions } from './pixels.ts';

/**
 * Adds the cells to a page, two rows at a time. The error goes to the right and down, so that each pixel waits for its left neighbour; the
 * lower row, one pixel behind, gives the processor something to do meanwhile.
 */
export class Cells {
  readonly #pixels: Pixels;
  readonly #chips: Int8Array;
  readonly #columns: number;
  readonly #strength: number;
  readonly #across: Positions;
  readonly #down: Positions;
  /** The chips of the upper and of the lower row, mixed for their height. */
  readonly #upper: Float64Array;
  readonly #lower: Float64Array;
  /** What each pixel of the row above hands down. */
  readonly #below: Float64Array;
  /** Stands in for the lower row of a page with an odd number of them. */
  readonly #nothing: Uint32Array;

  /** `strength`: grey levels. */
  constructor(pixels: Pixels, chips: Int8Array, cells: Grid, strength: number) {
    const step = (CELL * pixels.width) / CANONICAL_WIDTH;
    this.#pixels = pixels;
    this.#chips = chips;
    this.#columns = cells.columns;
    this.#strength = strength;
    this.#across = positions(pixels.width, step, 0.5, cells.columns);
    this.#down = positions(pixels.height, step, 0.5, cells.rows);
    this.#upper = new Float64Array(cells.columns);
    this.#lower = new Float64Array(cells.columns);
    this.#below = new Float64Array(pixels.width);
    this.#nothing = new Uint32Array(pixels.width);
  }

  /** Rows `y` and `y + 1`, when there is one. `bright`: of each pixel whether the page was bright there, before anything was moved. */
  draw(y: number, bright: Uint8Array, brightBelow: Uint8Array): void {
    const { data, width, height } = this.#pixels;
    const end = (y + 1) * width;
    this.#mixChips(y, this.#upper);
    this.#mixChips(Math.min(height - 1, y + 1), this.#lower);
    const lower = y + 1 < height ? data.subarray(end, end + width) : this.#nothing;
    this.#drawTwo(data.subarray(y * width, end), lower, bright, brightBelow);
  }

  #mixChips(y: number, into: Float64Array): void {
    const chips = this.#chips;
    const above = (this.#down.index[y] ?? 0) * this.#columns;
    const t = this.#down.part[y] ?? 0;
    for (let i = 0; i < this.#columns; i += 1) {
      const chip = chips[above + i] ?? 0;
      into[i] = this.#strength * (chip + t * ((chips[above + this.#columns + i] ?? 0) - chip));
    }
  }

  // oxlint-disable-next-line complexity -- every element that is read counts as a branch
  #drawTwo(a: Uint32Array, b: Uint32Array, brightA: Uint8Array, brightB: Uint8Array): void {
    const { index, part } = this.#across;
    const [below, upper, lower, strength, width] = [this.#below, this.#upper, this.#lower, this.#strength, a.length];
    let rightA = 0;
    let rightB = 0;
    let [i0, t0] = [0, 0];
    for (let x = 0; x <= width; x += 1) {
      if (x > 0) {
        const left = lower[i0] ?? 0;
        const offset = (brightB[x - 1] ?? 0) === 1 ? -strength : strength;
        const want = left + t0 * ((lower[i0 + 1] ?? 0) - left) + offset + rightB + (below[x - 1] ?? 0) / 2;
        const change = Math.floor(want + 0.5);
        below[x - 1] = want - change;
        rightB = (want - change) / 2;
        b[x - 1] = addTo(b[x - 1] ?? 0, change | 0);
      }
      if (x === width) break;
      i0 = index[x] ?? 0;
      t0 = part[x] ?? 0;
      const left = upper[i0] ?? 0;
      const offset = (brightA[x] ?? 0) === 1 ? -strength : strength;
      const want = left + t0 * ((upper[i0 + 1] ?? 0) - left) + offset + rightA + (below[x] ?? 0) / 2;
      const change = Math.floor(want + 0.5);
      below[x] = want - change;
      rightA = (want - change) / 2;
      a[x] = addTo(a[x] ?? 0, change | 0);
    }
  }
}

function addTo(pixel: number, change: number): number {
  const red = clamp((pixel & 255) + change);
  const green = clamp(((pixel >>> 8) & 255) + change);
  const blue = clamp(((pixel >>> 16) & 255) + change);
  return (pixel & 0xff000000) | (blue << 16) | (green << 8) | red;
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}
