/**
 * A stamp as characters that take no room: two for the bits, one before and after. They survive copying as plain text in most programs;
 * many inputs strip them, and a hex view shows them, so a document carries several.
 */
import { fromHex } from '../../base/bytes.ts';

const ZERO = '\u200b';
const ONE = '\u2060';
const EDGE = '\u2063';
const WRITTEN = /\u2063([\u200b\u2060]{112})\u2063/g;

/** Returns 114 characters for a stamp of `stampOf`. */
export function toZeroWidth(stamp: string): string {
  const bits = Array.from(fromHex(stamp.slice(3)), (byte) => byte.toString(2).padStart(8, '0')).join('');
  return EDGE + bits.replaceAll('0', ZERO).replaceAll('1', ONE) + EDGE;
}

/** Every stamp that is written so in a text. */
export function fromZeroWidth(text: string): readonly string[] {
  return Array.from(text.matchAll(WRITTEN), ([, written = '']) => {
    const bits = written.replaceAll(ZERO, '0').replaceAll(ONE, '1');
    return `ec1${bits.replaceAll(/[01]{4}/g, (four) => Number.parseInt(four, 2).toString(16))}`;
  });
}
