/**
 * Where a request comes from, as far as its address tells: the organisation's own list of networks first, then the networks from which anybody
 * may come who is anywhere, then a table of countries.
 * A table is an estimate (proxies, roaming, cloud ranges registered elsewhere), which is why the source is told with the answer.
 * What nobody knows is `unknown`, and `unknown` is never treated as allowed.
 */
import type { Jurisdiction } from '../model/jurisdiction.ts';
import { citySchema, jurisdictionSchema } from '../model/jurisdiction.ts';
import { contains, parseAddress, parseNetwork, parseNetworks, type Address, type Network } from './cidr.ts';
import { ACCESS } from './errors.ts';

export type Place = {
  readonly jurisdiction: Jurisdiction;
  /** ISO 3166-2 or finer (model/jurisdiction.ts); only from the configured list. */
  readonly city: string | null;
  /** `hosting`: of a network from which anybody may come who is anywhere. */
  readonly source: 'configured' | 'database' | 'hosting' | 'none';
};

export type ConfiguredNetwork = {
  /** `a.b.c.d/n`, `x::y/n` or one address. */
  readonly cidr: string;
  readonly jurisdiction: string;
  readonly city: string | null;
};

/** Whether an address is of a cloud, a relay or a VPN. */
export type HostingTable = {
  readonly isHosting: (address: Address) => boolean;
  /** Ranges that are known. */
  readonly counts: { readonly v4: number; readonly v6: number };
};

/** Returns the ISO 3166-1 alpha-2 code of an address, or null. */
export type CountryTable = { readonly countryOf: (address: Address) => string | null };

export type PlaceOptions = {
  readonly networks: readonly ConfiguredNetwork[];
  /** Asked on first need; null when there is no table. */
  readonly countries: () => Promise<CountryTable | null>;
  /** The same; left out: such networks are where they are registered. */
  readonly hosting?: () => Promise<HostingTable | null>;
};

export type ResolvePlace = (ip: string) => Promise<Place>;

const UNKNOWN: Place = { jurisdiction: 'unknown', city: null, source: 'none' };
const HOSTED: Place = { jurisdiction: 'unknown', city: null, source: 'hosting' };

/**
 * Addresses that say nothing about a place (IANA special-purpose registries, RFC 6890): private, shared, loopback, link-local,
 * documentation, benchmarking, multicast, reserved; IPv6 that only wraps another address (NAT64, Teredo, 6to4).
 */
const NOWHERE: readonly Network[] = parseNetworks('nowhere', [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '::/128',
  '::1/128',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
]);

/**
 * Returns the function that resolves places. It never throws for an address, whatever its text.
 *
 * @throws `access.bad_setting` naming the position of a network, jurisdiction or city that cannot be read.
 */
export function createPlaceResolver(options: PlaceOptions): ResolvePlace {
  const configured = options.networks.map((entry, position) => readEntry(entry, position));
  // The narrowest network wins, wherever it stands in the list.
  const ordered = configured.toSorted((a, b) => b.network.prefix - a.network.prefix);
  return async (ip) => {
    const address = parseAddress(ip);
    if (address === undefined) return UNKNOWN;
    const own = ordered.find((entry) => contains(entry.network, address));
    if (own !== undefined) return own.place;
    if (NOWHERE.some((network) => contains(network, address))) return UNKNOWN;
    if ((await options.hosting?.())?.isHosting(address) === true) return HOSTED;
    const country = (await options.countries())?.countryOf(address) ?? null;
    if (country === null || !/^[A-Z]{2}$/.test(country)) return UNKNOWN;
    return { jurisdiction: country, city: null, source: 'database' };
  };
}

function readEntry(entry: ConfiguredNetwork, position: number): { readonly network: Network; readonly place: Place } {
  const network = parseNetwork(entry.cidr);
  const jurisdiction = jurisdictionSchema.safeParse(entry.jurisdiction);
  const city = citySchema.nullable().safeParse(entry.city);
  if (network === undefined || !jurisdiction.success || !city.success)
    throw ACCESS.bad_setting({ setting: 'places', position });
  return { network, place: { jurisdiction: jurisdiction.data, city: city.data, source: 'configured' } };
}
