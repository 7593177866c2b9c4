/** Files on their way in, as good and bad lines send them, and on their way out under names that people give files. */
import { request as httpRequest } from 'node:http';
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { type PreviousUpload, Upload, type UploadOptions } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransferDetail, UploadState } from '../../src/model/api/transfers.ts';
import {
  addRecipient,
  askForCode,
  type Client,
  inviteAndEnrol,
  type Officer,
  openAsRecipient,
  setUpOrganisation,
  submit,
  waitFor,
  waitForNotice,
  waitForUpload,
} from '../support/flows.ts';
import { openRunningDatabase, type RunningDatabase } from '../support/running-database.ts';
import { startServer, type TestServer } from '../support/server.ts';

const LIMIT = 8 * 1024 * 1024;

let server: TestServer;
let officer: Officer;
let database: RunningDatabase;

beforeAll(async () => {
  server = await startServer({ ENTREPOT_UPLOAD_MAX_BYTES: String(LIMIT) });
  officer = await setUpOrganisation(server);
  database = await openRunningDatabase(server.dataDirectory);
});
afterAll(async () => {
  await database?.close();
  await server?.stop();
});

async function ownHeaders(): Promise<Record<string, string>> {
  const cookie = [...officer.jar].map(([name, value]) => `${name}=${value}`).join('; ');
  return { cookie, origin: server.url, 'x-entrepot-csrf': await officer.csrf() };
}

/** Random letters: harmless to the classifier and not compressible into anything else. */
function letters(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(randomBytes(length), (byte) => 97 + (byte % 26));
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const idOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

async function create(size: number, name: string): Promise<{ status: number; id: string }> {
  const answer = await officer.request('POST', '/api/v1/uploads', {
    headers: {
      ...(await ownHeaders()),
      'tus-resumable': '1.0.0',
      'upload-length': String(size),
      'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
    },
  });
  await answer.arrayBuffer();
  return { status: answer.status, id: idOf(answer.headers.get('location') ?? '') };
}

async function patch(id: string, offset: number, body: Uint8Array<ArrayBuffer>): Promise<Response> {
  const answer = await officer.request('PATCH', `/api/v1/uploads/${id}`, {
    headers: {
      ...(await ownHeaders()),
      'tus-resumable': '1.0.0',
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    },
    body,
  });
  await answer.arrayBuffer();
  return answer;
}

async function offsetOf(id: string): Promise<number> {
  const answer = await officer.request('HEAD', `/api/v1/uploads/${id}`, {
    headers: { ...(await ownHeaders()), 'tus-resumable': '1.0.0' },
  });
  expect(answer.status).toBe(200);
  return Number(answer.headers.get('upload-offset'));
}

type Received = { readonly bytes: Buffer; readonly name: string; readonly disposition: string };

/** Sends uploads to a partner and fetches them as the partner, in the order of `ids`. */
async function throughTheGate(ids: readonly string[], approvers: readonly Client[] = []): Promise<Received[]> {
  const recipient = await addRecipient(officer, { kind: 'controller' });
  const { transferId } = await submit(officer, {
    recipientIds: [recipient.id],
    uploadIds: [...ids],
    message: '',
    purpose: 'employment',
  });
  const answer = { outcome: 'approved', reason: '' };
  // What cannot be read may be about anybody: officers alone do not lift the law of transfers.
  const basis = {
    bases: ['consent.explicit', 'consent.unambiguous'],
    filings: ['mo_art20_notice'],
    necessary: true,
    evidence: '',
  };
  if (approvers.length > 0) await officer.post(`/api/v1/transfers/${transferId}/basis`, basis);
  for (const one of approvers) await one.post(`/api/v1/transfers/${transferId}/approval`, answer);
  const { state, decision } = await officer.get<TransferDetail>(`/api/v1/transfers/${transferId}`);
  expect([state, decision?.objections.map((one) => one.ruleId)]).toEqual(['granted', []]);
  const handle = await waitForNotice(officer, transferId);
  await database.sql('delete from rate_counter');
  const opener = await openAsRecipient(
    server,
    handle,
    recipient.email,
    await askForCode(officer, handle, recipient.email),
  );
  const received: Received[] = [];
  for (const object of opener.opened.objects) {
    const opened = await opener.open(object.id);
    if (opened.outcome !== 'released') throw new Error(`not released: ${opened.reason}`);
    const answer = await opener.download(opened.openingId);
    const disposition = answer.headers.get('content-disposition') ?? '';
    received.push({ bytes: Buffer.from(await answer.arrayBuffer()), name: object.name, disposition });
  }
  return received;
}

describe('an upload by the client of the protocol’s own authors', () => {
  const options = async (more: Partial<UploadOptions>): Promise<UploadOptions> => ({
    endpoint: `${server.url}/api/v1/uploads`,
    headers: await ownHeaders(),
    metadata: { filename: 'hours.txt', filetype: 'text/plain' },
    chunkSize: 700_001,
    retryDelays: null,
    ...more,
  });

  const run = async (
    bytes: Uint8Array,
    more: Partial<UploadOptions> = {},
    previous?: PreviousUpload,
  ): Promise<Upload> => {
    const own = await options(more);
    return new Promise((resolve, reject) => {
      const upload = new Upload(Buffer.from(bytes), { ...own, onSuccess: () => resolve(upload), onError: reject });
      if (previous !== undefined) upload.resumeFromPreviousUpload(previous);
      upload.start();
    });
  };

  it('arrives whole in pieces of any size', async () => {
    const bytes = letters(3_000_017);
    const upload = await run(bytes);
    await waitForUpload(officer, idOf(upload.url ?? ''));
    const [received] = await throughTheGate([idOf(upload.url ?? '')]);
    expect(digest(received?.bytes ?? Buffer.alloc(0))).toBe(digest(bytes));
  });

  it('goes on after a break where the server says, with the rest only', async () => {
    const bytes = letters(4_500_000);
    let url = '';
    const own = await options({});
    await new Promise<void>((resolve, reject) => {
      const upload = new Upload(Buffer.from(bytes), {
        ...own,
        onError: reject,
        onChunkComplete: (_size, accepted) => {
          if (accepted < 2_000_000) return;
          url = upload.url ?? '';
          void upload.abort().then(resolve, reject);
        },
      });
      upload.start();
    });
    const before = await offsetOf(idOf(url));
    expect(before).toBeGreaterThanOrEqual(2_000_000);
    expect(before).toBeLessThan(bytes.length);
    await run(bytes, { uploadUrl: url });
    await waitForUpload(officer, idOf(url));
    const [received] = await throughTheGate([idOf(url)]);
    expect(digest(received?.bytes ?? Buffer.alloc(0))).toBe(digest(bytes));
  });

  it('refuses a file above the limit before a byte of it is sent', async () => {
    const stream = Readable.from([]);
    const own = await options({ uploadSize: LIMIT + 1, chunkSize: 1000 });
    const failed = await new Promise<Error>((resolve, reject) => {
      const upload = new Upload(stream, { ...own, onSuccess: () => reject(new Error('taken')), onError: resolve });
      upload.start();
    });
    expect(failed.message).toMatch(/413/);
  });
});

describe('a request that does not fit', () => {
  it('at another offset than the acknowledged one is refused and changes nothing', async () => {
    const bytes = letters(300_000);
    const { id } = await create(bytes.length, 'a.txt');
    for (const offset of [1, 150_000, 300_000]) expect((await patch(id, offset, bytes.slice(offset))).status).toBe(409);
    expect(await offsetOf(id)).toBe(0);
    expect((await patch(id, 0, bytes.slice(0, 100_000))).status).toBe(204);
    expect((await patch(id, 0, bytes)).status).toBe(409);
    expect(await offsetOf(id)).toBe(100_000);
    expect((await patch(id, 100_000, bytes.slice(100_000))).status).toBe(204);
    await waitForUpload(officer, id);
    expect((await patch(id, 300_000, letters(1))).status).toBeGreaterThanOrEqual(400);
    const [received] = await throughTheGate([id]);
    expect(digest(received?.bytes ?? Buffer.alloc(0))).toBe(digest(bytes));
  });

  it('beyond the announced size is refused, and what was announced can still be sent', async () => {
    const bytes = letters(100_000);
    const { id } = await create(bytes.length, 'a.txt');
    expect((await patch(id, 0, letters(100_001))).status).toBe(413);
    const offset = await offsetOf(id);
    expect(offset).toBeLessThanOrEqual(bytes.length);
    const state = await officer.get<UploadState>(`/api/v1/uploads/${id}/state`);
    expect(state.state).toBe('receiving');
  });

  it('of a size that is none is refused', async () => {
    for (const length of ['-1', '1.5', 'NaN', '', '9007199254740993', String(LIMIT + 1)]) {
      const answer = await officer.request('POST', '/api/v1/uploads', {
        headers: { ...(await ownHeaders()), 'tus-resumable': '1.0.0', 'upload-length': length },
      });
      await answer.arrayBuffer();
      expect([400, 413], length).toContain(answer.status);
    }
  });
});

describe('a line that breaks', () => {
  it('in the middle of a piece loses nothing that arrived, and the file is the same in the end', async () => {
    const bytes = letters(5_000_000);
    const { id } = await create(bytes.length, 'a.txt');
    const headers = {
      ...(await ownHeaders()),
      'tus-resumable': '1.0.0',
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
      'content-length': String(bytes.length),
    };
    await new Promise<void>((resolve) => {
      const broken = httpRequest(`${server.url}/api/v1/uploads/${id}`, { method: 'PATCH', headers });
      broken.on('error', () => resolve());
      broken.write(bytes.slice(0, 2_700_000), () => setTimeout(() => broken.destroy(), 50));
      broken.on('close', () => resolve());
    });
    const offset = await waitFor('the offset', async () => ((await offsetOf(id)) > 0 ? offsetOf(id) : undefined));
    expect(offset).toBeLessThanOrEqual(2_700_000);
    expect((await patch(id, offset, bytes.slice(offset))).status).toBe(204);
    await waitForUpload(officer, id);
    const [received] = await throughTheGate([id]);
    expect(digest(received?.bytes ?? Buffer.alloc(0))).toBe(digest(bytes));
  });

  it('and a second sender at the same offset cannot mix two files into one', async () => {
    const [one, two] = [letters(2_000_000), letters(2_000_000)];
    const { id } = await create(one.length, 'a.txt');
    const statuses = (await Promise.all([patch(id, 0, one), patch(id, 0, two), patch(id, 0, one)])).map(
      (each) => each.status,
    );
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    for (const status of statuses) expect([204, 409, 423]).toContain(status);
    await waitForUpload(officer, id);
    const [received] = await throughTheGate([id]);
    expect([digest(one), digest(two)]).toContain(digest(received?.bytes ?? Buffer.alloc(0)));
  });

  it('or a sender who gives up leaves nothing behind', async () => {
    const { id } = await create(1_000_000, 'a.txt');
    await patch(id, 0, letters(400_000));
    const headers = { ...(await ownHeaders()), 'tus-resumable': '1.0.0' };
    expect((await officer.request('DELETE', `/api/v1/uploads/${id}`, { headers })).status).toBe(204);
    expect((await officer.request('HEAD', `/api/v1/uploads/${id}`, { headers })).status).toBe(404);
    expect(await database.sql('select 1 from upload where upload_id = $1', [id])).toEqual([]);
  });
});

describe('names', () => {
  const NAMES = [
    '../../etc/passwd',
    '..\\..\\windows\\system32\\cmd.exe',
    '/absolute/path.txt',
    'C:\\fakepath\\report.txt',
    'factura\u202etxt.exe',
    'left\u200eright\u200f\u2066x\u2069.txt',
    `${'長'.repeat(300)}.txt`,
    `${'e\u0301'.repeat(300)}.txt`,
    '👩‍👩‍👧‍👦 family 🇲🇴.txt',
    'quote".txt',
    'semi;colon, comma=equals.txt',
    'per%00cent%2e%2e%2f.txt',
    'line\r\nSet-Cookie: a=b.txt',
    'nul\u0000byte.txt',
    '付款明細（珠海）.xlsx',
    'relatório — versão final.pdf',
    "it's (a) *star*.txt",
    '.',
    '..',
    ' ',
    '\ud800lone.txt',
    'CON.txt',
  ];

  it('of every kind arrive as one safe name each, with the right bytes', async () => {
    const ids: string[] = [];
    const contents = NAMES.map((_name, index) => new TextEncoder().encode(`file number ${index}\n`));
    for (const [index, name] of NAMES.entries()) {
      const bytes = contents[index] ?? new Uint8Array();
      const { status, id } = await create(bytes.length, name);
      expect(status, JSON.stringify(name)).toBe(201);
      expect((await patch(id, 0, bytes)).status).toBe(204);
      ids.push(id);
    }
    for (const id of ids) await waitForUpload(officer, id);
    const received = await throughTheGate(ids);
    expect(received).toHaveLength(NAMES.length);
    for (const [index, one] of received.entries()) {
      const given = JSON.stringify(NAMES[index]);
      expect(digest(one.bytes), given).toBe(digest(contents[index] ?? new Uint8Array()));
      const parts = /^attachment; filename="([\x20-\x7e]*)"; filename\*=UTF-8''([A-Za-z0-9!#$&+.^_`|~%-]+)$/.exec(
        one.disposition,
      );
      expect(parts, `${given} as ${one.disposition}`).not.toBeNull();
      const [, fallback = '', encoded = ''] = parts ?? [];
      const name = decodeURIComponent(encoded);
      expect(fallback, given).not.toContain('"');
      for (const shown of [fallback, name]) {
        expect(shown, given).not.toMatch(/[/\\\p{Cc}]/u);
        expect(shown.trim(), given).not.toMatch(/^\.{0,2}$/);
        // Marks that turn the direction of writing make an .exe look like a .txt.
        expect(shown, given).not.toMatch(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
        expect(Buffer.byteLength(shown), given).toBeLessThanOrEqual(1024);
        expect([...shown].length, given).toBeLessThanOrEqual(255);
      }
    }
    const byName = (name: string): string =>
      decodeURIComponent((received[NAMES.indexOf(name)]?.disposition ?? '').split("UTF-8''")[1] ?? '');
    for (const kept of ['付款明細（珠海）.xlsx', 'relatório — versão final.pdf', "it's (a) *star*.txt"])
      expect(byName(kept)).toBe(kept);
    expect(byName(NAMES[6] ?? '')).toMatch(/^長+.*\.txt$/);
  }, 120_000);
});

describe('a file without a byte', () => {
  it('arrives too, when two officers find that nothing is in it', async () => {
    const { status, id } = await create(0, 'empty.txt');
    expect(status).toBe(201);
    const empty = { size: 0, received: 0, state: 'ready', problem: 'unreadable.empty' };
    expect(await waitForUpload(officer, id)).toMatchObject(empty);
    const full = await create(4, 'full.txt');
    await patch(full.id, 0, new TextEncoder().encode('full'));
    await waitForUpload(officer, full.id);
    const approvers = [await inviteAndEnrol(officer, 'officer'), await inviteAndEnrol(officer, 'officer')];
    const received = await throughTheGate([id, full.id], approvers);
    // What two officers let go carries the mark of whoever gets it: characters that nobody sees.
    const shown = received.map((one) => one.bytes.toString().replace(/[\u200b\u2060\u2063]/gu, ''));
    expect(shown).toEqual(['', 'full']);
  });
});
