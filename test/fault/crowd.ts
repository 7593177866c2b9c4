/**
 * People at work, who remember every answer: senders who upload and submit, an officer who lifts what is held, recipients who
 * open. When the server is gone they wait; what they were told is in the ledger, and what cannot be is in `problems`.
 */
import type { OpenResponse } from '../../src/model/api/open.ts';
import type { TransferDetail } from '../../src/model/api/transfers.ts';
import {
  addRecipient,
  askForCode,
  HttpError,
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
import type { TestServer } from '../support/server.ts';
import { type Chance, harmlessText } from './chance.ts';
import { pause, publishedCheckpoint, sizeOf } from './disaster.ts';

export type SentFile = {
  readonly sender: StaffClient;
  readonly bytes: Uint8Array<ArrayBuffer>;
  id: string | undefined;
  /** Highest offset that was answered. */
  acknowledged: number;
};

export type Released = { readonly openingId: string; readonly logIndex: number };

export type Ledger = {
  readonly files: SentFile[];
  /** The newest state that was answered, by transfer. */
  readonly transfers: Map<string, string>;
  readonly released: Released[];
  readonly problems: string[];
  downloads: number;
  /** How much was answered in all. */
  answers: number;
};

export type Guest = { readonly client: RecipientClient; readonly file: Uint8Array };

export type Crowd = {
  readonly server: TestServer;
  readonly chance: Chance;
  readonly officer: Officer;
  readonly senders: readonly StaffClient[];
  /** Two processors, to whom harmless things may go at once, and a controller. */
  readonly recipientIds: readonly [string, string, string];
  readonly guests: readonly Guest[];
  readonly ledger: Ledger;
};

export async function gather(server: TestServer, chance: Chance, guests: number): Promise<Crowd> {
  const officer = await setUpOrganisation(server);
  const senders = [await inviteAndEnrol(officer, 'sender'), await inviteAndEnrol(officer, 'sender')];
  const first = await addRecipient(officer);
  const second = await addRecipient(officer);
  const controller = await addRecipient(officer, { kind: 'controller' });
  const ledger: Ledger = { files: [], transfers: new Map(), released: [], problems: [], downloads: 0, answers: 0 };
  const crowd = { server, chance, officer, senders, ledger, guests: [] as Guest[] };
  const file = harmlessText(chance, 2_500_000);
  const uploadId = await upload(officer, file, 'ferry.txt');
  for (let n = 0; n < guests; n += 1) {
    const uploads = n === 0 ? [uploadId] : [await upload(officer, file, 'ferry.txt')];
    for (const id of uploads) await waitForUpload(officer, id);
    crowd.guests.push(await inviteGuest(crowd, uploads, file));
  }
  return { ...crowd, recipientIds: [first.id, second.id, controller.id] };
}

/** A transfer of its own, and its recipient past both factors. */
async function inviteGuest(
  crowd: Pick<Crowd, 'server' | 'officer' | 'ledger'>,
  uploadIds: readonly string[],
  file: Uint8Array,
): Promise<Guest> {
  const { server, officer } = crowd;
  const recipient = await addRecipient(officer);
  const limits = { expiresInDays: 7, opensMax: 4 };
  const sent = await submit(officer, { recipientIds: [recipient.id], uploadIds: [...uploadIds], limits });
  crowd.ledger.transfers.set(sent.transferId, sent.state);
  const handle = await waitForNotice(officer, sent.transferId);
  const code = await askForCode(officer, handle, recipient.email);
  return { client: await openAsRecipient(server, handle, recipient.email, code), file };
}

/** One person's work until `isOver`. The network may break at any time; any other failure is a problem. */
export async function work(crowd: Crowd, isOver: () => boolean, step: () => Promise<void>): Promise<void> {
  while (!isOver()) {
    try {
      await step();
      crowd.ledger.answers += 1;
    } catch (error) {
      // fetch says TypeError for every broken connection.
      if (!(error instanceof TypeError)) crowd.ledger.problems.push(describe(error));
      await pause(20);
    }
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const TUS = { 'tus-resumable': '1.0.0' } as const;

export async function uploadStep(crowd: Crowd, file: SentFile): Promise<void> {
  const { chance, ledger } = crowd;
  const { sender } = file;
  const headers = { ...TUS, 'x-entrepot-csrf': await sender.csrf() };
  if (file.id === undefined) {
    const length = String(file.bytes.length);
    const created = await sender.request('POST', '/api/v1/uploads', {
      headers: { ...headers, 'upload-length': length },
    });
    if (created.status !== 201) throw new HttpError(created.status, await created.text(), 'POST upload');
    file.id = created.headers.get('location')?.split('/').at(-1);
    return;
  }
  const path = `/api/v1/uploads/${file.id}`;
  const head = await sender.request('HEAD', path, { headers });
  if (head.status !== 200) throw new HttpError(head.status, '', `HEAD upload at ${file.acknowledged}`);
  const at = Number(head.headers.get('upload-offset'));
  if (at < file.acknowledged) ledger.problems.push(`upload ${file.id}: ${file.acknowledged} answered, ${at} kept`);
  file.acknowledged = at;
  if (at === file.bytes.length) return;
  const piece = file.bytes.subarray(at, at + chance.between(1, 2_000_000));
  const sent = await sender.request('PATCH', path, {
    headers: { ...headers, 'upload-offset': String(at), 'content-type': 'application/offset+octet-stream' },
    body: dripping(piece, chance.between(1, 12)),
    duplex: 'half',
  });
  if (sent.status !== 204) throw new HttpError(sent.status, await sent.text(), `PATCH at ${at}`);
  const reached = Number(sent.headers.get('upload-offset'));
  if (reached !== at + piece.length) ledger.problems.push(`upload ${file.id}: answered ${reached}`);
  file.acknowledged = reached;
}

/** A body that comes in `pieces`, with pauses, so that the server dies in the middle of it. */
function dripping(bytes: Uint8Array<ArrayBuffer>, pieces: number): ReadableStream<Uint8Array> {
  const size = Math.ceil(bytes.length / pieces);
  let at = 0;
  return new ReadableStream({
    pull: async (controller) => {
      await pause(5);
      controller.enqueue(bytes.subarray(at, at + size));
      at += size;
      if (at >= bytes.length) controller.close();
    },
  });
}

/** Files one after the other; the last may be unfinished. */
export async function uploader(crowd: Crowd, sender: StaffClient, isOver: () => boolean): Promise<void> {
  const { ledger, chance } = crowd;
  let file = ledger.files.find((one) => one.sender === sender && isUnfinished(one) && !taken.has(one));
  await work(crowd, isOver, async () => {
    if (file === undefined || !isUnfinished(file)) {
      file = { sender, bytes: harmlessText(chance, chance.between(1, 5_000_000)), id: undefined, acknowledged: 0 };
      ledger.files.push(file);
    }
    taken.add(file);
    await uploadStep(crowd, file);
  });
  if (file !== undefined) taken.delete(file);
}

/** Files that somebody is uploading at this moment. */
const taken = new Set<SentFile>();

function isUnfinished(file: SentFile): boolean {
  return file.acknowledged < file.bytes.length;
}

/** Harmless things, granted and noticed at once. By mail, which has room for many notices. */
export function submitter(crowd: Crowd, sender: StaffClient, isOver: () => boolean): Promise<void> {
  const { ledger, chance, recipientIds } = crowd;
  return work(crowd, isOver, async () => {
    const to = chance.pick([[recipientIds[0]], [recipientIds[1]], [recipientIds[0], recipientIds[1]]]);
    const sent = await submit(sender, { recipientIds: to, connectionId: 'email' });
    ledger.transfers.set(sent.transferId, sent.state);
    await pause(chance.between(0, 80));
  });
}

const CONTRACT = '李先生：附件為僱傭合同，請於本週內核對。聯絡電話 +853 6612 3456。';

/** Something personal, held by law, and an officer who records what lifts it: the grant comes later than the submission. */
export function lifter(crowd: Crowd, sender: StaffClient, isOver: () => boolean): Promise<void> {
  const { ledger, officer, recipientIds } = crowd;
  return work(crowd, isOver, async () => {
    const sent = await submit(sender, {
      recipientIds: [recipientIds[2]],
      connectionId: 'email',
      message: CONTRACT,
      purpose: 'employment',
    });
    ledger.transfers.set(sent.transferId, sent.state);
    const path = `/api/v1/transfers/${sent.transferId}`;
    for (const step of [
      { bases: ['consent.explicit', 'consent.unambiguous'], filings: [] },
      { bases: [], filings: ['mo_art20_notice'] },
    ]) {
      await sender.post(`${path}/basis`, { ...step, necessary: true, evidence: 'file 1' });
      const { state } = await officer.get<TransferDetail>(path);
      ledger.transfers.set(sent.transferId, state);
    }
    if (ledger.transfers.get(sent.transferId) !== 'held') return;
    await officer.post(`${path}/approval`, { outcome: 'approved', reason: 'checked' });
    ledger.transfers.set(sent.transferId, (await officer.get<TransferDetail>(path)).state);
  });
}

/** Opens whatever there is, sometimes twice at once, and fetches files, sometimes not to the end. */
export function opener(crowd: Crowd, guest: Guest, isOver: () => boolean): Promise<void> {
  const { chance } = crowd;
  return work(crowd, isOver, async () => {
    const object = chance.pick(guest.client.opened.objects);
    const times = chance.between(1, 2);
    const answers = await Promise.all(Array.from({ length: times }, () => openOnce(crowd, guest, object.id)));
    const last = answers.at(-1);
    if (object.kind === 'file' && last?.outcome === 'released') await fetchFile(crowd, guest, last.openingId);
    await pause(chance.between(0, 40));
  });
}

async function openOnce(crowd: Crowd, guest: Guest, objectId: string): Promise<OpenResponse> {
  const { ledger, server } = crowd;
  const answer = await guest.client.open(objectId);
  if (answer.outcome === 'released') {
    const published = sizeOf(publishedCheckpoint(server));
    if (answer.logIndex >= published) ledger.problems.push(`released ${answer.logIndex} of ${published}`);
    ledger.released.push({ openingId: answer.openingId, logIndex: answer.logIndex });
  } else if (answer.reason !== 'used_up') ledger.problems.push(`not released: ${answer.reason}`);
  return answer;
}

async function fetchFile(crowd: Crowd, guest: Guest, openingId: string): Promise<void> {
  const answer = await guest.client.download(openingId);
  if (answer.status !== 200) throw new HttpError(answer.status, await answer.text(), 'download');
  if (crowd.chance.between(0, 3) === 0) {
    await answer.body?.cancel();
    return;
  }
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (!bytes.equals(guest.file)) crowd.ledger.problems.push('a download differs');
  crowd.ledger.downloads += 1;
}

/** Ends every unfinished upload, sends all of them to somebody, and returns how many came out byte for byte. */
export async function deliverFiles(crowd: Crowd): Promise<number> {
  const { ledger, officer, server } = crowd;
  const all = ledger.files.filter((file) => file.id !== undefined);
  for (const file of all) while (isUnfinished(file)) await uploadStep(crowd, file);
  for (const file of all) await waitForUpload(file.sender, file.id!);
  let same = 0;
  for (const sender of crowd.senders) {
    const some = all.filter((file) => file.sender === sender).slice(0, 50);
    const recipient = await addRecipient(officer);
    const uploadIds = some.map((file) => file.id!);
    const sent = await submit(sender, { recipientIds: [recipient.id], uploadIds, message: '' });
    ledger.transfers.set(sent.transferId, sent.state);
    const handle = await waitForNotice(officer, sent.transferId);
    const guest = await openAsRecipient(
      server,
      handle,
      recipient.email,
      await askForCode(officer, handle, recipient.email),
    );
    for (const [index, object] of guest.opened.objects.entries()) {
      const answer = await waitFor('a release', async () => {
        const opened = await guest.open(object.id);
        return opened.outcome === 'released' ? opened : undefined;
      });
      const bytes = Buffer.from(await (await guest.download(answer.openingId)).arrayBuffer());
      if (bytes.equals(some[index]!.bytes)) same += 1;
    }
  }
  return same;
}
