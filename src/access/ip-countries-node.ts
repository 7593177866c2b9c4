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
import { ACCESS } from './errors.ts';
import { COMMA, endOf, MAX_FILE_BYTES, NEWLINE, numberOf, parserFor } from './ip-csv.ts';
import type { CountryTable } from './place.ts';

const PACKAGE = '@ip-location-db/geo-whois-asn-country';
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
    // Beside it may lie the table of autonomous systems.
    const name = names.find((one) => one.endsWith(`-ipv${family}.csv`) && !one.startsWith('asn-'));
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
  const parse = parserFor(family);
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
