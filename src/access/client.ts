/**
 * The address of whoever made a request: the socket's peer, or, only when the peer is a configured proxy, what that proxy says.
 * Forwarded headers of anybody else are ignored, and of a chain only the part that trusted proxies wrote is believed.
 */
import { contains, formatAddress, maskAddress, parseAddress, parseNetworks, type Address } from './cidr.ts';

export type ClientOptions = {
  /** Networks of the proxies in front, e.g. `10.0.0.0/8`, `fd00::/8`. Empty: none. */
  readonly trustedProxies: readonly string[];
  /**
   * The header that the proxies set. One only: a proxy that appends to one passes the other through as the client sent it.
   */
  readonly forwardedHeader?: 'x-forwarded-for' | 'forwarded';
};

export type Client = {
  /** In one spelling (cidr.ts), or `unknown`. */
  readonly address: string;
  /** The request came through a configured proxy. */
  readonly viaProxy: boolean;
  /** What the proxy says about the scheme; null without a proxy or when it says nothing. */
  readonly scheme: 'https' | 'http' | null;
};

export type ClientResolver = (peer: string | undefined, headers: { get(name: string): string | null }) => Client;

/** Hops at most; a longer chain is cut at the client's end, which nobody has vouched for. */
const MAX_HOPS = 32;

/**
 * Returns the function that resolves clients. That function never throws, whatever the headers hold.
 *
 * @throws `access.bad_setting` for a network that cannot be read.
 */
export function createClientResolver(options: ClientOptions): ClientResolver {
  const trusted = parseNetworks('trusted_proxies', options.trustedProxies);
  const isTrusted = (address: Address): boolean => trusted.some((network) => contains(network, address));
  const header = options.forwardedHeader ?? 'x-forwarded-for';
  return (peer, headers) => {
    const socket = parseAddress(peer ?? '');
    if (socket === undefined) return { address: 'unknown', viaProxy: false, scheme: null };
    if (!isTrusted(socket)) return { address: formatAddress(socket), viaProxy: false, scheme: null };
    const value = (headers.get(header) ?? '').slice(-4096);
    const hops = value
      .split(',')
      .slice(-MAX_HOPS)
      .map((hop) => (header === 'forwarded' ? forwardedFor(hop) : hop.trim()));
    const scheme = schemeOf(headers.get('x-forwarded-proto'));
    return { address: walk(hops, socket, isTrusted), viaProxy: true, scheme };
  };
}

/**
 * From right to left: each hop was written by the one before it, so the first that is not a trusted proxy is the client. A hop
 * that cannot be read ends the walk with `unknown`: to take the hop before it would be to believe the client.
 */
function walk(hops: readonly string[], socket: Address, isTrusted: (address: Address) => boolean): string {
  if (hops.every((hop) => hop === '')) return formatAddress(socket);
  let last = socket;
  for (const hop of hops.toReversed()) {
    const address = parseAddress(withoutPort(hop));
    if (address === undefined) return 'unknown';
    if (!isTrusted(address)) return formatAddress(address);
    last = address;
  }
  return formatAddress(last);
}

/** `1.2.3.4:5678`, `[::1]:5678` and `[::1]` as some proxies write them. */
function withoutPort(hop: string): string {
  const bracketed = /^\[([^\]]*)\](?::[0-9]{1,5})?$/.exec(hop);
  if (bracketed !== null) return bracketed[1] ?? '';
  return /^[0-9.]+:[0-9]{1,5}$/.test(hop) ? (hop.split(':', 1)[0] ?? '') : hop;
}

/** The `for` parameter of one element (RFC 7239 section 4). */
function forwardedFor(element: string): string {
  for (const pair of element.split(';')) {
    const [name = '', value = ''] = pair.split('=', 2);
    if (name.trim().toLowerCase() === 'for') return value.trim().replace(/^"(.*)"$/, '$1');
  }
  return '';
}

/** The last value is the one our proxy wrote; null when it wrote none. */
function schemeOf(value: string | null): 'https' | 'http' | null {
  if (value === null) return null;
  const last = value.slice(-256).split(',').at(-1)?.trim().toLowerCase();
  return last === 'https' ? 'https' : 'http';
}

/** Returns what rate limits count as one client: an IPv4 address, an IPv6 /64 (one household or server), or `unknown`. */
export function clientSubject(client: string): string {
  const address = parseAddress(client);
  if (address === undefined) return 'unknown';
  return formatAddress(address.family === 6 ? maskAddress(address, 64) : address);
}
