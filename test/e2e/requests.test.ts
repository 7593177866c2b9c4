/** What recipients ask for and report, what staff answer, and who looked at whose data, against a running server. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccessRequestList, OwnRequests, TakenDown } from '../../src/model/api/access-requests.ts';
import type { AccessList } from '../../src/model/api/accesses.ts';
import type { IncidentList } from '../../src/model/api/archive.ts';
import type { Recipient } from '../../src/model/api/recipients.ts';
import type { TransferDetail, TransferNames } from '../../src/model/api/transfers.ts';
import {
  addRecipient,
  askForCode,
  type Client,
  client,
  HttpError,
  inviteAndEnrol,
  type Officer,
  openAsRecipient,
  type RecipientClient,
  sandboxMessages,
  setUpOrganisation,
  type StaffClient,
  submit,
  waitFor,
  waitForNotice,
} from '../support/flows.ts';
import { openRunningDatabase, type RunningDatabase } from '../support/running-database.ts';
import { runEntrepot, startServer, type TestServer } from '../support/server.ts';

const DAY_MS = 86_400_000;
const REASON = 'Preciso de mais uns dias, estou em Lisboa.';

let server: TestServer;
let database: RunningDatabase;
let ines: Officer;
let sender: StaffClient;
let auditor: StaffClient;

beforeAll(async () => {
  server = await startServer();
  ines = await setUpOrganisation(server);
  sender = await inviteAndEnrol(ines, 'sender', 'Ho Chi Keong');
  auditor = await inviteAndEnrol(ines, 'auditor', 'Rui Auditor');
  database = await openRunningDatabase(server.dataDirectory);
});
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
  readonly reference: string;
  readonly handle: string;
  readonly email: string;
};

async function send(who: StaffClient = sender): Promise<Sent> {
  const recipient = await addRecipient(who);
  const { transferId, reference } = await submit(who, { recipientIds: [recipient.id] });
  return { transferId, reference, handle: await waitForNotice(ines, transferId), email: recipient.email };
}

async function open({ handle, email }: Sent): Promise<RecipientClient> {
  return openAsRecipient(server, handle, email, await askForCode(ines, handle, email));
}

/** A POST of the recipient page with its token. */
async function asRecipient<T>(who: RecipientClient, path: string, body: object): Promise<T> {
  const headers = { 'content-type': 'application/json', 'x-entrepot-csrf': who.opened.csrf };
  const answer = await who.request('POST', path, { headers, body: JSON.stringify({ handle: who.handle, ...body }) });
  const text = await answer.text();
  if (!answer.ok) throw new HttpError(answer.status, /"code":"([a-z_.]+)"/.exec(text)?.[1] ?? '', path);
  return JSON.parse(text) as T;
}

const ask = (who: RecipientClient, kind: string, reason = REASON): Promise<OwnRequests> =>
  asRecipient(who, '/open/api/requests', { kind, reference: null, objectId: null, reason });
const requestsOf = async (who: Client, transferId: string): Promise<AccessRequestList['requests']> =>
  (await who.get<AccessRequestList>(`/api/v1/access-requests?transfer=${transferId}`)).requests;
const answer = (who: Client, id: string, body: object): Promise<{ state: string }> =>
  who.post(`/api/v1/access-requests/${id}/answer`, { outcome: 'granted', reason: '', ...body });
const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: HttpError) => error.code,
  );

describe('a link alone', () => {
  it('is enough to say that one cannot get in or that something is wrong, and the answer tells nothing', async () => {
    const sent = await send();
    const stranger = client(server.url);
    const say = async (handle: string, kind: string): Promise<string> => {
      const body = JSON.stringify({ handle, kind, reason: REASON });
      const heard = await stranger.request('POST', '/open/api/report', {
        headers: { 'content-type': 'application/json' },
        body,
      });
      return `${heard.status} ${await heard.text()}`;
    };
    const heard = [
      await say(sent.handle, 'access'),
      await say(sent.handle, 'access'),
      await say('A'.repeat(22), 'access'),
      await say('A'.repeat(22), 'abuse'),
    ];
    expect(new Set(heard)).toEqual(new Set(['200 {"received":true}']));
    const rows = await requestsOf(sender, sent.transferId);
    expect(rows).toMatchObject([{ kind: 'access', proved: false, state: 'open', answers: ['noted', 'declined'] }]);
    expect(rows[0]?.words?.reason).toBe(REASON);
    // Only whoever came in by two factors gets anything by an answer.
    expect(await refusal(answer(sender, rows[0]?.id ?? '', { permission: 'download' }))).toBe(
      'access_request.not_found',
    );
  });

  it('says too much only so often', async () => {
    const handle = 'B'.repeat(22);
    const stranger = client(server.url);
    const codes: number[] = [];
    for (let n = 0; n < 12; n += 1)
      codes.push(
        (
          await stranger.request('POST', '/open/api/report', {
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ handle, kind: 'abuse', reason: '' }),
          })
        ).status,
      );
    expect(codes.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(codes.slice(10)).toEqual([429, 429]);
  });

  it.each([
    ['a reason that is too long', { kind: 'abuse', reason: 'x'.repeat(1001) }],
    ['control characters', { kind: 'abuse', reason: 'a\u0000b' }],
    ['a kind that needs identity', { kind: 'more_time', reason: '' }],
    ['a stray member', { kind: 'abuse', reason: '', transferId: 'x' }],
  ])('is refused with %s', async (_what, body) => {
    const heard = await client(server.url).request('POST', '/open/api/report', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ handle: 'C'.repeat(22), ...body }),
    });
    expect(heard.status).toBe(400);
  });
});

describe('a recipient who proved who he is', () => {
  it('asks once however often he asks at the same time, takes it back, and asks again', async () => {
    const who = await open(await send());
    await Promise.all(Array.from({ length: 8 }, () => ask(who, 'more_time')));
    const { requests } = await asRecipient<OwnRequests>(who, '/open/api/requests/own', {});
    expect(requests).toMatchObject([{ kind: 'more_time', state: 'open' }]);
    const taken = await asRecipient<OwnRequests>(who, '/open/api/requests/cancel', { requestId: requests[0]?.id });
    expect(taken.requests).toMatchObject([{ state: 'withdrawn' }]);
    expect((await ask(who, 'more_time')).requests.map((one) => one.state)).toEqual(['open', 'withdrawn']);
    expect(await refusal(asRecipient(who, '/open/api/requests/cancel', { requestId: requests[0]?.id }))).toBe(
      'access_request.closed',
    );
  });

  it('gets more time within what the decision allows, and hears of it without a word of the answer', async () => {
    const sent = await send();
    const who = await open(sent);
    await ask(who, 'more_time');
    const [row] = await requestsOf(sender, sent.transferId);
    expect(row?.possible.until).not.toBeNull();
    const beyond = new Date(Date.now() + 91 * DAY_MS).toISOString();
    expect(await refusal(answer(sender, row?.id ?? '', { until: beyond }))).toBe('access_request.beyond_rule');
    expect(await refusal(answer(sender, row?.id ?? '', {}))).toBe('access_request.nothing_given');
    const until = new Date(Date.now() + 20 * DAY_MS).toISOString();
    expect(await answer(sender, row?.id ?? '', { until, reason: 'Com muito gosto.' })).toEqual({ state: 'granted' });
    expect(await refusal(answer(sender, row?.id ?? '', { until }))).toBe('access_request.closed');
    const own = await asRecipient<OwnRequests>(who, '/open/api/requests/own', {});
    expect(own.requests).toMatchObject([{ state: 'granted', answer: 'Com muito gosto.' }]);
    const session = await asRecipient<{ expiresAt: string }>(who, '/open/api/session', {});
    expect(session.expiresAt).toBe(until);
    const told = await waitFor('the notice of the answer', async () =>
      (await sandboxMessages(ines)).find((one) => one.kind === 'notice' && /answered your request/.test(one.body)),
    );
    expect(told.body).toContain(sent.reference);
    expect(told.body).not.toMatch(/gosto|Lisboa/);
  });

  it('gets further openings', async () => {
    const sent = await send();
    const who = await open(sent);
    await ask(who, 'more_opens');
    const [row] = await requestsOf(sender, sent.transferId);
    await answer(sender, row?.id ?? '', { opens: 3 });
    const { objects } = await asRecipient<{ objects: { opensLeft: number }[] }>(who, '/open/api/session', {});
    expect(objects[0]?.opensLeft).toBe(8);
  });

  it('gets the file itself where it was for viewing only, and from a place that was not in the list', async () => {
    const sent = await send();
    const cell = { objectId: null, recipientId: null, terms: { permission: 'view', countries: ['MO'] }, version: 0 };
    await sender.post(`/api/v1/transfers/${sent.transferId}/access`, cell);
    const who = await open(sent);
    await asRecipient(who, '/open/api/requests', {
      kind: 'download',
      reference: null,
      objectId: who.opened.objects[0]?.id,
      reason: '',
    });
    await ask(who, 'access');
    const rows = await requestsOf(sender, sent.transferId);
    const of = (kind: string): string => rows.find((one) => one.kind === kind)?.id ?? '';
    await answer(sender, of('download'), {});
    const session = await asRecipient<{ objects: { permission: string }[] }>(who, '/open/api/session', {});
    expect(session.objects[0]?.permission).toBe('download');
    const objectId = who.opened.objects[0]?.id ?? '';
    expect(await who.open(objectId)).toMatchObject({ outcome: 'not_now', reason: 'place' });
    await answer(sender, of('access'), { place: 'HK' });
    expect(await who.open(objectId)).toMatchObject({ outcome: 'released' });
  });

  it('is told why not', async () => {
    const sent = await send();
    const who = await open(sent);
    await ask(who, 'access');
    const [row] = await requestsOf(sender, sent.transferId);
    expect(await refusal(answer(sender, row?.id ?? '', { outcome: 'declined' }))).toBe('access_request.reason_missing');
    await answer(sender, row?.id ?? '', { outcome: 'declined', reason: 'Já foi tratado por telefone.' });
    const own = await asRecipient<OwnRequests>(who, '/open/api/requests/own', {});
    expect(own.requests).toMatchObject([{ state: 'declined', answer: 'Já foi tratado por telefone.' }]);
  });

  it('who says that it is not for him loses his access for good, and only he', async () => {
    const [first, second] = [await addRecipient(sender), await addRecipient(sender)];
    const { transferId } = await submit(sender, { recipientIds: [first.id, second.id] });
    const handles = await waitFor('both notices', async () => {
      const rows = await database.sql<{ recipient_id: string; handle: string }>(
        'select recipient_id, handle from transfer_recipient where transfer_id = $1',
        [transferId],
      );
      return rows.length === 2 ? new Map(rows.map((row) => [row.recipient_id, row.handle])) : undefined;
    });
    const at = (one: typeof first): Promise<RecipientClient> =>
      open({ transferId, reference: '', handle: handles.get(one.id) ?? '', email: one.email });
    const [one, other] = [await at(first), await at(second)];
    const objectId = one.opened.objects[0]?.id ?? '';
    await ask(one, 'declined', 'Não sou eu.');
    expect(await one.open(objectId)).toMatchObject({ outcome: 'not_now', reason: 'revoked' });
    expect(await other.open(objectId)).toMatchObject({ outcome: 'released' });
    const left = await database.sql<{ n: number }>(
      'select count(*)::int as n from object_grant where transfer_id = $1 and recipient_id = $2 and wrapped_secret is not null',
      [transferId, first.id],
    );
    expect(left).toEqual([{ n: 0 }]);
    expect(await requestsOf(sender, transferId)).toMatchObject([{ kind: 'declined', answers: ['noted'] }]);
    const { timeline } = await sender.get<TransferDetail>(`/api/v1/transfers/${transferId}`);
    expect(timeline.map((entry) => entry.kind)).toEqual(expect.arrayContaining(['access_request.made', 'grant.ended']));
  });
});

describe('staff', () => {
  it('hear of it by mail with the reference and nothing that was written', async () => {
    const sent = await send();
    await ask(await open(sent), 'download');
    const mail = await waitFor('the mail to the sender', async () =>
      (await sandboxMessages(ines)).find((one) => one.kind === 'reminder' && one.body.includes(sent.reference)),
    );
    const text = mail.body.replace(/([A-Za-z0-9+/=\r\n]{60,})/g, (part) => Buffer.from(part, 'base64').toString());
    expect(`${mail.body}${text}`).toContain('/requests');
    expect(`${mail.body}${text}`).not.toMatch(/Lisboa|Wong/);
  });

  it('who are not the sender see what was written only for a purpose, and the recipient sees that they did', async () => {
    const sent = await send();
    const who = await open(sent);
    await ask(who, 'more_time');
    const [covered] = await requestsOf(ines, sent.transferId);
    expect(covered).toMatchObject({ words: null });
    expect(JSON.stringify(covered)).not.toMatch(/Lisboa|Wong/);
    const other = await inviteAndEnrol(ines, 'sender');
    expect(await requestsOf(other, sent.transferId)).toEqual([]);
    const path = `/api/v1/access-requests/${covered?.id}/read`;
    expect(await refusal(other.post(path, { purpose: 'request', reason: 'x' }))).toBe('access_request.not_found');
    const read = await ines.post<AccessRequestList['requests'][number]>(path, { purpose: 'request', reason: 'leave' });
    expect(read.words).toMatchObject({ reason: REASON, recipient: 'Wong Siu Ming' });
    const { accesses } = await asRecipient<AccessList>(who, '/open/api/accesses', { before: null });
    expect(accesses[0]).toMatchObject({
      kind: 'access_request.read',
      who: { name: 'Inês Ferreira', role: 'officer' },
      purpose: 'request',
      reason: 'leave',
    });
  });
});

describe('a report of abuse', () => {
  it('is an incident for officers, unknown to the sender, and ends with everything of the transfer in one call', async () => {
    const rogue = await inviteAndEnrol(ines, 'sender', 'Rogue Sender');
    const sent = await send(rogue);
    const who = await open(sent);
    await ask(who, 'abuse', 'Isto é uma fraude.');
    expect(await requestsOf(rogue, sent.transferId)).toEqual([]);
    const seen = await rogue.get<TransferDetail>(`/api/v1/transfers/${sent.transferId}`);
    expect(seen.timeline.some((entry) => entry.kind.startsWith('access_request'))).toBe(false);
    expect(await requestsOf(ines, sent.transferId)).toMatchObject([{ kind: 'abuse', answers: ['noted'] }]);
    const { incidents } = await ines.get<IncidentList>('/api/v1/incidents?state=open');
    expect(incidents[0]).toMatchObject({ kind: 'reported_abuse', transfer: { id: sent.transferId } });

    const path = `/api/v1/transfers/${sent.transferId}/takedown`;
    expect(await refusal(rogue.post(path, { block: false, reason: 'mine' }))).toBe('access.not_permitted');
    const down = await ines.post<TakenDown>(path, { block: true, reason: 'fraud' });
    expect(down).toEqual({ state: 'revoked', blocked: 'sender' });
    const objectId = who.opened.objects[0]?.id ?? '';
    expect(await who.open(objectId)).toMatchObject({ outcome: 'not_now', reason: 'revoked' });
    expect((await rogue.session()).stage).not.toBe('ready');
    // Asked again it does what is left to do: nothing.
    expect(await ines.post<TakenDown>(path, { block: true, reason: 'fraud' })).toMatchObject({ state: 'revoked' });
    const after = await ines.get<IncidentList>('/api/v1/incidents?state=open');
    expect(after.incidents.some((one) => one.id === incidents[0]?.id)).toBe(false);
  });

  it('L1: nobody uploads or sends without being known, and a transfer is ended by its id in one call', async () => {
    const nobody = client(server.url);
    for (const path of ['/api/v1/uploads', '/api/v1/transfers', '/api/v1/transfers/preview']) {
      const heard = await nobody.request('POST', path, {
        headers: { 'content-type': 'application/json', 'tus-resumable': '1.0.0', 'upload-length': '1' },
        ...(path.endsWith('uploads') ? {} : { body: '{}' }),
      });
      expect([path, heard.status]).toEqual([path, 401]);
    }
    const sent = await send();
    await ines.post(`/api/v1/transfers/${sent.transferId}/takedown`, { block: false, reason: '' });
    const [row] = await database.sql<{ n: number }>(
      `select count(*)::int as n from object_grant where transfer_id = $1 and holder <> 'records' and wrapped_secret is not null`,
      [sent.transferId],
    );
    expect(row?.n).toBe(0);
  });
});

describe('who looked', () => {
  it('covers names from everybody but the sender until somebody says why', async () => {
    const sent = await send();
    const path = `/api/v1/transfers/${sent.transferId}`;
    const [own, others] = [await sender.get<TransferDetail>(path), await auditor.get<TransferDetail>(path)];
    expect([own.covered, own.recipients[0]?.name]).toEqual([false, 'Wong Siu Ming']);
    expect([others.covered, others.recipients[0]?.name, others.objects[0]?.name]).toEqual([true, '', '']);
    expect(JSON.stringify(await auditor.get('/api/v1/transfers'))).not.toContain('Wong Siu Ming');
    const names = await auditor.post<TransferNames>(`${path}/look`, { purpose: 'audit', reason: 'yearly sample' });
    expect(names.recipients.map((one) => one.name)).toEqual(['Wong Siu Ming']);
    const { accesses } = await sender.get<AccessList>('/api/v1/accesses');
    expect(accesses[0]).toMatchObject({
      kind: 'transfer.read',
      who: { name: 'Rui Auditor', role: 'auditor', self: false },
      transfer: { reference: sent.reference },
      purpose: 'audit',
      reason: 'yearly sample',
    });
  });

  it('covers addresses of recipients whom somebody else added, and finds one only by the whole address', async () => {
    const sent = await send();
    const who = await open(sent);
    const { recipients } = await ines.get<{ recipients: Recipient[] }>('/api/v1/recipients');
    const covered = recipients.find((one) => one.covered);
    expect(JSON.stringify(recipients)).not.toContain(sent.email);
    expect(covered?.email).toMatch(/^p•••@harbour\.example$/);
    const find = (email: string): Promise<{ recipient: Recipient | null }> =>
      ines.post('/api/v1/recipients/find', { email });
    expect((await find('nobody@harbour.example')).recipient).toBeNull();
    const { recipient } = await find(sent.email);
    const contact = await ines.post<{ email: string }>(`/api/v1/recipients/${recipient?.id}/look`, {
      purpose: 'support',
      reason: 'bounced',
    });
    expect(contact.email).toBe(sent.email);
    const { accesses } = await asRecipient<AccessList>(who, '/open/api/accesses', { before: null });
    expect(accesses[0]).toMatchObject({ kind: 'recipient.read', purpose: 'support', reason: 'bounced' });
  });

  it('shows openings to the sender and to the recipient, and a look at that list is on it', async () => {
    const sent = await send();
    const who = await open(sent);
    await who.open(who.opened.objects[0]?.id ?? '');
    const opening = { kind: 'object.opened', transfer: { reference: sent.reference }, decision: 'allow' };
    expect((await sender.get<AccessList>('/api/v1/accesses')).accesses[0]).toMatchObject(opening);
    const own = await asRecipient<AccessList>(who, '/open/api/accesses', { before: null });
    expect(own.accesses[0]).toMatchObject({ ...opening, who: { self: true } });
    const me = (await sender.session()).person?.id;
    const of = { of: { kind: 'staff', id: me }, purpose: 'data_subject', reason: 'asked by mail' };
    expect(await refusal(sender.post('/api/v1/accesses/of', of))).toBe('access.not_permitted');
    const list = await ines.post<AccessList>('/api/v1/accesses/of', of);
    expect(list.accesses[0]).toMatchObject({ kind: 'accesses.read', reason: 'asked by mail' });
    expect((await sender.get<AccessList>('/api/v1/accesses')).count).toBe(list.count);
  });

  it('is exported with proofs, and an export that leaves an entry out is refused', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'accesses-'));
    try {
      await waitFor('the log', async () => {
        const { accesses } = await sender.get<AccessList>('/api/v1/accesses');
        return accesses.every((one) => one.logIndex !== null) ? true : undefined;
      });
      const { count } = await sender.get<AccessList>('/api/v1/accesses');
      const heard = await sender.request('POST', '/api/v1/accesses/export', {
        headers: { 'content-type': 'application/json', 'x-entrepot-csrf': await sender.csrf() },
        body: JSON.stringify({ of: null }),
      });
      expect(heard.status).toBe(200);
      const whole = new Uint8Array(await heard.arrayBuffer());
      const verify = async (name: string, bytes: Uint8Array) => {
        const path = join(folder, name);
        writeFileSync(path, bytes);
        return runEntrepot(['evidence', 'verify', path, '--json']);
      };
      const good = await verify('whole.zip', whole);
      expect(JSON.parse(good.out)).toMatchObject({ outcome: 'verified', whole: { kind: 'staff', entries: count } });

      const files = unzipSync(whole);
      const subject = JSON.parse(new TextDecoder().decode(files['subject.json'])) as { count: number };
      const last = Object.keys(files)
        .filter((name) => name.startsWith('events/'))
        .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
        .at(-1);
      delete files[last ?? ''];
      delete files[(last ?? '').replace('events', 'proofs').replace('.json', '.tlog-proof')];
      files['subject.json'] = new TextEncoder().encode(JSON.stringify({ ...subject, count: subject.count - 1 }));
      delete files['manifest.json'];
      const digests = Object.fromEntries(
        Object.entries(files).map(([name, bytes]) => [name, createHash('sha256').update(bytes).digest('hex')]),
      );
      files['manifest.json'] = new TextEncoder().encode(
        JSON.stringify({ format: 'entrepot.evidence/v1', files: digests }),
      );
      const less = await verify('less.zip', zipSync(files));
      expect(less.code).toBe(1);
      expect(JSON.parse(less.out)).toMatchObject({
        outcome: 'refused',
        problems: [{ file: 'subject.json', code: 'evidence.tags_left_out' }],
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
