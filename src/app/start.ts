/** Composition root: builds every dependency once and starts the one process. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClientResolver } from '../access/client.ts';
import { deriveAccessKeys } from '../access/keys.ts';
import { createRateLimiter } from '../access/rate-limit.ts';
import { createStaffAuth } from '../access/staff-auth.ts';
import { nodeSha256 } from '../audit-log/hash-node.ts';
import { systemClock } from '../base/clock.ts';
import type { World } from '../base/deps.ts';
import { createIds } from '../base/ids.ts';
import { createLogger, type LoggerOptions } from '../base/logger.ts';
import { systemRandom } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import type { Config } from '../config.ts';
import { readLogEvents, readLogInfo } from '../governance/log-view.ts';
import { readMeter } from '../governance/meter.ts';
import type { OrganisationDeps } from '../governance/organisation/deps.ts';
import { issueSetupLink } from '../governance/organisation/set-up.ts';
import { staffNames } from '../governance/organisation/staff.ts';
import type { HttpDeps } from '../http/deps.ts';
import { createHttpApp } from '../http/server.ts';
import { nodeCrypto } from '../seal/node-crypto.ts';
import { createCodeStore } from '../store/access/codes.ts';
import { createRateCounters } from '../store/access/rate-counters.ts';
import { createRecipientSessionStore } from '../store/access/recipient-sessions.ts';
import { createSignInDatabase } from '../store/access/sign-in-database.ts';
import { readSandbox } from '../transfers/sandbox.ts';
import { createSealedFields } from '../transfers/sealed-fields.ts';
import type { OpenDeps } from '../transfers/recipient-access.ts';
import { startWorkers } from '../workers/run.ts';
import { readBundle } from './bundles.ts';
import { createClassifier, createPolicy } from './judgement.ts';
import { isSecure, listen } from './listen.ts';
import { openLog } from './log.ts';
import { createPlaces } from './places.ts';
import { openPostOffice } from './post.ts';
import { openState } from './state.ts';
import { createTenants, findOrgId } from './tenants.ts';

export type RunningApp = {
  readonly url: string;
  /** One-time link of an installation without organisation. */
  readonly setupLink: string | undefined;
  readonly stop: () => Promise<void>;
};

const ROOT = join(import.meta.dirname, '../..');

/** Starts everything. What was started is stopped again when a later step fails. */
export async function startApp(config: Config, logging?: LoggerOptions): Promise<RunningApp> {
  const world: World = {
    clock: systemClock,
    random: systemRandom,
    ids: createIds(systemClock, systemRandom),
    logger: createLogger(logging ?? { level: config['log.level'] }),
  };
  const state = await openState(config, world);
  const steps: (() => Promise<void>)[] = [state.close];
  const stop = async (): Promise<void> => {
    for (const step of steps.splice(0).reverse()) await step();
  };
  try {
    return await assemble(config, world, state, steps, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function assemble(
  config: Config,
  world: World,
  state: Awaited<ReturnType<typeof openState>>,
  steps: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<RunningApp> {
  const orgId = await findOrgId(state.db, world.ids);
  const publicUrl = (config['server.public_url'] ?? `http://localhost:${config['server.port']}`).replace(/\/+$/, '');
  const tenants = createTenants(state.db);
  await tenants.load();
  const log = await openLog(world, state, orgId, new URL(publicUrl).host);
  steps.push(log.runner.stop);
  const fields = createSealedFields(nodeCrypto, state.keys, world.random);
  const office = openPostOffice({ ...world, config, db: state.db, orgId, publicUrl, ownNames: tenants.names });
  const policy = await createPolicy();
  const accessKeys = deriveAccessKeys(new Secret(state.keys.server));
  const counters = createRateCounters(state.db.query, orgId);
  const secure = isSecure(config);
  const transfers: OpenDeps = {
    ...world,
    db: state.db,
    blobs: state.blobs,
    crypto: nodeCrypto,
    sha256: nodeSha256,
    keys: state.keys,
    fields,
    classifier: createClassifier(),
    policy,
    channels: office.channels,
    log: log.runner,
    jobs: { enqueue: async (trx, queue, data) => void (await state.jobs.enqueue(trx, queue, data)) },
    settings: { publicUrl, maxUploadBytes: config['uploads.max_bytes'], timeZone: config['organisation.time_zone'] },
    access: {
      codes: { ...world, key: accessKeys.code },
      sessions: { ...world, key: accessKeys.recipientCsrf, secure },
      limiter: createRateLimiter(counters, accessKeys.rate, world.clock),
      codeStore: createCodeStore,
      sessionStore: createRecipientSessionStore,
    },
  };
  const auth = await createStaffAuth({
    publicUrls: [publicUrl],
    database: createSignInDatabase(state.db, orgId),
    counters,
    keys: accessKeys,
    clock: world.clock,
    logger: world.logger,
    organisation: tenants.names()[0] ?? 'Entrepot',
  });
  const organisation: OrganisationDeps = { ...transfers, auth, publicUrl };
  const workers = await startWorkers({
    transfers,
    post: office.post,
    tenant: tenants.current,
    logger: world.logger,
    work: (queue, handler, concurrency) => state.jobs.work(queue, (job) => handler(job.data), { concurrency }),
  });
  steps.push(workers.stop);
  const view = { ...transfers, size: log.runner.size, identity: log.identity };
  const httpDeps: HttpDeps = {
    ...world,
    orgId,
    tenant: tenants.current,
    organisation,
    transfers,
    auth,
    resolveClient: createClientResolver({ trustedProxies: config['server.trusted_proxies'] }),
    resolvePlace: await createPlaces(config),
    views: {
      connections: () => ({ connections: office.channels.connections().map((one) => ({ ...one, label: one.kind })) }),
      sandbox: (id, after) => readSandbox(transfers, id, after),
      meter: (id) => readMeter({ db: state.db, timeZone: config['organisation.time_zone'] }, id),
      log: (id) => readLogInfo(view, id),
      logEvents: (id, before) => readLogEvents(view, id, (ids) => staffNames(organisation, id, ids), before),
      logFile: log.read,
      healthy: async () => state.db.writes.refusedFor() === undefined && (await isAnswering(state)),
    },
    settings: {
      publicUrl,
      secure,
      sandbox: config['sandbox.enabled'],
      version: version(),
      maxUploadBytes: config['uploads.max_bytes'],
    },
    bundles: { console: await readBundle(join(ROOT, 'dist/console')), open: await readBundle(join(ROOT, 'dist/open')) },
  };
  const listening = await listen(config, createHttpApp(httpDeps).app, world.logger);
  steps.push(listening.stop);
  const setupLink = (await tenants.current()) === undefined ? await issueSetupLink(organisation, orgId) : undefined;
  return { url: publicUrl, setupLink, stop };
}

async function isAnswering(state: Awaited<ReturnType<typeof openState>>): Promise<boolean> {
  try {
    await state.db.query.selectFrom('organisation').select('org_id').limit(1).execute();
    return true;
  } catch {
    return false;
  }
}

function version(): string {
  const parsed: unknown = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : '0';
}
