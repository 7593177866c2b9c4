/** What every blob store checks before it touches anything. */
import { MIB } from '../../base/units.ts';
import { STORE } from '../errors.ts';

/** The piece size of streams: one segment of a sealed object. */
export const PIECE = MIB;

/** INVARIANT: ids and hashes become file names, so nothing but these letters ever reaches a path. */
export function checkStagingId(id: string): string {
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(id)) throw STORE.blob_bad_id({ kind: 'staging' });
  return id;
}

export function isBlobHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

export function checkHash(hash: string): string {
  if (!isBlobHash(hash)) throw STORE.blob_bad_id({ kind: 'hash' });
  return hash;
}

/** Returns the number of bytes of the range that exist. @throws `store.blob_bad_range` */
export function clampRange(size: number, offset: number, length: number): number {
  const whole = Number.isSafeInteger(offset) && Number.isSafeInteger(length);
  if (!whole || offset < 0 || length < 0 || offset > size) throw STORE.blob_bad_range({ size });
  return Math.min(length, size - offset);
}
