/** The ground goes away under a running server: no space, no database, a log or database put back from an older copy. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  addRecipient,
  askForCode,
  type Client,
  HttpError,
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
import { environmentOf, startServer, type TestServer } from '../support/server.ts';
import type { TransferDetail, UploadState } from '../../src/model/api/transfers.ts';
import { harmlessText, seededChance } from './chance.ts';
import { connectBeside, expectCleanFsck, pause, until, verifyDirectory } from './disaster.ts';

const MIB = 1 << 20;
const ROOT = join(import.meta.dirname, '../..');

let server: TestServer;
let cleanUp: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  await server.stop();
});

function canMount(): boolean {
  const directory = mkdtempSync('/tmp/entrepot-mount-');
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', directory], { stdio: 'ignore' });
    execFileSync('umount', [directory]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
const mountable = canMount();
if (!mountable) console.warn('no small file system can be mounted here: the test of a full disk is left out');

const TUS = { 'tus-resumable': '1.0.0' } as const;

async function begin(staff: Client, size: number): Promise<string> {
  const headers = { ...TUS, 'x-entrepot-csrf': await staff.csrf(), 'upload-length': String(size) };
  const created = await staff.request('POST', '/api/v1/uploads', { headers });
  expect(created.status).toBe(201);
  return created.headers.get('location') ?? '';
}

async function offsetOf(staff: Client, path: string): Promise<number> {
  const head = await staff.request('HEAD', path, { headers: { ...TUS, 'x-entrepot-csrf': await staff.csrf() } });
  expect(head.status).toBe(200);
  return Number(head.headers.get('upload-offset'));
}

async function patch(staff: Client, path: string, at: number, body: Uint8Array<ArrayBuffer>): Promise<Response> {
  const headers = {
    ...TUS,
    'x-entrepot-csrf': await staff.csrf(),
    'upload-offset': String(at),
    'content-type': 'application/offset+octet-stream',
  };
  return staff.request('PATCH', path, { headers, body });
}

/** Sends the rest in pieces; returns the offset that was reached and the answer that stopped it, if any. */
async function sendRest(staff: Client, path: string, bytes: Uint8Array<ArrayBuffer>, piece: number) {
  let at = await offsetOf(staff, path);
  while (at < bytes.length) {
    const answer = await patch(staff, path, at, bytes.subarray(at, at + piece));
    if (answer.status !== 204) return { at, status: answer.status, text: await answer.text() };
    at = Number(answer.headers.get('upload-offset'));
  }
  return { at, status: 204, text: '' };
}

async function receive(officer: Officer, uploadIds: string[]): Promise<Buffer[]> {
  const recipient = await addRecipient(officer);
  const sent = await submit(officer, { recipientIds: [recipient.id], uploadIds, message: '' });
  const guest = await invite(officer, sent.transferId, recipient.email);
  const files: Buffer[] = [];
  for (const object of guest.opened.objects) {
    const answer = await guest.open(object.id);
    expect(answer.outcome).toBe('released');
    if (answer.outcome !== 'released') continue;
    files.push(Buffer.from(await (await guest.download(answer.openingId)).arrayBuffer()));
  }
  return files;
}

async function invite(officer: Officer, transferId: string, email: string): Promise<RecipientClient> {
  const handle = await waitForNotice(officer, transferId);
  return openAsRecipient(server, handle, email, await askForCode(officer, handle, email));
}

describe.skipIf(!mountable)('a full disk', () => {
  it('is said clearly, loses nothing that was acknowledged, and the upload goes on when there is room', async () => {
    const chance = seededChance();
    server = await startServer();
    const officer = await setUpOrganisation(server);
    await server.halt();
    const objects = join(server.dataDirectory, 'objects');
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=28m,mode=700', 'tmpfs', objects]);
    cleanUp.push(async () => {
      await server.halt();
      execFileSync('umount', ['-l', objects]);
    });
    const filler = join(objects, 'filler');
    writeFileSync(filler, new Uint8Array(12 * MIB));
    await server.restart();

    const early = harmlessText(chance, 3 * MIB + 17);
    const earlyId = await upload(officer, early, 'early.txt');
    await waitForUpload(officer, earlyId);
    const late = harmlessText(chance, 17 * MIB + 5);
    const path = await begin(officer, late.length);
    // One long request that fails in the middle, then short ones.
    const broken = await patch(officer, path, 0, late).catch(() => undefined);
    if (broken !== undefined) expect(broken.status).toBe(507);
    const first = await offsetOf(officer, path);
    const stopped = await sendRest(officer, path, late, 700_001);
    expect(stopped.status).toBe(507);
    expect(stopped.text).toContain('"code":"store.disk_full"');
    expect(await offsetOf(officer, path)).toBe(stopped.at);
    expect(stopped.at).toBeGreaterThanOrEqual(first);
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ ok: true });

    rmSync(filler);
    expect(await sendRest(officer, path, late, 2 * MIB)).toMatchObject({ status: 204, at: late.length });
    const lateId = path.split('/').at(-1) ?? '';
    await waitForUpload(officer, lateId);
    const files = await receive(officer, [earlyId, lateId]);
    expect(files[0]?.equals(early)).toBe(true);
    expect(files[1]?.equals(late)).toBe(true);
    await expectCleanFsck(server);
  });

  it('that leaves no room for the end of a file lets the file end later by itself', async () => {
    const chance = seededChance();
    server = await startServer();
    const officer = await setUpOrganisation(server);
    await server.halt();
    const objects = join(server.dataDirectory, 'objects');
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=700', 'tmpfs', objects]);
    cleanUp.push(async () => {
      await server.halt();
      execFileSync('umount', ['-l', objects]);
    });
    await server.restart();
    const bytes = harmlessText(chance, 2 * MIB - 100_000);
    const path = await begin(officer, bytes.length);
    // The first segment is written; the tail of the file is not, it waits sealed in the database.
    const half = await patch(officer, path, 0, bytes.subarray(0, MIB + 10_000));
    expect(half.status).toBe(204);
    const filler = join(objects, 'filler');
    expect(() => writeFileSync(filler, new Uint8Array(8 * MIB))).toThrow();
    const last = await patch(officer, path, MIB + 10_000, bytes.subarray(MIB + 10_000));
    expect(last.status).toBe(507);
    expect(await offsetOf(officer, path)).toBe(bytes.length);
    rmSync(filler);
    const id = path.split('/').at(-1) ?? '';
    const state = await waitFor('the end of the upload', async () => {
      const now = await officer.get<UploadState>(`/api/v1/uploads/${id}/state`);
      return now.state === 'ready' ? now : undefined;
    });
    expect(state.received).toBe(bytes.length);
    expect((await receive(officer, [id]))[0]?.equals(bytes)).toBe(true);
  });
});

describe('a database that dies under load', () => {
  it('fails requests clearly, comes back by itself and has everything that was answered', async () => {
    server = await startServer();
    const officer = await setUpOrganisation(server);
    const recipient = await addRecipient(officer);
    const first = await submit(officer, { recipientIds: [recipient.id] });
    const guest = await invite(officer, first.transferId, recipient.email);
    const answered = [first.transferId];
    const failures: string[] = [];
    const over = { now: false };
    const keepGoing = async (step: () => Promise<void>): Promise<void> => {
      while (!over.now) {
        await step().catch((error: unknown) => {
          failures.push(error instanceof HttpError ? `${error.status} ${error.code}` : String(error));
        });
        await pause(20);
      }
    };
    const working = Promise.all([
      ...[1, 2, 3].map(() =>
        keepGoing(async () => {
          const sent = await submit(officer, { recipientIds: [recipient.id], connectionId: 'email' });
          answered.push(sent.transferId);
        }),
      ),
      keepGoing(async () => void (await guest.open(guest.opened.objects[0]?.id ?? ''))),
    ]);
    for (let round = 0; round < 2; round += 1) {
      const before = answered.length;
      expect(await until(() => answered.length > before + 2, 30_000)).toBe(true);
      process.kill(postmasterOf(server), 'SIGKILL');
      const down = answered.length;
      expect(await until(() => answered.length > down + 3, 40_000), failures.slice(-5).join()).toBe(true);
    }
    over.now = true;
    await working;
    expect(new Set(failures.filter((one) => !/^503 (store|access)\./.test(one)))).toEqual(new Set());
    for (const id of answered) {
      expect((await officer.get<TransferDetail>(`/api/v1/transfers/${id}`)).state).toBe('granted');
    }
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ ok: true });
    const sql = await connectBeside(server);
    const everythingOut = (): Promise<boolean> =>
      sql.any(`select 1 from audit_outbox union all select 1 from log_seq`).then((waiting) => !waiting);
    expect(await until(everythingOut, 20_000)).toBe(true);
    expect(await verifyDirectory(server, sql, [])).toMatchObject({ outcome: 'verified' });
    await sql.close();
    await expectCleanFsck(server);
  });
});

function postmasterOf({ dataDirectory }: TestServer): number {
  return Number(readFileSync(join(dataDirectory, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]);
}

describe('an older copy put back', () => {
  for (const [what, folder, code] of [
    ['the log directory', 'log', 'log.missing_tile'],
    ['the database', 'postgres', 'log.published_ahead'],
  ] as const) {
    it(`of ${what} makes the server read-only with a clear error, and nothing is opened`, async () => {
      server = await startServer();
      const officer = await setUpOrganisation(server);
      const recipient = await addRecipient(officer);
      const sent = await submit(officer, { recipientIds: [recipient.id] });
      const guest = await invite(officer, sent.transferId, recipient.email);
      await server.halt();
      const copy = mkdtempSync('/tmp/entrepot-older-');
      cleanUp.push(() => rmSync(copy, { recursive: true, force: true }));
      const place = join(server.dataDirectory, folder);
      execFileSync('cp', ['-a', place, copy]);
      await server.restart();
      const later = await submit(officer, { recipientIds: [recipient.id] });
      await waitForNotice(officer, later.transferId);
      await server.halt();
      rmSync(place, { recursive: true });
      execFileSync('cp', ['-a', join(copy, folder), server.dataDirectory]);

      const unwell = await startUnwell();
      expect(unwell.status).toBe(503);
      expect(unwell.output()).toContain(code);
      const object = guest.opened.objects[0]?.id ?? '';
      await expect(guest.open(object)).rejects.toMatchObject({ status: 503, code: 'store.read_only' });
      const again = submit(officer, { recipientIds: [recipient.id] });
      await expect(again).rejects.toMatchObject({ status: 503, code: 'store.read_only' });
      const { state } = await officer.get<TransferDetail>(`/api/v1/transfers/${sent.transferId}`);
      expect(state).toBe('granted');
      await unwell.end();
    });
  }
});

/** Starts the server on the same data without expecting that it is well. */
async function startUnwell(): Promise<{ status: number; output: () => string; end: () => Promise<void> }> {
  mkdirSync(server.dataDirectory, { recursive: true });
  const child: ChildProcess = spawn(process.execPath, [join(ROOT, 'src/main.ts'), 'serve'], {
    cwd: '/tmp',
    env: environmentOf(server),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const parts: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (part: string) => parts.push(part));
  }
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const end = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  cleanUp.push(end);
  const status = await waitFor('any answer', () =>
    fetch(`${server.url}/healthz`).then(
      (answer) => answer.status,
      () => undefined,
    ),
  );
  return { status, output: () => parts.join(''), end };
}
