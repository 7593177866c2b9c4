/**
 * A table of countries by address from two CSV files `start,end,country` (inclusive), as the ip-location-db project writes them:
 * `…-ipv4.csv` and `…-ipv6.csv`. Data of the npm package: registries' whois, CC BY 4.0, Number Resource Organization (nro.net).
 * Held in sorted arrays and searched by halves; about 10 MB for 550 000 ranges.
 *
 * The publisher has said that the package's data has errors, and newer files are published elsewhere in the same form: an
 * installation can point to a folder with them. Where a file contradicts itself the answer is null.
 */
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Address } from './cidr.ts';
import { ACCESS } from './errors.ts';
import type { CountryTable } from './place.ts';

const PACKAGE = '@ip-location-db/geo-whois-asn-country';
/** Far above any real table. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/**
 * Returns a function that loads the table when first asked and keeps it; null when there is none.
 *
 * @param directory - Folder with the two files; without it, the optional npm package.
 * @throws (the returned function) `access.bad_country_data` for a file that is there and cannot be read.
 */
export function lazyCountryTable(directory?: string): () => Promise<CountryTable | null> {
  let loading: Promise<CountryTable | null> | undefined;
  return () => {
    loading ??= load(directory ?? packageDirectory());
    return loading;
  };
}

/** The package is optional: an installation without it knows only its configured networks. */
function packageDirectory(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`));
  } catch {
    return null;
  }
}

async function load(directory: string | null): Promise<CountryTable | null> {
  if (directory === null) return null;
  const names = await readdir(directory).catch((cause: unknown) => {
    throw ACCESS.bad_country_data({ reason: 'directory' }, cause);
  });
  const read = async (family: 4 | 6): Promise<Ranges> => {
    const name = names.find((one) => one.endsWith(`-ipv${family}.csv`));
    if (name === undefined) throw ACCESS.bad_country_data({ reason: 'missing', family });
    return readRanges(family, await readFile(join(directory, name)));
  };
  // One after the other, so that only one file is in memory at a time.
  const v4 = await read(4);
  const v6 = await read(6);
  return { countryOf: (address) => find(address.family === 4 ? v4 : v6, numberOf(address)) };
}

/** Sorted and disjoint. Numbers are the address (IPv4) or its upper 64 bits (IPv6: nothing finer than a /64 is told apart). */
type Ranges = {
  readonly starts: BigUint64Array;
  readonly ends: BigUint64Array;
  /** Code as two letters, `first << 8 | second`; 0 where the file contradicts itself. */
  readonly codes: Uint16Array;
  length: number;
};

function numberOf(address: Address): bigint {
  let value = 0n;
  for (const byte of address.bytes.slice(0, 8)) value = (value << 8n) | BigInt(byte);
  return value;
}

function find(ranges: Ranges, value: bigint): string | null {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if ((ranges.starts[middle] ?? 0n) > value) {
      high = middle - 1;
    } else if ((ranges.ends[middle] ?? 0n) < value) {
      low = middle + 1;
    } else {
      const code = ranges.codes[middle] ?? 0;
      return code === 0 ? null : String.fromCharCode(code >>> 8, code & 0xff);
    }
  }
  return null;
}

const NEWLINE = 0x0a;
const COMMA = 0x2c;
const DOT = 0x2e;
const COLON = 0x3a;

/**
 * Reads byte by byte, because half a million lines as strings would cost hundreds of megabytes, and lets other work run in between.
 *
 * @throws `access.bad_country_data` naming the line that cannot be read or is out of order.
 */
async function readRanges(family: 4 | 6, file: Uint8Array): Promise<Ranges> {
  if (file.length > MAX_FILE_BYTES) throw ACCESS.bad_country_data({ reason: 'size', family });
  let lines = 1;
  for (const byte of file) if (byte === NEWLINE) lines += 1;
  // Each line begins one piece at most and ends one at most, so there are never more than two per line.
  const places = 2 * lines;
  const ranges = {
    starts: new BigUint64Array(places),
    ends: new BigUint64Array(places),
    codes: new Uint16Array(places),
    length: 0,
  };
  const parse = family === 4 ? parseV4 : parseV6;
  const flattener = createFlattener(ranges);
  let previous = 0n;
  for (let at = 0, line = 1; at < file.length; line += 1) {
    const lineEnd = endOf(file, at, NEWLINE, file.length);
    if (lineEnd > at) {
      const first = endOf(file, at, COMMA, lineEnd);
      const second = endOf(file, first + 1, COMMA, lineEnd);
      const start = parse(file, at, first);
      const end = parse(file, first + 1, second);
      const code = parseCode(file, second + 1, lineEnd);
      if (start === null || end === null || start > end || start < previous || code === 0)
        throw ACCESS.bad_country_data({ reason: 'line', family, line });
      flattener.add(start, end, code);
      previous = start;
    }
    at = lineEnd + 1;
    if (line % 20_000 === 0) await setImmediate();
  }
  flattener.finish();
  return trim(ranges);
}

function endOf(file: Uint8Array, from: number, byte: number, limit: number): number {
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

/** Two capital letters, perhaps before a carriage return; 0 otherwise. */
function parseCode(file: Uint8Array, from: number, to: number): number {
  const end = file[to - 1] === 0x0d ? to - 1 : to;
  const first = file[from] ?? 0;
  const second = file[from + 1] ?? 0;
  const isLetter = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;
  return end - from === 2 && isLetter(first) && isLetter(second) ? (first << 8) | second : 0;
}

/** A range that has begun and not ended; `start` is where the file begins it. */
type Open = { readonly start: bigint; readonly end: bigint; code: number };

/**
 * Makes nested ranges disjoint: of several that hold an address the narrowest counts, as in the registries. Two of the same extent,
 * or two that only overlap, contradict each other when they name different countries, and then nobody has the address (code 0).
 */
function createFlattener(out: Ranges): { add: (start: bigint, end: bigint, code: number) => void; finish: () => void } {
  // Innermost last; ends never grow towards the inside.
  const open: Open[] = [];
  let cursor = 0n;
  const closeBefore = (limit: bigint): void => {
    for (let top = open.at(-1); top !== undefined && top.end < limit; top = open.at(-1)) {
      push(out, cursor, top.end, top.code);
      cursor = top.end + 1n;
      open.pop();
    }
  };
  return {
    add: (start, end, code) => {
      closeBefore(start);
      let top = open.at(-1);
      if (top !== undefined) push(out, cursor, start - 1n, top.code);
      cursor = start;
      let own = code;
      for (; top !== undefined && (top.end < end || (top.start === start && top.end === end)); top = open.at(-1)) {
        if (top.code !== own) own = 0;
        open.pop();
      }
      open.push({ start, end, code: own });
    },
    finish: () => closeBefore(1n << 64n),
  };
}

function push(ranges: Ranges, start: bigint, end: bigint, code: number): void {
  if (start > end) return;
  const last = ranges.length - 1;
  // Neighbours of one country become one range.
  if (last >= 0 && ranges.codes[last] === code && ranges.ends[last] === start - 1n) {
    ranges.ends[last] = end;
    return;
  }
  ranges.starts[ranges.length] = start;
  ranges.ends[ranges.length] = end;
  ranges.codes[ranges.length] = code;
  ranges.length += 1;
}

/** Gives back the memory that merging saved. */
function trim(ranges: Ranges): Ranges {
  const { length } = ranges;
  return {
    starts: ranges.starts.slice(0, length),
    ends: ranges.ends.slice(0, length),
    codes: ranges.codes.slice(0, length),
    length,
  };
}
