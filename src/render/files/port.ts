/** Marks in files that are handed over. A first hint, unlike the mark in page images: whoever knows of them can take most of them out. */
import type { StreamKeys } from '../mark/port.ts';

export type FileMark = {
  /** 48 bits, lower-case hex. */
  readonly viewId: string;
  /** What is written where text can stand (stamp.ts). */
  readonly stamp: string;
  /** Keys for pages from 1 on; page n of a longer file is marked with those of page ((n - 1) mod length) + 1. */
  readonly pages: readonly StreamKeys[];
};

/** Where a mark was put. */
export type MarkPlace = 'overlay' | 'picture' | 'metadata' | 'text';

/** Why a file goes out as it is. `signed`: any change would break its digital signature. */
export type NotMarked = 'unsupported' | 'signed' | 'encrypted' | 'too_large' | 'broken' | 'meaning';

export type MarkedFile =
  | { readonly kind: 'marked'; readonly bytes: Uint8Array; readonly places: readonly MarkPlace[] }
  | { readonly kind: 'as_is'; readonly why: NotMarked };

/** Pages that get marks of their own. */
export const MARKED_PAGES = 300;
export const LARGEST_MARKED_FILE = 50 * 1024 * 1024;
