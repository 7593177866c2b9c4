/** The public face of the sealed object. Runs in browsers and in Node; `node-crypto.ts` is imported by its own path. */
export type { SealCrypto } from './crypto.ts';
export { SEAL } from './errors.ts';
export {
  HEADER_LENGTH,
  plaintextSize,
  SEGMENT_LENGTH,
  SEGMENT_OVERHEAD,
  SEGMENT_PLAINTEXT,
  sealedSize,
  segmentCount,
} from './floe.ts';
export { openRandomAccess, openRange, type RandomAccess, type ReadAt } from './range.ts';
export {
  createSegmentSealer,
  type ObjectKey,
  type OpenOptions,
  openStream,
  resumeSegmentSealer,
  type SealOptions,
  type SegmentSealer,
  sealStream,
} from './stream.ts';
export { webCrypto } from './web-crypto.ts';
