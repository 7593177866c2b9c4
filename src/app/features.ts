/** The features, assembled over open state. */
import { join } from 'node:path';
import { deriveAccessKeys } from '../access/keys.ts';
import { createRateLimiter } from '../access/rate-limit.ts';
import { createStaffAuth } from '../access/staff-auth.ts';
import { nodeSha256 } from '../audit-log/hash-node.ts';
import { utf8 } from '../base/bytes.ts';
import type { World } from '../base/deps.ts';
import { Secret } from '../base/secret.ts';
import type { Config } from '../config.ts';
import type { OrganisationDeps } from '../governance/organisation/deps.ts';
import { SHIPPED_PACKS } from '../policy/packs-node.ts';
import { createPageRenderer } from '../render/pages/renderer.ts';
import type { EnvelopePool } from '../seal/envelope-pool-node.ts';
import { nodeCrypto } from '../seal/node-crypto.ts';
import { createCodeStore } from '../store/access/codes.ts';
import { createLockStore } from '../store/access/locks.ts';
import { createRateCounters } from '../store/access/rate-counters.ts';
import { createRecipientSessionStore } from '../store/access/recipient-sessions.ts';
import { createSignInDatabase } from '../store/access/sign-in-database.ts';
import type { LevelDeps } from '../governance/levels/deps.ts';
import type { PseudonymDeps } from '../governance/pseudonyms/deps.ts';
import type { PackDeps } from '../governance/packs/deps.ts';
import { readSituations } from '../governance/packs/situations.ts';
import type { PolicyHolder } from '../governance/packs/rules.ts';
import { createCopyCache } from '../transfers/downloads/copy-cache.ts';
import type { InboundDeps } from '../transfers/inbound/deps.ts';
import { createFactorKeys, type FactorDeps } from '../transfers/factors/deps.ts';
import type { OpenDeps } from '../transfers/recipient-access.ts';
import { createPersonHasher } from '../transfers/persons.ts';
import type { PostOffice } from '../transfers/post.ts';
import { createSealedFields } from '../transfers/sealed-fields.ts';
import { createViewDocuments } from '../transfers/view-documents.ts';
import { OPEN_BUNDLE, readSums } from './bundles.ts';
import { type AttachedRelay, createAttachedRelay, createInboundDeps, recordStopped } from './inbound.ts';
import { openServerFiles } from './files/open.ts';
import { createClassifier, createPolicy, openRules } from './judgement.ts';
import { openOwnLevels } from './levels.ts';
import { isSecure } from './listen.ts';
import type { OpenLog } from './log.ts';
import { openPostOffice } from './post.ts';
import type { State } from './state.ts';
import type { Tenants } from './tenants.ts';
import { productVersion } from './version.ts';

/** Beside the packs; made from test/decisions by `npm run docs`. */
const SITUATIONS = join(SHIPPED_PACKS, 'situations.json');

export type Ground = {
  readonly config: Config;
  readonly world: World;
  readonly state: State;
  readonly tenants: Tenants;
  readonly log: OpenLog;
  readonly orgId: string;
  readonly publicUrl: string;
  /** Seals envelopes beside the thread that answers. */
  readonly envelopes: EnvelopePool;
};

export type Features = {
  /** Ends the processes that read files. */
  readonly stopReading: () => Promise<void>;
  readonly transfers: OpenDeps;
  readonly factors: FactorDeps;
  readonly organisation: OrganisationDeps;
  readonly office: PostOffice;
  /** The files of the recipient page by digest. */
  readonly pageSums: string;
  readonly inbound: InboundDeps;
  /** To programs of the gateway, once it is attached. */
  readonly relay: AttachedRelay;
  /** What is decided by; it may change while the server runs. */
  readonly rules: PolicyHolder;
  readonly packs: PackDeps;
  /** What the organisation makes of findings; it may change while the server runs. */
  readonly levels: LevelDeps;
  readonly pseudonyms: PseudonymDeps;
};

export async function assembleFeatures(ground: Ground): Promise<Features> {
  const { config, world, state, tenants, log, orgId, publicUrl, envelopes } = ground;
  const fields = createSealedFields(nodeCrypto, state.keys, world.random);
  const office = await openPostOffice({
    ...world,
    config,
    db: state.db,
    orgId,
    publicUrl,
    fields,
    ownNames: tenants.names,
    onStopped: (blocked) => recordStopped(transfers, { orgId }, blocked),
  });
  const rules = await openRules(state.db, orgId, config['packs.shipped_only']);
  const levels = await openOwnLevels(state, orgId, world);
  const accessKeys = deriveAccessKeys(new Secret(state.keys.server));
  const counters = createRateCounters(state.db.query, orgId);
  const renderer = createPageRenderer();
  const files = openServerFiles(config, renderer);
  const transfers: OpenDeps = {
    ...world,
    db: state.db,
    blobs: state.blobs,
    crypto: { ...nodeCrypto, sealElsewhere: envelopes.seal },
    sha256: nodeSha256,
    keys: state.keys,
    fields,
    classifier: createClassifier(createPersonHasher(nodeCrypto, state.keys.index), levels.settings, files.classify),
    policy: createPolicy(rules, { drawsPages: await renderer.available() }),
    pages: renderer,
    channels: office.channels,
    log: log.runner,
    jobs: { enqueue: async (trx, queue, data) => void (await state.jobs.enqueue(trx, queue, data)) },
    settings: {
      publicUrl,
      maxUploadBytes: config['uploads.max_bytes'],
      timeZone: config['organisation.time_zone'],
      reminders: config['approvals.reminders'],
      markFrom: config['downloads.mark_from'],
    },
    access: {
      codes: { ...world, key: accessKeys.code },
      sessions: { ...world, key: accessKeys.recipientCsrf, secure: isSecure(config) },
      limiter: createRateLimiter(counters, accessKeys.rate, world.clock),
      codeStore: createCodeStore,
      lockStore: createLockStore,
      sessionStore: createRecipientSessionStore,
    },
    copies: createCopyCache(world.clock),
    viewing: { renderer, documents: createViewDocuments(), engine: `entrepot ${productVersion()}` },
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
  const relay = createAttachedRelay();
  const pageSums = await readSums(OPEN_BUNDLE);
  return {
    stopReading: files.close,
    transfers,
    factors: { ...transfers, factors: createFactorKeys(accessKeys.factor, publicUrl), fetch },
    inbound: createInboundDeps(transfers, office, relay),
    relay,
    organisation: { ...transfers, auth, publicUrl, rules, pageDigest: nodeSha256(utf8(pageSums)) },
    pageSums,
    office,
    rules,
    packs: { ...transfers, rules, situations: () => readSituations(SITUATIONS) },
    levels: { ...transfers, rules, levels },
    pseudonyms: { ...transfers, lists: files.lists },
  };
}
