/** The register of transfers and the counters of persons: no act without its entry, and nothing that the entries do not add up to. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { unzipSync } from 'fflate';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FsckResult } from '../../src/app/fsck.ts';
import type { Counters, Recomputed } from '../../src/model/api/counters.ts';
import type { RegisterPage } from '../../src/model/api/register.ts';
import {
  addRecipient,
  type Client,
  client,
  inviteAndEnrol,
  type Officer,
  openAsRecipient,
  setUpOrganisation,
  type StaffClient,
  submit,
  upload,
  waitFor,
  waitForUpload,
} from '../support/flows.ts';
import { type Outside, startOutside } from '../support/outside.ts';
import { openRunningDatabase, type RunningDatabase } from '../support/running-database.ts';
import { environmentOf, runEntrepot, startServer, type TestServer } from '../support/server.ts';

let outside: Outside;
let server: TestServer;
let officer: Officer;
let second: StaffClient;
let sender: StaffClient;
let auditor: StaffClient;
let database: RunningDatabase;

beforeAll(async () => {
  outside = await startOutside();
  server = await startServer({
    ...outside.settings(),
    ENTREPOT_TRUSTED_PROXIES: '127.0.0.1/32',
    ENTREPOT_PLACES: '127.0.0.1/32=MO, 198.51.100.0/24=HK, 192.0.2.0/24=MO',
  });
  officer = await setUpOrganisation(server);
  second = await inviteAndEnrol(officer, 'officer');
  sender = await inviteAndEnrol(officer, 'sender');
  auditor = await inviteAndEnrol(officer, 'auditor');
  database = await openRunningDatabase(server.dataDirectory);
});
afterAll(async () => {
  await database?.close();
  await server?.stop();
  await outside.close();
});

const search = (query: string, who: Client = officer): Promise<RegisterPage> =>
  who.get<RegisterPage>(`/api/v1/register${query}`);
async function entriesOf(reference: string): Promise<RegisterPage['entries']> {
  return (await search(`?text=${encodeURIComponent(reference)}`)).entries;
}
const lift = (id: string): Promise<{ state: string }> =>
  sender.post(`/api/v1/transfers/${id}/basis`, {
    bases: ['consent.unambiguous'],
    filings: ['mo_art20_notice'],
    necessary: true,
    evidence: 'file 7',
  });
const answer = (who: Client, id: string, outcome: 'approved' | 'declined'): Promise<{ state: string }> =>
  who.post(`/api/v1/transfers/${id}/approval`, { outcome, reason: 'checked' });
const expire = (id: string): Promise<unknown> =>
  database.sql(`update transfer set expires_at = now() - interval '1 minute' where transfer_id = $1`, [id]);
const stateOf = async (id: string): Promise<string> =>
  (await officer.get<{ state: string }>(`/api/v1/transfers/${id}`)).state;

/** The sweep comes round once a minute, which is as long as `waitFor` waits. */
const hasExpired = (id: string): Promise<true> =>
  waitFor('the end', async () => ((await stateOf(id)) === 'expired' ? true : undefined));

async function crossing(phone = '+853 6612 3456'): Promise<{ transferId: string; reference: string; state: string }> {
  const recipient = await addRecipient(sender, { jurisdiction: 'HK', kind: 'controller' });
  const message = `李先生：聯絡電話 ${phone}。`;
  return submit(sender, { recipientIds: [recipient.id], message, purpose: 'contract_performance' });
}

async function fsckFindings(): Promise<string[]> {
  const { out, err } = await runEntrepot(['fsck', '--json', '--quick'], { env: environmentOf(server) });
  expect(out, err).not.toBe('');
  // Harmless ones are what a server at work leaves for a moment.
  return (JSON.parse(out) as FsckResult).findings
    .filter((one) => !one.harmless)
    .map((one) => one.code)
    .sort();
}

async function exported(format: string, who: Client = officer, filter: object = {}): Promise<Response> {
  return who.request('POST', '/api/v1/register/export', {
    headers: { 'content-type': 'application/json', 'x-entrepot-csrf': await who.csrf(), 'accept-language': 'en' },
    body: JSON.stringify({ format, filter }),
  });
}

describe('the entry of a transfer', () => {
  it('says what a regulator asks, from the first decision on', async () => {
    const { transferId, reference } = await crossing();
    const [held] = await entriesOf(reference);
    expect(held).toMatchObject({
      transferId,
      event: 'send',
      state: 'held',
      origin: 'MO',
      destination: 'HK',
      crosses: true,
      recipientKind: 'controller',
      purpose: 'contract_performance',
      persons: 1,
      grantedAt: null,
      retainUntil: null,
    });
    expect(held?.categories).toContain('user.contact.phone_number');
    expect(held?.rules.length).toBeGreaterThan(0);
    expect(held?.packs.map((one) => one.digest).join('')).toMatch(/^[0-9a-f]{64,}$/);
    await lift(transferId);
    const [granted] = await entriesOf(reference);
    expect(granted).toMatchObject({
      id: held?.id,
      state: 'granted',
      bases: ['consent.unambiguous'],
      filings: ['mo_art20_notice'],
      outcome: 'allow',
    });
    expect(granted?.grantedAt).not.toBeNull();
    await sender.post(`/api/v1/transfers/${transferId}/revoke`, {});
    const [ended] = await entriesOf(reference);
    expect(ended?.state).toBe('revoked');
    const years = (Date.parse(ended?.retainUntil ?? '') - Date.parse(ended?.changedAt ?? '')) / 86_400_000 / 365.25;
    expect(years).toBeGreaterThan(2.99);
  });

  it('is there whatever becomes of the transfer', async () => {
    const endings = ['held', 'granted', 'withdrawn', 'declined', 'revoked', 'expired while held', 'expired'] as const;
    const play = async (ending: (typeof endings)[number], people: number): Promise<void> => {
      const recipientIds: string[] = [];
      for (let i = 0; i < people; i += 1)
        recipientIds.push(
          (await addRecipient(sender, { jurisdiction: i % 2 === 0 ? 'HK' : 'MO', kind: 'controller' })).id,
        );
      const made = await submit(sender, {
        recipientIds,
        message: '李先生：聯絡電話 +853 6612 3456。',
        purpose: 'contract_performance',
      });
      const id = made.transferId;
      expect(made.state).toBe('held');
      if (ending === 'withdrawn') await sender.post(`/api/v1/transfers/${id}/withdraw`, {});
      if (ending === 'declined') await answer(second, id, 'declined');
      if (ending === 'granted' || ending === 'revoked' || ending === 'expired')
        expect((await lift(id)).state).toBe('granted');
      if (ending === 'revoked') await officer.post(`/api/v1/transfers/${id}/revoke`, {});
      if (ending.startsWith('expired')) {
        await expire(id);
        await hasExpired(id).catch(() => hasExpired(id));
      }
      const entries = await entriesOf(made.reference);
      expect(entries.length).toBe(people);
      const state = await stateOf(id);
      for (const entry of entries) {
        expect(entry.state).toBe(state);
        expect(entry.retainUntil === null).toBe(state === 'held' || state === 'granted');
      }
    };
    // All at once: the sweep that ends them comes round once for all.
    const drawn = fc.sample(fc.tuple(fc.constantFrom(...endings), fc.integer({ min: 1, max: 3 })), 12);
    await Promise.all([...endings.map((ending) => play(ending, 1)), ...drawn.map((one) => play(...one))]);
    expect(await fsckFindings()).toEqual([]);
  });

  it('of an opening elsewhere is one of its own', async () => {
    const recipient = await addRecipient(sender, { jurisdiction: 'MO', kind: 'controller' });
    const { transferId, reference, state } = await submit(sender, { recipientIds: [recipient.id] });
    expect(state).toBe('granted');
    const [row] = await database.sql<{ handle: string }>(
      'select handle from transfer_recipient where transfer_id = $1',
      [transferId],
    );
    const from = (address: string): Client => client(server.url, { 'x-forwarded-for': address });
    const before = outside.smtp.taken.length;
    const home = from('192.0.2.5');
    await home.post('/open/api/code', { handle: row?.handle, address: recipient.email, locale: 'en' });
    const code = await outside.code(recipient.email, before);
    const opener = await openAsRecipient(server, row?.handle ?? '', recipient.email, code, home);
    const objectId = opener.opened.objects[0]?.id ?? '';
    expect((await opener.open(objectId)).outcome).toBe('released');
    expect((await entriesOf(reference)).map((one) => one.event)).toEqual(['send']);
    // The same session, now from Hong Kong; the opening of before is not over yet.
    const abroad = from('198.51.100.7');
    for (const [name, value] of home.jar) abroad.jar.set(name, value);
    const headers = { 'content-type': 'application/json', 'x-entrepot-csrf': opener.opened.csrf };
    const body = JSON.stringify({ handle: row?.handle, objectId });
    expect(await (await abroad.request('POST', '/open/api/open', { headers, body })).json()).toMatchObject({
      outcome: 'released',
    });
    const entries = await entriesOf(reference);
    expect(entries.map((one) => `${one.event} ${one.destination} ${one.crosses}`).sort()).toEqual([
      'open HK true',
      'send MO false',
    ]);
    await officer.post(`/api/v1/transfers/${transferId}/revoke`, {});
    for (const entry of await entriesOf(reference))
      expect([entry.event, entry.state]).toEqual([entry.event, 'revoked']);
    expect(await fsckFindings()).toEqual([]);
  });
});

describe('fsck', () => {
  it('sees a missing entry, a wrong one and a wrong counter', async () => {
    const { transferId } = await crossing('+853 6699 0001');
    await lift(transferId);
    await database.sql(`update register_entry set state = 'held' where transfer_id = $1`, [transferId]);
    expect(await fsckFindings()).toEqual(['fsck.register_disagrees']);
    await database.sql(`update register_entry set state = 'granted' where transfer_id = $1`, [transferId]);
    const kept = await database.sql('delete from person_count where transfer_id = $1 returning *', [transferId]);
    expect(kept.length).toBe(1);
    expect(await fsckFindings()).toEqual(['fsck.counter_disagrees']);
    const recomputed = await officer.post<Recomputed>('/api/v1/counters/recompute', {});
    expect(recomputed).toMatchObject({ equal: false, differences: [{ destination: 'HK', different: 1 }] });
    const columns = Object.keys(kept[0] ?? {});
    await database.sql(
      `insert into person_count (${columns.join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')})`,
      Object.values(kept[0] ?? {}),
    );
    expect((await officer.post<Recomputed>('/api/v1/counters/recompute', {})).equal).toBe(true);
    await database.sql('create table kept_entry as select * from register_entry where transfer_id = $1', [transferId]);
    await database.sql('delete from register_entry where transfer_id = $1', [transferId]);
    expect(await fsckFindings()).toEqual(['fsck.counter_disagrees', 'fsck.register_missing']);
    await database.sql('insert into register_entry select * from kept_entry');
    await database.sql('drop table kept_entry');
    expect(await fsckFindings()).toEqual([]);
  });
});

describe('persons', () => {
  it('are counted once, however often and to however many places they go, and are never in the database as they are', async () => {
    const counts = async (): Promise<Counters['entities'][number]['total'] | undefined> =>
      (await officer.get<Counters>('/api/v1/counters')).entities[0]?.total;
    const before = (await counts())?.pi ?? 0;
    const list = (numbers: readonly number[]): Uint8Array<ArrayBuffer> =>
      new TextEncoder().encode(
        `姓名,電話\n${numbers.map((n) => `陳${'大文明華'[n % 4]}${n},+853 6655 ${7000 + n}`).join('\n')}\n`,
      );
    const send = async (bytes: Uint8Array<ArrayBuffer>, jurisdictions: readonly string[]): Promise<void> => {
      const uploadId = await upload(sender, bytes, 'list.csv');
      await waitForUpload(sender, uploadId);
      const recipientIds: string[] = [];
      for (const jurisdiction of jurisdictions)
        recipientIds.push((await addRecipient(sender, { jurisdiction, kind: 'controller' })).id);
      const made = await submit(sender, {
        recipientIds,
        uploadIds: [uploadId],
        message: '',
        purpose: 'contract_performance',
      });
      expect(made.state).toBe('held');
      await lift(made.transferId);
      if ((await stateOf(made.transferId)) === 'held') await answer(officer, made.transferId, 'approved');
      if ((await stateOf(made.transferId)) === 'held') await answer(second, made.transferId, 'approved');
      expect(await stateOf(made.transferId)).toBe('granted');
    };
    await send(list([1, 2, 3, 4, 5]), ['HK']);
    expect(((await counts())?.pi ?? 0) - before).toBe(5);
    await send(list([4, 5, 6]), ['HK']);
    expect(((await counts())?.pi ?? 0) - before).toBe(6);
    for (const [table, rows] of await database.rows())
      if (!table.includes('sandbox')) expect([table, /6655 ?700\d|66557001/.test(rows)]).toEqual([table, false]);
    expect((await officer.post<Recomputed>('/api/v1/counters/recompute', {})).equal).toBe(true);
  });
});

describe('the persons of this year', () => {
  it('are a fact of what leaves the mainland, without those of the transfer itself', async () => {
    const [entity] = await database.sql<{ entity_id: string; org_id: string }>(
      `insert into legal_entity (org_id, entity_id, name, jurisdiction, city, created_at)
       select org_id, '019aa000-0000-7000-8000-0000000000cc', 'Lótus Zhuhai', 'CN', 'CN-GD-ZH', now() from organisation
       returning entity_id, org_id`,
    );
    const recipient = await addRecipient(sender, { jurisdiction: 'HK', kind: 'controller' });
    const made = await submit(sender, {
      entityId: entity?.entity_id ?? '',
      recipientIds: [recipient.id],
      message: '李先生：聯絡電話 +853 6612 3456。',
      purpose: 'contract_performance',
    });
    const yearOf = async (): Promise<unknown[]> =>
      (
        await database.sql(
          `select facts -> 'ytd' -> 'cn' as year from policy_decision where transfer_id = $1 order by at desc limit 1`,
          [made.transferId],
        )
      ).map((row) => row['year']);
    expect(await yearOf()).toEqual([{ pi: 0, spi: 0 }]);
    const year = new Intl.DateTimeFormat('en', { timeZone: 'Asia/Shanghai', year: 'numeric' }).format(new Date());
    // Three others, one of them also to Macau, and the one whom this transfer is about.
    await database.sql(
      `insert into person_count
       select $1::uuid, $2::uuid, 'CN', d, $3::int, s, p, $4::uuid, now() from (
         values ('HK', false, '\\x01'::bytea), ('HK', false, '\\x02'), ('HK', false, '\\x03'), ('MO', false, '\\x03'),
           ('HK', true, '\\x04')) as v (d, s, p)
       union all select $1::uuid, $2::uuid, 'CN', 'HK', $3::int, false, person, $4::uuid, now()
         from transfer_person where transfer_id = $4::uuid`,
      [entity?.org_id, entity?.entity_id, year, made.transferId],
    );
    await sender.post(`/api/v1/transfers/${made.transferId}/basis`, {
      bases: ['contract_subject'],
      filings: [],
      necessary: true,
      evidence: 'file 8',
    });
    expect(await yearOf()).toEqual([{ pi: 3, spi: 1 }]);
    const counters = await officer.get<Counters>('/api/v1/counters');
    const own = counters.entities.find((one) => one.id === entity?.entity_id);
    expect(own?.total).toEqual({ pi: 4, spi: 1, unknown: 0 });
    expect(own?.destinations).toContainEqual({ destination: 'MO', pi: 1, spi: 0, unknown: 0 });
    expect(own?.thresholds.map((one) => [one.id, one.now, one.state])).toEqual([
      ['cn.contract.pi', 4, 'far'],
      ['cn.assessment.pi', 4, 'far'],
      ['cn.contract.spi', 1, 'reached'],
      ['cn.assessment.spi', 1, 'far'],
    ]);
    await database.sql(`delete from person_count where entity_id = $1`, [entity?.entity_id]);
  });
});

describe('looking through the register', () => {
  it('finds by every filter, and pages without gaps', async () => {
    const all: string[] = [];
    let before: string | null = '';
    while (before !== null) {
      const page: RegisterPage = await search(`?before=${before}`);
      all.push(...page.entries.map((one) => one.id));
      before = page.nextBefore;
    }
    const [row] = await database.sql<{ n: number }>('select count(*)::int as n from register_entry');
    expect(new Set(all).size).toBe(row?.n);
    expect((await search('?state=withdrawn')).entries.every((one) => one.state === 'withdrawn')).toBe(true);
    expect((await search('?event=open')).entries.map((one) => one.event)).toContain('open');
    expect((await search('?destination=HK&crossing=true')).entries.every((one) => one.destination === 'HK')).toBe(true);
    expect((await search('?text=harbour%20partners')).entries.length).toBeGreaterThan(0);
    expect((await search('?text=nobody%20at%20all')).matching).toBe(0);
    expect((await search('?from=2020-01-01&to=2020-12-31')).matching).toBe(0);
    await expect(search('?level=secret')).rejects.toMatchObject({ status: 400 });
    await expect(search('?from=yesterday')).rejects.toMatchObject({ status: 400 });
  });

  it('is for officers and auditors', async () => {
    expect((await search('', auditor)).entries.length).toBeGreaterThan(0);
    await expect(search('', sender)).rejects.toMatchObject({ status: 403 });
    expect((await exported('csv', sender)).status).toBe(403);
    expect((await exported('csv', client(server.url))).status).toBe(401);
    expect((await exported('csv', auditor)).status).toBe(200);
  });
});

describe('an export', () => {
  it('gives every form as a file whose name says nothing about anybody', async () => {
    const day = /(?:register|record-of-processing|fideslang|fides-data-map|processing-activities)-\d{4}-\d\d-\d\d\.\w+/;
    for (const format of ['csv', 'xlsx', 'fideslang', 'art30_csv', 'art30_json', 'fides_csv', 'probo_json']) {
      const file = await exported(format);
      expect([format, file.status]).toEqual([format, 200]);
      expect(file.headers.get('content-disposition')).toMatch(day);
      expect(file.headers.get('cache-control')).toBe('no-store');
      const bytes = new Uint8Array(await file.arrayBuffer());
      expect([format, bytes.length > 100]).toEqual([format, true]);
      if (format === 'xlsx') expect(Object.keys(unzipSync(bytes))).toContain('xl/worksheets/sheet1.xml');
    }
  });

  it('neutralises what a recipient calls himself', async () => {
    const organisation = '=HYPERLINK("http://evil.example","click")';
    const recipient = await addRecipient(sender, { organisation, jurisdiction: 'MO' });
    await submit(sender, { recipientIds: [recipient.id] });
    const text = await (await exported('csv', officer, { text: 'HYPERLINK' })).text();
    const bytes = new TextEncoder().encode(text);
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example"",""click"")"`);
    expect(text).not.toMatch(/(?:^|,)"?=/m);
    expect(bytes.length).toBeGreaterThan(0);
  });

  it('comes by the command line too, into a file of its owner only, for whoever may', async () => {
    const folder = mkdtempSync('/tmp/entrepot-register-');
    const env = async (who: StaffClient): Promise<NodeJS.ProcessEnv> => ({
      ...process.env,
      XDG_CONFIG_HOME: `${folder}/${who.role}`,
      ENTREPOT_EMAIL: who.email,
      ENTREPOT_PASSWORD: who.password,
      ENTREPOT_TOTP: await who.totp(),
    });
    try {
      const own = await env(auditor);
      expect((await runEntrepot(['sign-in', '--server', server.url], { env: own })).code).toBe(0);
      const out = `${folder}/out.csv`;
      const made = await runEntrepot(['register', 'export', '--format', 'art30', '--out', out], { env: own });
      expect([made.code, made.err]).toEqual([0, '']);
      expect(statSync(out).mode & 0o777).toBe(0o600);
      expect(readFileSync(out, 'utf8')).toContain('(a) Controller');
      expect((await runEntrepot(['register', 'export', '--out', out], { env: own })).code).toBe(2);
      expect((await runEntrepot(['register', 'export', '--from', 'May'], { env: own })).code).toBe(2);
      const others = await env(sender);
      expect((await runEntrepot(['sign-in', '--server', server.url], { env: others })).code).toBe(0);
      const refused = await runEntrepot(['register', 'export', '--out', `${out}.2`], { env: others });
      expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('access.not_permitted')]);
      expect(existsSync(`${out}.2`)).toBe(false);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is an act: recorded with form, filters and number, without the text that was searched for', async () => {
    await exported('csv', officer, { text: 'Harbour', destination: 'HK' });
    const { events } = await officer.get<{ events: { kind: string }[] }>('/api/v1/log/events');
    expect(events.map((one) => one.kind)).toContain('register.exported');
    const before = await database.sql('select 1 from audit_event where kind = $1', ['register.exported']);
    expect((await exported('csv', officer, { destination: 'not a place' })).status).toBe(400);
    expect((await database.sql('select 1 from audit_event where kind = $1', ['register.exported'])).length).toBe(
      before.length,
    );
    expect(server.output()).not.toMatch(/Harbour|HYPERLINK/);
  });
});
