import { describe, expect, it } from 'vitest';
import { gridsOf } from '../../mark/grids.ts';
import { compose, homographyOfPoints, project, scaling, solve } from './algebra.ts';
import { drawLeak, frameOf, plainPlacement, qualityOf } from './frame.ts';
import { displacements } from './lucas-kanade.ts';
import { blur, boxSum, invert, type Plane, planeOf, reduceTo, resize } from './plane.ts';
import { fitPolynomial, valueAt } from './polynomial.ts';

/** Dark dots on light paper, as text is to the eye of an algorithm. */
function dots(width: number, height: number, shiftX = 0, shiftY = 0): Plane {
  return planeOf(
    width,
    height,
    Float32Array.from({ length: width * height }, (_, at) => {
      const [x, y] = [(at % width) - shiftX, Math.floor(at / width) - shiftY];
      return 200 + 30 * Math.sin(x / 3.1) * Math.cos(y / 4.3) + 25 * Math.sin((x + 2 * y) / 7.7);
    }),
  );
}

describe('algebra', () => {
  it('solves what has one answer and nothing else', () => {
    expect([...solve(Float64Array.from([0, 2, 3, 1]), Float64Array.from([4, 5]))!]).toEqual([1, 2]);
    expect(solve(Float64Array.from([1, 2, 2, 4]), Float64Array.from([1, 2]))).toBeUndefined();
    expect(solve(Float64Array.from([Number.NaN, 2, 2, 4]), Float64Array.from([1, 2]))).toBeUndefined();
  });

  it('takes four corners to four corners, and nowhere when three lie on a line', () => {
    const from = [
      [0, 0],
      [10, 0],
      [10, 20],
      [0, 20],
    ].map(([x, y]) => ({ x: x!, y: y! }));
    const to = [
      [3, 1],
      [15, 2],
      [14, 30],
      [1, 27],
    ].map(([x, y]) => ({ x: x!, y: y! }));
    const h = homographyOfPoints(from, to)!;
    for (const [n, { x, y }] of from.entries()) {
      expect(project(h, x, y).x).toBeCloseTo(to[n]!.x, 9);
      expect(project(h, x, y).y).toBeCloseTo(to[n]!.y, 9);
    }
    expect(homographyOfPoints(from, [to[0]!, to[0]!, to[0]!, to[0]!])).toBeUndefined();
  });

  it('keeps centres of pixels where they are when an image is reduced', () => {
    const there = compose(scaling(2, 2), scaling(0.5, 0.5));
    expect(project(there, 7, 9)).toEqual({ x: 7, y: 9 });
    expect(project(scaling(0.5, 0.5), 0.5, 0.5)).toEqual({ x: 0, y: 0 });
  });

  it('fits a smooth field and leaves out what does not belong', () => {
    const grid = { columns: 32, rows: 45 };
    const node = Int32Array.from({ length: 300 }, (_, n) => (n * 37) % 1440);
    const field = (n: number): number =>
      2 + 0.5 * ((2 * (n % 32)) / 32 - 1) - 0.7 * ((2 * Math.floor(n / 32)) / 45 - 1) ** 2;
    const value = Float64Array.from(node, (n, at) => field(n) + (at % 20 === 0 ? 30 : 0));
    const fitted = fitPolynomial(grid, { node, value, weight: new Float64Array(300).fill(1) }, 2);
    for (const n of [0, 500, 1439]) expect(valueAt(fitted, n)).toBeCloseTo(field(n), 0);
    expect(
      valueAt(
        fitPolynomial(grid, { node: new Int32Array(0), value: new Float64Array(0), weight: new Float64Array(0) }, 5),
        7,
      ),
    ).toBe(0);
  });
});

describe('whole images', () => {
  it('keep their mean when they are reduced, and are not touched when small enough', () => {
    const plane = dots(90, 60);
    const mean = ({ data }: Plane): number => data.reduce((sum, value) => sum + value, 0) / data.length;
    expect(mean(resize(plane, 37, 23))).toBeCloseTo(mean(plane), 1);
    expect(reduceTo(plane, 90).plane).toBe(plane);
    expect(resize(planeOf(1, 1, [7]), 3, 3).data.every((value) => value === 7)).toBe(true);
    expect(mean(invert(plane))).toBeCloseTo(255 - mean(plane), 3);
  });

  it('stay flat where they are flat when blurred', () => {
    const flat = blur(planeOf(20, 10, new Float32Array(200).fill(90)), 1.2);
    for (const value of flat.data) expect(value).toBeCloseTo(90, 3);
  });

  it('have the box sums that adding up gives, to the edges and in images smaller than the box', () => {
    for (const [width, height, radius] of [
      [9, 7, 2],
      [5, 4, 20],
      [30, 3, 1],
    ] as const) {
      const data = Float64Array.from({ length: width * height }, (_, n) => (n * 7) % 11);
      const sums = boxSum(width, height, data, radius);
      for (let at = 0; at < data.length; at += 1) {
        const [x, y] = [at % width, Math.floor(at / width)];
        let sum = 0;
        for (let j = Math.max(0, y - radius); j <= Math.min(height - 1, y + radius); j += 1)
          for (let i = Math.max(0, x - radius); i <= Math.min(width - 1, x + radius); i += 1)
            sum += data[j * width + i]!;
        expect(sums[at]).toBeCloseTo(sum, 6);
      }
    }
  });
});

describe('a leak in the frame of its page', () => {
  const page = dots(1240, 200);
  const frame = frameOf(page);

  it('looks like the page when nothing happened, and like nothing when it lies elsewhere', () => {
    const same = drawLeak(page, plainPlacement(scaling(1, 1), frame.grids), frame);
    expect(qualityOf(frame, same)).toBeGreaterThan(0.999);
    const away = drawLeak(page, plainPlacement(Float64Array.from([1, 0, 5000, 0, 1, 0, 0, 0, 1]), frame.grids), frame);
    expect(away.data.every((value) => value === -1)).toBe(true);
    expect(qualityOf(frame, away)).toBe(0);
    const nowhere = drawLeak(page, plainPlacement(new Float64Array(9), frame.grids), frame);
    expect(nowhere.data.every((value) => value === -1)).toBe(true);
  });

  it('has moved by what it was moved, to a few hundredths of a pixel and in other light', () => {
    const moved = dots(1240, 200, 0.4, -0.3);
    const darker = { ...moved, data: moved.data.map((value) => 0.6 * value + 20) };
    const found = displacements(frame, darker, 4);
    const { columns } = gridsOf(1240, 200).nodes;
    for (const node of [columns + 5, 2 * columns + 11, 3 * columns + 20]) {
      expect(found.x[node]).toBeCloseTo(0.4, 1);
      expect(found.y[node]).toBeCloseTo(-0.3, 1);
      expect(found.weightX[node]).toBeGreaterThan(0.3);
    }
  });

  it('says nothing about blank paper', () => {
    const blank = planeOf(1240, 200, new Float32Array(1240 * 200).fill(255));
    const found = displacements(frameOf(blank), blank, 4);
    expect(found.weightX.every((weight) => weight === 0)).toBe(true);
  });
});
