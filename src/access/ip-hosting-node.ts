/**
 * Addresses that say nothing about where somebody is: of clouds, servers for hire, relays and VPN. From a table of autonomous systems
 * (`asn-ipv4.csv`, `asn-ipv6.csv`: lines `start,end,number,name`, as the ip-location-db project writes them; RouteViews, DB-IP and NRO, CC BY
 * 4.0) of which only those of our own list are kept, and from lists of networks that an installation adds: `hosting.txt`, `tor.txt`.
 */
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { maskAddress, type Network, parseNetwork } from './cidr.ts';
import { ACCESS } from './errors.ts';
import { HOSTING_SYSTEMS } from './hosting-systems.ts';
import { COMMA, endOf, MAX_FILE_BYTES, NEWLINE, numberOf, parserFor } from './ip-csv.ts';
import type { HostingTable } from './place.ts';

const PACKAGE = '@ip-location-db/asn';
const LISTS = ['hosting.txt', 'tor.txt'] as const;

/**
 * Returns a function that loads the table when first asked and keeps it; null when there is neither table nor list.
 *
 * @param directory - Folder whose files come before the optional npm package's; left out: the package alone.
 * @throws (the returned function) `access.bad_hosting_data` for a file that is there and cannot be read.
 */
export function lazyHostingTable(directory?: string): () => Promise<HostingTable | null> {
  let loading: Promise<HostingTable | null> | undefined;
  return () => {
    loading ??= load(directory);
    return loading;
  };
}

async function load(directory: string | undefined): Promise<HostingTable | null> {
  const own = directory === undefined ? [] : await namesIn(directory);
  const tables = own.some((name) => /^asn-ipv[46]\.csv$/.test(name)) ? directory : packageDirectory();
  const ranges: Readonly<Record<4 | 6, Range[]>> = { 4: [], 6: [] };
  // One after the other, so that only one file is in memory at a time.
  for (const family of [4, 6] as const) {
    if (tables === undefined) break;
    const file = await readFile(join(tables, `asn-ipv${family}.csv`)).catch((cause: unknown) => {
      throw ACCESS.bad_hosting_data({ reason: 'missing', family }, cause);
    });
    await readTable(family, file, ranges[family]);
  }
  for (const name of LISTS) {
    if (directory === undefined || !own.includes(name)) continue;
    readList(name, await readFile(join(directory, name)), ranges);
  }
  if (ranges[4].length + ranges[6].length === 0) return null;
  const merged = { 4: merge(ranges[4]), 6: merge(ranges[6]) };
  return {
    isHosting: (address) => isIn(merged[address.family], numberOf(address)),
    counts: { v4: merged[4].length, v6: merged[6].length },
  };
}

/** The package is optional. */
function packageDirectory(): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`));
  } catch {
    return undefined;
  }
}

async function namesIn(directory: string): Promise<readonly string[]> {
  return readdir(directory).catch((cause: unknown) => {
    throw ACCESS.bad_hosting_data({ reason: 'directory' }, cause);
  });
}

type Range = { readonly start: bigint; readonly end: bigint };

/** Lets other work run in between. */
async function readTable(family: 4 | 6, file: Uint8Array, ranges: Range[]): Promise<void> {
  if (file.length > MAX_FILE_BYTES) throw ACCESS.bad_hosting_data({ reason: 'size', family });
  const parse = parserFor(family);
  for (let at = 0, line = 1; at < file.length; line += 1) {
    const lineEnd = endOf(file, at, NEWLINE, file.length);
    if (lineEnd > at) {
      const first = endOf(file, at, COMMA, lineEnd);
      const second = endOf(file, first + 1, COMMA, lineEnd);
      const system = readNumber(file, second + 1, endOf(file, second + 1, COMMA, lineEnd));
      if (system === null) throw ACCESS.bad_hosting_data({ reason: 'line', family, line });
      if (HOSTING_SYSTEMS.has(system)) {
        const start = parse(file, at, first);
        const end = parse(file, first + 1, second);
        if (start === null || end === null || start > end)
          throw ACCESS.bad_hosting_data({ reason: 'line', family, line });
        ranges.push({ start, end });
      }
    }
    at = lineEnd + 1;
    if (line % 20_000 === 0) await setImmediate();
  }
}

/** A number of an autonomous system (32 bits); null for anything else. */
function readNumber(file: Uint8Array, from: number, to: number): number | null {
  const end = file[to - 1] === 0x0d ? to - 1 : to;
  if (end <= from || end - from > 10) return null;
  let value = 0;
  for (let at = from; at < end; at += 1) {
    const byte = file[at] ?? 0;
    if (byte < 0x30 || byte > 0x39) return null;
    value = value * 10 + byte - 0x30;
  }
  return value <= 0xff_ff_ff_ff ? value : null;
}

/** One network or address per line; what follows `#` is a remark. */
function readList(name: string, file: Uint8Array, ranges: Readonly<Record<4 | 6, Range[]>>): void {
  if (file.length > MAX_FILE_BYTES) throw ACCESS.bad_hosting_data({ reason: 'size', file: name });
  const text = new TextDecoder().decode(file);
  for (const [at, line] of text.split('\n').entries()) {
    const entry = (line.split('#', 1)[0] ?? '').trim();
    if (entry === '') continue;
    const network = parseNetwork(entry);
    if (network === undefined) throw ACCESS.bad_hosting_data({ reason: 'line', file: name, line: at + 1 });
    ranges[network.address.family].push(rangeOf(network));
  }
}

function rangeOf({ address, prefix }: Network): Range {
  const { family } = address;
  const bits = family === 4 ? 32 : 64;
  const start = numberOf(maskAddress(address, prefix));
  const free = BigInt(Math.max(0, bits - prefix));
  return { start, end: start + (1n << free) - 1n };
}

type Ranges = { readonly starts: BigUint64Array; readonly ends: BigUint64Array; readonly length: number };

/** Sorted and disjoint. */
function merge(ranges: readonly Range[]): Ranges {
  const merged: { start: bigint; end: bigint }[] = [];
  for (const { start, end } of ranges.toSorted((a, b) => (a.start < b.start ? -1 : 1))) {
    const last = merged.at(-1);
    if (last === undefined || start > last.end + 1n) merged.push({ start, end });
    else if (end > last.end) last.end = end;
  }
  return {
    starts: BigUint64Array.from(merged, (one) => one.start),
    ends: BigUint64Array.from(merged, (one) => one.end),
    length: merged.length,
  };
}

function isIn({ starts, ends, length }: Ranges, value: bigint): boolean {
  let low = 0;
  let high = length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0n) > value) high = middle - 1;
    else if ((ends[middle] ?? 0n) < value) low = middle + 1;
    else return true;
  }
  return false;
}
