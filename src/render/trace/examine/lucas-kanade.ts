/** How far the content around each node of the page has moved, to a hundredth of a pixel: Lucas-Kanade with a gain and an offset of light. */
import { NODE } from '../../mark/grids.ts';
import type { Frame } from './frame.ts';
import type { Plane } from './plane.ts';

const HALF = 26;
const EDGE = 2;
const FADE = 32;
const FEWEST = 200;
const INSIDE_SHARE = 0.6;
const LEAST_VARIANCE = 8;
const LEAST_GAIN = 0.05;
const LARGEST_ERROR = 120;
const DAMPING = 2000;
const LARGEST_STEP = 1.5;
const LARGEST = 8;
/** Px: a hundredth of what the mark moves. */
const SETTLED = 0.004;
/** A structure of this much has half the weight. */
const HALF_WEIGHT = 60_000;

/** Of each node, row by row, in canonical px. */
export type Displacements = {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** 0 where the node is unusable, up to 1. */
  readonly weightX: Float64Array;
  readonly weightY: Float64Array;
};

/** Looks at every node; about 10 ms an iteration and hundred nodes with content. */
export function displacements({ page, grids }: Frame, drawn: Plane, iterations: number): Displacements {
  const { columns, rows } = grids.nodes;
  const count = columns * rows;
  const found: Displacements = {
    x: new Float64Array(count),
    y: new Float64Array(count),
    weightX: new Float64Array(count),
    weightY: new Float64Array(count),
  };
  const seen = new Window(page, drawn);
  for (let node = 0; node < count; node += 1) {
    seen.moveTo((node % columns) * NODE, Math.floor(node / columns) * NODE);
    let usable = seen.variance() >= LEAST_VARIANCE;
    for (let n = 0; n < iterations && usable && !seen.settled; n += 1) usable = seen.step();
    if (!usable) continue;
    found.x[node] = seen.x;
    found.y[node] = seen.y;
    found.weightX[node] = seen.structureX / (seen.structureX + HALF_WEIGHT);
    found.weightY[node] = seen.structureY / (seen.structureY + HALF_WEIGHT);
  }
  return found;
}

/** The surroundings of one node; made once, since a page has a thousand nodes. */
class Window {
  x = 0;
  y = 0;
  structureX = 0;
  structureY = 0;
  /** The last step was too small to matter. */
  settled = false;
  readonly #page: Plane;
  readonly #drawn: Plane;
  readonly #samples = new Float64Array((2 * HALF + 1) ** 2);
  #centreX = 0;
  #centreY = 0;
  #left = 0;
  #right = 0;
  #top = 0;
  #bottom = 0;

  constructor(page: Plane, drawn: Plane) {
    this.#page = page;
    this.#drawn = drawn;
  }

  moveTo(x: number, y: number): void {
    const { width, height } = this.#page;
    [this.x, this.y, this.structureX, this.structureY] = [0, 0, 0, 0];
    this.settled = false;
    [this.#centreX, this.#centreY] = [x, y];
    this.#left = Math.max(EDGE, x - HALF);
    this.#right = Math.min(width - EDGE - 1, x + HALF);
    this.#top = Math.max(EDGE, y - HALF);
    this.#bottom = Math.min(height - EDGE - 1, y + HALF);
  }

  /** Of the page, whether or not the leak shows it: blank windows need no further look. */
  variance(): number {
    const { data, width } = this.#page;
    let [count, sum, square] = [0, 0, 0];
    for (let y = this.#top; y <= this.#bottom; y += 1) {
      for (let at = y * width + this.#left; at <= y * width + this.#right; at += 1) {
        const value = data[at] ?? 0;
        count += 1;
        sum += value;
        square += value * value;
      }
    }
    return count === 0 ? 0 : square / count - (sum / count) ** 2;
  }

  /** One iteration. False when the node cannot be used. */
  step(): boolean {
    const light = this.#light();
    if (light === undefined) return false;
    const [stepX, stepY] = this.#solve(light.gain, light.offset);
    this.x -= Math.min(LARGEST_STEP, Math.max(-LARGEST_STEP, stepX));
    this.y -= Math.min(LARGEST_STEP, Math.max(-LARGEST_STEP, stepY));
    this.settled = Math.abs(stepX) < SETTLED && Math.abs(stepY) < SETTLED;
    return Math.abs(this.x) <= LARGEST && Math.abs(this.y) <= LARGEST;
  }

  /** Samples the leak at the present displacement; drawn = gain · page + offset by least squares. */
  #light(): { readonly gain: number; readonly offset: number } | undefined {
    const { data, width } = this.#page;
    const samples = this.#samples;
    let [total, count, sumO, sumI, sumOO, sumOI] = [0, 0, 0, 0, 0, 0];
    for (let y = this.#top; y <= this.#bottom; y += 1) {
      this.#sampleRow(y, total);
      for (let at = y * width + this.#left; at <= y * width + this.#right; at += 1) {
        const value = samples[total] ?? -1;
        total += 1;
        if (value < 0) continue;
        const original = data[at] ?? 0;
        count += 1;
        sumO += original;
        sumI += value;
        sumOO += original * original;
        sumOI += original * value;
      }
    }
    if (count < FEWEST || count < INSIDE_SHARE * total) return undefined;
    const variance = sumOO / count - (sumO / count) ** 2;
    if (variance < LEAST_VARIANCE) return undefined;
    const gain = (sumOI / count - (sumO / count) * (sumI / count)) / variance;
    return gain < LEAST_GAIN ? undefined : { gain, offset: sumI / count - (gain * sumO) / count };
  }

  /** Bilinear; below 0 when one of the four pixels is outside. The displacement is the same for the whole window. */
  #sampleRow(y: number, into: number): void {
    const { data, width, height } = this.#drawn;
    const samples = this.#samples;
    const upper = Math.floor(y + this.y);
    const first = Math.floor(this.#left + this.x);
    const fx = this.#left + this.x - first;
    const fy = y + this.y - upper;
    const count = this.#right - this.#left + 1;
    if (upper < 0 || upper >= height - 1 || first < 0 || first + count >= width) {
      // Only where a window at the edge of the page has moved out of it.
      samples.fill(-1, into, into + count);
      return;
    }
    const line = upper * width + first;
    let a = data[line] ?? -1;
    let c = data[line + width] ?? -1;
    for (let n = 1; n <= count; n += 1) {
      const b = data[line + n] ?? -1;
      const d = data[line + width + n] ?? -1;
      const above = a + fx * (b - a);
      samples[into + n - 1] = a < 0 || b < 0 || c < 0 || d < 0 ? -1 : above + fy * (c + fx * (d - c) - above);
      a = b;
      c = d;
    }
  }

  #solve(gain: number, offset: number): readonly [number, number] {
    const { data, width } = this.#page;
    let [xx, xy, yy, ex, ey, n] = [0, 0, 0, 0, 0, 0];
    for (let y = this.#top; y <= this.#bottom; y += 1) {
      const down = 1 - Math.abs(y - this.#centreY) / FADE;
      for (let x = this.#left; x <= this.#right; x += 1) {
        const value = this.#samples[n] ?? 0;
        n += 1;
        if (value < 0) continue;
        const at = y * width + x;
        const gradientX = ((data[at + 1] ?? 0) - (data[at - 1] ?? 0)) / 2;
        const gradientY = ((data[at + width] ?? 0) - (data[at - width] ?? 0)) / 2;
        if (gradientX === 0 && gradientY === 0) continue;
        const error = (value - offset) / gain - (data[at] ?? 0);
        const clipped = error > LARGEST_ERROR ? LARGEST_ERROR : error < -LARGEST_ERROR ? -LARGEST_ERROR : error;
        const weight = down * (1 - Math.abs(x - this.#centreX) / FADE);
        xx += weight * gradientX * gradientX;
        xy += weight * gradientX * gradientY;
        yy += weight * gradientY * gradientY;
        ex += weight * gradientX * clipped;
        ey += weight * gradientY * clipped;
      }
    }
    [this.structureX, this.structureY] = [xx, yy];
    const determinant = (xx + DAMPING) * (yy + DAMPING) - xy * xy;
    return [((yy + DAMPING) * ex - xy * ey) / determinant, ((xx + DAMPING) * ey - xy * ex) / determinant];
  }
}
