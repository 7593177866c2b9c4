/** Two lists of networks at once: what is in both. Pure. */
import { contains, type Network, parseAddress, parseNetwork } from '../../access/cidr.ts';

/** Returns the entries that lie in an entry of the other list. What cannot be read lies nowhere. */
export function meetNetworks(a: readonly string[], b: readonly string[]): string[] {
  const others = { a: read(a), b: read(b) };
  const kept = [
    ...read(a).filter((one) => others.b.some((wide) => isWithin(one.network, wide.network))),
    ...read(b).filter((one) => others.a.some((wide) => isWithin(one.network, wide.network))),
  ];
  return [...new Set(kept.map((one) => one.text))].sort();
}

/** Whether an address is in one of the networks; false for an address or an entry that cannot be read. */
export function isInNetworks(networks: readonly string[], address: string): boolean {
  const parsed = parseAddress(address);
  return parsed !== undefined && read(networks).some((one) => contains(one.network, parsed));
}

type Entry = { readonly text: string; readonly network: Network };

function read(texts: readonly string[]): Entry[] {
  return texts.flatMap((text) => {
    const network = parseNetwork(text);
    return network === undefined ? [] : [{ text, network }];
  });
}

function isWithin(narrow: Network, wide: Network): boolean {
  return wide.prefix <= narrow.prefix && contains(wide, narrow.address);
}
