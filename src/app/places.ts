/**
 * Where a client is: configured networks, then networks from which anybody comes who is anywhere, then the country database; in the sandbox a
 * client on this machine has no place of its own. Tables lie in the data directory where somebody installed newer ones, else in npm packages.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createPlaceResolver } from '../access/place.ts';
import { lazyCountryTable } from '../access/ip-countries-node.ts';
import { lazyHostingTable } from '../access/ip-hosting-node.ts';
import type { Config } from '../config.ts';
import type { Place } from '../transfers/facts.ts';

export type ResolveOpenerPlace = (address: string) => Promise<Place>;

/** Below the data directory; `entrepot places update` writes it as a whole. */
export const PLACES_FOLDER = 'places';

export function createPlaces(config: Config): ResolveOpenerPlace {
  const directory = installedTables(config['data.directory']);
  const resolve = createPlaceResolver({
    networks: config['places.networks'].map(parseNetwork),
    countries: lazyCountryTable(directory !== undefined && hasCountries(directory) ? directory : undefined),
    ...(config['places.hosting_unknown'] ? { hosting: lazyHostingTable(directory) } : {}),
  });
  return async (address) => {
    const { jurisdiction, city } = await resolve(address);
    return { jurisdiction, city };
  };
}

/** The folder of tables that somebody installed, or undefined. */
export function installedTables(dataDirectory: string): string | undefined {
  const directory = join(dataDirectory, PLACES_FOLDER);
  return existsSync(directory) ? directory : undefined;
}

export function hasCountries(directory: string): boolean {
  return readdirSync(directory).some((name) => /(?<!^asn)-ipv4\.csv$/.test(name));
}

/** `10.20.0.0/16=CN/CN-GD-ZH`; what cannot be read is refused by the resolver with its position. */
function parseNetwork(text: string): {
  readonly cidr: string;
  readonly jurisdiction: string;
  readonly city: string | null;
} {
  const [cidr = '', place = ''] = text.split('=');
  const [jurisdiction = '', city] = place.split('/');
  return { cidr, jurisdiction, city: city ?? null };
}
