/** Layer L as the leak shows it: how much lighter or darker each cell of the background is than its surroundings. */
import { CELL, type Grids } from '../../mark/grids.ts';
import { boxSum, type Plane } from './plane.ts';

const FLAT_RADIUS = 3;
const LEAST_LIMIT = 4;
const LIMIT_FACTOR = 2.5;
const LIMIT_QUANTILE = 0.4;
const LIMIT_EVERY = 97;
const AROUND_RADIUS = 20;
const LARGEST_PIXEL = 12;
const LARGEST_CELL = 5;
const FEWEST = 12;
/** Without the page: what is flat and light is background. */
const BLIND_LIMIT = 60;
const BLIND_LIGHT = 160;

/** With the page: the background is where the page is flat; its own light is taken off. */
export function observeCells(page: Plane, drawn: Plane, grids: Grids): Float32Array {
  const { variance } = flatness(page);
  const limit = Math.max(LEAST_LIMIT, LIMIT_FACTOR * quantile(variance));
  const value = new Float64Array(drawn.data.length);
  const inside = new Float64Array(drawn.data.length);
  for (let at = 0; at < value.length; at += 1) {
    if ((drawn.data[at] ?? -1) < 0 || (variance[at] ?? Infinity) >= limit) continue;
    inside[at] = 1;
    value[at] = (drawn.data[at] ?? 0) - (page.data[at] ?? 0);
  }
  return cellsOf(page.width, page.height, value, inside, grids);
}

/** Without the page. */
export function observeCellsBlind(drawn: Plane, grids: Grids): Float32Array {
  const { variance, mean } = flatness(drawn);
  const value = new Float64Array(drawn.data.length);
  const inside = new Float64Array(drawn.data.length);
  for (let at = 0; at < value.length; at += 1) {
    if ((drawn.data[at] ?? -1) < 0 || (variance[at] ?? Infinity) >= BLIND_LIMIT || !((mean[at] ?? 0) > BLIND_LIGHT))
      continue;
    inside[at] = 1;
    value[at] = drawn.data[at] ?? 0;
  }
  return cellsOf(drawn.width, drawn.height, value, inside, grids);
}

/** Variance and mean around each pixel. At the outer 3 px sums are too small: they come out as anything but flat. */
function flatness({ width, height, data }: Plane): { readonly variance: Float64Array; readonly mean: Float64Array } {
  const count = (2 * FLAT_RADIUS + 1) ** 2;
  const values = new Float64Array(data);
  const mean = boxSum(width, height, values, FLAT_RADIUS);
  for (let at = 0; at < values.length; at += 1) values[at] = (values[at] ?? 0) ** 2;
  const variance = boxSum(width, height, values, FLAT_RADIUS);
  for (let at = 0; at < mean.length; at += 1) {
    const own = (mean[at] ?? 0) / count;
    mean[at] = own;
    variance[at] = (variance[at] ?? 0) / count - own * own;
  }
  return { variance, mean };
}

function quantile(variance: Float64Array): number {
  const some = Float64Array.from(
    { length: Math.ceil(variance.length / LIMIT_EVERY) },
    (_, n) => variance[n * LIMIT_EVERY] ?? 0,
  );
  return some.sort()[Math.floor(some.length * LIMIT_QUANTILE)] ?? 0;
}

function cellsOf(
  width: number,
  height: number,
  value: Float64Array,
  inside: Float64Array,
  { cells }: Grids,
): Float32Array {
  const sums = boxSum(width, height, value, AROUND_RADIUS);
  const counts = boxSum(width, height, inside, AROUND_RADIUS);
  const total = new Float64Array(cells.columns * cells.rows);
  const seen = new Float64Array(total.length);
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor(y / CELL) * cells.columns;
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      if (inside[at] === 0) continue;
      const cell = row + (x >> 3);
      seen[cell] = (seen[cell] ?? 0) + 1;
      total[cell] = (total[cell] ?? 0) + clip((value[at] ?? 0) - (sums[at] ?? 0) / (counts[at] ?? 1), LARGEST_PIXEL);
    }
  }
  return Float32Array.from(total, (sum, cell) => {
    const count = seen[cell] ?? 0;
    return count < FEWEST ? 0 : clip(sum / count, LARGEST_CELL) * Math.sqrt(count / (CELL * CELL));
  });
}

function clip(value: number, limit: number): number {
  return value > limit ? limit : value < -limit ? -limit : value;
}
