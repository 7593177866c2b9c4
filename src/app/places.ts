/** Where a client is: configured networks, then the country database; in the sandbox a client on this machine has no place of its own. */
import { createPlaceResolver } from '../access/place.ts';
import { lazyCountryTable } from '../access/ip-countries-node.ts';
import type { Config } from '../config.ts';
import type { Place } from '../transfers/facts.ts';

export type ResolveOpenerPlace = (address: string) => Promise<Place>;

export function createPlaces(config: Config): ResolveOpenerPlace {
  const resolve = createPlaceResolver({
    networks: config['places.networks'].map(parseNetwork),
    countries: lazyCountryTable(),
  });
  return async (address) => {
    const { jurisdiction, city } = await resolve(address);
    return { jurisdiction, city };
  };
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
