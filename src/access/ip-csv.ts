/**
 * Lines `start,end,…` of tables of addresses, byte by byte: half a million lines as strings would cost hundreds of megabytes. Numbers are the
 * address (IPv4) or its upper 64 bits (IPv6: nothing finer than a /64 is told apart). Pure.
 */
import type { Address } from './cidr.ts';

/** Far above any real table. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;
export const NEWLINE = 0x0a;
export const COMMA = 0x2c;
const DOT = 0x2e;
const COLON = 0x3a;

export type ParseAddressBytes = (file: Uint8Array, from: number, to: number) => bigint | null;

/** Returns what reads an address of this family; null for anything that is not exactly one. */
export function parserFor(family: 4 | 6): ParseAddressBytes {
  return family === 4 ? parseV4 : parseV6;
}

export function numberOf(address: Address): bigint {
  let value = 0n;
  for (const byte of address.bytes.slice(0, 8)) value = (value << 8n) | BigInt(byte);
  return value;
}

/** Where a byte stands, at most `limit`. */
export function endOf(file: Uint8Array, from: number, byte: number, limit: number): number {
  const at = file.indexOf(byte, from);
  return at < 0 || at > limit ? limit : at;
}

/** Null for anything but four decimal parts. */
function parseV4(file: Uint8Array, from: number, to: number): bigint | null {
  let value = 0;
  let part = 0;
  let parts = 1;
  for (let at = from; at < to; at += 1) {
    const byte = file[at] ?? 0;
    if (byte === DOT) {
      value = value * 256 + part;
      part = 0;
      parts += 1;
    } else if (byte >= 0x30 && byte <= 0x39) {
      part = part * 10 + byte - 0x30;
    } else {
      return null;
    }
    if (part > 255) return null;
  }
  return parts === 4 && to > from ? BigInt(value * 256 + part) : null;
}

/** One address at a time is parsed, so one scratch is enough. */
const groups = new Uint16Array(9);

/** Upper 64 bits; null for anything that is not eight groups, or fewer with one `::`. */
function parseV6(file: Uint8Array, from: number, to: number): bigint | null {
  let count = 0;
  // Number of groups before `::`.
  let gap = -1;
  let group = 0;
  let digits = 0;
  for (let at = from; at <= to; at += 1) {
    const byte = at < to ? (file[at] ?? 0) : COLON;
    if (byte !== COLON) {
      const digit = hexDigit(byte);
      digits += 1;
      if (digit < 0 || digits > 4) return null;
      group = group * 16 + digit;
    } else if (digits > 0) {
      if (count === 8) return null;
      groups[count] = group;
      count += 1;
      group = 0;
      digits = 0;
    } else if (at < to && at > from) {
      if (gap >= 0) return null;
      gap = count;
    }
  }
  return gap < 0 && count !== 8 ? null : upperHalf(count, gap < 0 ? count : gap);
}

/** `count` groups in `groups`, of which those from `gap` on stand at the end. */
function upperHalf(count: number, gap: number): bigint {
  const missing = 8 - count;
  const at = (i: number): number => (i < gap ? (groups[i] ?? 0) : i < gap + missing ? 0 : (groups[i - missing] ?? 0));
  return (BigInt(at(0) * 65_536 + at(1)) << 32n) | BigInt(at(2) * 65_536 + at(3));
}

/** Minus one for what is not a hexadecimal digit. */
function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  if (byte >= 0x61 && byte <= 0x66) return byte - 0x57;
  return byte >= 0x41 && byte <= 0x46 ? byte - 0x37 : -1;
}
