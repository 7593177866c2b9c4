/** Composition root: builds every dependency once and starts the one process. */
import { hostname } from 'node:os';
import { systemClock } from '../base/clock.ts';
import type { World } from '../base/deps.ts';
import { createIds } from '../base/ids.ts';
import { createLogger, type LoggerOptions } from '../base/logger.ts';
import { systemRandom } from '../base/random.ts';
import { openWebSocket } from '../channels/dingtalk/stream-socket.ts';
import type { Config } from '../config.ts';
import { issueSetupLink } from '../governance/organisation/set-up.ts';
import { recordAtStart } from '../governance/packs/record.ts';
import { recordPageAtStart } from '../governance/served-page.ts';
import { createHttpApp } from '../http/server.ts';
import { createEnvelopePool } from '../seal/envelope-pool-node.ts';
import { watchViews } from '../transfers/view-watch.ts';
import { startWorkers, type Workers } from '../workers/run.ts';
import { attachState } from './attach.ts';
import { assembleHttp } from './edge.ts';
import { assembleFeatures, type Features, type Ground } from './features.ts';
import { startGateway } from './gateway.ts';
import { listen, mainListener } from './listen.ts';
import { openLog } from './log.ts';
import { holdRoles, type Roles } from './roles.ts';
import { followLevels, followRules } from './follow-rules.ts';
import { createPostureDeps } from './posture.ts';
import { openSweeps } from './sweeps.ts';
import { openTracing } from './tracing.ts';
import { openState, type State } from './state.ts';
import { createTenants, findOrgId } from './tenants.ts';

export type RunningApp = {
  /** Where people reach this process; undefined without the role `http`. */
  readonly url: string | undefined;
  /** Where other programs reach the gateway; undefined when this process is none. */
  readonly gatewayUrl: string | undefined;
  /** One-time link of an installation without organisation. */
  readonly setupLink: string | undefined;
  readonly stop: () => Promise<void>;
};

type Steps = (() => Promise<void>)[];

export type StartOptions = { readonly roles: Roles; readonly logging?: LoggerOptions };

/** Starts what belongs to the roles. What was started is stopped again when a later step fails. */
export async function startApp(config: Config, { roles, logging }: StartOptions): Promise<RunningApp> {
  const world: World = {
    clock: systemClock,
    random: systemRandom,
    ids: createIds(systemClock, systemRandom),
    logger: createLogger(logging ?? { level: config['log.level'] }),
  };
  const state = roles.has('integrator') ? await openState(config, world) : await attachState(config, world);
  const steps: Steps = [state.close];
  const stop = async (): Promise<void> => {
    for (const step of steps.splice(0).reverse()) await step();
  };
  try {
    steps.push((await holdRoles(state.directory, roles)).release);
    return { ...(await assemble({ config, world, state, roles }, steps)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Base = { readonly config: Config; readonly world: World; readonly state: State; readonly roles: Roles };

async function assemble(base: Base, steps: Steps): Promise<Omit<RunningApp, 'stop'>> {
  const { config, world, state, roles } = base;
  const isKeeper = roles.has('integrator');
  const orgId = await findOrgId(state.db, world.ids);
  const publicUrl = (config['server.public_url'] ?? `http://localhost:${config['server.port']}`).replace(/\/+$/, '');
  const tenants = createTenants(state.db);
  await tenants.load();
  const log = await openLog(world, state, orgId, new URL(publicUrl).host, isKeeper);
  steps.push(log.runner.stop);
  const envelopes = createEnvelopePool();
  steps.push(envelopes.close);
  const ground: Ground = { config, world, state, tenants, log, orgId, publicUrl, envelopes };
  const features = await assembleFeatures(ground);
  steps.push(features.stopReading);
  if (!isKeeper || !roles.has('http')) {
    steps.push(followRules(ground, features.rules));
    steps.push(followLevels(ground, features.levels.levels));
  }
  // While nothing may be changed there is nothing to work on; reading, proving and signing in go on.
  if (roles.has('worker') && state.db.writes.refusedFor() === undefined)
    steps.push((await startWork(ground, features)).stop);
  if (roles.has('http')) {
    // Whoever serves the page says which: processes need not all have the same one.
    if (state.db.writes.refusedFor() === undefined && (await tenants.current()) !== undefined)
      await recordPageAtStart(features.organisation, orgId, features.organisation.pageDigest);
    const tracing = openTracing(ground, features);
    steps.push(tracing.stop);
    const sweeps = openSweeps(ground, features);
    steps.push(sweeps.stop);
    const { app } = createHttpApp(await assembleHttp(ground, features, { tracing: tracing.deps, sweeps: sweeps.deps }));
    steps.push(watchViews(features.transfers, { orgId }));
    steps.push((await listen(mainListener(config), app, world.logger)).stop);
  }
  const gateway = roles.has('gateway') ? await startGateway(ground, features.transfers) : undefined;
  if (gateway !== undefined) {
    steps.push(gateway.stop);
    features.relay.attach(gateway.relay);
  }
  const isNew = isKeeper && (await tenants.current()) === undefined;
  return {
    url: roles.has('http') ? publicUrl : undefined,
    gatewayUrl: gateway?.url,
    setupLink: isNew ? await issueSetupLink(features.organisation, orgId) : undefined,
  };
}

async function startWork(ground: Ground, features: Features): Promise<Workers> {
  const { state, tenants, world, orgId } = ground;
  if ((await tenants.current()) !== undefined) {
    await recordAtStart(features.organisation, orgId, features.rules);
  }
  return startWorkers({
    transfers: features.transfers,
    packs: features.packs,
    posture: createPostureDeps(ground.config, features),
    post: features.office.post,
    inbound: features.inbound,
    streams: { openSocket: openWebSocket, holder: `${hostname()}:${process.pid}:${world.ids.handle()}` },
    tenant: tenants.current,
    logger: world.logger,
    work: (queue, handler, concurrency) => state.jobs.work(queue, (job) => handler(job.data), { concurrency }),
  });
}
