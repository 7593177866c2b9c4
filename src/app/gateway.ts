/** The gateway: its own listener, over the same state and the same intake as everything else. */
import { createClientResolver } from '../access/client.ts';
import { deriveAccessKeys } from '../access/keys.ts';
import { createRateLimiter } from '../access/rate-limit.ts';
import { Secret } from '../base/secret.ts';
import { MINUTE, SECOND } from '../base/units.ts';
import type { Config } from '../config.ts';
import { ADDRESS_HELP, MAX_HEAD_BYTES } from '../gateway/limits.ts';
import type { GatewayDeps } from '../gateway/deps.ts';
import { AREAS, createGatewayApp } from '../gateway/server.ts';
import { createStream } from '../gateway/stream/area.ts';
import { createRateCounters } from '../store/access/rate-counters.ts';
import type { TransferDeps } from '../transfers/deps.ts';
import { createDoors } from '../transfers/doors.ts';
import { createIntake } from '../transfers/intake.ts';
import { createMentions } from '../transfers/mentions.ts';
import type { StreamRelay } from '../transfers/stream-relay.ts';
import type { Ground } from './features.ts';
import { type Limits, listen, type ListenOptions } from './listen.ts';

export type RunningGateway = {
  readonly url: string;
  /** Hands messages to programs that are connected to this process. */
  readonly relay: StreamRelay;
  readonly stop: () => Promise<void>;
};

/** Programs send whole messages at once: who dawdles is cut off. A file of 25 MB has two minutes. */
const PROGRAMS: Limits = {
  headerBytes: MAX_HEAD_BYTES,
  headersMs: 15 * SECOND,
  requestMs: 2 * MINUTE,
  idleMs: 40 * SECOND,
  headersHelp: ADDRESS_HELP,
};

export function gatewayListener(config: Config): ListenOptions {
  return {
    host: config['gateway.host'],
    port: config['gateway.port'],
    certificate: config['gateway.tls_certificate'],
    key: config['gateway.tls_key'],
    minTls: config['gateway.tls_min'] === '1.2' ? 'TLSv1.2' : 'TLSv1.3',
    trustedProxies: config['server.trusted_proxies'],
    limits: PROGRAMS,
  };
}

/** Where other programs reach the gateway. */
export function gatewayUrl(config: Config): string {
  return (config['gateway.public_url'] ?? `http://localhost:${config['gateway.port']}`).replace(/\/+$/, '');
}

/** @throws `listen.*` */
export async function startGateway(ground: Ground, transfers: TransferDeps): Promise<RunningGateway> {
  const { config, world, state, tenants, orgId, publicUrl } = ground;
  const intake = createIntake(transfers, tenants.current);
  const deps: GatewayDeps = {
    ...world,
    tenant: tenants.current,
    intake,
    doors: createDoors(transfers, orgId),
    mentions: createMentions(transfers, orgId),
    transfers,
    resolveClient: createClientResolver({ trustedProxies: config['server.trusted_proxies'] }),
    limiter: createRateLimiter(
      createRateCounters(state.db.query, orgId),
      deriveAccessKeys(new Secret(state.keys.server)).rate,
      world.clock,
    ),
    settings: { publicUrl, gatewayUrl: gatewayUrl(config) },
  };
  const stream = createStream(deps);
  const app = createGatewayApp(deps, [...AREAS, stream.area]);
  const options = { ...gatewayListener(config), onUpgrade: stream.onUpgrade };
  const listening = await listen(options, app, world.logger);
  return {
    url: gatewayUrl(config),
    relay: stream.hub,
    stop: async () => {
      await Promise.all([stream.hub.close(), listening.stop()]);
      await intake.close();
    },
  };
}
