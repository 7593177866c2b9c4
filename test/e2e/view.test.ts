/** What may only be looked at, over HTTP: pages are drawn for whoever looks, and no request that a recipient can make returns the original. */
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { DeclaredRoute } from '../../src/http/route.ts';
import { createHttpApp } from '../../src/http/server.ts';
import type { OpenResponse } from '../../src/model/api/open.ts';
import { connectToRunning } from '../../src/store/postgres/connection-file.ts';
import { createSearch, spellings } from '../support/byte-search.ts';
import {
  addRecipient,
  askForCode,
  inviteAndEnrol,
  type Officer,
  openAsRecipient,
  type RecipientClient,
  setUpOrganisation,
  type StaffClient,
  submit,
  upload,
  waitForNotice,
  waitForUpload,
} from '../support/flows.ts';
import { inertHttpDeps } from '../support/inert-http.ts';
import { environmentOf, runEntrepot, startServer, type TestServer } from '../support/server.ts';

/** Restricted by what is in it, and nothing personal: the transfer waits for one officer and is for viewing only. */
const SECRET = 'Gh7tulipKd93harbour';
const RESTRICTED = `The archive opens with password: ${SECRET}`;
const MARKER = 'The heron stands on page';
const PAGES = 12;

let server: TestServer;
let officer: Officer;
let sender: StaffClient;
let pool: Pool;
let pdf: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  pdf = await makePdf();
  server = await startServer();
  officer = await setUpOrganisation(server);
  sender = await inviteAndEnrol(officer, 'sender');
  pool = new Pool((await connectToRunning(server.dataDirectory)) ?? {});
  pool.on('error', () => undefined);
});
afterAll(async () => {
  await pool?.end();
  await server?.stop();
});

async function makePdf(): Promise<Uint8Array<ArrayBuffer>> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  document.setTitle(MARKER);
  for (let number = 1; number <= PAGES; number += 1)
    document.addPage([595, 842]).drawText(`${MARKER} ${number}`, { x: 72, y: 700, size: 24, font });
  return new Uint8Array(await document.save({ useObjectStreams: false }));
}

type Sent = {
  readonly transferId: string;
  readonly opener: RecipientClient;
  readonly file: string;
  readonly message: string;
};

/** Sends message and file to a new recipient, who has proved who he is. */
async function send(message: string): Promise<Sent> {
  const recipient = await addRecipient(sender, { jurisdiction: 'MO', kind: 'group' });
  const uploadId = await upload(sender, pdf, 'plan.pdf');
  await waitForUpload(sender, uploadId);
  const over = { recipientIds: [recipient.id], uploadIds: [uploadId], message };
  const { transferId, state } = await submit(sender, over);
  if (state === 'held')
    await officer.post(`/api/v1/transfers/${transferId}/approval`, { outcome: 'approved', reason: 'agreed' });
  const handle = await waitForNotice(officer, transferId);
  const code = await askForCode(officer, handle, recipient.email);
  const opener = await openAsRecipient(server, handle, recipient.email, code);
  const idOf = (kind: string): string => opener.opened.objects.find((one) => one.kind === kind)?.id ?? '';
  return { transferId, opener, file: idOf('file'), message: idOf('message') };
}

const headersOf = (opener: RecipientClient) => ({
  'content-type': 'application/json',
  'x-entrepot-csrf': opener.opened.csrf,
});

function askPage(opener: RecipientClient, openingId: string, page: number): Promise<Response> {
  const body = JSON.stringify({ handle: opener.handle, openingId, page, dpi: 72 });
  return opener.request('POST', '/open/api/page', { headers: headersOf(opener), body });
}

type Released = Extract<OpenResponse, { outcome: 'released' }>;

async function released(opener: RecipientClient, objectId: string): Promise<Released> {
  const answer = await opener.open(objectId);
  if (answer.outcome !== 'released') throw new Error(`not released: ${answer.reason} ${answer.detail}`);
  return answer;
}

describe('a document for viewing only', () => {
  it('is shown page by page, in an opening that a checkpoint has, until it is revoked', async () => {
    const { opener, file, message, transferId } = await send(RESTRICTED);
    expect(opener.opened.objects.map((one) => one.permission)).toEqual(['view', 'view']);
    const opened = await released(opener, file);
    expect(opened).toMatchObject({ text: null, opensLeft: 4, view: { drawn: 'original' } });
    expect(opened.view?.sizes).toEqual([{ width: 595, height: 842, count: PAGES }]);
    expect((await released(opener, message)).view).toMatchObject({ drawn: 'text' });
    const [first, second] = [await askPage(opener, opened.openingId, 1), await askPage(opener, opened.openingId, 2)];
    expect([first.status, first.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect(first.headers.get('cache-control')).toBe('no-store');
    const [one, two] = [Buffer.from(await first.arrayBuffer()), Buffer.from(await second.arrayBuffer())];
    expect(one.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    expect(one.equals(two)).toBe(false);

    await officer.post(`/api/v1/transfers/${transferId}/revoke`, {});
    const ended = await askPage(opener, opened.openingId, 3);
    expect(ended.status).toBe(403);
    expect(await ended.text()).not.toContain('image');
    const result = await runEntrepot(['fsck', '--json'], { env: environmentOf(server) });
    expect(JSON.parse(result.out)).toMatchObject({ outcome: 'clean' });
  });

  it('L11: never comes as it is, by any request that a recipient can make', async () => {
    const { opener, file, message } = await send(RESTRICTED);
    const openings = [(await released(opener, file)).openingId, (await released(opener, message)).openingId];
    await askPage(opener, openings[0] ?? '', 1);
    const search = createSearch([...spellings('marker', MARKER), ...spellings('secret', SECRET), ...pieces()]);
    const ids = [file, message, ...openings];
    const answered: string[] = [];
    const found: string[] = [];
    for (const route of routesOfRecipients()) {
      for (const request of requestsOf(route, opener, ids)) {
        const answer = await opener.request(route.method, request.path, request.init);
        const bytes = new Uint8Array(await answer.arrayBuffer());
        if (answer.ok) answered.push(route.path);
        for (const hit of search(bytes)) found.push(`${route.path}: ${hit.label} as ${hit.encoding}`);
      }
    }
    expect(found).toEqual([]);
    // The session lived to the end of it, or the later requests would prove nothing.
    expect((await askPage(opener, openings[0] ?? '', 2)).status).toBe(200);
    // Requests that nobody answers prove nothing either.
    expect(answered).toEqual(expect.arrayContaining(['/open/api/session', '/open/api/open', '/open/api/page']));
  });

  it('would be found, were it handed out', async () => {
    const { opener, file, message } = await send('The office is closed on public holidays.');
    expect(opener.opened.objects.map((one) => one.permission)).toEqual(['download', 'download']);
    const opened = await released(opener, file);
    const download = await opener.download(opened.openingId);
    const bytes = new Uint8Array(await download.arrayBuffer());
    const search = createSearch([...spellings('marker', MARKER), ...pieces()]);
    expect(new Set(search(bytes).map((hit) => hit.label)).size).toBeGreaterThan(0);
    expect((await released(opener, message)).text).toContain('public holidays');
  });

  it('is gone with its release secret, although the server has every key', async () => {
    const { opener, file, transferId } = await send(RESTRICTED);
    const { openingId } = await released(opener, file);
    expect((await askPage(opener, openingId, 1)).status).toBe(200);
    await pool.query('update object_grant set wrapped_secret = null where transfer_id = $1', [transferId]);
    expect((await askPage(opener, openingId, 2)).status).toBe(403);
    expect(await opener.open(file)).toMatchObject({ outcome: 'not_now' });
  });
});

/** Every declared route that a recipient's session, or anybody, may call. */
function routesOfRecipients(): readonly DeclaredRoute[] {
  const { declared } = createHttpApp(inertHttpDeps());
  const routes = declared.filter((route) => route.access === 'recipient' || route.access === 'public');
  expect(routes.length).toBeGreaterThan(20);
  return routes;
}

/** Parts of the file that survive whatever the pages are drawn with, at several places. */
function pieces() {
  return Array.from({ length: 24 }, (_, i) => {
    const at = Math.floor((i * (pdf.length - 48)) / 24);
    return { label: `bytes at ${at}`, encoding: 'raw', bytes: Buffer.from(pdf.subarray(at, at + 48)) };
  });
}

type Request = { readonly path: string; readonly init: RequestInit };

/** What a script could send: every body that the route's own schema takes, with every id that the recipient knows, as JSON and as a form. */
function requestsOf(route: DeclaredRoute, opener: RecipientClient, ids: readonly string[]): Request[] {
  const path = route.path.replace(/\{\w+\}/g, ids[0] ?? '');
  if (route.method === 'GET') return [{ path, init: {} }];
  const schema = route.shown?.body;
  const bodies =
    schema === undefined ? [{}] : ids.flatMap((id) => bodiesOf(z.toJSONSchema(schema, OPTIONS), opener, id));
  const headers = headersOf(opener);
  return bodies.flatMap((body) => {
    const form = new URLSearchParams(
      Object.entries(body).map(([name, value]): [string, string] => [name, String(value)]),
    ).toString();
    return [
      { path, init: { headers, body: JSON.stringify(body) } },
      { path, init: { headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, body: form } },
    ];
  });
}

const OPTIONS = { unrepresentable: 'any', io: 'input' } as const;

type Schema = {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly type?: string;
};

function bodiesOf(schema: unknown, opener: RecipientClient, id: string): Record<string, unknown>[] {
  const { properties, oneOf, anyOf } = schema as Schema;
  const choices = oneOf ?? anyOf;
  if (choices !== undefined) return choices.flatMap((one) => bodiesOf(one, opener, id));
  if (properties === undefined) return [{}];
  return [Object.fromEntries(Object.entries(properties).map(([name, of]) => [name, valueOf(name, of, opener, id)]))];
}

function valueOf(name: string, of: Schema, opener: RecipientClient, id: string): unknown {
  const known: Readonly<Record<string, unknown>> = {
    handle: opener.handle,
    csrf: opener.opened.csrf,
    reference: opener.opened.reference,
    text: MARKER,
    page: 1,
    dpi: 200,
  };
  if (name in known) return known[name];
  if (name.endsWith('Id')) return id;
  const nullable = of.anyOf?.find((one) => one.type !== 'null');
  if (nullable !== undefined) return valueOf(name, nullable, opener, id);
  const byType: Readonly<Record<string, unknown>> = { boolean: true, integer: 1, number: 1, array: [] };
  return of.const ?? of.enum?.[0] ?? byType[of.type ?? ''] ?? 'AAAAAAAAAAAAAAAAAAAAAA';
}
