/** An image as 32-bit pixels, and what the layers ask of it. Little-endian: red is the lowest byte. */

export type Pixels = { readonly data: Uint32Array; readonly width: number; readonly height: number };

/** A view of the same memory where the platform allows it, otherwise a copy. @throws when the length is not that of the size */
export function pixelsOf(rgba: Uint8Array, width: number, height: number): Pixels {
  if (rgba.length !== 4 * width * height) throw new RangeError('an image has four bytes a pixel');
  const own = rgba.byteOffset % 4 === 0 ? rgba : rgba.slice();
  return { data: new Uint32Array(own.buffer, own.byteOffset, width * height), width, height };
}

/** Where each pixel of a line lies between two grid points. */
export type Positions = { readonly index: Int32Array; readonly part: Float64Array };

/** `step`: pixels between grid points; `start`: the pixel of the first one, less a half for grids whose points are centres. */
export function positions(length: number, step: number, start: number, points: number): Positions {
  const index = new Int32Array(length);
  const part = new Float64Array(length);
  for (let at = 0; at < length; at += 1) {
    const u = Math.max(0, at / step - start);
    const i = Math.min(points - 2, Math.floor(u));
    const t = Math.min(1, u - i);
    index[at] = i;
    part[at] = t * t * (3 - 2 * t);
  }
  return { index, part };
}
