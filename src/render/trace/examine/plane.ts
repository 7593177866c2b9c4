/** Grey images as floating point numbers, and what is done to whole ones. */

export type Plane = { readonly width: number; readonly height: number; readonly data: Float32Array };

/** What a pixel outside the leak has. */
export const OUTSIDE = -1;

export function emptyPlane(width: number, height: number): Plane {
  return { width, height, data: new Float32Array(width * height) };
}

/** Floats of bytes, floats or anything else that is counted. */
export function planeOf(width: number, height: number, values: ArrayLike<number>): Plane {
  return { width, height, data: Float32Array.from(values) };
}

/** Dark and light exchanged. */
export function invert({ width, height, data }: Plane): Plane {
  const inverted = new Float32Array(data.length);
  for (let at = 0; at < data.length; at += 1) inverted[at] = 255 - (data[at] ?? 0);
  return { width, height, data: inverted };
}

/** The mean of every seventh pixel. */
export function lightOf({ data }: Plane): number {
  let [count, sum] = [0, 0];
  for (let at = 0; at < data.length; at += 7) {
    count += 1;
    sum += data[at] ?? 0;
  }
  return sum / count;
}

/** A reduced image, and the factors by which it is smaller (coordinates: (q + 1/2) · factor - 1/2). */
export type Reduced = { readonly plane: Plane; readonly factorX: number; readonly factorY: number };

/** At most `longest` px on the long side, by the mean of what each pixel covers; the same plane when it is small enough. */
export function reduceTo(plane: Plane, longest: number): Reduced {
  const long = Math.max(plane.width, plane.height);
  return long <= longest ? { plane, factorX: 1, factorY: 1 } : reduceBy(plane, longest / long);
}

/** Smaller by a factor below 1. */
export function reduceBy(plane: Plane, factor: number): Reduced {
  const width = Math.max(1, Math.round(plane.width * factor));
  const height = Math.max(1, Math.round(plane.height * factor));
  return {
    plane: resize(plane, width, height),
    factorX: width / plane.width,
    factorY: height / plane.height,
  };
}

/** Any size: by area where it gets smaller, linear where it gets larger. */
export function resize(plane: Plane, width: number, height: number): Plane {
  if (width === plane.width && height === plane.height) return plane;
  return resizeDown(resizeAcross(plane, width), height);
}

function resizeAcross(plane: Plane, width: number): Plane {
  const { start, from, weight } = weightsOf(plane.width, width);
  const out = emptyPlane(width, plane.height);
  for (let y = 0; y < plane.height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      const end = start[x + 1] ?? 0;
      for (let n = start[x] ?? 0; n < end; n += 1)
        sum += (weight[n] ?? 0) * (plane.data[y * plane.width + (from[n] ?? 0)] ?? 0);
      out.data[y * width + x] = sum;
    }
  }
  return out;
}

function resizeDown({ width, height: old, data }: Plane, height: number): Plane {
  const { start, from, weight } = weightsOf(old, height);
  const out = emptyPlane(width, height);
  for (let y = 0; y < height; y += 1) {
    const end = start[y + 1] ?? 0;
    for (let n = start[y] ?? 0; n < end; n += 1) {
      const line = (from[n] ?? 0) * width;
      const share = weight[n] ?? 0;
      for (let x = 0; x < width; x += 1)
        out.data[y * width + x] = (out.data[y * width + x] ?? 0) + share * (data[line + x] ?? 0);
    }
  }
  return out;
}

/** Of each new pixel, from `start` to the next one's: the old pixels and their shares. */
type Weights = { readonly start: Int32Array; readonly from: number[]; readonly weight: number[] };

function weightsOf(old: number, length: number): Weights {
  const step = old / length;
  const weights: Weights = { start: new Int32Array(length + 1), from: [], weight: [] };
  const add = (from: number, share: number): void => {
    if (share <= 1e-9) return;
    weights.from.push(Math.min(old - 1, Math.max(0, from)));
    weights.weight.push(share);
  };
  for (let at = 0; at < length; at += 1) {
    if (step >= 1) {
      const [first, end] = [at * step, (at + 1) * step];
      for (let from = Math.floor(first); from < end; from += 1)
        add(from, (Math.min(end, from + 1) - Math.max(first, from)) / step);
    } else {
      const place = (at + 0.5) * step - 0.5;
      const from = Math.floor(place);
      add(from, from + 1 - place);
      add(from + 1, place - from);
    }
    weights.start[at + 1] = weights.from.length;
  }
  return weights;
}

/** Gaussian blur; edges are repeated outwards. */
export function blur({ width, height, data }: Plane, sigma: number): Plane {
  const radius = Math.max(1, Math.ceil(3 * sigma));
  const bell = Float64Array.from({ length: 2 * radius + 1 }, (_, k) =>
    Math.exp(-((k - radius) ** 2) / (2 * sigma ** 2)),
  );
  const sum = bell.reduce((all, value) => all + value, 0);
  const kernel = bell.map((value) => value / sum);
  const line = new Float64Array(width + 2 * radius);
  const narrow = new Float32Array(data.length);
  for (let y = 0; y < height; y += 1) {
    const start = y * width;
    line.set(data.subarray(start, start + width), radius);
    line.fill(data[start] ?? 0, 0, radius);
    line.fill(data[start + width - 1] ?? 0, radius + width);
    for (let x = 0; x < width; x += 1) {
      let value = 0;
      for (let k = 0; k < kernel.length; k += 1) value += (kernel[k] ?? 0) * (line[x + k] ?? 0);
      narrow[start + x] = value;
    }
  }
  const out = emptyPlane(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let k = -radius; k <= radius; k += 1) {
      const from = Math.min(height - 1, Math.max(0, y + k)) * width;
      const weight = kernel[k + radius] ?? 0;
      const to = y * width;
      for (let x = 0; x < width; x += 1) out.data[to + x] = (out.data[to + x] ?? 0) + weight * (narrow[from + x] ?? 0);
    }
  }
  return out;
}

/** Of each pixel the sum over the square of `radius` around it, as far as it lies in the image. */
export function boxSum(width: number, height: number, data: Float64Array, radius: number): Float64Array {
  const rows = new Float64Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const line = y * width;
    let sum = 0;
    for (let x = 0; x < Math.min(radius, width); x += 1) sum += data[line + x] ?? 0;
    for (let x = 0; x < width; x += 1) {
      if (x + radius < width) sum += data[line + x + radius] ?? 0;
      if (x - radius > 0) sum -= data[line + x - radius - 1] ?? 0;
      rows[line + x] = sum;
    }
  }
  const out = new Float64Array(width * height);
  const column = new Float64Array(width);
  const add = (y: number, sign: number): void => {
    for (let x = 0; x < width; x += 1) column[x] = (column[x] ?? 0) + sign * (rows[y * width + x] ?? 0);
  };
  for (let y = 0; y < Math.min(radius, height); y += 1) add(y, 1);
  for (let y = 0; y < height; y += 1) {
    if (y + radius < height) add(y + radius, 1);
    if (y - radius > 0) add(y - radius - 1, -1);
    out.set(column, y * width);
  }
  return out;
}
