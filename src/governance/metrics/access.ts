/** Who may read the metrics: this machine, configured networks, or whoever has the token. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { contains, parseAddress, parseNetworks } from '../../access/cidr.ts';
import type { Client } from '../../access/client.ts';
import type { Secret } from '../../base/secret.ts';

export type MetricsAccess = (client: Client, headers: { get(name: string): string | null }) => boolean;

const LOOPBACK = ['127.0.0.0/8', '::1'];
/** Set by reverse proxies. */
const FORWARDED = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via'];

/**
 * Returns the decision for a request whose client was resolved through the configured proxies.
 *
 * INVARIANT: what a proxy that is not configured hands on is not taken for a request of the proxy's own machine: such headers only ever
 * take access away.
 *
 * @throws `access.bad_setting` for a network that cannot be read.
 */
export function createMetricsAccess(networks: readonly string[], token: Secret<string> | undefined): MetricsAccess {
  const allowed = parseNetworks('metrics.networks', [...LOOPBACK, ...networks]);
  return (client, headers) => {
    if (token !== undefined && isToken(headers.get('authorization') ?? '', token.reveal())) return true;
    if (!client.viaProxy && FORWARDED.some((name) => headers.get(name) !== null)) return false;
    const address = parseAddress(client.address);
    return address !== undefined && allowed.some((network) => contains(network, address));
  };
}

/** The length of the token is not told by the time either. */
function isToken(header: string, token: string): boolean {
  const given = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(header)?.[1] ?? '';
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token)) && given !== '';
}
