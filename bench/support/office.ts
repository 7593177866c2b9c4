/** A real server in a process of its own, with the people that a transfer of an unreadable file needs. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TransferDetail } from '../../src/model/api/transfers.ts';
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
  waitForNotice,
} from '../../test/support/flows.ts';
import { startServer, type TestServer } from '../../test/support/server.ts';

export type Office = {
  readonly server: TestServer;
  /** Process of the server. */
  readonly pid: number;
  readonly officers: readonly [Officer, StaffClient];
  readonly sender: StaffClient;
};

export async function openOffice(): Promise<Office> {
  const server = await startServer();
  try {
    const officer = await setUpOrganisation(server);
    const second = await inviteAndEnrol(officer, 'officer');
    const sender = await inviteAndEnrol(officer, 'sender');
    return { server, pid: pidOf(server), officers: [officer, second], sender };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** The lock of the data directory names its holder. */
function pidOf({ dataDirectory }: TestServer): number {
  const lock = readdirSync(dataDirectory).find((name) => /^entrepot\.lock\.\d+$/.test(name)) ?? '';
  return Number(/"pid":(\d+)/.exec(readFileSync(join(dataDirectory, lock), 'utf8'))?.[1]);
}

/** Sends the uploads, lifts whatever holds them, and returns the recipient, past both factors. */
export async function deliver(office: Office, uploadIds: readonly string[]): Promise<RecipientClient> {
  const { sender, officers } = office;
  const recipient = await addRecipient(sender, { kind: 'controller' });
  const { transferId } = await submit(sender, {
    recipientIds: [recipient.id],
    uploadIds: [...uploadIds],
    limits: { expiresInDays: 7, opensMax: 100 },
  });
  const path = `/api/v1/transfers/${transferId}`;
  const state = async (): Promise<string> => (await sender.get<TransferDetail>(path)).state;
  if ((await state()) === 'held') {
    const bases = ['consent.explicit', 'consent.unambiguous'];
    await sender.post(`${path}/basis`, { bases, filings: [], necessary: true, evidence: 'bench' });
    const filings = ['mo_art20_notice'];
    await sender.post(`${path}/basis`, { bases: [], filings, necessary: true, evidence: 'bench' });
  }
  for (const officer of officers) {
    if ((await state()) === 'held') await officer.post(`${path}/approval`, { outcome: 'approved', reason: 'bench' });
  }
  const handle = await waitForNotice(officers[0], transferId);
  const code = await askForCode(officers[0], handle, recipient.email);
  return openAsRecipient(office.server, handle, recipient.email, code);
}
