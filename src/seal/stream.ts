/** Sealing and opening of whole objects as streams. A plaintext byte is released only after its segment authenticated. */
import { type Bytes, concat, utf8 } from '../base/bytes.ts';
import { type Random, systemRandom } from '../base/random.ts';
import { createBlockCutter, inOrder } from './blocks.ts';
import { NONCE_LENGTH, type SealCrypto } from './crypto.ts';
import { SEAL } from './errors.ts';
import {
  createFloe,
  type FloeBody,
  HEADER_LENGTH,
  openSegment,
  SEGMENT_LENGTH,
  SEGMENT_PLAINTEXT,
  sealedSize,
  sealSegment,
  verifyFloe,
} from './floe.ts';

export const OID_LENGTH = 16;
const IV_LENGTH = 32;
const AAD_PREFIX = 'entrepot.sealed/v1\0';

/** What opens one sealed object: its content key (32 random bytes) and its identifier (16 random bytes). */
export type ObjectKey = { readonly dek: Bytes; readonly oid: Bytes };

/**
 * Returns the associated data of an object's body; it is part of every derived key.
 *
 * @throws `seal.bad_object_id` unless the identifier has 16 bytes.
 */
export function objectAad(oid: Bytes): Bytes {
  if (oid.length !== OID_LENGTH) throw SEAL.bad_object_id({ length: oid.length });
  return concat(utf8(AAD_PREFIX), oid);
}

export type SealOptions = {
  /** Only tests and vectors inject another: header IV first (32 bytes), then 12 bytes per segment in order. */
  readonly random?: Random;
  /** Segments under way at once; the default is what suits the implementation. */
  readonly inFlight?: number;
};

/**
 * Yields the sealed body of `source`: the 74-byte header, then whole segments. Together `sealedSize(n)` bytes.
 *
 * @param key - `dek` must never have sealed another object.
 * @throws `seal.bad_key`, `seal.bad_object_id`, and whatever `source` throws.
 * @see docs/spec/sealed-object.md section 3
 */
export async function* sealStream(
  crypto: SealCrypto,
  key: ObjectKey,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: SealOptions = {},
): AsyncGenerator<Bytes, void, undefined> {
  const random = options.random ?? systemRandom;
  const body = await createFloe(crypto, key.dek, objectAad(key.oid), random(IV_LENGTH));
  yield body.header;
  const cutter = createBlockCutter(SEGMENT_PLAINTEXT);
  const jobs = numbered(source, cutter.push, cutter.tail);
  yield* inOrder(jobs, options.inFlight ?? crypto.inFlight, async ({ block, index, final }) => {
    const segment = await sealSegment(body, index, block, final, random(NONCE_LENGTH));
    cutter.recycle(block);
    return segment;
  });
}

export type OpenOptions = {
  /** Plaintext size from the signed manifest. When given, the body must have exactly the length that follows. */
  readonly size?: number;
  readonly inFlight?: number;
};

/**
 * Yields the plaintext of a sealed body, segment by segment.
 *
 * @throws `seal.wrong_key`, `seal.unsupported`, `seal.truncated`, `seal.bad_segment`, `seal.bad_length`. What was
 *   yielded before a throw is authentic but incomplete: whoever keeps it must throw it away.
 */
export async function* openStream(
  crypto: SealCrypto,
  key: ObjectKey,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: OpenOptions = {},
): AsyncGenerator<Bytes, void, undefined> {
  const aad = objectAad(key.oid);
  const limited = options.size === undefined ? source : ofExactly(source, sealedSize(options.size));
  const { header, rest } = await splitHeader(limited);
  const body = await verifyFloe(crypto, key.dek, aad, header);
  const cutter = createBlockCutter(SEGMENT_LENGTH);
  const jobs = numbered(rest, cutter.push, cutter.tail);
  yield* inOrder(jobs, options.inFlight ?? crypto.inFlight, async ({ block, index, final }) => {
    const plaintext = await openSegment(body, index, block, final);
    cutter.recycle(block);
    return plaintext;
  });
}

/** An incremental sealer for a server that receives an upload in pieces. Segments come out as soon as they are certain. */
export type SegmentSealer = {
  /** The 74 bytes that stand before the first segment. Keep them: a resumed sealer needs them. */
  readonly header: Bytes;
  /** Number of the next segment to be sealed. All before it have been handed out. */
  readonly nextIndex: () => number;
  /** Bytes taken but not yet in a segment. Never stored: after a crash they are asked for again. */
  readonly tail: () => Bytes;
  /** Returns the segments that `bytes` completes, in order, each 1 MiB. */
  readonly push: (bytes: Uint8Array) => Promise<Bytes[]>;
  /** Returns the final segment; the sealer is used up. @throws `seal.finished`, `seal.truncated` */
  readonly finish: () => Promise<Bytes>;
};

/** Returns a sealer for a new object. `random` is injected only by tests. */
export async function createSegmentSealer(
  crypto: SealCrypto,
  key: ObjectKey,
  random: Random = systemRandom,
): Promise<SegmentSealer> {
  return segmentSealer(await createFloe(crypto, key.dek, objectAad(key.oid), random(IV_LENGTH)), 0, random);
}

/**
 * Returns a sealer that goes on after `index` whole segments, with the header that was written before. The next
 * byte pushed is plaintext byte `index * SEGMENT_PLAINTEXT`.
 *
 * @throws `seal.wrong_key` when the header is not of this object and key.
 */
export async function resumeSegmentSealer(
  crypto: SealCrypto,
  key: ObjectKey,
  header: Bytes,
  index: number,
  random: Random = systemRandom,
): Promise<SegmentSealer> {
  return segmentSealer(await verifyFloe(crypto, key.dek, objectAad(key.oid), header), index, random);
}

function segmentSealer(body: FloeBody, start: number, random: Random): SegmentSealer {
  const cutter = createBlockCutter(SEGMENT_PLAINTEXT);
  let index = start;
  let finished = false;
  return {
    header: body.header,
    nextIndex: () => index,
    tail: cutter.tail,
    push: async (bytes) => {
      if (finished) throw SEAL.finished();
      const segments: Bytes[] = [];
      for (const block of cutter.push(bytes)) {
        segments.push(await sealSegment(body, index, block, false, random(NONCE_LENGTH)));
        index += 1;
        cutter.recycle(block);
      }
      return segments;
    },
    finish: async () => {
      if (finished) throw SEAL.finished();
      // A non-final segment is handed out only when more bytes exist, so an empty tail here means lost bytes.
      if (index > 0 && cutter.tail().length === 0) throw SEAL.truncated({ segment: index });
      finished = true;
      return sealSegment(body, index, cutter.tail(), true, random(NONCE_LENGTH));
    },
  };
}

type Job = { readonly block: Bytes; readonly index: number; readonly final: boolean };

/** Finality comes from where the stream ends, never from the bytes of a segment. */
async function* numbered(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  push: (piece: Uint8Array) => Bytes[],
  tail: () => Bytes,
): AsyncGenerator<Job, void, undefined> {
  let index = 0;
  for await (const piece of source) {
    // A piece may be a whole file in memory: cut it in slices, so that blocks are reused and not all made at once.
    for (let at = 0; at < piece.length; at += SEGMENT_LENGTH) {
      for (const block of push(piece.subarray(at, at + SEGMENT_LENGTH))) {
        yield { block, index, final: false };
        index += 1;
      }
    }
  }
  yield { block: tail(), index, final: true };
}

async function splitHeader(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<{ header: Bytes; rest: AsyncIterable<Uint8Array> }> {
  const iterator = toAsync(source);
  let start: Bytes = new Uint8Array(0);
  while (start.length < HEADER_LENGTH) {
    const { value, done } = await iterator.next();
    if (done === true) throw SEAL.truncated({ part: 'header' });
    start = concat(start, value);
  }
  return { header: start.slice(0, HEADER_LENGTH), rest: prepend(start.subarray(HEADER_LENGTH), iterator) };
}

async function* prepend(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

async function* toAsync(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* source;
}

/** Passes bytes through and fails when there are more or fewer than `length`. */
async function* ofExactly(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  length: number,
): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const piece of source) {
    seen += piece.length;
    if (seen > length) throw SEAL.bad_length();
    yield piece;
  }
  if (seen < length) throw SEAL.truncated();
}
