/** The way of one transfer over HTTP, as the helpers of the tests walk it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addRecipient,
  askForCode,
  inviteAndEnrol,
  openAsRecipient,
  type Officer,
  setUpOrganisation,
  signIn,
  submit,
  upload,
  waitForNotice,
  waitForUpload,
} from '../support/flows.ts';
import { startServer, type TestServer } from '../support/server.ts';

describe('a running server', () => {
  let server: TestServer;
  let officer: Officer;

  beforeAll(async () => {
    server = await startServer();
    officer = await setUpOrganisation(server);
  });
  afterAll(async () => {
    await server.stop();
  });

  it('lets a partner open what an officer sent, also after the server was killed', async () => {
    expect((await officer.session()).stage).toBe('ready');
    const recipient = await addRecipient(officer);
    const bytes = new TextEncoder().encode('Opening hours: nine to five.\n');
    const uploadId = await upload(officer, bytes, 'hours.txt');
    await waitForUpload(officer, uploadId);
    const { transferId, state } = await submit(officer, { recipientIds: [recipient.id], uploadIds: [uploadId] });
    expect(state).toBe('granted');
    const handle = await waitForNotice(officer, transferId);

    await server.kill9();
    await server.restart();

    const code = await askForCode(officer, handle, recipient.email);
    const opener = await openAsRecipient(server, handle, recipient.email, code);
    const file = opener.opened.objects.find((one) => one.kind === 'file');
    const opened = await opener.open(file?.id ?? '');
    expect(opened.outcome).toBe('released');
    if (opened.outcome !== 'released') return;
    const download = await opener.download(opened.openingId);
    expect(new Uint8Array(await download.arrayBuffer())).toEqual(bytes);
  });

  it('enrols a sender who can sign in again', async () => {
    const sender = await inviteAndEnrol(officer, 'sender');
    expect((await sender.session()).person?.role).toBe('sender');
    expect((await (await signIn(sender)).session()).stage).toBe('ready');
  });
});
