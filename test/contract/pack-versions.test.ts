/** The rules of an installation over starts and upgrades: what was switched on stays, what was in use is kept, what no longer loads is said loudly. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nodeSha256 } from '../../src/audit-log/hash-node.ts';
import { testClock } from '../../src/base/clock.ts';
import { createIds } from '../../src/base/ids.ts';
import { systemRandom } from '../../src/base/random.ts';
import { openPolicyHolder } from '../../src/governance/packs/holder.ts';
import { recordAtStart } from '../../src/governance/packs/record.ts';
import type { PolicyHolder, RecordDeps } from '../../src/governance/packs/rules.ts';
import { readSchema, SHIPPED_PACKS } from '../../src/policy/packs-node.ts';
import type { PackSources } from '../../src/policy/open-engine.ts';
import type { Database } from '../../src/store/database.ts';
import { insertVersion, listPolicySets, listVersions, setOwnNumber } from '../../src/store/tables/packs.ts';
import { tx } from '../../src/store/transaction.ts';
import { packFiles } from '../support/policy.ts';
import { withTestDatabase } from '../support/test-database.ts';

const orgId = '01920000-0000-7000-8000-000000000001';
const staffId = '01920000-0000-7000-8000-000000000002';
const clock = testClock(new Date('2026-11-22T10:00:00Z'));
let database: Awaited<ReturnType<typeof withTestDatabase>>;
let db: Database;
let deps: RecordDeps;
let shipped: PackSources;

/** Two rules of a made-up pack; the second is what a version may have or not. */
const rule = (
  id: string,
): string => `@id("${id}") @cite("Rule ${id}") @kind("org_policy") @effect("need_approval(internal)")
@remedy("approval:officer") @evidence("") @from("2000-01-01") @confidence("H")
forbid (principal, action == Action::"send", resource) when { context.unreadable }
unless { context.approvals.contains(Approval::"officer") };\n`;
const params = { 'test.number': { default: 10, kind: 'org_policy', stricter: 'lower', limit: null, source: 'test' } };
const version = (number: string, ids: readonly string[], over: object = {}): ReturnType<typeof packFiles> =>
  packFiles(ids.map(rule).join('\n'), { version: number, params, ...over }, ids);
const sourcesOf = (files: PackSources['packs'][number]['files'], schema = shipped.schema): PackSources => ({
  schema,
  packs: [{ name: 'test-pack', files }],
});
const open = (sources: PackSources, shippedOnly = false): Promise<PolicyHolder> =>
  openPolicyHolder({ db, orgId, shipped: sources, shippedOnly });

beforeAll(async () => {
  database = await withTestDatabase();
  db = database.db;
  const ids = createIds(clock, systemRandom);
  const fields = {
    seal: async () => new Uint8Array(8),
    open: async () => '',
    openBytes: async () => new Uint8Array(8),
    addressIndex: async () => new Uint8Array(32),
    phoneIndex: async () => new Uint8Array(32),
    providerIndex: async () => new Uint8Array(32),
  };
  deps = { db, clock, ids, random: systemRandom, sha256: nodeSha256, fields };
  shipped = { schema: await readSchema(SHIPPED_PACKS), packs: [] };
});
afterAll(() => database.close());

it('keeps every text that was in use, records a start once, and lives through an upgrade and another schema', async () => {
  const first = sourcesOf(version('2026.01.0', ['test.one', 'test.two']));
  expect(await recordAtStart(deps, orgId, await open(first))).toBe(true);
  expect(await recordAtStart(deps, orgId, await open(first))).toBe(false);

  clock.advance(60_000);
  const second = sourcesOf(version('2026.02.0', ['test.one']));
  const upgraded = await open(second);
  expect(await recordAtStart(deps, orgId, upgraded)).toBe(true);
  expect(upgraded.current().former.map(({ file }) => file.version)).toEqual(['2026.01.0']);
  expect((await listPolicySets(db.query, orgId, 9)).map(({ packs }) => packs[0]?.version)).toEqual([
    '2026.02.0',
    '2026.01.0',
  ]);

  const brought = version('2026.03.0', ['test.one', 'test.three']);
  const row = {
    org_id: orgId,
    candidate_id: deps.ids.uuid(),
    pack: 'test-pack',
    version: '2026.03.0',
    digest: 'd'.repeat(64),
    files: JSON.stringify(brought),
    schema_text: second.schema,
    origin: 'brought' as const,
    state: 'active' as const,
    created_by: staffId,
    created_at: clock.now(),
    changed_at: clock.now(),
  };
  await tx(db, (trx) => insertVersion(trx, row));
  clock.advance(60_000);
  // The product's schema is another now: what was brought in is a version of its own under it.
  const reopened = await open(sourcesOf(version('2026.02.0', ['test.one']), `${second.schema}\n// later\n`));
  await recordAtStart(deps, orgId, reopened);
  const { engine, brought: inUse } = reopened.current();
  expect(engine.packs.map(({ file }) => file.version)).toEqual(['2026.03.0']);
  expect(inUse.get('test-pack')?.digest).toBe(engine.packs[0]?.digest);
  const states = (await listVersions(db.query, orgId, 9)).map((one) => `${one.version} ${one.origin} ${one.state}`);
  expect(states.filter((one) => one.endsWith('active'))).toEqual(['2026.03.0 brought active']);
  expect(states.filter((one) => one.startsWith('2026.03.0'))).toHaveLength(2);
  expect((await open(second, true)).current().engine.packs[0]?.file.version).toBe('2026.02.0');
});

it('stops the start when what was switched on, or a number, no longer goes with the packs; with the shipped ones alone it starts', async () => {
  const sources = sourcesOf(version('2026.02.0', ['test.one'], { pack: 'other' }));
  const broken = {
    org_id: orgId,
    candidate_id: deps.ids.uuid(),
    pack: 'broken',
    version: '2026.01.0',
    digest: 'e'.repeat(64),
    files: JSON.stringify({ 'pack.json': '{}' }),
    schema_text: sources.schema,
    origin: 'brought' as const,
    state: 'active' as const,
    created_by: staffId,
    created_at: clock.now(),
    changed_at: clock.now(),
  };
  await tx(db, (trx) => insertVersion(trx, broken));
  await expect(open(sources)).rejects.toMatchObject({ code: 'policy.pack_rejected', details: { pack: 'broken' } });
  expect((await open(sources, true)).current().engine.packs).toHaveLength(1);
  await tx(db, (trx) =>
    trx.updateTable('pack_candidate').set({ state: 'retired' }).where('org_id', '=', orgId).execute(),
  );
  await tx(db, (trx) => setOwnNumber(trx, orgId, 'test.number', 11, staffId, clock.now()));
  await expect(open(sources)).rejects.toMatchObject({ code: 'policy.bad_settings' });
});

it('changes nothing when a change does not go together, and goes on with the rules it had', async () => {
  await tx(db, (trx) => setOwnNumber(trx, orgId, 'test.number', null, staffId, clock.now()));
  const holder = await open(sourcesOf(version('2026.02.0', ['test.one'])));
  const before = holder.current();
  const act = holder.change(deps, { kind: 'staff', id: staffId }, (trx) =>
    setOwnNumber(trx, orgId, 'test.number', 99, staffId, clock.now()),
  );
  await expect(act).rejects.toMatchObject({ code: 'policy.bad_settings' });
  expect(holder.current()).toBe(before);
  await holder.change(deps, { kind: 'staff', id: staffId }, (trx) =>
    setOwnNumber(trx, orgId, 'test.number', 5, staffId, clock.now()),
  );
  expect(holder.current().engine.params['test.number']).toBe(5);
  // Whoever took the rules before decides by them to the end.
  expect(before.engine.params['test.number']).toBe(10);
});
