/**
 * FLOE (c2sp.org/FLOE): the body of a sealed object. A 74-byte header that commits to the key, then segments of
 * AES-256-GCM whose number and finality are authenticated. docs/spec/sealed-object.md section 3 has the byte tables.
 */
import { type Bytes, concat, equal, readU32be, u32be, u64be, utf8 } from '../base/bytes.ts';
import { MIB } from '../base/units.ts';
import { KEY_LENGTH, NONCE_LENGTH, type SealCrypto, type SegmentCipher, TAG_LENGTH } from './crypto.ts';
import { SEAL } from './errors.ts';
import { expandSha384 } from './hkdf.ts';

const PARAMETERS_LENGTH = 10;
const IV_LENGTH = 32;
const HEADER_TAG_LENGTH = 32;
const MESSAGE_KEY_LENGTH = 48;
const MARKER_LENGTH = 4;
const NOT_FINAL = 0xffff_ffff;
/** FLOE's bound on the number of segments under AES-256-GCM. */
const MAX_SEGMENTS = 2 ** 40;

export type FloeParameters = {
  /** Bytes of a whole sealed segment, marker and tag included. */
  readonly segmentLength: number;
  /** The segment key changes every 2^rotationBits segments. */
  readonly rotationBits: number;
  /** FLOE permits an empty last segment after others; the sealed object has one form only and refuses it. */
  readonly allowEmptyFinal: boolean;
};

/** The one suite that Entrepot writes and reads: AES-256-GCM, HKDF-Expand-SHA-384, segments of 1 MiB. */
export const FLOE_1MIB: FloeParameters = { segmentLength: MIB, rotationBits: 20, allowEmptyFinal: false };

export const HEADER_LENGTH = PARAMETERS_LENGTH + IV_LENGTH + HEADER_TAG_LENGTH;
export const SEGMENT_OVERHEAD = MARKER_LENGTH + NONCE_LENGTH + TAG_LENGTH;
export const SEGMENT_LENGTH = FLOE_1MIB.segmentLength;
/** Plaintext bytes of every segment but the last: 1,048,544. */
export const SEGMENT_PLAINTEXT = SEGMENT_LENGTH - SEGMENT_OVERHEAD;

/** A header whose keys are derived; segments are sealed and opened with it. */
export type FloeBody = {
  readonly header: Bytes;
  readonly parameters: FloeParameters;
  /** The cipher for segment `index`, whose key changes with the rotation. */
  readonly cipherFor: (index: number) => Promise<SegmentCipher>;
};

/**
 * Returns a new body with the given header IV (32 random bytes, never used twice with one key).
 *
 * @throws `seal.bad_key` unless the key has 32 bytes.
 */
export async function createFloe(
  crypto: SealCrypto,
  key: Bytes,
  aad: Bytes,
  iv: Bytes,
  parameters: FloeParameters = FLOE_1MIB,
): Promise<FloeBody> {
  requireKey(key);
  if (iv.length !== IV_LENGTH) throw new RangeError('a floe iv has 32 bytes');
  const context = deriveContext(encodeParameters(parameters), iv, aad);
  const tag = await context.derive(crypto, key, utf8('HEADER_TAG:'), HEADER_TAG_LENGTH);
  return bodyOf(crypto, key, context, concat(encodeParameters(parameters), iv, tag), parameters);
}

/**
 * Returns the body for a header that was read, after its parameters and its key-committing tag were checked.
 *
 * @throws `seal.unsupported` for other parameters, `seal.wrong_key` when key, associated data or header do not fit
 *   together, `seal.truncated`, `seal.bad_key`.
 */
export async function verifyFloe(
  crypto: SealCrypto,
  key: Bytes,
  aad: Bytes,
  header: Bytes,
  parameters: FloeParameters = FLOE_1MIB,
): Promise<FloeBody> {
  requireKey(key);
  if (header.length !== HEADER_LENGTH) throw SEAL.truncated({ part: 'header' });
  const encoded = encodeParameters(parameters);
  if (!equal(header.subarray(0, PARAMETERS_LENGTH), encoded)) throw SEAL.unsupported({ part: 'parameters' });
  const iv = header.subarray(PARAMETERS_LENGTH, PARAMETERS_LENGTH + IV_LENGTH);
  const context = deriveContext(encoded, iv, aad);
  const expected = await context.derive(crypto, key, utf8('HEADER_TAG:'), HEADER_TAG_LENGTH);
  // INVARIANT: no segment is touched before the header tag has committed to this one key (constant time).
  if (!equal(header.subarray(PARAMETERS_LENGTH + IV_LENGTH), expected)) throw SEAL.wrong_key();
  return bodyOf(crypto, key, context, header.slice(), parameters);
}

/** Returns the sealed segment: marker, nonce, ciphertext, tag. `nonce` must be 12 fresh random bytes. */
export async function sealSegment(
  body: FloeBody,
  index: number,
  plaintext: Bytes,
  final: boolean,
  nonce: Bytes,
): Promise<Bytes> {
  const { segmentLength } = body.parameters;
  const length = plaintext.length + SEGMENT_OVERHEAD;
  if (final ? length > segmentLength : length !== segmentLength) throw SEAL.bad_length({ segment: index });
  requireIndex(index);
  const cipher = await body.cipherFor(index);
  const prefix = concat(u32be(final ? length : NOT_FINAL), nonce);
  return cipher.seal(prefix, nonce, plaintext, segmentAad(index, final));
}

/**
 * Returns the plaintext of one segment. The caller says which segment it is and whether it is the last one, from
 * the position in the stream or the size in the manifest; the marker inside the segment must agree.
 *
 * @throws `seal.bad_segment` for any disagreement or a tag that does not verify, `seal.truncated` for a short one.
 */
export async function openSegment(body: FloeBody, index: number, segment: Bytes, final: boolean): Promise<Bytes> {
  const { segmentLength, allowEmptyFinal } = body.parameters;
  requireIndex(index);
  if (segment.length < SEGMENT_OVERHEAD || (!final && segment.length < segmentLength)) {
    throw SEAL.truncated({ segment: index });
  }
  if (segment.length > segmentLength) throw SEAL.bad_segment({ segment: index });
  if (readU32be(segment, 0) !== (final ? segment.length : NOT_FINAL)) throw SEAL.bad_segment({ segment: index });
  // One plaintext has one sealed length: an empty last segment is only for the empty object.
  if (final && segment.length === SEGMENT_OVERHEAD && index > 0 && !allowEmptyFinal) {
    throw SEAL.bad_segment({ segment: index });
  }
  const cipher = await body.cipherFor(index);
  const nonce = segment.subarray(MARKER_LENGTH, MARKER_LENGTH + NONCE_LENGTH);
  const plaintext = await cipher.open(nonce, segment.subarray(MARKER_LENGTH + NONCE_LENGTH), segmentAad(index, final));
  if (plaintext === undefined) throw SEAL.bad_segment({ segment: index });
  return plaintext;
}

/** Returns the number of segments for `size` bytes of plaintext: at least one. */
export function segmentCount(size: number): number {
  return Math.max(1, Math.ceil(size / SEGMENT_PLAINTEXT));
}

/** Returns the bytes of the sealed body for `size` bytes of plaintext. */
export function sealedSize(size: number): number {
  return HEADER_LENGTH + size + SEGMENT_OVERHEAD * segmentCount(size);
}

/**
 * Returns the bytes of plaintext in a sealed body of `size` bytes.
 *
 * @throws `seal.bad_length` when no plaintext gives this size.
 */
export function plaintextSize(size: number): number {
  const segments = Math.ceil((size - HEADER_LENGTH) / SEGMENT_LENGTH);
  const plaintext = size - HEADER_LENGTH - segments * SEGMENT_OVERHEAD;
  if (!Number.isSafeInteger(size) || plaintext < 0 || sealedSize(plaintext) !== size) throw SEAL.bad_length();
  return plaintext;
}

type Context = {
  readonly derive: (crypto: SealCrypto, key: Bytes, purpose: Uint8Array, length: number) => Promise<Bytes>;
};

/** FLOE's KDF: every derived key is bound to parameters, header IV and associated data. */
function deriveContext(parameters: Bytes, iv: Bytes, aad: Bytes): Context {
  return {
    derive: (crypto, key, purpose, length) => expandSha384(crypto, key, concat(parameters, iv, purpose, aad), length),
  };
}

async function bodyOf(
  crypto: SealCrypto,
  key: Bytes,
  context: Context,
  header: Bytes,
  parameters: FloeParameters,
): Promise<FloeBody> {
  const messageKey = await context.derive(crypto, key, utf8('MESSAGE_KEY:'), MESSAGE_KEY_LENGTH);
  const span = 2 ** parameters.rotationBits;
  // Segments are used in order or near it, so the last key is the one worth keeping.
  let current: { readonly start: number; readonly cipher: Promise<SegmentCipher> } | undefined;
  const cipherFor = (index: number): Promise<SegmentCipher> => {
    const start = index - (index % span);
    if (current?.start !== start) {
      const purpose = concat(utf8('DEK:'), u64be(start));
      const cipher = context.derive(crypto, messageKey, purpose, KEY_LENGTH).then((k) => crypto.aes256Gcm(k));
      current = { start, cipher };
    }
    return current.cipher;
  };
  return { header, parameters, cipherFor };
}

/** AEAD 00 = AES-256-GCM, KDF 00 = HKDF-Expand-SHA-384, segment length, IV length. */
function encodeParameters(parameters: FloeParameters): Bytes {
  return concat(Uint8Array.of(0, 0), u32be(parameters.segmentLength), u32be(IV_LENGTH));
}

function segmentAad(index: number, final: boolean): Bytes {
  return concat(u64be(index), Uint8Array.of(final ? 1 : 0));
}

function requireKey(key: Bytes): void {
  if (key.length !== KEY_LENGTH) throw SEAL.bad_key({ length: key.length });
}

function requireIndex(index: number): void {
  if (!Number.isSafeInteger(index) || index < 0 || index >= MAX_SEGMENTS) throw SEAL.bad_length({ segment: index });
}
