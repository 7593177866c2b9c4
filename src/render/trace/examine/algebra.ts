/** Small systems of equations: perspectives and polynomials. */

/** Solves A x = b; `matrix` row by row. Both are used up. `undefined` when there is no single answer. */
export function solve(matrix: Float64Array, right: Float64Array): Float64Array | undefined {
  const size = right.length;
  const at = (row: number, column: number): number => matrix[row * size + column] ?? 0;
  for (let pivot = 0; pivot < size; pivot += 1) {
    let best = pivot;
    for (let row = pivot + 1; row < size; row += 1)
      if (Math.abs(at(row, pivot)) > Math.abs(at(best, pivot))) best = row;
    if (!(Math.abs(at(best, pivot)) > 1e-12)) return undefined;
    swapRows(matrix, right, size, pivot, best);
    for (let row = 0; row < size; row += 1) {
      const share = row === pivot ? 0 : at(row, pivot) / at(pivot, pivot);
      if (share === 0) continue;
      for (let column = pivot; column < size; column += 1)
        matrix[row * size + column] = at(row, column) - share * at(pivot, column);
      right[row] = (right[row] ?? 0) - share * (right[pivot] ?? 0);
    }
  }
  return right.map((value, row) => value / at(row, row));
}

function swapRows(matrix: Float64Array, right: Float64Array, size: number, a: number, b: number): void {
  if (a === b) return;
  const row = matrix.slice(a * size, (a + 1) * size);
  matrix.copyWithin(a * size, b * size, (b + 1) * size);
  matrix.set(row, b * size);
  [right[a], right[b]] = [right[b] ?? 0, right[a] ?? 0];
}

/** A perspective, 3 x 3 row by row: canonical page -> leak. */
export type Homography = Float64Array;

/** The perspective that takes four points to four others. */
export function homographyOfPoints(
  from: readonly { readonly x: number; readonly y: number }[],
  to: readonly { readonly x: number; readonly y: number }[],
): Homography | undefined {
  const matrix = new Float64Array(64);
  const right = new Float64Array(8);
  for (let n = 0; n < 4; n += 1) {
    const [a, b] = [from[n], to[n]];
    if (a === undefined || b === undefined) return undefined;
    matrix.set([a.x, a.y, 1, 0, 0, 0, -a.x * b.x, -a.y * b.x], 16 * n);
    matrix.set([0, 0, 0, a.x, a.y, 1, -a.x * b.y, -a.y * b.y], 16 * n + 8);
    right.set([b.x, b.y], 2 * n);
  }
  const found = solve(matrix, right);
  return found === undefined ? undefined : Float64Array.from([...found, 1]);
}

export function project(h: Homography, x: number, y: number): { readonly x: number; readonly y: number } {
  const w = (h[6] ?? 0) * x + (h[7] ?? 0) * y + (h[8] ?? 0);
  return {
    x: ((h[0] ?? 0) * x + (h[1] ?? 0) * y + (h[2] ?? 0)) / w,
    y: ((h[3] ?? 0) * x + (h[4] ?? 0) * y + (h[5] ?? 0)) / w,
  };
}

/** `first`, then `second`. */
export function compose(second: Homography, first: Homography): Homography {
  return Float64Array.from({ length: 9 }, (_, n) => {
    const [row, column] = [3 * Math.floor(n / 3), n % 3];
    return [0, 1, 2].reduce((sum, k) => sum + (second[row + k] ?? 0) * (first[3 * k + column] ?? 0), 0);
  });
}

/** Coordinates of an image reduced by the factors: (q + 1/2) · factor - 1/2. */
export function scaling(factorX: number, factorY: number): Homography {
  return Float64Array.from([factorX, 0, (factorX - 1) / 2, 0, factorY, (factorY - 1) / 2, 0, 0, 1]);
}
