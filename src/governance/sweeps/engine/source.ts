/** Where the files of a sweep come from: a folder, an archive, a bucket. Read only. */

export type SourceEntry = {
  /** Relative to where the sweep began, with `/`. */
  readonly path: string;
  readonly size: number;
  readonly modifiedAt: Date | null;
  /** A path that a worker opens by itself, or the bytes; undefined for what cannot be read. */
  readonly content:
    | { readonly file: string }
    | { readonly load: () => Promise<Uint8Array> }
    | { readonly problem: string };
};

export type SweepSource = {
  readonly root: string;
  readonly entries: () => AsyncGenerator<SourceEntry, void, undefined>;
  /** How much there is; undefined when that is as much work as looking at it. */
  readonly measure: () => Promise<{ readonly files: number; readonly bytes: number } | undefined>;
  readonly close: () => Promise<void>;
};

/** Larger files are not read, as everywhere. */
export const LARGEST_FILE = 64 * 1024 * 1024;
export const TOO_LARGE = 'unreadable.too_large';
export const NO_ACCESS = 'unreadable.no_access';
