/** Which part of a download is wanted (RFC 9110, section 14): one range of bytes, and only of the same copy. */
import { OPENING } from '../errors.ts';

/** Both ends included. */
export type ByteRange = { readonly from: number; readonly to: number };

/** The headers `Range` and `If-Range` of a request. */
export type WantedRange = { readonly range: string | undefined; readonly ifRange: string | undefined };

/**
 * Returns the range, or undefined for the whole: without a header, for units and lists that are not served, and when the copy that was begun is
 * not the one that is here now.
 *
 * @throws `opening.bad_range` when it lies behind the end
 */
export function rangeWithin(
  { range, ifRange }: WantedRange,
  size: number | undefined,
  tag: string | undefined,
): ByteRange | undefined {
  if (range === undefined || size === undefined || tag === undefined) return undefined;
  if (ifRange !== undefined && ifRange !== quoted(tag)) return undefined;
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range.trim()) ?? [];
  if (first === '' && last === '') return undefined;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(size - 1, Number(last));
  if (from > to) throw OPENING.bad_range({ size });
  return { from, to };
}

/** As an entity tag. */
export function quoted(tag: string): string {
  return `"${tag}"`;
}
