/** Smooth fields over the page: polynomials of two variables, fitted so that what does not belong is left out. */
import type { Grid } from '../../mark/grids.ts';
import { solve } from './algebra.ts';

/** Values at nodes of a grid with their weights; weight 0: unknown. */
export type Samples = {
  /** Node numbers, row by row. */
  readonly node: Int32Array;
  readonly value: Float64Array;
  readonly weight: Float64Array;
};

export type Polynomial = { readonly degree: number; readonly coefficients: Float64Array; readonly grid: Grid };

const ROUNDS = 3;
const NEAR = 1.5;
const FAR = 3;

/** Weighted least squares in three rounds; what is off by 1.5 px counts less, by 3 px not at all. Zero where nothing is known. */
export function fitPolynomial(grid: Grid, samples: Samples, degree: number): Polynomial {
  const count = ((degree + 1) * (degree + 2)) / 2;
  let polynomial: Polynomial = { degree, coefficients: new Float64Array(count), grid };
  const basis = new Float64Array(count);
  for (let round = 0; round < ROUNDS; round += 1) {
    const matrix = new Float64Array(count * count);
    const right = new Float64Array(count);
    for (let n = 0; n < samples.node.length; n += 1) {
      const node = samples.node[n] ?? 0;
      const value = samples.value[n] ?? 0;
      const residual = round === 0 ? 0 : Math.abs(value - valueAt(polynomial, node));
      const weight = (samples.weight[n] ?? 0) * (residual < NEAR ? 1 : residual < FAR ? 0.2 : 0);
      if (weight > 0) addTo(matrix, right, monomials(grid, node, degree, basis), value, weight);
    }
    for (let k = 0; k < count; k += 1) matrix[k * count + k] = (matrix[k * count + k] ?? 0) + 1e-6;
    polynomial = { degree, coefficients: solve(matrix, right) ?? new Float64Array(count), grid };
  }
  return polynomial;
}

function addTo(matrix: Float64Array, right: Float64Array, basis: Float64Array, value: number, weight: number): void {
  for (let row = 0; row < basis.length; row += 1) {
    const scaled = weight * (basis[row] ?? 0);
    right[row] = (right[row] ?? 0) + scaled * value;
    for (let column = 0; column < basis.length; column += 1)
      matrix[row * basis.length + column] = (matrix[row * basis.length + column] ?? 0) + scaled * (basis[column] ?? 0);
  }
}

/** The field at a node. */
export function valueAt({ degree, coefficients, grid }: Polynomial, node: number): number {
  const basis = monomials(grid, node, degree, new Float64Array(coefficients.length));
  return coefficients.reduce((sum, coefficient, k) => sum + coefficient * (basis[k] ?? 0), 0);
}

/** x^a y^b with a + b up to the degree; x and y run from -1 to about 1 over the page. */
function monomials(grid: Grid, node: number, degree: number, into: Float64Array): Float64Array {
  const x = (2 * (node % grid.columns)) / grid.columns - 1;
  const y = (2 * Math.floor(node / grid.columns)) / grid.rows - 1;
  let at = 0;
  for (let a = 0; a <= degree; a += 1) for (let b = 0; a + b <= degree; b += 1) into[at++] = x ** a * y ** b;
  return into;
}
