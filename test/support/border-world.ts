/**
 * The border in one process, on a real database and a clock that moves only when told to: an organisation, groups, connections and doors,
 * assembled as src/app does. Jobs do nothing: the sweeps find everything in the database.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SHIPPED_LEVEL_SETTINGS } from '../../src/classify/settings.ts';
import { createClassifier, createPolicy, openRules, scanForPersonalData } from '../../src/app/judgement.ts';
import { openPostOffice } from '../../src/app/post.ts';
import { nodeSha256 } from '../../src/audit-log/hash-node.ts';
import { type TestClock, testClock } from '../../src/base/clock.ts';
import { createIds } from '../../src/base/ids.ts';
import { silentLogger } from '../../src/base/logger.ts';
import { systemRandom } from '../../src/base/random.ts';
import { loadConfig } from '../../src/config.ts';
import { createAudience } from '../../src/governance/audiences/audiences.ts';
import { addConnection } from '../../src/governance/connections/add.ts';
import { createDoor } from '../../src/governance/doors/manage.ts';
import type { DoorRoute } from '../../src/model/door.ts';
import { generateIdentity, recipientOf } from '../../src/seal/index.ts';
import { nodeCrypto } from '../../src/seal/node-crypto.ts';
import { insertStaff } from '../../src/store/access/staff.ts';
import { openDiskBlobs } from '../../src/store/blobs/disk.ts';
import { openKeyDirectory } from '../../src/store/keys/key-directory.ts';
import { findDoor } from '../../src/store/tables/door-admin.ts';
import { insertEntity, insertOrganisation } from '../../src/store/tables/organisation.ts';
import { tx } from '../../src/store/transaction.ts';
import type { Door } from '../../src/transfers/arrival.ts';
import type { StaffActor, Tenant, TransferDeps } from '../../src/transfers/deps.ts';
import { createIntake } from '../../src/transfers/intake.ts';
import { loadKeyRing } from '../../src/transfers/key-ring.ts';
import { createPersonHasher } from '../../src/transfers/persons.ts';
import type { PostOffice } from '../../src/transfers/post.ts';
import { addRecipient } from '../../src/transfers/recipients.ts';
import { createSealedFields } from '../../src/transfers/sealed-fields.ts';
import { type TestDatabase, withTestDatabase } from './test-database.ts';

export const BORDER_URL = 'https://gate.example.mo';

export type BorderWorld = {
  readonly clock: TestClock;
  readonly database: TestDatabase;
  readonly deps: TransferDeps;
  readonly office: PostOffice;
  readonly tenant: Tenant;
  readonly addConnection: (settings: object) => Promise<string>;
  /** A group of so many people in Hong Kong. */
  readonly addAudience: (members: number) => Promise<string>;
  readonly addDoor: (route: Pick<DoorRoute, 'audienceId' | 'connectionId'> & Partial<DoorRoute>) => Promise<Door>;
  readonly close: () => Promise<void>;
};

export async function openBorderWorld(start: Date): Promise<BorderWorld> {
  const database = await withTestDatabase({ maxConnections: 8 });
  const folder = await mkdtemp('/tmp/entrepot-border-');
  const clock = testClock(start);
  const world = { clock, random: systemRandom, ids: createIds(clock, systemRandom), logger: silentLogger };
  const { db } = database;
  const config = loadConfig({ environment: { ENTREPOT_DATA: folder, ENTREPOT_SANDBOX: 'false' }, file: undefined });
  const keys = await loadKeyRing(await openKeyDirectory(join(folder, 'keys')), nodeCrypto, systemRandom, true);
  const fields = createSealedFields(nodeCrypto, keys, systemRandom);
  const tenant: Tenant = {
    orgId: world.ids.uuid(),
    organisation: '濠江貿易有限公司',
    recordsRecipient: await recipientOf(await generateIdentity()),
  };
  const rules = await openRules(db, tenant.orgId, false);
  const office = await openPostOffice({
    ...world,
    config,
    db,
    orgId: tenant.orgId,
    publicUrl: BORDER_URL,
    fields,
    ownNames: () => [tenant.organisation],
    onStopped: () => {},
  });
  const deps: TransferDeps = {
    ...world,
    db,
    blobs: await openDiskBlobs(join(folder, 'objects')),
    crypto: nodeCrypto,
    sha256: nodeSha256,
    keys,
    fields,
    classifier: createClassifier(createPersonHasher(nodeCrypto, keys.index), () => SHIPPED_LEVEL_SETTINGS),
    policy: createPolicy(rules, { drawsPages: true }),
    pages: { couldShow: async () => undefined },
    channels: office.channels,
    log: { nudge: () => {}, waitFor: async () => undefined },
    jobs: { enqueue: async () => {} },
    settings: {
      publicUrl: BORDER_URL,
      maxUploadBytes: 1_000_000,
      timeZone: 'Asia/Macau',
      reminders: false,
      markFrom: 'public',
    },
  };
  const actor: StaffActor = { kind: 'staff', id: world.ids.uuid(), role: 'officer' };
  const entityId = world.ids.uuid();
  await tx(db, async (trx) => {
    const at = clock.now();
    const { orgId: id, organisation: name, recordsRecipient } = tenant;
    await insertOrganisation(trx, { id, name, locale: 'zh-Hant', recordsRecipient }, at);
    await insertEntity(trx, id, { id: entityId, name, jurisdiction: 'MO', city: null, profile: {} }, at);
    await insertStaff(trx, {
      org_id: id,
      staff_id: actor.id,
      auth_user_id: null,
      name_sealed: await fields.seal(`staff.name:${actor.id}`, 'Inês Ferreira'),
      email_sealed: await fields.seal(`staff.email:${actor.id}`, 'ines@lotus.example'),
      email_index: await fields.addressIndex('ines@lotus.example'),
      role: 'officer',
      state: 'active',
      created_at: at,
    });
  });
  const doorDeps = {
    ...deps,
    scan: scanForPersonalData,
    gatewayUrl: 'http://localhost',
    openIntake: (of: Tenant) => createIntake(deps, async () => of),
  };
  let people = 0;
  return {
    clock,
    database,
    deps,
    office,
    tenant,
    addConnection: (settings) =>
      addConnection({ transfers: deps, office, sandbox: false }, tenant, actor, {
        kind: 'dingtalk',
        name: 'Group',
        settings: { ...settings },
      }),
    addAudience: async (members) => {
      const recipientIds: string[] = [];
      for (let n = 0; n < members; n += 1) {
        people += 1;
        const email = `partner${people}@harbour.example`;
        const person = {
          name: 'Wong Siu Ming',
          organisation: 'Harbour Partners',
          email,
          jurisdiction: 'HK',
          city: null,
        };
        const added = await addRecipient(deps, tenant, actor, { ...person, kind: 'processor', locale: 'en' });
        recipientIds.push(added.id);
      }
      return createAudience(deps, tenant, actor, { name: 'On call', recipientIds });
    },
    addDoor: async (route) => {
      const { id } = await createDoor(doorDeps, tenant, actor, {
        kind: 'robot',
        name: 'Monitoring',
        app: null,
        route: {
          entityId,
          locale: 'zh-Hant',
          purpose: 'internal_report',
          template: 'alert',
          label: null,
          digestSeconds: 0,
          passPublic: false,
          mentionAll: false,
          expiresInDays: 14,
          opensMax: 20,
          ...route,
        },
        security: { signed: true, keywords: [], networks: [], perMinute: 6000 },
        answers: { refusalStatus: 200, held: 'ok' },
      });
      const row = await findDoor(db.query, tenant.orgId, id);
      if (row === undefined) throw new Error('no door');
      return { id, kind: row.kind, ownerId: row.owner_id, settings: row.settings };
    },
    close: async () => {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
