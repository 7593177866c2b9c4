/** One delivery from its notice to a certificate that somebody else checks, in the order in which things happen. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../src/audit-log/hash-node.ts';
import { hex, utf8 } from '../../src/base/bytes.ts';
import type { Delivery, DeliveryNewsList } from '../../src/model/api/delivery.ts';
import type { Certificate } from '../../src/model/certificate.ts';
import type { Recipient } from '../../src/model/api/recipients.ts';
import type { LogInfo } from '../../src/model/api/system.ts';
import { createDevice, type Device, recipientPost } from '../support/device.ts';
import {
  addRecipient,
  askForCode,
  client,
  inviteAndEnrol,
  type Officer,
  openAsRecipient,
  type RecipientClient,
  sandboxMessages,
  setUpOrganisation,
  type StaffClient,
  submit,
  upload,
  waitFor,
  waitForNotice,
  waitForUpload,
} from '../support/flows.ts';
import { runEntrepot, startServer, type TestServer } from '../support/server.ts';

const FILE = utf8('Public holidays of the year: '.repeat(40));
const ROBOT = 'DingTalkBot-LinkService/1.0';

let server: TestServer;
let officer: Officer;
let sender: StaffClient;
let first: Recipient;
let second: Recipient;
let transferId: string;
let reference: string;
let handle: string;
let opener: RecipientClient;
let device: Device;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  server = await startServer();
  officer = await setUpOrganisation(server);
  sender = await inviteAndEnrol(officer, 'sender', 'Chan Tai Man');
  first = await addRecipient(officer, { name: 'Wong Siu Ming' });
  second = await addRecipient(officer, { name: 'Leong Ka Man' });
  device = await createDevice();
}, 120_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server.stop();
});

const delivery = (): Promise<Delivery> => sender.get<Delivery>(`/api/v1/transfers/${transferId}/delivery`);
const stepsOf = async (id: string): Promise<readonly string[]> =>
  (await delivery()).recipients.find((one) => one.id === id)?.steps.map((one) => one.step) ?? [];
const ownNews = async () => (await sandboxMessages(officer)).filter((one) => one.kind === 'delivery');

/** The bytes of a file that a POST of staff answers with. */
async function file(path: string, body: object): Promise<Uint8Array<ArrayBuffer>> {
  const headers = { 'content-type': 'application/json', 'x-entrepot-csrf': await sender.csrf() };
  const answer = await sender.request('POST', path, { headers, body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
}

/** Runs the command where there is nothing but the certificate. */
const verify = (name: string, ...more: string[]) =>
  runEntrepot(['evidence', 'verify', name, '--json', ...more], { cwd: folder, env: { PATH: process.env['PATH'] } });

/** Whether a tool of others is here; says so when it is not. */
function isThere(tool: string): boolean {
  const isMissing = spawnSync(tool, ['-v']).error !== undefined;
  if (isMissing) console.warn(`check by ${tool} skipped: it is not installed`);
  return !isMissing;
}

describe('a delivery', { timeout: 120_000 }, () => {
  it('begins with a sender who wishes to be told by e-mail', async () => {
    const events = ['opened', 'downloaded', 'receipt', 'locked', 'refused'];
    await expect(sender.post('/api/v1/delivery/wish', { connection: 'unheard', events, byDay: false })).rejects.toThrow(
      'delivery.no_such_connection',
    );
    await sender.post('/api/v1/delivery/wish', { connection: 'email', events, byDay: false });
    expect(await sender.get('/api/v1/delivery/wish')).toMatchObject({ connection: 'email', events, byDay: false });
    const uploadId = await upload(sender, FILE, 'holidays.txt');
    await waitForUpload(sender, uploadId);
    const recipientIds = [first.id, second.id];
    ({ transferId, reference } = await submit(sender, { recipientIds, uploadIds: [uploadId] }));
    handle = await waitForNotice(officer, transferId);
  });

  it('says that a robot previewed the notice and that nothing was opened', async () => {
    const robot = client(server.url);
    const see = async (wanted: string): Promise<[number, string]> => {
      const headers = { 'content-type': 'application/json', 'user-agent': ROBOT };
      const answer = await robot.request('POST', '/open/api/seen', {
        headers,
        body: JSON.stringify({ handle: wanted }),
      });
      return [answer.status, await answer.text()];
    };
    expect(await see(handle)).toEqual([200, '{}']);
    expect(await see(handle)).toEqual([200, '{}']);
    // INVARIANT: unknown handles sound alike, and a robot gets no cookie.
    expect(await see('A'.repeat(22))).toEqual([200, '{}']);
    expect(robot.jar.size).toBe(0);
    const seen = (await delivery()).recipients.flatMap((one) => one.previews);
    expect(seen.map(({ robot: name, times }) => [name, times])).toEqual([['dingtalk', 2]]);
    const all = await Promise.all([stepsOf(first.id), stepsOf(second.id)]);
    expect(all.flat()).not.toContain('opened');
    expect(all.flat().filter((step) => step === 'previewed')).toHaveLength(1);
  });

  it('knows a browser by its own key, not by what it says', async () => {
    const [own, other] = await recipientsOfHandle();
    first = own;
    second = other;
    opener = await openAsRecipient(server, handle, first.email, await askForCode(officer, handle, first.email));
    const stranger = await createDevice();
    const { publicKey } = device;
    await expect(
      recipientPost(opener, '/open/api/device', { publicKey, signature: await stranger.sign('x') }),
    ).rejects.toThrow('delivery.device_not_accepted');
    const id = await device.show(opener);
    expect(await device.show(opener)).toBe(id);
    expect((await device.list(opener)).map((one) => [one.id, one.current])).toEqual([[id, true]]);
  });

  it('takes a receipt of the message, once, and none that says more than what was seen', async () => {
    const message = opener.opened.objects.find((one) => one.kind === 'message');
    const opened = await opener.open(message?.id ?? '');
    if (opened.outcome !== 'released') throw new Error('not released');
    const { statement } = await device.delivery(opener, opened.openingId);
    expect(statement).toMatchObject({ reference, logIndex: opened.logIndex, received: { kind: 'text' } });
    const refused = 'delivery.receipt_not_accepted';
    await expect(device.confirm(opener, opened.openingId, { received: { kind: 'text', bytes: 1 } })).rejects.toThrow(
      refused,
    );
    await expect(device.confirm(opener, opened.openingId, { logIndex: 0 })).rejects.toThrow(refused);
    await expect(device.confirm(opener, opened.openingId, { device: first.id })).rejects.toThrow(refused);
    const stranger = await createDevice();
    const forged = { ...device, sign: stranger.sign };
    const text = JSON.stringify({});
    await expect(
      recipientPost(opener, '/open/api/receipt', {
        openingId: opened.openingId,
        statement: text,
        signature: await forged.sign(text),
      }),
    ).rejects.toThrow(refused);
    const at = await device.confirm(opener, opened.openingId);
    expect(await device.confirm(opener, opened.openingId)).toBe(at);
  });

  it('knows the last byte of a file, and takes no receipt of it before', async () => {
    const object = opener.opened.objects.find((one) => one.kind === 'file');
    const opened = await opener.open(object?.id ?? '');
    if (opened.outcome !== 'released') throw new Error('not released');
    expect((await device.delivery(opener, opened.openingId)).statement).toBeNull();
    await expect(device.confirm(opener, opened.openingId)).rejects.toThrow('delivery.nothing_received');
    const copy = new Uint8Array(await (await opener.download(opened.openingId)).arrayBuffer());
    const { received } = await waitFor('the last byte', async () => {
      const { statement } = await device.delivery(opener, opened.openingId);
      return statement ?? undefined;
    });
    // It is of the copy that he has in his hands, mark and all.
    expect(received).toEqual({ kind: 'file', bytes: copy.length, sha256: hex(nodeSha256(copy)) });
    // A receipt of one opening is none of another.
    const [message] = (await delivery()).recipients.flatMap((one) => one.openings);
    await expect(device.confirm(opener, opened.openingId, { opening: message?.id ?? '' })).rejects.toThrow(
      'delivery.receipt_not_accepted',
    );
    await device.confirm(opener, opened.openingId);
  });

  it('is shown to its sender step by step', async () => {
    expect(await stepsOf(first.id)).toEqual([
      'queued',
      'noticed',
      ...((await stepsOf(first.id)).includes('previewed') ? ['previewed'] : []),
      'proved',
      'opened',
      'released',
      'shown',
      'finished',
      'receipt',
    ]);
    expect(await stepsOf(second.id)).not.toContain('proved');
    const own = (await delivery()).recipients.find((one) => one.id === first.id);
    expect(own?.proofs[0]?.factors).toEqual(['notice', 'code']);
    expect(own?.devices).toHaveLength(1);
  });

  it('told the sender at once, each thing once, with nothing in it but the reference', async () => {
    // Opened, downloaded, and a receipt for each of two objects.
    const news = await waitFor('news', async () => {
      const all = await ownNews();
      return all.length >= 4 ? all : undefined;
    });
    expect(news).toHaveLength(4);
    for (const { body } of news) {
      expect(body).toContain(reference);
      expect(body).not.toMatch(/Wong|Siu|holidays|harbour\.example|http/);
    }
    const list = await sender.get<DeliveryNewsList>('/api/v1/delivery/news');
    expect(list.unseen).toBe(list.news.length);
    expect(new Set(list.news.map((one) => one.kind))).toEqual(
      new Set(['object.opened', 'object.downloaded', 'receipt.signed']),
    );
    await sender.post('/api/v1/delivery/news/seen', {});
    expect((await sender.get<DeliveryNewsList>('/api/v1/delivery/news')).unseen).toBe(0);
  });

  it('is certified, and anybody checks the certificate without the server', async () => {
    const path = `/api/v1/transfers/${transferId}/certificate`;
    const json = await file(path, { format: 'json', locale: 'en', recipientId: null });
    writeFileSync(join(folder, 'certificate.json'), json);
    const { vkey } = await officer.get<LogInfo>('/api/v1/log');
    const verified = await verify('certificate.json', '--vkey', vkey);
    expect(verified.err).toBe('');
    expect(verified.code).toBe(0);
    const shown = JSON.parse(verified.out) as { receipts: unknown[]; events: unknown[] };
    expect(shown.receipts).toHaveLength(2);
    expect(shown.events.length).toBeGreaterThan(8);
    const certificate = JSON.parse(readFileSync(join(folder, 'certificate.json'), 'utf8')) as Certificate;
    expect(certificate.about.recipients.map((one) => one.name).toSorted()).toEqual(['Leong Ka Man', 'Wong Siu Ming']);
    for (const [from, to] of [
      ['Wong Siu Ming', 'Wong Siu Fong'],
      ['object.downloaded', 'object.released'],
      ['holidays.txt', 'salaries.txt'],
    ] as const) {
      writeFileSync(
        join(folder, 'forged.json'),
        readFileSync(join(folder, 'certificate.json'), 'utf8').replaceAll(from, to),
      );
      expect((await verify('forged.json', '--vkey', vkey)).code, from).toBe(1);
    }
  });

  it('is checked by tools that no one here wrote', async () => {
    if (!isThere('python3')) return;
    const { vkey } = await officer.get<LogInfo>('/api/v1/log');
    const script = join(import.meta.dirname, '../external/certificate-verify.py');
    const check = (name: string) => spawnSync('python3', [script, join(folder, name), vkey], { encoding: 'utf8' });
    expect(check('certificate.json')).toMatchObject({ status: 0, stdout: expect.stringContaining('2 receipts') });
    // The last forgery of the test before.
    expect(check('forged.json').status).toBe(1);
  });

  it('has receipts that openssl alone can check', () => {
    const { receipts } = JSON.parse(readFileSync(join(folder, 'certificate.json'), 'utf8')) as Certificate;
    for (const { statement, signature, publicKey } of receipts) {
      writeFileSync(join(folder, 'statement'), statement);
      writeFileSync(join(folder, 'signature'), Buffer.from(signature, 'base64'));
      writeFileSync(join(folder, 'key.pem'), publicKey);
      const check = ['dgst', '-sha256', '-verify', 'key.pem', '-signature', 'signature'];
      expect(spawnSync('openssl', [...check, 'statement'], { cwd: folder, encoding: 'utf8' }).stdout).toBe(
        'Verified OK\n',
      );
      expect(spawnSync('openssl', [...check, 'key.pem'], { cwd: folder }).status).not.toBe(0);
    }
  });

  it('comes as a page to read with the same data in it', async () => {
    const path = `/api/v1/transfers/${transferId}/certificate`;
    const pdf = await file(path, { format: 'pdf', locale: 'zh-Hant', recipientId: first.id });
    writeFileSync(join(folder, 'certificate.pdf'), pdf);
    if (!isThere('pdfdetach')) return;
    const out = join(folder, 'attached.json');
    expect(spawnSync('pdfdetach', ['-save', '1', '-o', out, join(folder, 'certificate.pdf')]).status).toBe(0);
    expect((await verify('attached.json')).code).toBe(0);
    expect(readFileSync(out, 'utf8').includes(second.name)).toBe(false);
  });

  it('gives the recipient a copy in which nobody else is', async () => {
    const body = new URLSearchParams({ handle, csrf: opener.opened.csrf, reference, format: 'json', locale: 'pt' });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await opener.request('POST', '/open/certificate', { headers, body: body.toString() });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toContain(`certificate-${reference}.json`);
    const text = await answer.text();
    writeFileSync(join(folder, 'own.json'), text);
    expect((await verify('own.json')).code).toBe(0);
    expect(text.includes(second.name) || text.includes(second.id)).toBe(false);
    const stranger = new URLSearchParams({ ...Object.fromEntries(body), csrf: 'x' }).toString();
    expect((await opener.request('POST', '/open/certificate', { headers, body: stranger })).status).toBe(403);
  });

  it('ends the sessions of a device that is removed', async () => {
    const [known] = await device.list(opener);
    await sender.post(`/api/v1/transfers/${transferId}/devices/forget`, { recipientId: first.id, deviceId: known?.id });
    await expect(device.list(opener)).rejects.toThrow('access.session_ended');
    await expect(
      sender.post(`/api/v1/transfers/${transferId}/devices/forget`, { recipientId: first.id, deviceId: transferId }),
    ).rejects.toThrow('delivery.unknown_device');
  });
});

/** Whose notice it is: one of the two. */
async function recipientsOfHandle(): Promise<[Recipient, Recipient]> {
  const previewed = (await delivery()).recipients.find((one) => one.previews.length > 0);
  return previewed?.id === first.id ? [first, second] : [second, first];
}
