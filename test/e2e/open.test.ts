/** The rules of opening, against a server that sends for real: nothing but a proven person's own act opens anything. */
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Recipient } from '../../src/model/api/recipients.ts';
import type { OpenSession } from '../../src/model/api/open.ts';
import type { LogInfo } from '../../src/model/api/system.ts';
import type { SubmitTransferRequest } from '../../src/model/api/transfers.ts';
import {
  addRecipient,
  client,
  type Officer,
  openAsRecipient,
  type RecipientClient,
  setUpOrganisation,
  submit,
  upload,
  waitFor,
  waitForUpload,
} from '../support/flows.ts';
import { type Outside, startOutside } from '../support/outside.ts';
import { openRunningDatabase, type RunningDatabase } from '../support/running-database.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** Networks as the settings place them; 127.0.0.1 itself is in the United States. */
const AT = { HK: '198.51.100.7', MO: '192.0.2.7', nowhere: '203.0.113.7' } as const;

/** Who fetches links in messages, or looks like it. */
const FETCHERS = [
  'DingTalkBot-LinkService/1.0 (+https://open-doc.dingtalk.com/microapp/faquestions/ftpfeu)',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/69.0.3497.81 Safari/537.36 DingTalkBot-LinkService/1.0',
  'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'Slack-ImgProxy (+https://api.slack.com/robots)',
  'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com',
  'Mozilla/5.0 (compatible; MicrosoftPreview/2.0)',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Linux; Android 9) AppleWebKit/537.36 Chrome/69.0 Mobile Safari/537.36 wxwork/4.1.6 MicroMessenger/7.0.1',
  'LarkUrl2Png/1.0 Feishu',
  'WhatsApp/2.23.20.0',
  'Mozilla/5.0 (compatible; Google-PageRenderer/1.0)',
  'Mattermost-Bot/1.1',
  'Synapse (bot; +https://github.com/matrix-org/synapse)',
  'facebookexternalhit/1.1',
  'TelegramBot (like TwitterBot)',
  '',
];

let outside: Outside;
let server: TestServer;
let officer: Officer;
let database: RunningDatabase;

beforeAll(async () => {
  outside = await startOutside();
  server = await startServer({
    ...outside.settings(),
    ENTREPOT_TRUSTED_PROXIES: '127.0.0.1/32',
    ENTREPOT_PLACES: '127.0.0.1/32=US, 198.51.100.0/24=HK, 192.0.2.0/24=MO, 203.0.113.0/24=unknown',
  });
  officer = await setUpOrganisation(server);
  database = await openRunningDatabase(server.dataDirectory);
});
afterAll(async () => {
  await database?.close();
  await server?.stop();
  await outside.close();
});
// Everybody here comes from the same few addresses, and the robot's own limit is not what is tested.
beforeEach(async () => {
  await database.sql('delete from rate_counter');
  await database.sql('update rate_bucket set tokens = -1');
});

type Granted = {
  readonly transferId: string;
  readonly recipients: readonly Recipient[];
  readonly handles: readonly string[];
};

async function grant(
  over: Partial<SubmitTransferRequest> = {},
  people: Parameters<typeof addRecipient>[1][] = [{}],
): Promise<Granted> {
  const recipients: Recipient[] = [];
  for (const one of people) recipients.push(await addRecipient(officer, one));
  const { transferId, state } = await submit(officer, { ...over, recipientIds: recipients.map((one) => one.id) });
  expect(state).toBe('granted');
  const rows = await database.sql<{ recipient_id: string; handle: string }>(
    'select recipient_id, handle from transfer_recipient where transfer_id = $1',
    [transferId],
  );
  const handles = recipients.map((one) => rows.find((row) => row.recipient_id === one.id)?.handle ?? '');
  return { transferId, recipients, handles };
}

async function grantFile(bytes: Uint8Array<ArrayBuffer>, over: Partial<SubmitTransferRequest> = {}): Promise<Granted> {
  const uploadId = await upload(officer, bytes, 'hours.txt');
  await waitForUpload(officer, uploadId);
  return grant({ uploadIds: [uploadId], message: '', ...over });
}

const at = (place: keyof typeof AT | 'here') =>
  client(server.url, place === 'here' ? {} : { 'x-forwarded-for': AT[place] });

async function codeFor(granted: Granted, index = 0): Promise<string> {
  const before = outside.smtp.taken.length;
  const address = granted.recipients[index]?.email ?? '';
  await at('HK').post('/open/api/code', { handle: granted.handles[index], address, locale: 'en' });
  return outside.code(address, before);
}

async function identify(granted: Granted, index = 0, place: keyof typeof AT | 'here' = 'HK'): Promise<RecipientClient> {
  const code = await codeFor(granted, index);
  return openAsRecipient(server, granted.handles[index] ?? '', granted.recipients[index]?.email ?? '', code, at(place));
}

const firstObject = (who: RecipientClient): string => who.opened.objects[0]?.id ?? '';

async function openReleased(who: RecipientClient): Promise<{ openingId: string; opensLeft: number }> {
  const opened = await who.open(firstObject(who));
  if (opened.outcome !== 'released') throw new Error(`not released: ${opened.reason}`);
  return opened;
}

/** Status, code, and the outcome of the decision when the answer has one. */
async function refusalOf(answer: Response): Promise<readonly unknown[]> {
  const { error } = (await answer.json()) as { error: { code: string; details: Record<string, unknown> } };
  const { outcome } = error.details;
  return [answer.status, error.code, ...(outcome === undefined ? [] : [outcome])];
}

/** How often this transfer was opened, by its own books. */
async function openings(transferId: string): Promise<number> {
  const [row] = await database.sql<{ n: number }>('select count(*)::int as n from opening where transfer_id = $1', [
    transferId,
  ]);
  return row?.n ?? -1;
}

describe('a link without its person', () => {
  let known: Granted;
  let handles: Readonly<Record<string, string>>;

  beforeAll(async () => {
    known = await grant();
    const revoked = await grant();
    await officer.post(`/api/v1/transfers/${revoked.transferId}/revoke`, {});
    const expired = await grant();
    await database.sql(`update transfer set expires_at = now() - interval '1 hour' where transfer_id = $1`, [
      expired.transferId,
    ]);
    await database.sql(`update object_grant set expires_at = now() - interval '1 hour' where transfer_id = $1`, [
      expired.transferId,
    ]);
    handles = {
      known: known.handles[0] ?? '',
      revoked: revoked.handles[0] ?? '',
      expired: expired.handles[0] ?? '',
      unknown: randomBytes(16).toString('base64url'),
      malformed: 'x',
    };
    // The notices of these are sent and recorded before anything is compared.
    await waitFor('the notices', async () => {
      const waiting = await database.sql(`select 1 from outbox where state in ('pending', 'sending')`);
      const unlogged = await database.sql('select 1 from audit_outbox');
      return waiting.length + unlogged.length === 0 ? true : undefined;
    });
  });

  /** All rows of ours but the integrator's lease, which it renews by the clock. */
  const rows = async (): Promise<string> =>
    JSON.stringify(
      [...(await database.rows())].filter(([name]) => name.startsWith('public.') && name !== 'public.lease'),
    );

  it('shows every fetcher the same page for every handle, and nothing changes', async () => {
    const before = await rows();
    const seen = new Set<string>();
    for (const agent of FETCHERS) {
      for (const handle of Object.values(handles)) {
        for (const method of ['GET', 'HEAD']) {
          const answer = await fetch(`${server.url}/n/${handle}`, { method, headers: { 'user-agent': agent } });
          const head = [...answer.headers].filter(([name]) => name !== 'date');
          const body = await answer.text();
          expect(answer.status).toBe(200);
          expect(answer.headers.get('set-cookie')).toBeNull();
          expect(answer.headers.get('cache-control')).toBe('no-store');
          expect(answer.headers.get('x-robots-tag')).toContain('noindex');
          expect(body).not.toMatch(/<meta[^>]+(?:og:|twitter:)/i);
          seen.add(JSON.stringify([method, head.sort(), body]));
        }
      }
    }
    expect(seen.size).toBe(2);
    expect(await openings(known.transferId)).toBe(0);
    expect(await rows()).toBe(before);
  });

  it('gives a page whose every file has the digest that the log committed to', async () => {
    const sums = await (await fetch(`${server.url}/open/page.sha256`)).text();
    const lines = sums.split('\n').filter((line) => line !== '');
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) {
      const [digest, name = ''] = line.split('  ');
      const path = name === 'index.html' ? `/n/${known.handles[0]}` : `/open/${name}`;
      const bytes = new Uint8Array(await (await fetch(server.url + path)).arrayBuffer());
      expect([name, createHash('sha256').update(bytes).digest('hex')]).toEqual([name, digest]);
    }
    const { page } = await officer.get<LogInfo>('/api/v1/log');
    expect(page?.sha256).toBe(createHash('sha256').update(sums).digest('hex'));
    expect(page?.index).toEqual(expect.any(Number));
  });

  it('cannot be opened by a fetcher that runs scripts and posts by itself', async () => {
    const [row] = await database.sql<{ object_id: string }>(
      'select object_id from transfer_object where transfer_id = $1',
      [known.transferId],
    );
    const handle = known.handles[0];
    const before = await rows();
    for (const agent of FETCHERS) {
      const headers = { 'user-agent': agent, 'content-type': 'application/json', origin: server.url };
      for (const [path, body] of [
        ['/open/api/session', { handle }],
        ['/open/api/open', { handle, objectId: row?.object_id }],
      ] as const) {
        const answer = await fetch(`${server.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
        expect([answer.status, (await answer.text()).includes('access.session_ended')]).toEqual([401, true]);
      }
      const page = await fetch(`${server.url}/n/${handle}`, { method: 'POST', headers, body: '{}' });
      await page.arrayBuffer();
      expect(page.status).toBe(404);
    }
    expect(await openings(known.transferId)).toBe(0);
    expect(await rows()).toBe(before);
  });

  it('gets one answer to a request for a code, whoever asks for whatever', async () => {
    const mails = outside.smtp.taken.length;
    const answers = new Set<string>();
    const right = known.recipients[0]?.email ?? '';
    for (const [handle, address] of [
      [handles['unknown'], right],
      [handles['known'], 'nobody@elsewhere.example'],
      [handles['revoked'], right],
      [handles['expired'], right],
      [handles['known'], right],
    ]) {
      const answer = await at('HK').request('POST', '/open/api/code', {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ handle, address, locale: 'en' }),
      });
      answers.add(
        JSON.stringify([
          answer.status,
          [...answer.headers].filter(([name]) => name !== 'date').sort(),
          await answer.text(),
        ]),
      );
    }
    expect(answers.size).toBe(1);
    await outside.code(right, mails);
    expect(outside.smtp.taken.slice(mails).map((mail) => mail.to)).toEqual([[right]]);
  });
});

describe('another device, for whoever has only a link', () => {
  const post = async (path: string, body: object): Promise<[number, string]> => {
    const answer = await at('HK').request('POST', path, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return [answer.status, await answer.text()];
  };
  type Heard = { key: string; code: string; withSession: boolean; number: number };
  const read = ([, text]: [number, string]): Heard => JSON.parse(text) as Heard;

  it('L2: robots that post to every step of it consume nothing and open nothing', async () => {
    const granted = await grant();
    const handle = granted.handles[0];
    for (const agent of FETCHERS) {
      const who = client(server.url, { 'x-forwarded-for': AT.HK, 'user-agent': agent });
      await database.sql('delete from rate_counter');
      for (const path of ['start', 'state', 'choose', 'claim', 'take'].map((step) => `/open/api/pairing/${step}`)) {
        const answer = await who.request('POST', path, {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ handle }),
        });
        await answer.arrayBuffer();
        expect(answer.headers.get('set-cookie')).toBeNull();
        expect([200, 400]).toContain(answer.status);
      }
    }
    expect(await openings(granted.transferId)).toBe(0);
    const opener = await identify(granted);
    expect(opener.opened.objects[0]?.opensLeft).toBe(5);
  });

  it('L5: hands on what the link says and no more; the answer for an unknown link is of the same form', async () => {
    const known = await grant();
    const seen: unknown[] = [];
    for (const handle of [known.handles[0] ?? '', randomBytes(16).toString('base64url')]) {
      const started = read(await post('/open/api/pairing/start', { handle }));
      const claimed = read(await post('/open/api/pairing/claim', { code: started.code }));
      expect(await post('/open/api/pairing/choose', { key: started.key, number: claimed.number })).toEqual([
        200,
        '{"right":true}',
      ]);
      const other = at('HK');
      const taken = await other.post<object>('/open/api/pairing/take', { key: claimed.key });
      expect(taken).toEqual({ state: 'done', handle, session: false });
      expect(other.jar.size).toBe(0);
      seen.push([Object.keys(started), started.withSession, Object.keys(claimed)]);
    }
    expect(seen[0]).toEqual(seen[1]);
  });

  it('L3: a code that a rewriter put into the path is refused, and is in nothing that the server writes', async () => {
    const code = 'ABCD2345';
    for (const sign of ['%23', '%2523', '/', '%3F', '/%23']) {
      const answer = await fetch(`${server.url}/c${sign}${code}`, { redirect: 'manual' });
      const text = await answer.text();
      expect([sign, answer.status, text.includes(code)]).toEqual([sign, 404, false]);
    }
    const page = await fetch(`${server.url}/c`);
    expect([page.status, page.headers.get('cache-control'), page.headers.get('set-cookie')]).toEqual([
      200,
      'no-store',
      null,
    ]);
    expect(await page.text()).toBe(await (await fetch(`${server.url}/n/${known22()}`)).text());
    expect(server.output()).not.toContain(code);
  });

  const known22 = (): string => randomBytes(16).toString('base64url');

  it('takes no code that was guessed: twenty tries for a client, and the same answer for each', async () => {
    const heard = new Set<string>();
    for (let n = 0; n < 25; n += 1) {
      const [status, text] = await post('/open/api/pairing/claim', { code: 'ABCD2345' });
      heard.add(`${status} ${/"code":"([a-z_.]+)"/.exec(text)?.[1] ?? ''}`);
    }
    expect([...heard]).toEqual(['403 proving.pairing_not_accepted']);
  });
});

describe('the code', () => {
  const verify = async (
    granted: Granted,
    code: string,
    index = 0,
    address = granted.recipients[index]?.email,
  ): Promise<[number, string]> => {
    const answer = await at('HK').request('POST', '/open/api/verify', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ handle: granted.handles[index], address, code }),
    });
    return [answer.status, /"code":"([a-z_.]+)"/.exec(await answer.text())?.[1] ?? ''];
  };
  const REFUSED = [403, 'access.code_not_accepted'];
  const other = (code: string): string => ((Number(code) + 1) % 1_000_000).toString().padStart(6, '0');

  it('is taken once', async () => {
    const granted = await grant();
    const code = await codeFor(granted);
    expect(await verify(granted, code)).toEqual([200, '']);
    expect(await verify(granted, code)).toEqual(REFUSED);
  });

  it('is worth nothing after five wrong tries', async () => {
    const granted = await grant();
    const code = await codeFor(granted);
    for (let i = 0; i < 5; i += 1) expect(await verify(granted, other(code))).toEqual(REFUSED);
    expect(await verify(granted, code)).toEqual(REFUSED);
  });

  it('is worth nothing for another recipient, another transfer or another address', async () => {
    const granted = await grant({}, [{}, {}]);
    const elsewhere = await grant();
    const code = await codeFor(granted, 0);
    const ownOfOther = await codeFor(granted, 1);
    expect(await verify(granted, code, 1)).toEqual(ownOfOther === code ? [200, ''] : REFUSED);
    expect(await verify(granted, code, 0, granted.recipients[1]?.email)).toEqual(REFUSED);
    expect(await verify(elsewhere, code)).toEqual(REFUSED);
    expect(await verify(granted, code)).toEqual([200, '']);
  });

  it('ends by the clock', async () => {
    const granted = await grant();
    const code = await codeFor(granted);
    await database.sql(`update recipient_code set expires_at = now() - interval '1 second' where transfer_id = $1`, [
      granted.transferId,
    ]);
    expect(await verify(granted, code)).toEqual(REFUSED);
  });

  it('is only the newest one', async () => {
    const granted = await grant();
    const first = await codeFor(granted);
    await database.sql(
      `update recipient_code set created_at = created_at - interval '2 minutes' where transfer_id = $1`,
      [granted.transferId],
    );
    const second = await codeFor(granted);
    if (first !== second) expect(await verify(granted, first)).toEqual(REFUSED);
    expect(await verify(granted, second)).toEqual([200, '']);
  });

  it('reaches a mailbox that reads like a telephone number', async () => {
    const granted = await grant({}, [{ email: '13800138000@mail.example' }]);
    expect(await codeFor(granted)).toMatch(/^\d{6}$/);
  });
});

describe('opening', () => {
  const bytes = new TextEncoder().encode(`Opening hours: nine to five.\n${'x'.repeat(3_000_000)}\n`);

  it('L9: never goes beyond its count, however many ask at once', async () => {
    const granted = await grant({ limits: { expiresInDays: 7, opensMax: 3 } });
    const opener = await identify(granted);
    const answers = await Promise.all(Array.from({ length: 20 }, () => opener.open(firstObject(opener))));
    const released = new Set(answers.flatMap((one) => (one.outcome === 'released' ? [one.openingId] : [])));
    expect(released.size).toBeGreaterThan(0);
    expect(released.size).toBeLessThanOrEqual(3);
    const [row] = await database.sql<{ opens_left: number }>(
      `select opens_left from object_grant where transfer_id = $1 and holder <> 'records'`,
      [granted.transferId],
    );
    expect((await openings(granted.transferId)) + (row?.opens_left ?? -1)).toBe(3);
    // Every opening that is over is over: the next one counts, and after the last there is none.
    for (let i = 0; i < 4; i += 1) {
      await database.sql('update opening set until = now() where transfer_id = $1', [granted.transferId]);
      await opener.open(firstObject(opener));
    }
    expect(await opener.open(firstObject(opener))).toMatchObject({ outcome: 'not_now', reason: 'used_up' });
    expect(await openings(granted.transferId)).toBe(3);
  });

  it('gives a lost download again without counting it, until the opening ends', async () => {
    const granted = await grantFile(bytes);
    const opener = await identify(granted);
    const { openingId, opensLeft } = await openReleased(opener);
    expect(opensLeft).toBe(4);
    const lost = await opener.download(openingId);
    await lost.body?.cancel();
    for (let i = 0; i < 2; i += 1) {
      const again = await opener.download(openingId);
      expect(Buffer.from(await again.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
    }
    expect(await openReleased(opener)).toMatchObject({ openingId, opensLeft: 4 });
    expect(await openings(granted.transferId)).toBe(1);
    await database.sql('update opening set until = now() where transfer_id = $1', [granted.transferId]);
    expect(await refusalOf(await opener.download(openingId))).toEqual([410, 'opening.ended']);
    expect((await openReleased(opener)).opensLeft).toBe(3);
  });

  it('of somebody else is not there', async () => {
    const granted = await grantFile(bytes);
    const stranger = await grant();
    const one = await identify(granted);
    const other = await identify(stranger);
    const { openingId } = await openReleased(one);
    expect(await refusalOf(await other.download(openingId))).toEqual([404, 'opening.not_found']);
    await expect(other.open(firstObject(one))).rejects.toMatchObject({ status: 404, code: 'opening.not_found' });
    const twins = await grant({}, [{}, {}]);
    const left = await identify(twins, 0);
    const right = await identify(twins, 1);
    const own = await openReleased(left);
    expect(await refusalOf(await right.download(own.openingId))).toEqual([404, 'opening.not_found']);
    // A session is good for the handle it was proved for and for no other.
    const headers = { 'content-type': 'application/json', 'x-entrepot-csrf': left.opened.csrf };
    const body = JSON.stringify({ handle: twins.handles[1], objectId: firstObject(right) });
    expect((await left.request('POST', '/open/api/open', { headers, body })).status).toBe(401);
  });

  it('needs the token of the session', async () => {
    const granted = await grantFile(bytes);
    const opener = await identify(granted);
    const body = JSON.stringify({ handle: granted.handles[0], objectId: firstObject(opener) });
    for (const csrf of ['', 'A'.repeat(43)]) {
      const headers = { 'content-type': 'application/json', 'x-entrepot-csrf': csrf };
      expect(await refusalOf(await opener.request('POST', '/open/api/open', { headers, body }))).toEqual([
        403,
        'access.bad_csrf',
      ]);
    }
    const { openingId } = await openReleased(opener);
    const form = new URLSearchParams({ handle: granted.handles[0] ?? '', openingId, csrf: 'A'.repeat(43) });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await opener.request('POST', '/open/download', { headers, body: form.toString() });
    expect(await refusalOf(answer)).toEqual([403, 'access.bad_csrf']);
  });

  it('ends by the clock, also for what was opened before', async () => {
    const granted = await grantFile(bytes);
    const opener = await identify(granted);
    const { openingId } = await openReleased(opener);
    await database.sql(`update object_grant set expires_at = now() where transfer_id = $1 and holder <> 'records'`, [
      granted.transferId,
    ]);
    expect(await opener.open(firstObject(opener))).toMatchObject({ outcome: 'not_now', reason: 'expired' });
    expect(await refusalOf(await opener.download(openingId))).toEqual([403, 'access.not_permitted', 'expired']);
  });

  it('ends with the revocation, on the very next request', async () => {
    const granted = await grantFile(bytes);
    const opener = await identify(granted);
    const { openingId } = await openReleased(opener);
    await officer.post(`/api/v1/transfers/${granted.transferId}/revoke`, {});
    expect((await opener.download(openingId)).status).toBeGreaterThanOrEqual(400);
    const after = await opener.request('POST', '/open/api/open', {
      headers: { 'content-type': 'application/json', 'x-entrepot-csrf': opener.opened.csrf },
      body: JSON.stringify({ handle: granted.handles[0], objectId: firstObject(opener) }),
    });
    expect(await after.text()).toMatch(/"reason":"revoked"|access\.session_ended/);
    const left = await database.sql(
      `select 1 from object_grant where transfer_id = $1 and holder <> 'records' and wrapped_secret is not null`,
      [granted.transferId],
    );
    expect(left).toEqual([]);
    const mails = outside.smtp.taken.length;
    const address = granted.recipients[0]?.email;
    await at('HK').post('/open/api/code', { handle: granted.handles[0], address, locale: 'en' });
    const queued = await database.sql(
      `select 1 from outbox where transfer_id = $1 and state in ('pending', 'sending')`,
      [granted.transferId],
    );
    expect([queued, outside.smtp.taken.length]).toEqual([[], mails]);
  });

  it('releases nothing that is not in a signed checkpoint, and goes on with the same opening afterwards', async () => {
    const granted = await grantFile(bytes);
    const opener = await identify(granted);
    // Somebody else holds the integrator's lease: events wait, no checkpoint is signed.
    const [lease] = await database.sql<{ name: string }>(
      `select name from lease where name not like 'staff-account:%'`,
    );
    await database.sql(
      `update lease set holder = 'nobody', expires_at = now() + interval '10 minutes' where name = $1`,
      [lease?.name],
    );
    try {
      expect(await opener.open(firstObject(opener))).toMatchObject({ outcome: 'not_now', reason: 'log_unavailable' });
      const [row] = await database.sql<{ opening_id: string; released_at: Date | null }>(
        'select opening_id, released_at from opening where transfer_id = $1',
        [granted.transferId],
      );
      expect(row?.released_at).toBeNull();
      expect(await refusalOf(await opener.download(row?.opening_id ?? ''))).toEqual([409, 'opening.not_released']);
    } finally {
      await database.sql('update lease set expires_at = now() where name = $1', [lease?.name]);
    }
    const { openingId, opensLeft } = await openReleased(opener);
    expect(opensLeft).toBe(4);
    expect(Buffer.from(await (await opener.download(openingId)).arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
    expect(await openings(granted.transferId)).toBe(1);
  }, 60_000);
});

describe('the place of whoever opens', () => {
  /** Personal data that stays in Macau: article 19 has nothing to say until somebody opens it elsewhere. */
  const local = (over: Partial<SubmitTransferRequest> = {}): Promise<Granted> =>
    grant(
      {
        message: '李先生：聯絡電話 +853 6612 3456。',
        purpose: 'contract_performance',
        basis: { bases: ['consent.unambiguous'], filings: [], necessary: true, evidence: 'file 7' },
        ...over,
      },
      [{ jurisdiction: 'MO', kind: 'controller' }],
    );
  const decided = (transferId: string): Promise<{ destination: string; outcome: string }[]> =>
    database.sql(
      `select coalesce(facts->>'dest', 'unknown') as destination, outcome from policy_decision where transfer_id = $1 and event = 'open' order by at`,
      [transferId],
    );

  it('is where the law is asked: at home it opens', async () => {
    const granted = await local();
    expect((await openReleased(await identify(granted, 0, 'MO'))).opensLeft).toBe(4);
    expect(await decided(granted.transferId)).toEqual([{ destination: 'MO', outcome: 'allow' }]);
  });

  it.each([
    ['here', 'US'],
    ['HK', 'HK'],
    ['nowhere', 'unknown'],
  ] as const)('is where the law is asked: from %s (%s) the same transfer is held', async (place, destination) => {
    const granted = await local();
    const opener = await identify(granted, 0, place);
    const answer = await opener.open(firstObject(opener));
    expect(answer).toMatchObject({ outcome: 'not_now', reason: 'held' });
    expect(await decided(granted.transferId)).toEqual([{ destination, outcome: 'held' }]);
    expect(await openings(granted.transferId)).toBe(0);
  });

  it('is asked again for the download of what was opened elsewhere', async () => {
    const uploadId = await upload(
      officer,
      new TextEncoder().encode('李先生：聯絡電話 +853 6612 3456。'),
      'contact.txt',
    );
    await waitForUpload(officer, uploadId);
    const granted = await local({ message: '', uploadIds: [uploadId] });
    const home = await identify(granted, 0, 'MO');
    const { openingId } = await openReleased(home);
    const abroad = client(server.url, { 'x-forwarded-for': AT.HK });
    for (const [name, value] of home.jar) abroad.jar.set(name, value);
    const form = new URLSearchParams({ handle: granted.handles[0] ?? '', openingId, csrf: home.opened.csrf });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await abroad.request('POST', '/open/download', { headers, body: form.toString() });
    expect(await refusalOf(answer)).toEqual([403, 'access.not_permitted', 'held']);
  });

  it('is not what somebody without a trusted proxy claims', async () => {
    const granted = await local();
    // The last hop that is not ours counts, not what the client wrote before it.
    const code = await codeFor(granted);
    const liar = client(server.url, { 'x-forwarded-for': `${AT.MO}, ${AT.HK}` });
    const opener = await openAsRecipient(
      server,
      granted.handles[0] ?? '',
      granted.recipients[0]?.email ?? '',
      code,
      liar,
    );
    expect(await opener.open(firstObject(opener))).toMatchObject({ reason: 'held' });
    expect(await decided(granted.transferId)).toEqual([{ destination: 'HK', outcome: 'held' }]);
  });
});

describe('a page that is loaded again', () => {
  it('goes on with its session, and tells nobody else who the recipient is', async () => {
    const granted = await grant();
    const opener = await identify(granted);
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ handle: granted.handles[0] });
    const again = (await (await opener.request('POST', '/open/api/session', { headers, body })).json()) as OpenSession;
    expect([again.reference, again.csrf]).toEqual([opener.opened.reference, opener.opened.csrf]);
    const [cookie = ''] = [...opener.jar.keys()];
    const forged = client(server.url);
    forged.jar.set(cookie, randomBytes(32).toString('base64url'));
    expect((await forged.request('POST', '/open/api/session', { headers, body })).status).toBe(401);
  });
});
