/** Layer W as the leak shows it: how far each node is from where a smooth distortion would have it. */
import type { Grids } from '../../mark/grids.ts';
import type { Displacements } from './lucas-kanade.ts';
import { fitPolynomial, type Samples, valueAt } from './polynomial.ts';

/** A camera or printer bends the page like this; the mark does not. */
const DEGREE = 5;
const LARGEST = 1.2;
const UNUSABLE = 2.5;

/** Two numbers a node, x and y. */
export function observeNodes(moved: Displacements, { nodes }: Grids): Float32Array {
  const out = new Float32Array(2 * nodes.columns * nodes.rows);
  for (const [axis, value, weight] of [
    [0, moved.x, moved.weightX],
    [1, moved.y, moved.weightY],
  ] as const) {
    const node = Int32Array.from(value.keys()).filter((n) => (weight[n] ?? 0) > 0);
    const samples: Samples = {
      node,
      value: Float64Array.from(node, (n) => value[n] ?? 0),
      weight: Float64Array.from(node, (n) => weight[n] ?? 0),
    };
    const smooth = fitPolynomial(nodes, samples, DEGREE);
    for (const n of node) {
      const residual = (value[n] ?? 0) - valueAt(smooth, n);
      if (Math.abs(residual) > UNUSABLE) continue;
      out[2 * n + axis] = (weight[n] ?? 0) * Math.min(LARGEST, Math.max(-LARGEST, residual));
    }
  }
  return out;
}
