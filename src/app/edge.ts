/** The HTTP edge over the features. */
import { join } from 'node:path';
import { parseVerifierKey } from '../audit-log/index.ts';
import { loadCatalogue } from '../base/catalogue-node.ts';
import { BASE, EntrepotError } from '../base/errors.ts';
import { createClientResolver } from '../access/client.ts';
import { readLogEvents, readLogInfo } from '../governance/log-view.ts';
import type { SweepDeps } from '../governance/sweeps/deps.ts';
import type { TracingDeps } from '../governance/tracing/deps.ts';
import { readMeter } from '../governance/meter.ts';
import { listPacks, packFiles } from '../governance/packs-view.ts';
import { staffNames } from '../governance/organisation/staff.ts';
import { createRegisterWords, type RegisterWords } from '../governance/register/words.ts';
import type { HttpDeps } from '../http/deps.ts';
import type { ConnectionList } from '../model/api/system.ts';
import type { Locale } from '../model/locale.ts';
import { STORE } from '../store/errors.ts';
import { isDatabaseAway } from '../store/transaction.ts';
import type { PostOffice } from '../transfers/post.ts';
import { readSandbox } from '../transfers/sandbox.ts';
import { OPEN_BUNDLE, readBundle } from './bundles.ts';
import { createDoorDeps } from './doors.ts';
import { createDutyDeps } from './duties.ts';
import type { Features, Ground } from './features.ts';
import { isSecure } from './listen.ts';
import { createMetricsAccess } from '../governance/metrics/access.ts';
import { createMetrics } from '../governance/metrics/collect.ts';
import { createProcessSamples } from '../governance/metrics/process.ts';
import { createPostureDeps } from './posture.ts';
import { openProof } from './proof.ts';
import { createPlaces } from './places.ts';
import { productVersion } from './version.ts';

const ROOT = join(import.meta.dirname, '../..');

export async function assembleHttp(
  ground: Ground,
  features: Features,
  { tracing, sweeps }: { readonly tracing: TracingDeps; readonly sweeps: SweepDeps },
): Promise<HttpDeps> {
  const { config } = ground;
  return {
    ...ground.world,
    orgId: ground.orgId,
    tenant: ground.tenants.current,
    organisation: features.organisation,
    transfers: features.transfers,
    factors: features.factors,
    inbound: features.inbound,
    accesses: createAccessDeps(ground, features),
    duties: createDutyDeps(features),
    packs: features.packs,
    levels: features.levels,
    pseudonyms: features.pseudonyms,
    posture: createPostureDeps(config, features),
    tracing,
    sweeps,
    connections: { transfers: features.transfers, office: features.office, sandbox: config['sandbox.enabled'] },
    doors: createDoorDeps(config, features),
    auth: features.organisation.auth,
    known: asKnown,
    resolveClient: createClientResolver({ trustedProxies: config['server.trusted_proxies'] }),
    resolvePlace: createPlaces(config),
    views: createViews(ground, features),
    settings: {
      publicUrl: ground.publicUrl,
      secure: isSecure(config),
      sandbox: config['sandbox.enabled'],
      version: productVersion(),
      maxUploadBytes: config['uploads.max_bytes'],
    },
    bundles: { console: await readBundle(join(ROOT, 'dist/console')), open: await readBundle(OPEN_BUNDLE) },
    pageSums: features.pageSums,
  };
}

/** Proofs are made from the log as it is published. */
function createAccessDeps({ log }: Ground, { transfers }: Features): HttpDeps['accesses'] {
  const source = { read: log.read };
  return { transfers, log: async () => ({ source, key: parseVerifierKey(log.identity.vkey) }) };
}

/** What is not known says nothing about itself. */
function asKnown(error: unknown): EntrepotError {
  if (error instanceof EntrepotError) return error;
  return isDatabaseAway(error) ? STORE.postgres_not_answering({}, error) : BASE.unexpected({}, error);
}

function createViews(ground: Ground, { transfers, organisation, office, rules }: Features): HttpDeps['views'] {
  const { config, state, log } = ground;
  const view = { ...transfers, size: log.runner.size, identity: log.identity };
  return {
    connections: () => listForSenders(office),
    sandbox: (id, after) => readSandbox(transfers, id, after),
    meter: (id) => readMeter({ db: state.db, timeZone: config['organisation.time_zone'] }, id),
    proof: openProof({
      ...transfers,
      timeZone: config['organisation.time_zone'],
      publicUrl: ground.publicUrl,
      ownNames: ground.tenants.names,
    }),
    metrics: {
      allows: createMetricsAccess(config['metrics.networks'], config['metrics.token']),
      text: createMetrics({
        ...transfers,
        orgId: ground.orgId,
        version: productVersion(),
        connections: async () => office.channels.connections(),
        processSamples: createProcessSamples(),
      }),
    },
    log: (id) => readLogInfo(view, id),
    logEvents: (id, before) => readLogEvents(view, id, (ids) => staffNames(organisation, id, ids), before),
    logFile: log.read,
    packs: (locale) => listPacks(rules.current(), locale),
    packFiles: () => packFiles(rules.current()),
    policyParams: () => rules.current().engine.params,
    registerWords: createWordsOnce(),
    healthy: async () => state.db.writes.refusedFor() === undefined && (await isAnswering(ground)),
  };
}

/** Connections by which a notice can be sent now. */
async function listForSenders(office: PostOffice): Promise<ConnectionList> {
  await office.refresh();
  const open = office.channels.connections().filter((one) => one.paused !== true);
  return {
    connections: open.map(({ id, kind, label, sandbox, jurisdiction, reaches }) => ({
      id,
      kind,
      label: label ?? kind,
      sandbox,
      jurisdiction,
      reaches,
    })),
  };
}

/** Catalogues are read when somebody first asks for a language. */
function createWordsOnce(): HttpDeps['views']['registerWords'] {
  const known = new Map<Locale, RegisterWords>();
  return (locale) => {
    const read = (name: string): ReturnType<typeof loadCatalogue> => loadCatalogue(join(ROOT, 'locales'), locale, name);
    const words =
      known.get(locale) ?? createRegisterWords(locale, { register: read('register'), console: read('console') });
    known.set(locale, words);
    return words;
  };
}

async function isAnswering({ state }: Ground): Promise<boolean> {
  try {
    await state.db.query.selectFrom('organisation').select('org_id').limit(1).execute();
    return true;
  } catch {
    return false;
  }
}
