/** The four corners of a page in a picture, picked one after the other. */
import type { TraceOptions } from '../../../src/model/tracing.ts';

export const CORNER_NAMES = ['top_left', 'top_right', 'bottom_right', 'bottom_left'] as const;
export type Corner = { readonly x: number; readonly y: number };
/** In pixels of the picture; undefined where none was picked yet. */
export type Picked = readonly (Corner | undefined)[];

export const NO_CORNERS: Picked = [undefined, undefined, undefined, undefined];

/** Puts a corner at the first free place, or at `at`. With all four there the nearest one moves. */
export function pick(picked: Picked, corner: Corner, at = nextAt(picked, corner)): Picked {
  return picked.map((old, index) => (index === at ? corner : old));
}

function nextAt(picked: Picked, { x, y }: Corner): number {
  const free = picked.indexOf(undefined);
  if (free >= 0) return free;
  const distances = picked.map((one) => (one === undefined ? 0 : Math.hypot(one.x - x, one.y - y)));
  return distances.indexOf(Math.min(...distances));
}

/** What is sent: all four, or nothing. */
export function asOption(picked: Picked): TraceOptions['corners'] {
  const [a, b, c, d] = picked;
  return a === undefined || b === undefined || c === undefined || d === undefined ? null : [a, b, c, d];
}
