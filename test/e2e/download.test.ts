/** Downloads as scripted clients take them: marked, in parts, in a locked archive, and not after the end. */
import { PDFDocument } from '@cantoo/pdf-lib';
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findInProcess } from '../../src/render/files/run.ts';
import {
  addRecipient,
  askForCode,
  inviteAndEnrol,
  type Officer,
  openAsRecipient,
  type RecipientClient,
  setUpOrganisation,
  submit,
  upload,
  waitFor,
  waitForNotice,
  waitForUpload,
} from '../support/flows.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let officer: Officer;

beforeAll(async () => {
  server = await startServer({ ENTREPOT_DOWNLOADS_MARK_FROM: 'public' });
  officer = await setUpOrganisation(server);
});
afterAll(() => server?.stop());

type Taken = { readonly transferId: string; readonly who: RecipientClient; readonly openingId: string };

async function release(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<Taken> {
  const uploadId = await upload(officer, bytes, name);
  await waitForUpload(officer, uploadId);
  const recipient = await addRecipient(officer);
  const { transferId } = await submit(officer, { recipientIds: [recipient.id], uploadIds: [uploadId], message: '' });
  const handle = await waitForNotice(officer, transferId);
  const code = await askForCode(officer, handle, recipient.email);
  const who = await openAsRecipient(server, handle, recipient.email, code);
  const opened = await who.open(who.opened.objects[0]?.id ?? '');
  if (opened.outcome !== 'released') throw new Error(opened.reason);
  return { transferId, who, openingId: opened.openingId };
}

function take({ who, openingId }: Taken, headers: Record<string, string> = {}, as = 'file'): Promise<Response> {
  return who.request('POST', '/open/download', {
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams({ handle: who.handle, openingId, csrf: who.opened.csrf, as }).toString(),
  });
}

const bytesOf = async (answer: Response): Promise<Buffer> => Buffer.from(await answer.arrayBuffer());

async function pdf(): Promise<Uint8Array<ArrayBuffer>> {
  const document = await PDFDocument.create();
  document.addPage([400, 500]).drawText('Opening hours', { x: 50, y: 50 });
  return Uint8Array.from(await document.save());
}

describe('a document that may be taken along', () => {
  let taken: Taken;
  let whole: Buffer;

  beforeAll(async () => {
    taken = await release(await pdf(), 'hours.pdf');
    whole = await bytesOf(await take(taken));
  });

  it('carries a stamp of its own, another one for each opening', async () => {
    const [stamp, ...others] = await findInProcess(whole);
    expect(stamp).toMatch(/^ec1[0-9a-f]{28}$/);
    expect(others).toEqual([]);
    const other = await release(await pdf(), 'hours.pdf');
    expect(await findInProcess(await bytesOf(await take(other)))).not.toContain(stamp);
  });

  it('goes on from where it broke off, in the same copy', async () => {
    const first = await take(taken, { range: 'bytes=0-99' });
    expect([first.status, first.headers.get('content-range')]).toEqual([206, `bytes 0-99/${whole.length}`]);
    const tag = first.headers.get('etag') ?? '';
    const rest = await take(taken, { range: 'bytes=100-', 'if-range': tag });
    expect(rest.status).toBe(206);
    expect(Buffer.concat([await bytesOf(first), await bytesOf(rest)]).equals(whole)).toBe(true);
    expect((await take(taken, { range: 'bytes=100-', 'if-range': '"another"' })).status).toBe(200);
    const behind = await take(taken, { range: `bytes=${whole.length}-` });
    expect([behind.status, await behind.json()]).toMatchObject([416, { error: { code: 'opening.bad_range' } }]);
  });

  it('comes in an archive that only the password opens, and its sender alone reads that out', async () => {
    const archive = await bytesOf(await take(taken, {}, 'archive'));
    expect(archive.includes('Opening hours')).toBe(false);
    const path = `/api/v1/transfers/${taken.transferId}/archives`;
    const { archives } = await officer.get<{ archives: { openingId: string }[] }>(path);
    expect(archives.map((one) => one.openingId)).toEqual([taken.openingId]);
    const shown = `${path}/${taken.openingId}/password`;
    const { password } = await officer.post<{ password: string }>(shown, {});
    const [entry] = await new ZipReader(new BlobReader(new Blob([new Uint8Array(archive)]))).getEntries();
    if (entry === undefined || entry.directory) throw new Error('no entry');
    const inside = Buffer.from(await entry.getData(new Uint8ArrayWriter(), { password, useWebWorkers: false }));
    expect(inside.equals(whole)).toBe(true);
    const stranger = await inviteAndEnrol(officer, 'sender');
    await expect(stranger.post(shown, {})).rejects.toMatchObject({ status: 404 });
    const kinds = (await officer.get<{ events: { kind: string }[] }>('/api/v1/log/events')).events.map(
      (one) => one.kind,
    );
    expect(kinds).toContain('archive_password.shown');
  });
});

describe('a large file', () => {
  it('stops on the way when the transfer is revoked', async () => {
    const taken = await release(Uint8Array.from(Buffer.from('The office is open.\n'.repeat(800_000))), 'large.log');
    const answer = await take(taken);
    const reader = answer.body?.getReader();
    await reader?.read();
    await officer.post(`/api/v1/transfers/${taken.transferId}/revoke`, {});
    // Slow on purpose: what lies in sockets between the two is not the server's any more.
    const ended = await waitFor('the end of the stream', async () => {
      const step = await reader?.read().catch(() => 'broken' as const);
      await new Promise((resolve) => setTimeout(resolve, 20));
      return step === 'broken' ? 'broken' : step?.done === true ? 'whole' : undefined;
    });
    expect(ended).toBe('broken');
    expect((await take(taken)).status).not.toBe(200);
  });
});
