/** The public face of the sealed object. Runs in browsers and in Node; `node-crypto.ts` and `web-crypto.ts` are imported by their own paths. */
export {
  type Container,
  type ContainerEntry,
  containerStart,
  type ParsedEntry,
  readContainer,
  writeContainer,
} from './container.ts';
export type { SealCrypto, Sha256Stream } from './crypto.ts';
export { createLeavesDigest, type LeavesDigest, leavesRoot } from './digest.ts';
export {
  createEnvelope,
  generateIdentity,
  type Identity,
  openEnvelope,
  openWith,
  type RecipientKind,
  recipientFingerprint,
  recipientKind,
  recipientOf,
  sealTo,
} from './envelope.ts';
export { SEAL } from './errors.ts';
export {
  type EpochKey,
  type EpochLookup,
  indexOf,
  openField,
  openFieldText,
  sealField,
  unwrapSecret,
  wrapSecret,
} from './fields.ts';
export {
  HEADER_LENGTH,
  plaintextSize,
  SEGMENT_LENGTH,
  SEGMENT_OVERHEAD,
  SEGMENT_PLAINTEXT,
  sealedSize,
  segmentCount,
} from './floe.ts';
export { joinDek, type SplitKey, splitDek } from './grants.ts';
export { decodeLinkShare, encodeLinkShare } from './link.ts';
export {
  encodeManifest,
  type Holder,
  type Manifest,
  manifestDigest,
  type Permission,
  parseManifest,
  signManifest,
  toManifestName,
  type UnsignedManifest,
  verifyManifest,
} from './manifest.ts';
export {
  type BodySource,
  type ContainerGrant,
  type OpenedObject,
  openContainer,
  openObject,
} from './open-object.ts';
export { openRandomAccess, openRange, type RandomAccess, type ReadAt } from './range.ts';
export {
  checkRecordsShare,
  createRecordsKey,
  joinRecordsShares,
  type RecordsKey,
  splitRecordsIdentity,
} from './records.ts';
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
