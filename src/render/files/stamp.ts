/**
 * The stamp of one copy: view id and a code that only the mark's key makes, so that a stamp cannot be made up; it can be moved to another
 * file, which is why it names its object in the code and is a hint, no proof.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const STAMP = /ec1([0-9a-f]{12})([0-9a-f]{16})/g;
/** Stamps looked at in one file. */
const MOST = 64;

/** Returns `ec1`, the view id, and 64 bits of HMAC-SHA-256 over object and view. */
export function stampOf(key: Uint8Array, objectId: string, viewId: string): string {
  return `ec1${viewId}${codeOf(key, objectId, viewId).toString('hex')}`;
}

/** The view id of a stamp that belongs to the object, else undefined. */
export function readStamp(key: Uint8Array, objectId: string, stamp: string): string | undefined {
  const [, viewId, code] = /^ec1([0-9a-f]{12})([0-9a-f]{16})$/.exec(stamp) ?? [];
  if (viewId === undefined || code === undefined) return undefined;
  return timingSafeEqual(Buffer.from(code, 'hex'), codeOf(key, objectId, viewId)) ? viewId : undefined;
}

/** Everything in a text that has the form of a stamp; at most 64, without repeats. */
export function stampsIn(text: string): readonly string[] {
  const found = new Set<string>();
  for (const [stamp] of text.matchAll(STAMP)) {
    found.add(stamp);
    if (found.size >= MOST) break;
  }
  return [...found];
}

function codeOf(key: Uint8Array, objectId: string, viewId: string): Buffer {
  return createHmac('sha256', key).update(`file|${objectId}|${viewId}`, 'utf8').digest().subarray(0, 8);
}
