import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { Client as Postgres } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FsckResult } from '../../src/app/fsck.ts';
import type { MadePseudonyms, PseudonymPreview, PseudonymTables } from '../../src/model/api/pseudonyms.ts';
import type { LogEventList } from '../../src/model/api/system.ts';
import type { RegisterPage } from '../../src/model/api/register.ts';
import type { SweepFile } from '../../src/model/sweep.ts';
import type { SweepList, SweptFiles } from '../../src/model/api/sweeps.ts';
import {
  addRecipient,
  type Client,
  HttpError,
  inviteAndEnrol,
  type Officer,
  setUpOrganisation,
  type StaffClient,
  submit,
  upload,
  waitFor,
  waitForUpload,
} from '../support/flows.ts';
import { environmentOf, runEntrepot, startServer, type TestServer } from '../support/server.ts';

const SAMPLES = join(import.meta.dirname, '../samples');
const NAME = '陳大文';

let server: TestServer;
let officer: Officer;
let sender: StaffClient;
let folder: string;
let slow: string;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'entrepot-sweep-')));
  await mkdir(join(folder, '人事'));
  await writeFile(join(folder, '人事', 'list.csv'), await readFile(join(SAMPLES, 'sheets/payroll.zh-Hant.csv')));
  await writeFile(join(folder, 'menu.txt'), 'Soup of the day, bread and butter\n');
  await symlink('/etc/passwd', join(folder, 'link.txt'));
  // Each of these takes a process of its own, so that there is time to stop in between.
  slow = await realpath(await mkdtemp(join(tmpdir(), 'entrepot-slow-')));
  const pdf = await readFile(join(SAMPLES, 'documents/employment-contract.zh-Hant.pdf'));
  for (let n = 0; n < 4; n += 1) await writeFile(join(slow, `${n}.pdf`), pdf);
  await writeFile(join(slow, 'card.png'), await readFile(join(SAMPLES, 'scans/id-card.png')));
  server = await startServer({ ENTREPOT_SWEEP_FOLDERS: `${folder},${slow}`, ENTREPOT_OCR: 'true' });
  officer = await setUpOrganisation(server);
  sender = await inviteAndEnrol(officer, 'sender');
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
  await rm(slow, { recursive: true, force: true });
});

async function ready(staff: Client, bytes: Uint8Array<ArrayBuffer>, name: string): Promise<string> {
  const id = await upload(staff, bytes, name);
  await waitForUpload(staff, id);
  return id;
}

async function download(staff: Client, path: string, body: unknown): Promise<string> {
  const headers = { 'content-type': 'application/json', 'x-entrepot-csrf': await staff.csrf() };
  const answer = await staff.request('POST', path, { headers, body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
  return answer.text();
}

const choices = { columns: [], types: {}, keepLast: 4 };

describe('a pseudonymised list', () => {
  it('is previewed, made, sent with its justification in the register, led back with a reason, and erased', async () => {
    const list = new Uint8Array(await readFile(join(SAMPLES, 'sheets/payroll.zh-Hant.csv')));
    const uploadId = await ready(sender, list, `${NAME} payroll.csv`);
    const preview = await sender.post<PseudonymPreview>('/api/v1/pseudonyms/preview', { uploadId, choices });
    expect(preview.tables[0]?.columns.map((column) => column.operator)).toContain('pseudonym');
    expect(JSON.stringify(preview.tables[0]?.before)).toContain(NAME);
    expect(JSON.stringify(preview.tables[0]?.after)).not.toContain(NAME);

    const justification = 'The broker needs totals, not names';
    const made = await sender.post<MadePseudonyms>('/api/v1/pseudonyms', { uploadId, choices, justification });
    expect(made.fileName).not.toContain(NAME);
    await waitForUpload(sender, made.uploadId);
    const text = await download(sender, `/api/v1/pseudonyms/${made.id}/file`, {});
    expect(text).not.toContain(NAME);
    // Nobody else's list is there for a sender; an officer sees all of them.
    const other = await inviteAndEnrol(officer, 'sender', 'Chan Other');
    expect((await other.get<PseudonymTables>('/api/v1/pseudonyms')).tables).toEqual([]);
    const pseudonym = text.split('\n')[1]?.split(',')[1] ?? '';
    const look = { pseudonym, reason: 'The bank asked who this is' };
    await expect(other.post(`/api/v1/pseudonyms/${made.id}/look-up`, look)).rejects.toMatchObject({ status: 404 });

    const recipient = await addRecipient(sender);
    const sent = await submit(sender, { recipientIds: [recipient.id], message: '', uploadIds: [made.uploadId] });
    const register = await officer.get<RegisterPage>('/api/v1/register');
    const entry = register.entries.find((one) => one.transferId === sent.transferId);
    expect(entry?.safeguards).toContain('pseudonymised');
    expect(entry?.pseudonymised).toEqual([{ justification, erased: false }]);

    const found = await officer.post<{ found: { original: string }[] }>(`/api/v1/pseudonyms/${made.id}/look-up`, look);
    expect(found.found.map((one) => one.original)).toEqual([NAME]);
    await sender.post(`/api/v1/pseudonyms/${made.id}/erase`, {});
    await expect(officer.post(`/api/v1/pseudonyms/${made.id}/look-up`, look)).rejects.toMatchObject({ status: 410 });
    const [table] = (await officer.get<PseudonymTables>('/api/v1/pseudonyms')).tables;
    expect(table).toMatchObject({ erasedAt: expect.any(String), looks: [{ kind: 'value', reason: look.reason }] });
    expect(table?.transfer?.id).toBe(sent.transferId);
  });
});

describe('a sweep', () => {
  const done = (id: string): Promise<SweepList['sweeps'][number]> =>
    waitFor('the sweep', async () => {
      const { sweeps } = await officer.get<SweepList>('/api/v1/sweeps');
      return sweeps.find((one) => one.id === id && one.state === 'done');
    });

  it('finds what lies in an allowed folder, takes remedies, and exports without deleting anything', async () => {
    await expect(sender.get('/api/v1/sweeps')).rejects.toBeInstanceOf(HttpError);
    await expect(officer.post('/api/v1/sweeps', { kind: 'folder', folder: 2 })).rejects.toMatchObject({ status: 403 });
    const { id } = await officer.post<{ id: string }>('/api/v1/sweeps', { kind: 'folder', folder: 0 });
    const sweep = await done(id);
    expect(sweep.report).toMatchObject({ files: 2, levels: { restricted: 1 } });
    const { files } = await officer.post<SweptFiles>(`/api/v1/sweeps/${id}/items`, {
      level: 'restricted',
      type: 'salary',
    });
    expect(files.map((one) => one.path)).toEqual(['人事/list.csv']);
    // Who looked is on record, as for other lists that name people.
    const { events } = await officer.get<LogEventList>('/api/v1/log/events');
    expect(events.filter((one) => one.kind === 'sweep.files_read')).toHaveLength(1);
    const ids = files.map((one) => one.id);
    const act = (remedy: string) => officer.post(`/api/v1/sweeps/${id}/remedies`, { files: ids, remedy });
    expect(await act('delete')).toEqual({ done: 1, failed: [] });
    const script = await download(officer, `/api/v1/sweeps/${id}/export`, { what: 'script' });
    expect(script).toContain("exit 1\nrm -- './人事/list.csv'\n");
    expect(await act('none')).toEqual({ done: 1, failed: [] });
    expect(await act('pseudonymise')).toEqual({ done: 1, failed: [] });
    const [listed] = (await officer.post<SweptFiles>(`/api/v1/sweeps/${id}/items`, { remedy: 'pseudonymise' })).files;
    await waitForUpload(officer, listed?.uploadId ?? '');
    const preview = { uploadId: listed?.uploadId, choices };
    expect(await officer.post<PseudonymPreview>('/api/v1/pseudonyms/preview', preview)).toMatchObject({ kind: 'csv' });
    expect(await act('seal')).toEqual({ done: 1, failed: [] });
    expect(await act('none')).toMatchObject({ done: 0 });
    const sealed = await download(officer, `/api/v1/sweeps/${id}/items/${ids[0]}/file`, {});
    expect(sealed).toContain(NAME);
    expect((await readFile(join(folder, '人事', 'list.csv'))).length).toBeGreaterThan(100);
  });

  it('is paused, continued, goes on after a kill where it was, reads pictures, and has each file once', async () => {
    const { id } = await officer.post<{ id: string }>('/api/v1/sweeps', { kind: 'folder', folder: 1 });
    const swept = async () => (await officer.post<SweptFiles>(`/api/v1/sweeps/${id}/items`, {})).files;
    const atLeast = (count: number) =>
      waitFor(`${count} files`, async () => ((await swept()).length >= count ? true : undefined));
    const act = (what: string) => officer.post(`/api/v1/sweeps/${id}/${what}`, {});
    await atLeast(1);
    await act('pause');
    await expect(act('pause')).rejects.toMatchObject({ status: 409 });
    const paused = (await swept()).length;
    expect(paused).toBeLessThan(5);
    await act('continue');
    await atLeast(paused + 1);
    await server.kill9();
    await server.restart();
    const before = (await swept()).length;
    expect(before).toBeLessThan(5);
    // The lease of the process that was killed has to end first.
    await atLeast(5);
    const { report } = await done(id);
    expect(report).toMatchObject({ files: 5, types: { mrz: 1 }, problems: { 'ocr.guessed': 1 } });
    expect(report?.unchanged).toBeGreaterThanOrEqual(paused + 1);
    const names = (await swept()).map((one) => one.path);
    expect(new Set(names).size).toBe(5);
    expect(names).toHaveLength(5);
  });

  it('reads an uploaded archive without unpacking it, and what the command line has found elsewhere', async () => {
    const csv = new Uint8Array(await readFile(join(SAMPLES, 'sheets/payroll.zh-Hant.csv')));
    const zip = zipSync({ 'old/payroll.csv': csv, 'old/note.txt': new TextEncoder().encode('bread and butter') });
    const uploadId = await ready(officer, new Uint8Array(zip), 'drive.zip');
    const { id } = await officer.post<{ id: string }>('/api/v1/sweeps', { kind: 'archive', uploadId });
    expect((await done(id)).report).toMatchObject({ files: 2, places: [{ place: 'old', level: 'restricted' }] });

    const scanned = await runEntrepot(['scan', folder, '--json', '--jobs', '1']);
    expect(scanned.code).toBe(0);
    const report = await ready(officer, new TextEncoder().encode(scanned.out), 'report.json');
    const entered = await officer.post<{ id: string }>('/api/v1/sweeps', { kind: 'report', uploadId: report });
    const sweep = await done(entered.id);
    expect(sweep).toMatchObject({ source: folder, report: { files: 2 } });
    const { files } = await officer.post<SweptFiles>(`/api/v1/sweeps/${entered.id}/items`, {});
    expect(files.map((one) => one.path).sort()).toEqual(['menu.txt', '人事/list.csv'].sort());
  });
});

describe('fsck of what was found and made', () => {
  it('is clean after all of it, and finds each way in which rows contradict each other', async () => {
    const note = JSON.parse(await readFile(join(server.dataDirectory, 'postgres.connection.json'), 'utf8'));
    const { host, port, user, database } = note as { host: string; port: number; user: string; database: string };
    const postgres = new Postgres({ host, port, user, database });
    await postgres.connect();
    const found = async (): Promise<string[]> => {
      const { out } = await runEntrepot(['fsck', '--quick', '--json'], { env: environmentOf(server) });
      const codes = (JSON.parse(out) as FsckResult).findings.map((one) => one.code);
      // Harmless: the server was killed above, perhaps while it wrote the log.
      return codes.filter((code) => code !== 'fsck.log_leftover');
    };
    const sets: readonly [change: string, back: string, code: string][] = [
      [
        `insert into level_policy select org_id, 7, '{}', '', started_by, started_at from sweep limit 1`,
        `delete from level_policy where version = 7`,
        'fsck.levels_odd',
      ],
      [
        `insert into finding_exception (org_id, exception_id, type, value_hash, needs_second, suggested_by, suggested_at, suggestion, set_by)
           select org_id, sweep_id, 'phone', 'x', false, started_by, started_at, '', started_by from sweep limit 1`,
        `delete from finding_exception`,
        'fsck.exception_odd',
      ],
      [
        `update sweep_item set sweep_id = path_id from (select gen_random_uuid() as path_id) as other where remedy is null`,
        ``,
        'fsck.sweep_odd',
      ],
      [
        `update pseudonym_table set erased_at = null`,
        `update pseudonym_table set erased_at = made_at`,
        'fsck.pseudonyms_odd',
      ],
      [
        `update pseudonym_table set transfer_id = null, made_by = transfer_id, erased_by = made_by`,
        `update pseudonym_table set transfer_id = made_by, made_by = erased_by`,
        'fsck.pseudonyms_odd',
      ],
      [
        `update sweep set source_sealed = source_sealed || 'x'`,
        `update sweep set source_sealed = substring(source_sealed from 1 for octet_length(source_sealed) - 1)`,
        'fsck.history_unreadable',
      ],
    ];
    try {
      expect(await found()).toEqual([]);
      // The one that cannot be taken back by a statement comes last.
      for (const [change, back, code] of sets.toSorted(([, a], [, b]) => Number(a === '') - Number(b === ''))) {
        expect((await postgres.query(change)).rowCount, change).toBeGreaterThan(0);
        expect(await found()).toEqual([code]);
        if (back !== '') await postgres.query(back);
      }
    } finally {
      await postgres.end();
    }
  });
});

describe('a scan by the command line', () => {
  it('killed while it runs, goes on where it was and comes to the report of one that was not', async () => {
    const tree = await mkdtemp(join(tmpdir(), 'entrepot-tree-'));
    for (let n = 0; n < 80; n += 1)
      await writeFile(join(tree, `${n}.txt`), `${n} 姓名：${NAME} 電話：66123456\n`.repeat(200));
    const state = join(tree, '..', `${tree.split('/').at(-1)}.jsonl`);
    const args = ['scan', tree, '--json', '--jobs', '2', '--state', state];
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../src/main.ts'), ...args], {
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    await waitFor('some files', async () => {
      const text = await readFile(state, 'utf8').catch(() => '');
      return text.split('\n').length > 20 ? true : undefined;
    });
    child.kill('SIGKILL');
    await ended;
    const kept = (await readFile(state, 'utf8')).split('\n').length - 2;
    expect(kept).toBeLessThanOrEqual(80);
    const resumed = JSON.parse((await runEntrepot(args)).out) as SweepFile;
    const whole = JSON.parse((await runEntrepot(args.slice(0, 3))).out) as SweepFile;
    const { unchanged, startedAt: _, finishedAt: __, ...report } = resumed.report;
    expect(unchanged).toBeGreaterThanOrEqual(kept);
    expect(whole.report).toMatchObject(report);
    await rm(tree, { recursive: true, force: true });
    await rm(state, { force: true });
  });
});
