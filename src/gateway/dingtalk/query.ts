/** The query string of a call, read without throwing anything away: order, repeats and the way a value was encoded all matter here. */

export type QueryPair = { readonly name: string /** As it stands in the address. */; readonly raw: string };

/** All pairs in order. `address` is the path and query of a request. */
export function readQuery(address: string): readonly QueryPair[] {
  const at = address.indexOf('?');
  if (at < 0) return [];
  return address
    .slice(at + 1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? pair : pair.slice(0, equals);
      return { name: decodeOnce(name), raw: equals < 0 ? '' : pair.slice(equals + 1) };
    });
}

/** Values of one name, decoded once, in order; empty ones are left out. */
export function valuesOf(pairs: readonly QueryPair[], name: string): readonly string[] {
  return pairs.flatMap((pair) => (pair.name === name && pair.raw !== '' ? [decodeOnce(pair.raw).trim()] : []));
}

/** Percent-decoding that leaves alone what is not encoded well. A plus stays a plus: it means something in base64. */
export function decodeOnce(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
