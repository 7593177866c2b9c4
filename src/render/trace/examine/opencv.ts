/**
 * The few things of OpenCV that are used, with types of our own. The script installs handlers that end the process, prints itself when it
 * crashes, and its module has a `then`: it is loaded in the examining process only (examine/main.ts), never awaited.
 */
import { constants } from 'node:fs';
import { createRequire } from 'node:module';
import type { Homography } from './algebra.ts';
import { type Plane, planeOf } from './plane.ts';

type Mat = {
  readonly rows: number;
  readonly cols: number;
  readonly data: Uint8Array;
  readonly data32F: Float32Array;
  readonly data64F: Float64Array;
  readonly delete: () => void;
};
type KeyPoints = {
  readonly size: () => number;
  readonly get: (at: number) => { readonly pt: { readonly x: number; readonly y: number } };
  readonly delete: () => void;
};
type Orb = {
  readonly setMaxFeatures: (count: number) => void;
  readonly setNLevels: (levels: number) => void;
  readonly setPatchSize: (pixels: number) => void;
  readonly detectAndCompute: (image: Mat, mask: Mat, points: KeyPoints, descriptors: Mat) => void;
  readonly delete: () => void;
};
type Module = {
  onRuntimeInitialized?: () => void;
  readonly Mat: new (rows?: number, columns?: number, type?: number) => Mat;
  readonly KeyPointVector: new () => KeyPoints;
  readonly ORB: new (count: number) => Orb;
  readonly CV_8UC1: number;
  readonly CV_32FC1: number;
  readonly CV_32FC2: number;
  readonly RANSAC: number;
  readonly TM_CCOEFF_NORMED: number;
  readonly findHomography: (
    from: Mat,
    to: Mat,
    method: number,
    tolerance: number,
    mask: Mat,
    iterations: number,
    confidence: number,
  ) => Mat;
  readonly matchTemplate: (image: Mat, template: Mat, result: Mat, method: number) => void;
};

/** Points of interest: x and y in turn, in pixels, and 32 bytes each that describe their surroundings. */
export type Features = { readonly points: Float32Array; readonly descriptors: Uint8Array };

export type OpenCv = {
  readonly features: (image: Plane, count: number) => Features;
  /** Points in turn x, y. `undefined`: no perspective. */
  readonly homography: (
    from: Float32Array,
    to: Float32Array,
    tolerance: number,
  ) => { readonly matrix: Homography; readonly inliers: number } | undefined;
  /** Normalised correlation, mean removed, of the template at each place where it fits into the image. */
  readonly correlation: (image: Plane, template: Plane) => Plane;
};

const LEVELS = 10;
const PATCH = 41;
const ITERATIONS = 8000;
const CONFIDENCE = 0.999;

/** Loads the module. Ends with the process when it cannot be loaded. */
export function loadOpenCv(): Promise<{ readonly cv: OpenCv }> {
  // It asks Node's internals for numbers of open files, which the permission model refuses; they are public elsewhere.
  Object.defineProperty(process, 'binding', { value: () => ({ fs: constants }) });
  const module: Module = createRequire(import.meta.url)('@techstark/opencv-js');
  return new Promise((resolve) => {
    const ready = (): void => {
      delete module.onRuntimeInitialized;
      resolve({ cv: facade(module) });
    };
    module.onRuntimeInitialized = ready;
  });
}

function facade(cv: Module): OpenCv {
  return {
    features: (image, count) => features(cv, image, count),
    homography: (from, to, tolerance) => homography(cv, from, to, tolerance),
    correlation: (image, template) => correlation(cv, image, template),
  };
}

/** Gives the memory of the module back, whatever happens. */
function using<T>(things: readonly { readonly delete: () => void }[], work: () => T): T {
  try {
    return work();
  } finally {
    for (const thing of things) thing.delete();
  }
}

function features(cv: Module, image: Plane, count: number): Features {
  const bytes = new cv.Mat(image.height, image.width, cv.CV_8UC1);
  const [mask, descriptors, points] = [new cv.Mat(), new cv.Mat(), new cv.KeyPointVector()];
  // Its other constructors throw: the count alone is taken, the rest is set.
  const orb = new cv.ORB(count);
  return using([bytes, mask, descriptors, points, orb], () => {
    bytes.data.set(Uint8ClampedArray.from(image.data));
    orb.setMaxFeatures(count);
    orb.setNLevels(LEVELS);
    orb.setPatchSize(PATCH);
    orb.detectAndCompute(bytes, mask, points, descriptors);
    const places = new Float32Array(2 * points.size());
    for (let n = 0; n < points.size(); n += 1) {
      const { x, y } = points.get(n).pt;
      places.set([x, y], 2 * n);
    }
    return { points: places, descriptors: places.length === 0 ? new Uint8Array(0) : Uint8Array.from(descriptors.data) };
  });
}

function homography(
  cv: Module,
  from: Float32Array,
  to: Float32Array,
  tolerance: number,
): { readonly matrix: Homography; readonly inliers: number } | undefined {
  const [a, b, mask] = [
    new cv.Mat(from.length / 2, 1, cv.CV_32FC2),
    new cv.Mat(to.length / 2, 1, cv.CV_32FC2),
    new cv.Mat(),
  ];
  return using([a, b, mask], () => {
    a.data32F.set(from);
    b.data32F.set(to);
    const found = cv.findHomography(a, b, cv.RANSAC, tolerance, mask, ITERATIONS, CONFIDENCE);
    return using([found], () => {
      if (found.rows !== 3 || found.cols !== 3) return undefined;
      return { matrix: Float64Array.from(found.data64F), inliers: mask.data.reduce((sum, one) => sum + one, 0) };
    });
  });
}

function correlation(cv: Module, image: Plane, template: Plane): Plane {
  const whole = new cv.Mat(image.height, image.width, cv.CV_32FC1);
  const part = new cv.Mat(template.height, template.width, cv.CV_32FC1);
  const result = new cv.Mat();
  return using([whole, part, result], () => {
    whole.data32F.set(image.data);
    part.data32F.set(template.data);
    cv.matchTemplate(whole, part, result, cv.TM_CCOEFF_NORMED);
    return planeOf(result.cols, result.rows, result.data32F);
  });
}
