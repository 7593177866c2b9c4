/** The permission matrix of a running server: who may open what, from where, when, on what, with which proofs; and what a change does. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccessListAnswer, AccessTable, LevelTable, TriedAccess } from '../../src/model/api/access.ts';
import type { AccessList } from '../../src/model/api/accesses.ts';
import type { AccessTerms, LevelTerms } from '../../src/model/access-terms.ts';
import type { OpenResponse, OpenSession } from '../../src/model/api/open.ts';
import type { Recipient } from '../../src/model/api/recipients.ts';
import { createDevice } from '../support/device.ts';
import {
  addRecipient,
  askForCode,
  client,
  type Client,
  inviteAndEnrol,
  type Officer,
  openAsRecipient,
  type RecipientClient,
  setUpOrganisation,
  type StaffClient,
  submit,
  upload,
  waitForUpload,
} from '../support/flows.ts';
import { openRunningDatabase, type RunningDatabase } from '../support/running-database.ts';
import { startServer, type TestServer } from '../support/server.ts';

const AT = { MO: '192.0.2.7', HK: '198.51.100.7', nowhere: '203.0.113.7' } as const;

let server: TestServer;
let officer: Officer;
let sender: StaffClient;
let auditor: StaffClient;
let database: RunningDatabase;

beforeAll(async () => {
  server = await startServer({
    ENTREPOT_TRUSTED_PROXIES: '127.0.0.1/32',
    ENTREPOT_PLACES: '127.0.0.1/32=MO, 198.51.100.0/24=HK, 192.0.2.0/24=MO, 203.0.113.0/24=unknown',
  });
  officer = await setUpOrganisation(server);
  sender = await inviteAndEnrol(officer, 'sender');
  auditor = await inviteAndEnrol(officer, 'auditor');
  database = await openRunningDatabase(server.dataDirectory);
}, 180_000);
afterAll(async () => {
  await database?.close();
  await server?.stop();
});
beforeEach(async () => {
  await database.sql('delete from rate_counter');
  await database.sql('update rate_bucket set tokens = -1');
});

type Sent = {
  readonly transferId: string;
  readonly recipients: readonly Recipient[];
  readonly message: string;
  readonly file: string;
};

/** A message and a file of nothing personal, to people in Macau. */
async function send(people = 1, access?: AccessTerms): Promise<Sent> {
  const recipients: Recipient[] = [];
  for (let n = 0; n < people; n += 1) recipients.push(await addRecipient(sender, { jurisdiction: 'MO' }));
  const uploadId = await upload(
    sender,
    new TextEncoder().encode('The office is closed on public holidays.'),
    'hours.txt',
  );
  await waitForUpload(sender, uploadId);
  const { transferId, state } = await submit(sender, {
    recipientIds: recipients.map((one) => one.id),
    uploadIds: [uploadId],
    ...(access === undefined ? {} : { access }),
  });
  expect(state).toBe('granted');
  const { objects } = await tableOf(transferId);
  const idOf = (kind: string): string => objects.find((one) => one.kind === kind)?.id ?? '';
  return { transferId, recipients, message: idOf('message'), file: idOf('file') };
}

const tableOf = (transferId: string, who: Client = sender): Promise<AccessTable> =>
  who.get(`/api/v1/transfers/${transferId}/access`);

type Where = { readonly objectId?: string; readonly recipientId?: string };

/** Changes one cell as the sender, over the version that it has. */
async function change(sent: Sent, terms: AccessTerms, where: Where = {}, who: Client = sender): Promise<AccessTable> {
  const cell = { objectId: where.objectId ?? null, recipientId: where.recipientId ?? null };
  const { cells } = await tableOf(sent.transferId);
  const seen = cells.find((one) => one.objectId === cell.objectId && one.recipientId === cell.recipientId);
  return who.post(`/api/v1/transfers/${sent.transferId}/access`, { ...cell, terms, version: seen?.version ?? 0 });
}

/** A recipient who proved who he is, in a browser of his own. */
async function identify(sent: Sent, index = 0): Promise<RecipientClient> {
  const recipient = sent.recipients[index];
  const [row] = await database.sql<{ handle: string }>(
    'select handle from transfer_recipient where transfer_id = $1 and recipient_id = $2',
    [sent.transferId, recipient?.id],
  );
  const [handle, email] = [row?.handle ?? '', recipient?.email ?? ''];
  // A second browser asks at once.
  await database.sql('delete from recipient_code where recipient_id = $1', [recipient?.id]);
  const code = await askForCode(officer, handle, email);
  return openAsRecipient(server, handle, email, code, client(server.url, { 'x-forwarded-for': AT.MO }));
}

/** What becomes of opening from an address: `released`, or the reason with its detail. */
async function openFrom(opener: RecipientClient, objectId: string, address: string = AT.MO): Promise<string> {
  const answer = await opener.request('POST', '/open/api/open', {
    headers: { 'content-type': 'application/json', 'x-entrepot-csrf': opener.opened.csrf, 'x-forwarded-for': address },
    body: JSON.stringify({ handle: opener.handle, objectId }),
  });
  const said = (await answer.json()) as OpenResponse;
  return said.outcome === 'released' ? 'released' : `${said.reason}${said.detail === null ? '' : ` ${said.detail}`}`;
}

describe('the terms of a transfer', () => {
  it('decide by place, network, hours and time, at the next request', async () => {
    const sent = await send();
    const opener = await identify(sent);
    const open = (from?: string): Promise<string> => openFrom(opener, sent.message, from);
    expect(await open(AT.nowhere)).toMatch(/^(?:released|held|refused)/);
    await change(sent, { countries: ['MO'] });
    expect(await open(AT.nowhere)).toBe('unknown_place');
    expect(await open(AT.HK)).toBe('place HK');
    expect(await open()).toBe('released');
    await change(sent, { networks: ['10.0.0.0/8'] });
    expect(await open()).toBe('network');
    await change(sent, { networks: ['192.0.2.0/24'] });
    expect(await open()).toBe('released');
    const day = new Date().getUTCDay();
    const yesterday = ((day + 5) % 7) + 1;
    await change(sent, { hours: { days: [yesterday], from: '00:00', to: '00:01', zone: 'UTC' } });
    expect(await open()).toBe('hours 00:00-00:01 UTC');
    const later = new Date(Date.now() + 3_600_000).toISOString();
    await change(sent, { notBefore: later });
    expect(await open()).toBe(`not_yet ${later}`);
    await change(sent, {});
    expect(await open()).toBe('released');
  });

  it('ask for more proof of identity, and for the kind of recipient', async () => {
    const sent = await send();
    const opener = await identify(sent);
    await change(sent, { factors: ['totp'], factorsMin: 3 });
    expect(await openFrom(opener, sent.message)).toBe('factors totp');
    await change(sent, { kinds: ['group'] });
    expect(await openFrom(opener, sent.message)).toBe('role');
    await database.sql("update recipient set kind = 'group' where recipient_id = $1", [sent.recipients[0]?.id]);
    expect(await openFrom(opener, sent.message)).toBe('released');
  });

  it('count devices, of which an unknown one is none, and forget them when the sender says so', async () => {
    const sent = await send(1, { devicesMax: 1 });
    const [first, second] = [await identify(sent), await identify(sent)];
    expect(await openFrom(first, sent.message)).toBe('device_unknown');
    await (await createDevice()).show(first);
    await (await createDevice()).show(second);
    const both = await Promise.all([openFrom(first, sent.message), openFrom(second, sent.message)]);
    expect(both.toSorted()).toEqual(['device', 'released']);
    const recipientId = sent.recipients[0]?.id ?? '';
    await sender.post(`/api/v1/transfers/${sent.transferId}/access/devices`, { recipientId });
    const refused = both[0] === 'device' ? first : second;
    expect(await openFrom(refused, sent.message)).toBe('released');
  });

  it('give fewer or more openings, counted from those there were', async () => {
    const sent = await send();
    const opener = await identify(sent);
    const left = async (): Promise<readonly [number, number]> => {
      const found = (await tableOf(sent.transferId)).inForce.find((one) => one.objectId === sent.message);
      return [found?.opened ?? -1, found?.opensLeft ?? -1];
    };
    expect(await openFrom(opener, sent.message)).toBe('released');
    expect(await left()).toEqual([1, 4]);
    await change(sent, { opensMax: 1 });
    await database.sql("update opening set until = now() - interval '1 second'");
    expect(await openFrom(opener, sent.message)).toBe('used_up');
    await change(sent, { opensMax: 3 });
    expect(await left()).toEqual([1, 2]);
    expect(await openFrom(opener, sent.message)).toBe('released');
    expect(await left()).toEqual([2, 1]);
  });

  it('take a document away from one recipient and give it back; the other keeps it', async () => {
    const sent = await send(2);
    const [one, other] = [await identify(sent, 0), await identify(sent, 1)];
    const where = { recipientId: sent.recipients[0]?.id ?? '' };
    await change(sent, { permission: 'none' }, where);
    expect(await openFrom(one, sent.message)).toBe('not_permitted');
    // Nor does he see what it is called.
    const session = await one.post<OpenSession>('/open/api/session', { handle: one.handle });
    expect([session.state, session.objects]).toEqual(['revoked', []]);
    expect(await openFrom(other, sent.message)).toBe('released');
    await change(sent, {}, where);
    expect(await openFrom(one, sent.message)).toBe('released');
  });

  it('that allow only a look move the share to the renderer at once: a download under way ends', async () => {
    const sent = await send();
    const opener = await identify(sent);
    const holders = (): Promise<{ holder: string; permission: string }[]> =>
      database.sql('select holder, permission from object_grant where object_id = $1 and recipient_id is not null', [
        sent.file,
      ]);
    const opened = await opener.open(sent.file);
    if (opened.outcome !== 'released') throw new Error(opened.reason);
    expect((await opener.download(opened.openingId)).status).toBe(200);
    await change(sent, { permission: 'view' }, { objectId: sent.file });
    expect(await holders()).toEqual([{ holder: 'viewer', permission: 'view' }]);
    expect((await opener.download(opened.openingId)).status).toBe(404);
    await change(sent, { permission: 'download' }, { objectId: sent.file });
    expect(await holders()).toEqual([{ holder: 'custodian', permission: 'download' }]);
    const again = await opener.open(sent.file);
    if (again.outcome !== 'released') throw new Error(again.reason);
    const file = await opener.download(again.openingId);
    // It carries this recipient's mark.
    expect([file.status, await file.text()]).toEqual([
      200,
      expect.stringMatching(/^The office is closed on public holidays\./),
    ]);
  });

  it('chosen with the submission hold from the first opening on', async () => {
    const sent = await send(1, { permission: 'view', countries: ['HK'] });
    const { inForce, cells } = await tableOf(sent.transferId);
    expect(cells.map((one) => [one.objectId, one.recipientId, one.terms])).toEqual([
      [null, null, { permission: 'view', countries: ['HK'] }],
    ]);
    expect(inForce.map((one) => [one.terms.permission, one.from.permission])).toEqual([
      ['view', 'transfer'],
      ['view', 'transfer'],
    ]);
    expect(await openFrom(await identify(sent), sent.file)).toBe('place MO');
  });

  it('last longer or shorter, within what the level and the decision allow', async () => {
    const sent = await send();
    const end = async (): Promise<string> => (await tableOf(sent.transferId)).inForce[0]?.terms.until ?? '';
    const granted = Date.parse(await end()) - 7 * 86_400_000;
    const inDays = (days: number): string => new Date(granted + days * 86_400_000).toISOString();
    await change(sent, { until: inDays(30) });
    expect(await end()).toBe(inDays(30));
    const [row] = await database.sql<{ expires_at: Date }>('select expires_at from transfer where transfer_id = $1', [
      sent.transferId,
    ]);
    expect(row?.expires_at.toISOString()).toBe(inDays(30));
    await change(sent, { until: inDays(400) });
    expect(Date.parse(await end())).toBeLessThanOrEqual(Date.parse(inDays(90)));
    expect(await openFrom(await identify(sent), sent.message)).toBe('released');
    await expect(change(sent, { until: new Date(Date.now() - 1000).toISOString() })).rejects.toThrow(
      'terms.not_usable',
    );
  });
});

describe('changing them', () => {
  it('over a state that is no longer the newest is refused, and what stands is untouched', async () => {
    const sent = await send();
    const path = `/api/v1/transfers/${sent.transferId}/access`;
    const cell = { objectId: null, recipientId: null };
    await sender.post(path, { ...cell, terms: { countries: ['MO'] }, version: 0 });
    await expect(sender.post(path, { ...cell, terms: { countries: ['HK'] }, version: 0 })).rejects.toThrow(
      'terms.changed_meanwhile',
    );
    const both = await Promise.allSettled(
      ['PT', 'CN'].map((place) => sender.post(path, { ...cell, terms: { countries: [place] }, version: 1 })),
    );
    expect(both.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await tableOf(sent.transferId)).cells[0]?.version).toBe(2);
  });

  it('is for the sender and officers: an auditor reads, another sender sees nothing', async () => {
    const sent = await send();
    const other = await inviteAndEnrol(officer, 'sender');
    expect((await tableOf(sent.transferId, auditor)).may).toEqual({ edit: false, revoke: false });
    await expect(change(sent, { permission: 'view' }, {}, auditor)).rejects.toThrow('base.not_found');
    await expect(change(sent, { permission: 'view' }, {}, other)).rejects.toThrow('transfer.not_found');
    await change(sent, { permission: 'view' }, {}, officer);
  });

  it('refuses what cannot be used, and whom it does not concern', async () => {
    const sent = await send();
    const bad: AccessTerms[] = [
      { networks: ['10.0.0.0/99'] },
      { countries: ['unknown'] },
      { hours: { days: [1], from: '09:00', to: '18:00', zone: 'Asia/Atlantis' } },
    ];
    for (const terms of bad) await expect(change(sent, terms)).rejects.toThrow('terms.not_usable');
    const stranger = await addRecipient(sender);
    await expect(change(sent, {}, { recipientId: stranger.id })).rejects.toThrow('terms.not_of_transfer');
  });

  it('ends one recipient for good when he is revoked: no change of terms gives it back', async () => {
    const sent = await send(2);
    const [one, other] = [await identify(sent, 0), await identify(sent, 1)];
    const recipientId = sent.recipients[0]?.id ?? '';
    const path = `/api/v1/transfers/${sent.transferId}/access/revoke`;
    await sender.post(path, { recipientId });
    expect(await openFrom(one, sent.message)).toBe('revoked');
    expect(await openFrom(other, sent.message)).toBe('released');
    await change(sent, { permission: 'download' }, { recipientId });
    expect(await openFrom(one, sent.message)).toBe('revoked');
    await expect(sender.post(path, { recipientId })).rejects.toThrow('terms.nothing_to_revoke');
  });
});

describe('templates of levels', () => {
  const set = async (terms: LevelTerms): Promise<void> => {
    const { levels } = await officer.get<LevelTable>('/api/v1/access/levels');
    for (const { level, version } of levels) await officer.post('/api/v1/access/levels', { level, terms, version });
  };

  it('cap every transfer of the level from the next request on, and let it go again', async () => {
    const sent = await send();
    const opener = await identify(sent);
    await set({ countries: ['HK'] });
    expect(await openFrom(opener, sent.message)).toBe('place MO');
    const [cell] = (await tableOf(sent.transferId)).inForce;
    expect([cell?.terms.countries, cell?.from.countries]).toEqual([['HK'], 'level']);
    await change(sent, { countries: ['MO'] });
    expect(await openFrom(opener, sent.message)).toBe('place MO');
    await set({ permission: 'view' });
    await change(sent, {});
    expect((await opener.open(sent.file)).outcome === 'released').toBe(true);
    await expect(
      database.sql('select permission from object_grant where object_id = $1 and recipient_id is not null', [
        sent.file,
      ]),
    ).resolves.toEqual([{ permission: 'view' }]);
    await set({});
    await database.sql("update opening set until = now() - interval '1 second'");
    expect(await openFrom(opener, sent.message)).toBe('released');
  });

  it('are an officer\u2019s to change, an auditor\u2019s to read', async () => {
    await auditor.get('/api/v1/access/levels');
    await expect(auditor.post('/api/v1/access/levels', { level: 'public', terms: {}, version: 0 })).rejects.toThrow(
      'access.not_permitted',
    );
    await expect(sender.get('/api/v1/access/levels')).rejects.toThrow('access.not_permitted');
  });
});

describe('who can open what right now', () => {
  const list = (query: Record<string, string>, who: Client = officer): Promise<AccessListAnswer> =>
    who.get(`/api/v1/access?${new URLSearchParams(query).toString()}`);

  it('lists every person and document with the reason, as if from any place', async () => {
    const sent = await send();
    const [recipient] = sent.recipients;
    await change(sent, { countries: ['MO'] }, { objectId: sent.file });
    const { reference } = await officer.get<{ reference: string }>(`/api/v1/transfers/${sent.transferId}`);
    const at = async (from: string): Promise<(string | null)[][]> =>
      (await list({ q: reference, from, by: 'document' })).rows.map((one) => [
        one.objectKind,
        one.outcome,
        one.term,
        one.source,
      ]);
    expect(await at('')).toEqual(
      expect.arrayContaining([
        ['message', 'open', null, null],
        ['file', 'open', null, null],
      ]),
    );
    expect(await at('PT')).toEqual(expect.arrayContaining([['file', 'place', 'countries', 'object']]));
    // Whoever is not the sender sees no name before he says why, and the person sees that he looked.
    const [row] = (await list({ q: reference })).rows;
    expect([row?.person, row?.document, row?.organisation]).toEqual([null, null, recipient?.organisation]);
    const named = await officer.post<AccessListAnswer>('/api/v1/access/named', {
      filter: { q: reference, by: 'document' },
      look: { purpose: 'audit', reason: 'yearly review' },
    });
    const file = named.rows.find((one) => one.objectKind === 'file');
    expect([file?.person, file?.document]).toEqual([recipient?.name, 'hours.txt']);
    const looks = await sender.get<AccessList>('/api/v1/accesses');
    expect(looks.accesses[0]).toMatchObject({ kind: 'transfer.read', purpose: 'audit', reason: 'yearly review' });
    expect((await list({ q: reference, shown: 'barred' })).rows).toEqual([]);
    await expect(list({}, sender)).rejects.toThrow('access.not_permitted');
  });

  it('goes through all of them page by page, each once', async () => {
    await send(30);
    for (const by of ['person', 'document', 'country']) {
      const seen: string[] = [];
      let cursor = '';
      do {
        const page: AccessListAnswer = await list({ by, cursor });
        seen.push(...page.rows.map((one) => `${one.recipientId} ${one.objectId}`));
        cursor = page.nextCursor ?? '';
      } while (cursor !== '');
      expect([by, new Set(seen).size]).toEqual([by, seen.length]);
      const [row] = await database.sql<{ n: number }>(
        `select count(*)::int as n from object_grant g join transfer t using (org_id, transfer_id)
         where g.holder <> 'records' and t.state = 'granted'`,
      );
      expect([by, seen.length]).toEqual([by, row?.n]);
    }
  });

  it('is taken along as a file, which is recorded without what was searched for', async () => {
    const answer = await officer.request('POST', '/api/v1/access/export', {
      headers: { 'content-type': 'application/json', 'x-entrepot-csrf': await officer.csrf() },
      body: JSON.stringify({ filter: { q: 'Harbour' } }),
    });
    const lines = (await answer.text()).trim().split('\r\n');
    expect([answer.status, lines[0]?.split(',').length]).toEqual([200, 17]);
    expect(lines.length).toBeGreaterThan(30);
  });

  it('tells by trial what would happen to somebody, there and then, and counts nothing', async () => {
    const sent = await send(1, { countries: ['MO'], devicesMax: 1, factors: ['totp'] });
    const wanted = {
      transferId: sent.transferId,
      objectId: sent.message,
      recipientId: sent.recipients[0]?.id,
      jurisdiction: 'MO',
      address: '',
      at: new Date().toISOString(),
      factors: ['notice', 'code', 'totp'],
      device: 'known',
    };
    const tried = async (over: object): Promise<(string | null)[]> => {
      const { outcome, term } = await officer.post<TriedAccess>('/api/v1/access/try', { ...wanted, ...over });
      return [outcome, term];
    };
    expect(await tried({})).toEqual(['open', null]);
    expect(await tried({ jurisdiction: 'HK' })).toEqual(['place', 'countries']);
    expect(await tried({ jurisdiction: 'unknown' })).toEqual(['unknown_place', 'countries']);
    expect(await tried({ device: 'none' })).toEqual(['device_unknown', 'devicesMax']);
    expect(await tried({ factors: ['notice', 'code'] })).toEqual(['factors', 'factors']);
    expect(await tried({ at: new Date(Date.now() + 30 * 86_400_000).toISOString() })).toEqual(['expired', 'until']);
    const inForce = (await tableOf(sent.transferId)).inForce.find((one) => one.objectId === sent.message);
    expect(inForce?.opened).toBe(0);
  });
});
