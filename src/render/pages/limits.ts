/** What one document may cost. Everything above ends its process, never the server. */
import { MIB, MINUTE, SECOND } from '../../base/units.ts';

export type PageLimits = {
  /** Size of a document. */
  readonly bytes: number;
  readonly pages: number;
  /** Of one page image, at any resolution: larger pages are drawn smaller. */
  readonly pixels: number;
  /** Of a picture that is opened. */
  readonly imagePixels: number;
  /** Of a table that is drawn by ourselves. */
  readonly rows: number;
  /** Characters of text that is laid out by ourselves. */
  readonly characters: number;
  /** Places that a search returns. */
  readonly places: number;
  /** Of an Office file, which is an archive: entries, bytes when unpacked, and how much smaller an entry may have been made. */
  readonly entries: number;
  readonly unpacked: number;
  readonly ratio: number;
};

export const PAGE_LIMITS: PageLimits = {
  bytes: 100_000_000,
  pages: 2000,
  pixels: 4_000_000,
  imagePixels: 25_000_000,
  rows: 5000,
  characters: 5_000_000,
  places: 500,
  entries: 2000,
  unpacked: 200_000_000,
  ratio: 100,
};

export type ProcessLimits = {
  /** Milliseconds until a started process is ready. */
  readonly start: number;
  /** Milliseconds for opening a document, and for each page of it. */
  readonly open: number;
  readonly page: number;
  /** Milliseconds for Office. */
  readonly convert: number;
  /** Resident bytes of one process; above, it is killed. */
  readonly memory: number;
  /** Documents that are open at once. The one that was not used for the longest time is closed for a new one. */
  readonly documents: number;
  /** Milliseconds without a question until a document is closed. */
  readonly idle: number;
  /** Office files that are converted at once. */
  readonly conversions: number;
};

export const PROCESS_LIMITS: ProcessLimits = {
  start: 30 * SECOND,
  open: 10 * SECOND,
  page: 10 * SECOND,
  convert: 90 * SECOND,
  memory: 700 * MIB,
  documents: 8,
  idle: 5 * MINUTE,
  conversions: 2,
};
