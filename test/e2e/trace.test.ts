/** From a leaked copy back to whose it is, on the installation itself: pixels of page images, stamps of files, and nobody when nobody is meant. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TraceList } from '../../src/model/api/tracing.ts';
import type { TraceResult } from '../../src/model/tracing.ts';
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
  waitFor,
  waitForNotice,
  waitForUpload,
} from '../support/flows.ts';
import { environmentOf, runEntrepot, startServer, type TestServer } from '../support/server.ts';

const LETTER = readFileSync(join(import.meta.dirname, '../samples/harmless/menu.pdf'));

let server: TestServer;
let officer: Officer;
let second: StaffClient;
let shares: readonly [string, string];

type Viewer = { readonly name: string; readonly who: RecipientClient };
const viewers: Viewer[] = [];
let pages: Buffer[];
let file: Buffer;

beforeAll(async () => {
  server = await startServer({ ENTREPOT_DOWNLOADS_MARK_FROM: 'public' });
  officer = await setUpOrganisation(server);
  second = await inviteAndEnrol(officer, 'officer');
  shares = [join(server.dataDirectory, '../share-1'), join(server.dataDirectory, '../share-3')];
  writeFileSync(shares[0], officer.recordsKey.shares[0]);
  writeFileSync(shares[1], officer.recordsKey.shares[2]);
  for (const name of ['Wong Siu Ming', 'Ana Sousa']) viewers.push({ name, who: await openFor(name, 'view') });
  pages = [];
  for (const { who } of viewers) pages.push(await firstPage(who));
  file = await download(await openFor('Lei Ka Wai', 'download'));
});
afterAll(() => server?.stop());

async function openFor(name: string, permission: 'view' | 'download'): Promise<RecipientClient> {
  const recipient = await addRecipient(officer, { name, jurisdiction: 'MO' });
  const uploadId = await upload(officer, Uint8Array.from(LETTER), 'menu.pdf');
  await waitForUpload(officer, uploadId);
  const { transferId } = await submit(officer, {
    recipientIds: [recipient.id],
    uploadIds: [uploadId],
    message: '',
    access: { permission },
  });
  const handle = await waitForNotice(officer, transferId);
  const code = await askForCode(officer, handle, recipient.email);
  return openAsRecipient(server, handle, recipient.email, code);
}

async function openingOf(who: RecipientClient): Promise<string> {
  const opened = await who.open(who.opened.objects[0]?.id ?? '');
  if (opened.outcome !== 'released') throw new Error(`${opened.reason} ${opened.detail}`);
  return opened.openingId;
}

async function firstPage(who: RecipientClient): Promise<Buffer> {
  const answer = await who.request('POST', '/open/api/page', {
    headers: { 'content-type': 'application/json', 'x-entrepot-csrf': who.opened.csrf },
    body: JSON.stringify({ handle: who.handle, openingId: await openingOf(who), page: 1, dpi: 110 }),
  });
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

async function download(who: RecipientClient): Promise<Buffer> {
  return Buffer.from(await (await who.download(await openingOf(who))).arrayBuffer());
}

async function trace(bytes: Uint8Array, ...more: readonly string[]): Promise<{ code: number; result: TraceResult }> {
  const path = join(server.dataDirectory, `../leak-${Math.random().toString(36).slice(2)}`);
  writeFileSync(path, bytes);
  const args = ['trace', path, '--json', '--share', shares[0], '--share', shares[1], ...more];
  const { code, out, err } = await runEntrepot(args, { env: environmentOf(server) });
  if (out === '') throw new Error(err);
  return { code, result: JSON.parse(out) as TraceResult };
}

describe('a leaked copy', () => {
  it('as a messenger passes it on, half the size and at quality 50, leads to the one who looked', async () => {
    const leak = await sharp(pages[1]).resize({ width: 640 }).jpeg({ quality: 50 }).toBuffer();
    const { code, result } = await trace(leak);
    expect(result).toMatchObject({ verdict: 'identified', copy: { page: 1, recipient: { name: 'Ana Sousa' } } });
    expect(result.figures?.bound).toBeLessThan(1e-6);
    expect(result.copy?.logIndex).toEqual(expect.any(Number));
    expect(code).toBe(0);
  });

  it('of something else names nobody', async () => {
    const other = { create: { width: 900, height: 1270, channels: 3, background: '#eee' } } as const;
    const { code, result } = await trace(await sharp(other).png().toBuffer());
    expect(result).toMatchObject({ verdict: 'cannot_tell', copy: null });
    expect(code).toBe(1);
  });

  it('is not traced by one officer, nor with shares of something else', async () => {
    const path = join(server.dataDirectory, '../one');
    writeFileSync(path, pages[0] ?? '');
    const env = environmentOf(server);
    const one = await runEntrepot(['trace', path, '--share', shares[0]], { env });
    const twice = await runEntrepot(['trace', path, '--share', shares[0], '--share', shares[0]], { env });
    expect([one.code, twice.code]).toEqual([1, 1]);
    expect(one.err + twice.err).toContain('seal.records_mismatch');
  });

  it('that is a file which was taken along is traced from the console when a second officer approves, by its stamp and its mark', async () => {
    const uploadId = await upload(officer, Uint8Array.from(file), 'leak.pdf');
    await waitForUpload(officer, uploadId);
    const options = { from: null, until: null, transferId: null, corners: null };
    const [share, , other] = officer.recordsKey.shares;
    const wanted = { uploadId, reason: 'Seen in a chat group', share, options };
    const { id } = await officer.post<{ id: string }>('/api/v1/traces', wanted);
    await expect(officer.post(`/api/v1/traces/${id}/approve`, { share: other })).rejects.toMatchObject({
      code: 'tracing.same_officer',
    });
    await expect(second.post(`/api/v1/traces/${id}/approve`, { share })).rejects.toMatchObject({
      code: 'tracing.wrong_share',
    });
    await second.post(`/api/v1/traces/${id}/approve`, { share: other });
    const done = await waitFor('the trace', async () => {
      const { cases } = await officer.get<TraceList>('/api/v1/traces');
      return cases.find((one) => one.id === id && one.state !== 'running');
    });
    const stamped = [{ recipient: { name: 'Lei Ka Wai' } }];
    expect(done).toMatchObject({ state: 'done', result: { stamped, copy: { recipient: { name: 'Lei Ka Wai' } } } });
    await officer.post(`/api/v1/traces/${id}/close`, {});
    const { events } = await officer.get<{ events: { kind: string }[] }>('/api/v1/log/events');
    const kinds = events.map((one) => one.kind);
    for (const kind of ['trace.opened', 'trace.approved', 'trace.run', 'trace.closed']) expect(kinds).toContain(kind);
  });
});
