/** IP addresses and networks (RFC 4291 section 2.2, RFC 4632, RFC 5952). Pure; hostile text gives undefined, never an error. */
import { ACCESS } from './errors.ts';

/** 4 or 16 bytes, network order. IPv4-mapped IPv6 addresses (`::ffff:0:0/96`) are read as the IPv4 address they hold. */
export type Address = { readonly family: 4 | 6; readonly bytes: readonly number[] };

export type Network = { readonly address: Address; readonly prefix: number };

/** Longest text form is 45 characters; a zone (`%eth0`) is cut off before. */
const MAX_TEXT = 64;

/** Returns the address, or undefined for anything that is not exactly one. No port, no brackets. */
export function parseAddress(text: string): Address | undefined {
  if (text.length === 0 || text.length > MAX_TEXT) return undefined;
  const zone = text.indexOf('%');
  const plain = zone < 0 ? text : text.slice(0, zone);
  const v4 = parseV4(plain);
  if (v4 !== undefined) return { family: 4, bytes: v4 };
  const v6 = parseV6(plain);
  if (v6 === undefined) return undefined;
  const isMapped = v6.slice(0, 10).every((byte) => byte === 0) && v6[10] === 0xff && v6[11] === 0xff;
  return isMapped ? { family: 4, bytes: v6.slice(12) } : { family: 6, bytes: v6 };
}

/** Decimal parts without leading zeros, which some parsers read as octal. */
function parseV4(text: string): number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  const bytes: number[] = [];
  for (const part of parts) {
    if (!/^(?:0|[1-9][0-9]{0,2})$/.test(part)) return undefined;
    const byte = Number(part);
    if (byte > 255) return undefined;
    bytes.push(byte);
  }
  return bytes;
}

function parseV6(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? '', true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 16 - head.length - tail.length;
  // `::` stands for at least one group.
  if (halves.length === 2 ? missing < 2 : missing !== 0) return undefined;
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail];
}

/** `isEnd`: the last group may be an IPv4 address. */
function parseGroups(text: string, isEnd: boolean): number[] | undefined {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [i, group] of groups.entries()) {
    const v4 = isEnd && i === groups.length - 1 && group.includes('.') ? parseV4(group) : undefined;
    if (v4 !== undefined) {
      bytes.push(...v4);
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
      const value = Number.parseInt(group, 16);
      bytes.push(value >>> 8, value & 0xff);
    }
  }
  return bytes.length > 16 ? undefined : bytes;
}

/** Returns one spelling per address: dotted decimal, or eight full groups. For keys and comparison, not for people. */
export function formatAddress(address: Address): string {
  if (address.family === 4) return address.bytes.join('.');
  const groups: string[] = [];
  for (let i = 0; i < 16; i += 2) {
    groups.push((((address.bytes[i] ?? 0) << 8) | (address.bytes[i + 1] ?? 0)).toString(16).padStart(4, '0'));
  }
  return groups.join(':');
}

/** Returns the address with all bits after the first `prefix` cleared. */
export function maskAddress(address: Address, prefix: number): Address {
  const bytes = address.bytes.map((byte, i) => {
    const kept = Math.max(0, Math.min(8, prefix - 8 * i));
    return byte & (0xff << (8 - kept)) & 0xff;
  });
  return { family: address.family, bytes };
}

/** Returns the network of `a.b.c.d/n`, `x::y/n` or a single address; undefined for anything else. */
export function parseNetwork(text: string): Network | undefined {
  const [host = '', prefixText, ...rest] = text.trim().split('/');
  const address = parseAddress(host);
  if (address === undefined || rest.length > 0) return undefined;
  const bits = address.family === 4 ? 32 : 128;
  if (prefixText === undefined) return { address, prefix: bits };
  if (!/^(?:0|[1-9][0-9]{0,2})$/.test(prefixText)) return undefined;
  // `::ffff:10.0.0.0/104` speaks of the mapped form; its first 96 bits are the mapping.
  const isMapped = address.family === 4 && host.includes(':');
  const prefix = Number(prefixText) - (isMapped ? 96 : 0);
  if (prefix < 0 || prefix > bits) return undefined;
  return { address: maskAddress(address, prefix), prefix };
}

export function contains(network: Network, address: Address): boolean {
  if (network.address.family !== address.family) return false;
  const masked = maskAddress(address, network.prefix);
  return masked.bytes.every((byte, i) => byte === network.address.bytes[i]);
}

/** Returns the networks of a setting. @throws `access.bad_setting` naming the setting and the position of the first bad entry. */
export function parseNetworks(setting: string, texts: readonly string[]): readonly Network[] {
  return texts.map((text, position) => {
    const network = parseNetwork(text);
    if (network === undefined) throw ACCESS.bad_setting({ setting, position });
    return network;
  });
}
