/** Packs at run time: reviews, the organisation's own numbers, new versions in shadow, switched on and back, and old decisions made again. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type {
  Brought,
  ComparisonView,
  DecisionList,
  NumberList,
  PackDetail,
  PackList,
  Replay,
  VersionDetail,
} from '../../src/model/api/packs.ts';
import type { LogEventList } from '../../src/model/api/system.ts';
import {
  addRecipient,
  HttpError,
  inviteAndEnrol,
  type Officer,
  setUpOrganisation,
  type StaffClient,
  submit,
  waitFor,
} from '../support/flows.ts';
import { startServer, type TestServer } from '../support/server.ts';

const PACKS = join(import.meta.dirname, '../../packs');
let server: TestServer;
let officer: Officer;
let sender: StaffClient;
let auditor: StaffClient;

beforeAll(async () => {
  server = await startServer();
  officer = await setUpOrganisation(server);
  sender = await inviteAndEnrol(officer, 'sender');
  auditor = await inviteAndEnrol(officer, 'auditor');
}, 180_000);
afterAll(() => server.stop());

/** A shipped pack's files, its version raised, changed by `edit`. */
function edition(pack: string, version: string, edit: (files: Record<string, string>) => void): Record<string, string> {
  const folder = join(PACKS, pack);
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())) {
    const full = join(entry.parentPath, entry.name);
    files[full.slice(folder.length + 1)] = readFileSync(full, 'utf8');
  }
  files['pack.json'] = (files['pack.json'] ?? '').replace(/"version": "[^"]+"/, `"version": "${version}"`);
  edit(files);
  return files;
}

/** Takes one rule away, its citation and its texts as well. */
function without(files: Record<string, string>, id: string): void {
  for (const path of Object.keys(files).filter((name) => name.endsWith('.cedar'))) {
    const rules = (files[path] ?? '').split(/(?<=;)\n/);
    files[path] = rules.filter((rule) => !rule.includes(`@id("${id}")`)).join('\n');
  }
  const file = JSON.parse(files['pack.json'] ?? '{}');
  delete file.cites[id];
  files['pack.json'] = JSON.stringify(file);
  for (const path of Object.keys(files).filter((name) => name.startsWith('texts/'))) {
    const texts = JSON.parse(files[path] ?? '{}');
    delete texts[id];
    files[path] = JSON.stringify(texts);
  }
}

const bring = (pack: string, files: Record<string, string>): Promise<Brought> =>
  officer.post('/api/v1/packs/versions', { pack, content: { kind: 'files', files } });
const bringZip = (pack: string, files: Record<string, string>): Promise<Brought> => {
  const zip = zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])));
  return officer.post('/api/v1/packs/versions', {
    pack,
    content: { kind: 'zip', base64: Buffer.from(zip).toString('base64') },
  });
};
const problemsOf = (brought: Brought): string =>
  brought.outcome === 'rejected'
    ? brought.problems.map(({ file, problem }) => `${file}: ${problem}`).join('\n')
    : 'kept';
const packOf = (name: string): Promise<PackDetail> => officer.get(`/api/v1/packs/${name}`);
const versionOf = (id: string): Promise<VersionDetail> => officer.get(`/api/v1/packs/versions/${id}`);
const refused = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error: unknown) => (error instanceof HttpError ? `${error.status} ${error.code}` : String(error)),
  );

async function runShadow(id: string): Promise<VersionDetail> {
  await officer.post(`/api/v1/packs/versions/${id}/shadow-runs`, {});
  return waitFor('the shadow run', async () => {
    const version = await versionOf(id);
    return version.runs[0]?.state === 'finished' || version.runs[0]?.state === 'failed' ? version : undefined;
  });
}

/** A message with somebody's name to Hong Kong: held for want of a basis under Macau law. */
async function heldTransfer(): Promise<{ transferId: string; reference: string }> {
  const recipient = await addRecipient(officer, { jurisdiction: 'HK' });
  return submit(officer, {
    recipientIds: [recipient.id],
    purpose: 'customer_service',
    message: 'Client: Chan Tai Man, passport MA1234567, telephone +853 6612 3456.',
  });
}

describe('reviews', () => {
  it('say that nobody reviewed a pack until an officer records who reviewed exactly this text, and no longer when taken back', async () => {
    const before = await officer.get<PackList>('/api/v1/packs');
    expect(before.packs.every((pack) => !pack.reviewed)).toBe(true);
    const { digest } = await packOf('mo-pdpa');
    const review = { digest, reviewer: 'Dr. Beatriz Lobo', reviewedOn: '2026-11-20', note: 'Articles 19 and 20 only.' };
    expect(await refused(sender.post('/api/v1/packs/mo-pdpa/reviews', review))).toBe('403 access.not_permitted');
    expect(await refused(auditor.post('/api/v1/packs/mo-pdpa/reviews', review))).toBe('403 access.not_permitted');
    expect(await refused(officer.post('/api/v1/packs/mo-pdpa/reviews', { ...review, digest: 'a'.repeat(64) }))).toBe(
      '404 packs.not_found',
    );
    expect(await refused(officer.post('/api/v1/packs/mo-pdpa/reviews', { ...review, reviewedOn: '2999-01-01' }))).toBe(
      '422 packs.in_the_future',
    );
    const { id } = await officer.post<{ id: string }>('/api/v1/packs/mo-pdpa/reviews', review);
    const detail = await auditor.get<PackDetail>('/api/v1/packs/mo-pdpa');
    expect(detail).toMatchObject({ reviewed: true, mayManage: false, reviews: [{ ...review, current: true }] });
    const { transferId } = await heldTransfer();
    const decisions = await officer.get<DecisionList>(`/api/v1/transfers/${transferId}/decisions`);
    const used = new Map(decisions.decisions[0]?.packs.map((pack) => [pack.pack, pack.reviewed]));
    expect([used.get('mo-pdpa'), used.get('org-policy')]).toEqual([true, false]);
    await officer.post(`/api/v1/packs/mo-pdpa/reviews/${id}/withdraw`, {});
    expect(await refused(officer.post(`/api/v1/packs/mo-pdpa/reviews/${id}/withdraw`, {}))).toBe('404 packs.not_found');
    const after = await packOf('mo-pdpa');
    expect(after).toMatchObject({ reviewed: false, reviews: [{ current: false, withdrawnBy: 'Inês Ferreira' }] });
  });
});

describe('numbers', () => {
  it('are the pack’s until the organisation is stricter, never looser, and never those of a statute', async () => {
    const set = (param: string, value: number | null): Promise<unknown> =>
      officer.post('/api/v1/packs/params', { param, value });
    expect(await refused(set('org.expiry.internal', 31))).toBe('422 packs.not_stricter');
    expect(await refused(set('mo.notice.days', 5))).toBe('422 packs.set_by_statute');
    expect(await refused(set('constructor', 5))).toBe('404 packs.unknown_number');
    expect(await refused(sender.post('/api/v1/packs/params', { param: 'org.expiry.internal', value: 3 }))).toBe(
      '403 access.not_permitted',
    );
    const { transferId } = await heldTransfer();
    const tried = await officer.post<ComparisonView>('/api/v1/packs/params/preview', {
      param: 'org.expiry.internal',
      value: 3,
    });
    expect(tried.past.compared).toBeGreaterThan(0);
    expect(tried.differences.some((one) => one.transfer?.id === transferId)).toBe(true);
    const numberOf = async (): Promise<unknown> =>
      (await auditor.get<NumberList>('/api/v1/packs/params')).numbers.find(
        (one) => one.param === 'org.expiry.internal',
      );
    expect(await numberOf()).toMatchObject({ value: 30, own: null });
    await set('org.expiry.internal', 3);
    expect(await numberOf()).toMatchObject({ value: 3, own: 3, default: 30, setBy: 'Inês Ferreira' });
    const events = await officer.get<LogEventList>('/api/v1/log/events');
    expect(events.events.slice(0, 2).map(({ kind }) => kind)).toEqual(['packs.loaded', 'number.set']);
    await set('org.expiry.internal', null);
    expect(await numberOf()).toMatchObject({ value: 30, own: null, setBy: null });
  });
});

describe('a new version', () => {
  it('that takes a rule of the statute away says so first, changes nothing in shadow, and is switched on and back', async () => {
    const { transferId, reference } = await heldTransfer();
    const files = edition('mo-pdpa', '2027.01.0', (all) => without(all, 'mo.xfer.default'));
    const brought = await bringZip(
      'mo-pdpa',
      Object.fromEntries(Object.entries(files).map(([k, v]) => [`mo/${k}`, v])),
    );
    expect(problemsOf(brought)).toBe('kept');
    const id = brought.outcome === 'kept' ? brought.id : '';
    expect(await refused(sender.get(`/api/v1/packs/versions/${id}`))).toBe('403 access.not_permitted');
    const fresh = await versionOf(id);
    expect(fresh.changes.weakened[0]).toMatchObject({ kind: 'rule_removed', id: 'mo.xfer.default', statutory: true });
    const { digest } = fresh.version;
    const on = (by: StaffClient, wanted: string): Promise<unknown> =>
      by.post(`/api/v1/packs/versions/${id}/switch-on`, { digest: wanted });
    expect(await refused(on(officer, digest))).toBe('409 packs.no_shadow_run');
    const before = await packOf('mo-pdpa');

    const ran = await runShadow(id);
    const result = ran.runs[0]?.result;
    expect(result?.past.looser).toBeGreaterThan(0);
    expect(result?.agreed.compared).toBeGreaterThan(300);
    expect(result?.agreed.looser).toBeGreaterThan(0);
    const own = result?.differences.find((one) => one.transfer?.reference === reference);
    expect(own).toMatchObject({ direction: 'looser', before: { outcome: 'held', effect: 'forbid' } });
    expect(own?.onlyBefore.join()).toContain('mo.xfer.default');
    expect((await packOf('mo-pdpa')).digest).toBe(before.digest);

    expect(await refused(on(sender, digest))).toBe('403 access.not_permitted');
    expect(await refused(on(officer, before.digest))).toBe('409 packs.other_version');
    const old = await decisionsOf(transferId);
    await on(officer, digest);
    const now = await packOf('mo-pdpa');
    expect(now).toMatchObject({ version: '2027.01.0', digest, origin: 'brought', before: { digest: before.digest } });
    expect(now.shipped?.digest).toBe(before.digest);
    // A rule that is gone is still explained where it once objected.
    const shown = JSON.stringify(await officer.get(`/api/v1/transfers/${transferId}`));
    expect(shown).toContain('mo.xfer.default');
    const again = await heldTransfer();
    expect(JSON.stringify(await decisionsOf(again.transferId))).not.toContain('mo.xfer.default');

    for (const decision of old) {
      const replay = await replayOf(transferId, decision.id);
      expect(replay).toMatchObject({ outcome: 'identical', members: [] });
      if (replay.outcome !== 'not_kept') expect(replay.stored).toBe(replay.again);
    }
    await server.restart();
    expect((await packOf('mo-pdpa')).digest).toBe(digest);
    for (const decision of old) expect((await replayOf(transferId, decision.id)).outcome).toBe('identical');

    expect(await refused(officer.post('/api/v1/packs/mo-pdpa/switch-back', { digest: before.digest }))).toBe(
      '409 packs.other_version',
    );
    await officer.post('/api/v1/packs/mo-pdpa/switch-back', { digest });
    expect(await packOf('mo-pdpa')).toMatchObject({ digest: before.digest, origin: 'shipped', shipped: null });
    const [newest] = await decisionsOf(again.transferId);
    expect((await replayOf(again.transferId, newest?.id ?? '')).outcome).toBe('identical');
    // The run compared with the rules that are in use again.
    await on(officer, digest);
    await officer.post('/api/v1/packs/mo-pdpa/switch-back', { digest });
    expect((await packOf('mo-pdpa')).digest).toBe(before.digest);
  });

  it('is refused whole when it claims another’s name or rules, or brings paths and bombs', async () => {
    const hk = edition('hk-pdpo', '2027.01.0', () => undefined);
    expect(problemsOf(await bring('mo-pdpa', hk))).toContain('this is a version of hk-pdpo');
    const thief = edition('hk-pdpo', '2027.01.0', (all) => {
      all['pack.json'] = (all['pack.json'] ?? '').replace('"pack": "hk-pdpo"', '"pack": "tw-law"');
    });
    expect(problemsOf(await bring('tw-law', thief))).toContain('stands in two packs');
    const builtin = edition('org-policy', '2027.01.0', (all) => {
      for (const path of Object.keys(all)) all[path] = (all[path] ?? '').replaceAll('org.authority', 'policy.no_pack');
    });
    expect(problemsOf(await bring('org-policy', builtin))).toContain('are the product');
    const signed = edition('mo-pdpa', '2027.01.1', (all) => {
      all['pack.json'] = (all['pack.json'] ?? '').replace(
        '"reviewed_by": null',
        '"reviewed_by": {"name":"x","on":"2026-01-01"}',
      );
    });
    expect(problemsOf(await bring('mo-pdpa', signed))).toContain('reviewed_by');
    expect(
      problemsOf(
        await bring(
          'mo-pdpa',
          edition('mo-pdpa', '2026.11.0', () => undefined),
        ),
      ),
    ).toMatch(/in use/);
    const paths = (name: string): Promise<Brought> => bringZip('mo-pdpa', { 'pack.json': '{}', [name]: 'x' });
    for (const name of ['../evil.cedar', '/etc/passwd', 'a\\..\\b.cedar', 'texts/../../x.json'])
      expect(problemsOf(await paths(name))).toMatch(/leads outside/);
    expect(problemsOf(await bring('mo-pdpa', { '../pack.json': '{}' }))).toMatch(/leads outside/);
    expect(problemsOf(await bring('mo-pdpa', { 'pack.json': '{}', 'run.sh': 'rm' }))).toContain('does not belong');
    expect(problemsOf(await bringZip('mo-pdpa', { 'pack.json': ' '.repeat(40_000_000) }))).toMatch(/inflates/);
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`r${at}.cedar`, '']));
    expect(problemsOf(await bringZip('mo-pdpa', many))).toMatch(/more/);
    const garbage = { kind: 'zip', base64: Buffer.from('no archive at all').toString('base64') };
    expect(problemsOf(await officer.post('/api/v1/packs/versions', { pack: 'mo-pdpa', content: garbage }))).toContain(
      'damaged',
    );
    expect(
      await refused(sender.post('/api/v1/packs/versions', { pack: 'hk-pdpo', content: { kind: 'files', files: hk } })),
    ).toBe('403 access.not_permitted');
  });

  it('is put away and brought back', async () => {
    const brought = await bring(
      'uk',
      edition('uk', '2027.01.0', () => undefined),
    );
    const id = brought.outcome === 'kept' ? brought.id : '';
    await officer.post(`/api/v1/packs/versions/${id}/discard`, {});
    expect(await refused(officer.post(`/api/v1/packs/versions/${id}/shadow-runs`, {}))).toBe('409 packs.wrong_state');
    expect(await refused(officer.post(`/api/v1/packs/versions/${id}/discard`, {}))).toBe('409 packs.wrong_state');
    await officer.post(`/api/v1/packs/versions/${id}/restore`, {});
    expect((await versionOf(id)).version.state).toBe('shadow');
  });

  it('shows no difference where there is none, and is then switched on', async () => {
    const brought = await bring(
      'sg',
      edition('sg', '2027.01.0', () => undefined),
    );
    const id = brought.outcome === 'kept' ? brought.id : '';
    const ran = await runShadow(id);
    expect(ran.runs[0]?.result?.agreed).toMatchObject({ stricter: 0, looser: 0, other: 0 });
    await officer.post(`/api/v1/packs/versions/${id}/switch-on`, { digest: ran.version.digest });
    expect((await packOf('sg')).version).toBe('2027.01.0');
  });
});

describe('exports', () => {
  it('are YAML that other programs read', async () => {
    const answer = await sender.request('GET', '/api/v1/packs/mo-pdpa/ciso-assistant');
    expect(answer.headers.get('content-disposition')).toContain('mo-law-8-2005.yaml');
    const library = parse(await answer.text());
    expect(library.urn).toBe('urn:entrepot:risk:library:mo-law-8-2005');
    expect(library.description).toContain('Not reviewed by a lawyer');
    const policies = parse(await (await sender.request('GET', '/api/v1/packs/access-policies')).text());
    expect(policies.policies.length).toBeGreaterThan(4);
  });
});

async function decisionsOf(transferId: string): Promise<DecisionList['decisions']> {
  return (await officer.get<DecisionList>(`/api/v1/transfers/${transferId}/decisions`)).decisions;
}

function replayOf(transferId: string, decisionId: string): Promise<Replay> {
  return officer.get(`/api/v1/transfers/${transferId}/decisions/${decisionId}/replay`);
}
