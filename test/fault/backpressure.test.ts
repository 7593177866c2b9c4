/** People who do not read: what they asked for waits on the disk, not in the server's memory. */
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { residentMb } from '../../bench/support/memory.ts';
import { deliver, type Office, openOffice } from '../../bench/support/office.ts';
import { type RecipientClient, upload, waitForUpload } from '../support/flows.ts';
import { pause } from './disaster.ts';

const SIZE = 192 * 1024 * 1024;
const READERS = 5;

describe.skipIf(process.platform !== 'linux')('a recipient who does not read', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice();
  });
  afterAll(() => office.server.stop());

  it('costs the server a few buffers, however large the file is', async () => {
    const id = await upload(office.sender, new Uint8Array(SIZE), 'large.bin');
    await waitForUpload(office.sender, id);
    const guest = await deliver(office, [id]);
    const file = guest.opened.objects.find((one) => one.kind === 'file');
    const opened = await guest.open(file?.id ?? '');
    expect(opened.outcome).toBe('released');
    if (opened.outcome !== 'released') return;
    const before = residentMb(office.pid);
    const sockets = await Promise.all(Array.from({ length: READERS }, () => askAndWait(guest, opened.openingId)));
    await pause(3000);
    const growth = residentMb(office.pid) - before;
    for (const socket of sockets) socket.destroy();
    // Without back-pressure the five would take close to 1,000 MB.
    expect(growth).toBeLessThan(200);
    expect(await (await fetch(`${office.server.url}/healthz`)).json()).toEqual({ ok: true });
  });
});

/** Asks for the file, takes the first bytes of the answer, and reads no more. */
async function askAndWait(guest: RecipientClient, openingId: string): Promise<Socket> {
  const { hostname, port, host } = new URL(guest.url);
  const form = new URLSearchParams({ handle: guest.handle, openingId, csrf: guest.opened.csrf }).toString();
  const socket = connect(Number(port), hostname);
  const lines = [
    'POST /open/download HTTP/1.1',
    `host: ${host}`,
    `origin: ${guest.url}`,
    `cookie: ${[...guest.jar].map(([name, value]) => `${name}=${value}`).join('; ')}`,
    'content-type: application/x-www-form-urlencoded',
    `content-length: ${form.length}`,
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n${form}`);
  const first = await new Promise<string>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('data', (bytes: Buffer) => resolve(bytes.toString('latin1')));
  });
  socket.pause();
  expect(first).toMatch(/^HTTP\/1\.1 200 /);
  return socket;
}
