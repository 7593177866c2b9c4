/**
 * Keys of recipients' browsers: ECDSA on P-256 (FIPS 186-5) with SHA-256, the only pair that WebCrypto has had everywhere since 2017. The private
 * half is made not extractable and never leaves the browser; the public one is a point, written as its two coordinates.
 */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { base64url, type Bytes, concat, fromBase64url, ownBytes, utf8 } from '../base/bytes.ts';

/** An uncompressed point (SEC 1): 0x04, x, y. */
export const DEVICE_KEY_BYTES = 65;
/** r and s, 32 bytes each (IEEE P1363), as WebCrypto signs. */
export const DEVICE_SIGNATURE_BYTES = 64;

/** Returns the point of `<x>.<y>`, each base64url of 32 bytes; undefined when it is none, or not on the curve. */
export function readDeviceKey(text: string): Bytes | undefined {
  const parts = /^([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})$/.exec(text);
  if (parts === null) return undefined;
  try {
    const [x, y] = [fromBase64url(parts[1] ?? ''), fromBase64url(parts[2] ?? '')];
    const point = concat(new Uint8Array([4]), x, y);
    return keyOf(point) === undefined ? undefined : point;
  } catch {
    return undefined;
  }
}

/** What a browser signs to show that it has the private key now, for this session: the CSRF token is known to nobody else. */
export function deviceChallenge(csrf: string, publicKey: string): Bytes {
  return utf8(`entrepot.device/v1\n${csrf}\n${publicKey}\n`);
}

/** Returns whether `signature` is the key's over exactly these bytes. False for everything malformed. */
export function isSignedByDevice(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const key = keyOf(point);
  if (key === undefined || signature.length !== DEVICE_SIGNATURE_BYTES) return false;
  try {
    return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    return false;
  }
}

/** The same for a signature in DER, as certificates hold it. */
export function isSignedByDer(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const key = keyOf(point);
  if (key === undefined) return false;
  try {
    return verify('sha256', message, key, signature);
  } catch {
    return false;
  }
}

/** Returns the public key as PEM (SubjectPublicKeyInfo, RFC 5480), as openssl reads it. @throws RangeError for what is no point */
export function devicePem(point: Uint8Array): string {
  const key = keyOf(point);
  if (key === undefined) throw new RangeError('no point of P-256');
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

/** Returns the point in a PEM of ours; undefined for every other key. */
export function pointOfPem(pem: string): Bytes | undefined {
  try {
    const { kty, crv, x, y } = createPublicKey(pem).export({ format: 'jwk' });
    if (kty !== 'EC' || crv !== 'P-256' || x === undefined || y === undefined) return undefined;
    return readDeviceKey(`${x}.${y}`);
  } catch {
    return undefined;
  }
}

/** Returns r and s as DER (RFC 3279 section 2.2.3), as openssl takes a signature. */
export function derOfSignature(signature: Uint8Array): Bytes {
  const numbers = concat(derInteger(signature.subarray(0, 32)), derInteger(signature.subarray(32)));
  return concat(new Uint8Array([0x30, numbers.length]), numbers);
}

function derInteger(bytes: Uint8Array): Bytes {
  let at = 0;
  while (at < bytes.length - 1 && bytes[at] === 0) at += 1;
  const digits = bytes.subarray(at);
  // A first bit of 1 would make it negative.
  const padded = (digits[0] ?? 0) >= 0x80 ? concat(new Uint8Array(1), digits) : ownBytes(digits);
  return concat(new Uint8Array([0x02, padded.length]), padded);
}

/** Node checks that the point is on the curve. */
function keyOf(point: Uint8Array): KeyObject | undefined {
  if (point.length !== DEVICE_KEY_BYTES || point[0] !== 4) return undefined;
  const [x, y] = [base64url(point.subarray(1, 33)), base64url(point.subarray(33))];
  try {
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  } catch {
    return undefined;
  }
}
