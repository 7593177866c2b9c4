/** The rows of a page around the one that is being drawn, as they were before: the page is marked in place, from top to bottom. */
import type { Pixels } from './pixels.ts';

const BRIGHT = 128;
const RED = 77;
const GREEN = 150;
const BLUE = 29;

export class Rows {
  /** A power of two: row `r` is number `r & (count - 1)`. */
  readonly count: number;
  /** Places from one row to the next. */
  readonly stride: number;
  /** Places before the first column; beyond both ends the outermost pixel is repeated. */
  readonly margin: number;
  /** Red, and green and blue where the page has colours. As floating point: converting at each use would cost more. */
  readonly red: Float64Array;
  readonly green: Float64Array;
  readonly blue: Float64Array;
  /** 1 where the luma is 128 or more. */
  readonly bright: Uint8Array;
  /** Of each column the last row so far with a pixel unlike its left or upper neighbour. */
  readonly lastEdge: Int32Array;
  /** Rows and columns on either side that a pixel may be mixed from. */
  readonly around: number;
  readonly #pixels: Pixels;
  readonly #coloured: boolean;
  #next: number;

  constructor(pixels: Pixels, around: number, coloured: boolean) {
    this.around = around;
    this.count = 2 ** Math.ceil(Math.log2(2 * around + 2));
    this.margin = around + 1;
    this.stride = pixels.width + 2 * this.margin;
    const places = this.count * this.stride;
    this.red = new Float64Array(places);
    this.green = new Float64Array(coloured ? places : 0);
    this.blue = new Float64Array(coloured ? places : 0);
    this.bright = new Uint8Array(places);
    this.lastEdge = new Int32Array(pixels.width + around).fill(-1 - 2 * around);
    this.#pixels = pixels;
    this.#coloured = coloured;
    this.#next = -around;
  }

  /** Makes the rows around `y` ready. Called for each row in order, before it is changed. */
  reach(y: number): void {
    const { height } = this.#pixels;
    for (; this.#next <= y + this.around; this.#next += 1) {
      // The last row may have been changed when it is to be repeated: it is taken from here.
      if (this.#next >= height) this.#repeatLast(height - 1, this.#next);
      else this.#read(Math.max(0, this.#next), this.#next);
    }
  }

  /** Where a row begins. */
  startOf(row: number): number {
    return (row & (this.count - 1)) * this.stride + this.margin;
  }

  #read(row: number, as: number): void {
    const { data, width } = this.#pixels;
    const { red, bright, lastEdge } = this;
    const from = row * width;
    // The pixels above the first row are those of the first row.
    const above = Math.max(0, row - 1) * width;
    const to = this.startOf(as);
    let left = data[from] ?? 0;
    for (let x = 0; x < width; x += 1) {
      const pixel = data[from + x] ?? 0;
      red[to + x] = pixel & 255;
      bright[to + x] = isBright(pixel);
      if (pixel !== left || pixel !== (data[above + x] ?? 0)) lastEdge[x] = row;
      left = pixel;
    }
    this.#repeatEnds(red, to, width);
    if (this.#coloured) this.#readColours(from, to);
  }

  #readColours(from: number, to: number): void {
    const { data, width } = this.#pixels;
    const { green, blue } = this;
    for (let x = 0; x < width; x += 1) {
      const pixel = data[from + x] ?? 0;
      green[to + x] = (pixel >>> 8) & 255;
      blue[to + x] = (pixel >>> 16) & 255;
    }
    this.#repeatEnds(green, to, width);
    this.#repeatEnds(blue, to, width);
  }

  #repeatEnds(plane: Float64Array, to: number, width: number): void {
    plane.fill(plane[to] ?? 0, to - this.margin, to);
    plane.fill(plane[to + width - 1] ?? 0, to + width, to + width + this.margin);
  }

  #repeatLast(last: number, as: number): void {
    const from = this.startOf(last) - this.margin;
    for (const plane of [this.red, this.green, this.blue])
      plane.copyWithin(this.startOf(as) - this.margin, from, from + this.stride);
  }
}

function isBright(pixel: number): number {
  const high = pixel & 0x808080;
  if (high === 0x808080) return 1;
  if (high === 0) return 0;
  const luma = (RED * (pixel & 255) + GREEN * ((pixel >>> 8) & 255) + BLUE * ((pixel >>> 16) & 255)) >> 8;
  return luma >= BRIGHT ? 1 : 0;
}
