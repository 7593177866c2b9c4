/** Blocks of the page looked for in the drawn leak: brings a registration from tens of pixels to one. */
import { NODE } from '../../mark/grids.ts';
import type { Frame } from './frame.ts';
import type { OpenCv } from './opencv.ts';
import { emptyPlane, type Plane } from './plane.ts';
import { fitPolynomial, type Polynomial, type Samples, valueAt } from './polynomial.ts';

/** How far to look, half the side of a block, what a good fit is off, and the degree of the field. */
export type Pass = {
  readonly reach: number;
  readonly half: number;
  readonly tolerance: number;
  readonly degree: number;
};

const LEAST_DEVIATION = 12;
const LEAST_CORRELATION = 0.45;
const FEWEST = 12;
/** After each fit but the last, what is off by more of the tolerance is left out of the next. */
const DROPS = [4, 3, 2];

export type Field = { readonly x: Polynomial; readonly y: Polynomial };

type Moved = { readonly node: number; readonly x: number; readonly y: number; readonly weight: number };

/** The shifts by which the leak is off, as a smooth field; `undefined` when too few blocks were found again. */
export function matchBlocks(cv: OpenCv, frame: Frame, drawn: Plane, pass: Pass): Field | undefined {
  const filled = fillOutside(drawn);
  const { columns, rows } = frame.grids.nodes;
  const moved: Moved[] = [];
  for (let j = 0; j < rows; j += 2) {
    for (let i = 0; i < columns; i += 2) {
      const found = findBlock(cv, frame.page, drawn, filled, i * NODE, j * NODE, pass);
      if (found !== undefined) moved.push({ node: j * columns + i, ...found });
    }
  }
  if (moved.length < FEWEST) return undefined;
  let field = fitField(frame, moved, 1);
  for (const drop of DROPS) {
    const kept = moved.filter((one) => residual(field, one) < drop * pass.tolerance);
    field = fitField(frame, kept, pass.degree);
  }
  return field;
}

function fitField({ grids }: Frame, moved: readonly Moved[], degree: number): Field {
  const samples = (axis: 'x' | 'y'): Samples => ({
    node: Int32Array.from(moved, ({ node }) => node),
    value: Float64Array.from(moved, (one) => one[axis]),
    weight: Float64Array.from(moved, ({ weight }) => weight),
  });
  return {
    x: fitPolynomial(grids.nodes, samples('x'), degree),
    y: fitPolynomial(grids.nodes, samples('y'), degree),
  };
}

function residual(field: Field, { node, x, y }: Moved): number {
  return Math.hypot(x - valueAt(field.x, node), y - valueAt(field.y, node));
}

function findBlock(
  cv: OpenCv,
  page: Plane,
  drawn: Plane,
  filled: Plane,
  x: number,
  y: number,
  { reach, half }: Pass,
): { readonly x: number; readonly y: number; readonly weight: number } | undefined {
  const around = half + reach;
  if (x < around || y < around || x + around > page.width || y + around > page.height) return undefined;
  const block = cut(page, x - half, y - half, 2 * half);
  if (deviation(block) < LEAST_DEVIATION) return undefined;
  // A block that the leak shows by half is half invented.
  if (outsideShare(drawn, x - half, y - half, 2 * half) > 0.4) return undefined;
  return bestPlace(cv.correlation(cut(filled, x - around, y - around, 2 * around), block), reach);
}

function bestPlace(
  { width, height, data }: Plane,
  reach: number,
): { readonly x: number; readonly y: number; readonly weight: number } | undefined {
  let best = 0;
  for (let at = 1; at < data.length; at += 1) if ((data[at] ?? 0) > (data[best] ?? 0)) best = at;
  const weight = data[best] ?? 0;
  if (!(weight > LEAST_CORRELATION)) return undefined;
  const [x, y] = [best % width, Math.floor(best / width)];
  const fine = (at: number, step: number, within: boolean): number =>
    within ? vertex(data[at - step] ?? 0, data[at] ?? 0, data[at + step] ?? 0) : 0;
  return {
    x: x - reach + fine(best, 1, x > 0 && x < width - 1),
    y: y - reach + fine(best, width, y > 0 && y < height - 1),
    weight,
  };
}

/** Where a parabola through three neighbours has its top, -1/2 to 1/2. */
function vertex(before: number, top: number, after: number): number {
  const bend = before - 2 * top + after;
  return bend < 0 ? Math.min(0.5, Math.max(-0.5, (before - after) / (2 * bend))) : 0;
}

function cut(from: Plane, left: number, top: number, side: number): Plane {
  const out = emptyPlane(side, side);
  for (let y = 0; y < side; y += 1) {
    const start = (top + y) * from.width + left;
    out.data.set(from.data.subarray(start, start + side), y * side);
  }
  return out;
}

function deviation({ data }: Plane): number {
  let [sum, square] = [0, 0];
  for (const value of data) {
    sum += value;
    square += value * value;
  }
  return Math.sqrt(Math.max(0, square / data.length - (sum / data.length) ** 2));
}

function outsideShare(drawn: Plane, left: number, top: number, side: number): number {
  let outside = 0;
  for (let y = top; y < top + side; y += 1)
    for (let x = left; x < left + side; x += 1) if ((drawn.data[y * drawn.width + x] ?? 0) < 0) outside += 1;
  return outside / (side * side);
}

/** The mean of what is inside instead of nothing: a border would be a strong feature of its own. */
function fillOutside({ width, height, data }: Plane): Plane {
  let [count, sum] = [0, 0];
  for (const value of data) {
    if (value < 0) continue;
    count += 1;
    sum += value;
  }
  if (count === data.length) return { width, height, data };
  const mean = count === 0 ? 0 : sum / count;
  const filled = data.slice();
  for (let at = 0; at < filled.length; at += 1) if ((filled[at] ?? 0) < 0) filled[at] = mean;
  return { width, height, data: filled };
}
