/** Random access: any range of the plaintext from the segments that hold it, each authenticated before it is used. */
import { type Bytes, concat } from '../base/bytes.ts';
import { inOrder } from './blocks.ts';
import type { SealCrypto } from './crypto.ts';
import { SEAL } from './errors.ts';
import {
  type FloeBody,
  HEADER_LENGTH,
  openSegment,
  SEGMENT_LENGTH,
  SEGMENT_PLAINTEXT,
  sealedSize,
  segmentCount,
  verifyFloe,
} from './floe.ts';
import { type ObjectKey, objectAad } from './stream.ts';

/** Reads exactly `length` bytes of the sealed body at `offset`; fewer only where the body ends. */
export type ReadAt = (offset: number, length: number) => Promise<Bytes>;

/** A sealed body whose header was checked, for any number of range reads. */
export type RandomAccess = {
  /** Plaintext bytes. */
  readonly size: number;
  /** Yields the plaintext bytes [offset, offset + length), piece by piece. @throws `seal.out_of_range` at the first step */
  readonly range: (offset: number, length: number) => AsyncGenerator<Bytes, void, undefined>;
  /** Yields the whole plaintext. Unlike a range of length 0, it authenticates the one segment of an empty object too. */
  readonly whole: () => AsyncGenerator<Bytes, void, undefined>;
};

/**
 * Returns random access to a sealed body, after its header was read and verified.
 *
 * @param size - Plaintext size from the manifest; it decides which segment is the last one. A wrong size makes
 *   the last segment fail, never succeed.
 * @throws `seal.wrong_key`, `seal.unsupported`, `seal.truncated`
 */
export async function openRandomAccess(
  crypto: SealCrypto,
  key: ObjectKey,
  read: ReadAt,
  size: number,
): Promise<RandomAccess> {
  const body = await verifyFloe(crypto, key.dek, objectAad(key.oid), await read(0, HEADER_LENGTH));
  const segments = segmentReader(body, read, size);
  // Two at least, so that the next segment is read while this one is opened.
  const inFlight = Math.max(2, crypto.inFlight);
  return {
    size,
    range: (offset, length) => readRange(segments, inFlight, size, offset, length),
    whole: () => inOrder(countUp(0, segmentCount(size) - 1), inFlight, segments),
  };
}

/** Returns the plaintext bytes [offset, offset + length) of a sealed body of `size` plaintext bytes, in memory. */
export async function openRange(
  crypto: SealCrypto,
  key: ObjectKey,
  read: ReadAt,
  size: number,
  offset: number,
  length: number,
): Promise<Bytes> {
  const access = await openRandomAccess(crypto, key, read, size);
  const parts: Bytes[] = [];
  for await (const part of access.range(offset, length)) parts.push(part);
  return concat(...parts);
}

function segmentReader(body: FloeBody, read: ReadAt, size: number): (index: number) => Promise<Bytes> {
  const last = segmentCount(size) - 1;
  const total = sealedSize(size);
  return async (index) => {
    const at = HEADER_LENGTH + index * SEGMENT_LENGTH;
    const length = Math.min(SEGMENT_LENGTH, total - at);
    const segment = await read(at, length);
    // INVARIANT: a body shorter than the size promises is never passed off as the whole, though its segments open.
    if (segment.length !== length) throw SEAL.truncated({ segment: index });
    return openSegment(body, index, segment, index === last);
  };
}

async function* readRange(
  segments: (index: number) => Promise<Bytes>,
  inFlight: number,
  size: number,
  offset: number,
  length: number,
): AsyncGenerator<Bytes, void, undefined> {
  const end = offset + length;
  if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(end) || offset < 0 || length < 0 || end > size) {
    throw SEAL.out_of_range();
  }
  if (length === 0) return;
  const indexes = countUp(Math.floor(offset / SEGMENT_PLAINTEXT), Math.floor((end - 1) / SEGMENT_PLAINTEXT));
  yield* inOrder(indexes, inFlight, async (index) => {
    const plaintext = await segments(index);
    const start = index * SEGMENT_PLAINTEXT;
    return plaintext.subarray(Math.max(0, offset - start), Math.min(plaintext.length, end - start));
  });
}

async function* countUp(from: number, to: number): AsyncGenerator<number> {
  for (let index = from; index <= to; index += 1) yield index;
}
