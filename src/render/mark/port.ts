/** The invisible mark between those who have its key and those who draw with it. */
import type { Bytes } from '../../base/bytes.ts';

/** Keys of the four streams of one page (mark/streams.ts), 32 bytes each: enough to mark this page for this view, and for nothing else. */
export type StreamKeys = {
  readonly carrierL: Bytes;
  readonly fingerprintL: Bytes;
  readonly carrierW: Bytes;
  readonly fingerprintW: Bytes;
};
