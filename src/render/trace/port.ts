/**
 * Finding out whose copy a leaked picture is. A tracer looks at pixels only: it registers the picture to a stored page and reads what the mark
 * left there (observations). Whether that is the mark of a view is pure arithmetic (score.ts) with keys that the tracer never gets.
 */

/** A grey image: one byte a pixel, row by row; 0.299 red + 0.587 green + 0.114 blue. */
export type Pixels = { readonly width: number; readonly height: number; readonly data: Uint8Array };

/** In pixels of the upright leak (Leak.width, Leak.height), from the corner of its first pixel. */
export type Point = { readonly x: number; readonly y: number };

/** The page's corners in the leak: top left, top right, bottom right, bottom left. They may lie outside of it. */
export type Corners = readonly [Point, Point, Point, Point];

/** Why a file is no picture to be traced. `hostile` ended at a limit of time or memory. */
export type Unreadable = 'not_an_image' | 'too_large' | 'too_small' | 'hostile' | 'no_tracer';

/** A picture that was read. It belongs to the tracer that read it. `width`, `height`: upright, as people see it. */
export type Leak = { readonly kind: 'leak'; readonly id: string; readonly width: number; readonly height: number };

export type PageMatch<Ref> = {
  readonly ref: Ref;
  /** Features of the page that were found again in one perspective: an order, no proof. */
  readonly inliers: number;
};

/**
 * What was read on one page. Made without any key: whoever did not leak the page has fingerprints that are independent of it, which is all
 * that the bound on false findings needs.
 */
export type Observation = {
  readonly kind: 'observed';
  /** One number a cell, row by row, and two a node (x, y); 0 where nothing could be read. */
  readonly L: Float32Array;
  readonly W: Float32Array;
  /** Correlation of the registered leak and the page, -1 to 1. Right registrations have 0.49 or more, wrong ones about 0. */
  readonly quality: number;
  /** The leak had dark and light exchanged. */
  readonly inverted: boolean;
  /** How many figures a candidate gets: three, and as many again when the inverted leak was tried as well. */
  readonly scoresPerCandidate: number;
};

/** The page was not found in the leak with certainty. With the corners picked by hand it may be. */
export type NotRegistered = { readonly kind: 'not_registered'; readonly quality: number };

export type Tracer = {
  /** Whether anything can be traced here; false when an optional package is not installed. */
  readonly available: () => Promise<boolean>;
  /**
   * Reads PNG, JPEG, WebP, TIFF, GIF or AVIF of at most 60 MB and 60 megapixels (the first picture of several). PDF files are drawn by the
   * caller first.
   */
  readonly prepareLeak: (
    bytes: Uint8Array,
  ) => Promise<Leak | { readonly kind: 'unreadable'; readonly why: Unreadable }>;
  /**
   * Reads an image file of our own (a base page that the renderer drew, without watermark and mark, best 1240 px wide).
   * @throws `trace.failed` when it is none
   */
  readonly readBase: (bytes: Uint8Array) => Promise<Pixels>;
  /** Pages that the leak may show, the likeliest first. Takes about 0.4 s a page; pages without a match are left out. */
  readonly matchPages: <Ref>(
    leak: Leak,
    bases: AsyncIterable<{ readonly ref: Ref; readonly image: Pixels }>,
  ) => Promise<readonly PageMatch<Ref>[]>;
  /** What is left of the mark. `base`: the page without watermark and mark. Takes 2 to 5 s. @throws `trace.failed` */
  readonly observe: (leak: Leak, base: Pixels, corners?: Corners) => Promise<Observation | NotRegistered>;
  /**
   * Layer L without the page, for a leak that shows one whole page: to its edges, or with the corners picked. `aspect`: height of the page
   * by its width. @throws `trace.failed`
   */
  readonly observeBlind: (leak: Leak, aspect: number, corners?: Corners) => Promise<Observation>;
  /** Forgets the picture. */
  readonly release: (leak: Leak) => void;
  /** Ends the process. */
  readonly close: () => Promise<void>;
};
