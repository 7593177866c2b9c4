/**
 * The main job without hands, through the real HTTP server: set up, send from Macau to Zhuhai, held by law, lifted, sealed, noticed
 * in the sandbox, opened with two factors, downloaded byte by byte the same, log verified. `--json` prints one line of figures.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { openCheckpoint, parseVerifierKey, treeHasher, urlSource, verifyLog } from '../src/audit-log/index.ts';
import { nodeSha256 } from '../src/audit-log/hash-node.ts';
import type { OpenResponse, OpenSession } from '../src/model/api/open.ts';
import type { Session, SetupResponse } from '../src/model/api/staff.ts';
import type { LogInfo, Meter, SandboxMessage } from '../src/model/api/system.ts';
import type { TransferDetail } from '../src/model/api/transfers.ts';
import { Browser } from './demo/browser.ts';
import { type DemoServer, startDemoServer } from './demo/server.ts';
import { personalDataIn } from './demo/crossed.ts';

const SAMPLES = join(import.meta.dirname, '../test/samples');
const DOCUMENTS = [
  'documents/employment-contract.zh-Hant.docx',
  'documents/employment-contract.zh-Hant.pdf',
  'documents/quarterly-results.en.pptx',
  'scans/employment-contract.page-1.pdf',
  'scans/id-card.png',
];
const MESSAGE = '李先生：附件為僱傭合同，請於本週內核對。聯絡電話 +853 6612 3456。';
const PARTNER = {
  name: '李小明',
  organisation: '珠海示例貿易有限公司',
  email: 'partner@example.org',
  jurisdiction: 'CN',
  city: 'CN-GD-ZH',
  kind: 'controller',
  locale: 'zh-Hans',
};
const PASSWORD = 'correct horse battery staple';

const asJson = process.argv.includes('--json');
const started = performance.now();

function say(line: string): void {
  if (!asJson) process.stdout.write(`${line}\n`);
}

async function setUp(server: DemoServer): Promise<{ officer: Browser; session: Session }> {
  const officer = new Browser(server.url);
  const { recordsKey } = await officer.json<SetupResponse>('POST', '/api/v1/setup', {
    token: server.setupToken,
    organisation: { name: 'Hotel Exemplo', locale: 'zh-Hant' },
    legalEntity: { name: 'Hotel Exemplo, Limitada', jurisdiction: 'MO', city: null },
    officer: { name: '陳大文', email: 'officer@example.com', password: PASSWORD },
  });
  await officer.enrolAuthenticator(PASSWORD);
  const session = await officer.session<Session>();
  say(
    `Set up: ${session.organisation?.name}, Macau. Records key split into ${recordsKey.shares.length} shares; two of them open records.`,
  );
  return { officer, session };
}

async function enrol(
  server: DemoServer,
  officer: Browser,
  person: { name: string; email: string; role: string },
): Promise<Browser> {
  const { enrolmentLink } = await officer.json<{ enrolmentLink: string }>('POST', '/api/v1/staff', person);
  const browser = new Browser(server.url);
  await browser.json('POST', '/api/v1/enrol', { token: enrolmentLink.split('#')[1], password: PASSWORD });
  await browser.enrolAuthenticator(PASSWORD);
  say(`Enrolled with a second factor: ${person.role}.`);
  return browser;
}

/** Polls until `find` finds something among the sandbox's messages. */
async function waitForMessage(staff: Browser, find: (message: SandboxMessage) => boolean): Promise<SandboxMessage> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const { messages } = await staff.json<{ messages: SandboxMessage[] }>('GET', '/api/v1/sandbox/messages');
    const found = messages.find(find);
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the message did not arrive');
}

async function send(
  sender: Browser,
  session: Session,
  files: readonly { name: string; bytes: Uint8Array<ArrayBuffer> }[],
): Promise<string> {
  const { id: recipientId } = await sender.json<{ id: string }>('POST', '/api/v1/recipients', PARTNER);
  const uploadIds: string[] = [];
  for (const file of files) uploadIds.push(await sender.upload(file.bytes, file.name));
  say(
    `Uploaded and sealed while received: ${files.map((file) => `${file.name} (${file.bytes.length} bytes)`).join(', ')}.`,
  );
  const { transferId, state } = await sender.json<{ transferId: string; state: string }>('POST', '/api/v1/transfers', {
    entityId: session.entities[0]?.id,
    recipientIds: [recipientId],
    message: MESSAGE,
    uploadIds,
    purpose: 'employment',
    basis: null,
    connectionId: 'dingtalk',
    noticeLocale: 'zh-Hans',
    limits: { expiresInDays: 7, opensMax: 3 },
  });
  say(`Submitted to Zhuhai: ${state}.`);
  return transferId;
}

async function lift(sender: Browser, officers: readonly Browser[], transferId: string): Promise<string[]> {
  const detail = (): Promise<TransferDetail> => sender.json<TransferDetail>('GET', `/api/v1/transfers/${transferId}`);
  const outcomes: string[] = [(await detail()).decision?.outcome ?? '?'];
  for (const objection of (await detail()).decision?.objections ?? [])
    say(`  ${objection.cite}: ${objection.title}. ${objection.lift}`);
  await sender.json('POST', `/api/v1/transfers/${transferId}/basis`, {
    bases: ['consent.explicit', 'consent.unambiguous'],
    filings: [],
    necessary: true,
    evidence: 'HR file 2026/118',
  });
  say('Recorded: the employee’s explicit consent.');
  for (const objection of (await detail()).decision?.objections ?? [])
    say(`  still: ${objection.cite}: ${objection.title}`);
  await sender.json('POST', `/api/v1/transfers/${transferId}/basis`, {
    bases: [],
    filings: ['mo_art20_notice'],
    necessary: true,
    evidence: 'DSPDP receipt 0001/2026',
  });
  say('Recorded: the notice to the bureau.');
  // What one officer lets go may only be looked at; the second one lets it be taken along.
  for (const officer of officers) {
    const { may } = await officer.json<TransferDetail>('GET', `/api/v1/transfers/${transferId}`);
    if (!may.approve) continue;
    await officer.json('POST', `/api/v1/transfers/${transferId}/approval`, { outcome: 'approved', reason: 'checked' });
    say('An officer approved.');
  }
  const end = await detail();
  outcomes.push(end.decision?.outcome ?? '?');
  say(`Decision: ${outcomes.join(', then ')}. State: ${end.state}.`);
  return outcomes;
}

type Opened = { readonly opened: boolean; readonly identical: boolean };

async function openAsPartner(
  server: DemoServer,
  staff: Browser,
  handle: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<Opened> {
  const partner = new Browser(server.url);
  const landing = await partner.request('GET', `/n/${handle}`);
  await partner.json('POST', '/open/api/code', { handle, address: PARTNER.email, locale: 'zh-Hans' });
  const mail = await waitForMessage(staff, (message) => message.kind === 'code');
  const code = await codeIn(mail.body);
  const session = await partner.json<OpenSession>('POST', '/open/api/verify', { handle, address: PARTNER.email, code });
  partner.csrf = session.csrf;
  say(`Opened the notice (${landing.status}) and proved identity with a code that came by another route.`);
  let identical = session.objects.length === files.size + 1;
  let opened = true;
  for (const object of session.objects) {
    const answer = await partner.json<OpenResponse>('POST', '/open/api/open', { handle, objectId: object.id });
    if (answer.outcome !== 'released') {
      opened = false;
      continue;
    }
    if (object.kind === 'message') identical &&= answer.text === MESSAGE;
    else
      identical &&= await downloadsIdentical(partner, handle, answer.openingId, session.csrf, files.get(object.name));
    say(
      `  ${object.kind}: recorded at index ${answer.logIndex} of the log, then released; ${answer.opensLeft} openings left.`,
    );
  }
  return { opened, identical };
}

async function downloadsIdentical(
  partner: Browser,
  handle: string,
  openingId: string,
  csrf: string,
  original: Uint8Array | undefined,
): Promise<boolean> {
  const form = new URLSearchParams({ handle, openingId, csrf });
  const response = await partner.request('POST', '/open/download', form);
  return original !== undefined && response.ok && Buffer.from(await response.arrayBuffer()).equals(original);
}

async function codeIn(raw: string): Promise<string> {
  const { default: PostalMime } = await import('postal-mime');
  const mail = await new PostalMime().parse(raw);
  return /\b(\d{6})\b/.exec(mail.text ?? '')?.[1] ?? '';
}

/** Every entry hashed again, every tile compared, the checkpoint's signature checked: with what the server serves to anybody. */
async function verifiesLog(server: DemoServer, staff: Browser): Promise<boolean> {
  const info = await staff.json<LogInfo>('GET', '/api/v1/log');
  const source = urlSource(`${server.url}${info.path}`, fetch);
  const key = parseVerifierKey(info.vkey);
  const result = await verifyLog({ source, key, hasher: treeHasher(nodeSha256) });
  const checkpoint = await source.read('checkpoint');
  const signed = checkpoint === undefined ? undefined : await openCheckpoint(checkpoint, key);
  say(`Audit log: ${result.outcome}, ${signed?.outcome === 'verified' ? signed.checkpoint.size : 0} entries.`);
  return result.outcome === 'verified' && signed?.outcome === 'verified';
}

type Figures = {
  readonly contentBytes: number;
  readonly crossedBytes: number;
  readonly keptShare: number;
  readonly personalDataCrossed: number;
  readonly decision: string;
  readonly opened: boolean;
  readonly identical: boolean;
  readonly logVerified: boolean;
  readonly seconds: number;
};

async function run(server: DemoServer): Promise<Figures> {
  const { officer, session } = await setUp(server);
  const second = await enrol(server, officer, {
    name: 'Maria do Rosário Exemplo',
    email: 'second@example.com',
    role: 'officer',
  });
  const sender = await enrol(server, officer, { name: '何志強', email: 'sender@example.com', role: 'sender' });
  const files = DOCUMENTS.map((path) => ({
    name: basename(path),
    bytes: new Uint8Array(readFileSync(join(SAMPLES, path))),
  }));
  const transferId = await send(sender, session, files);
  const outcomes = await lift(sender, [officer, second], transferId);
  const notice = await waitForMessage(officer, (message) => message.kind === 'notice');
  say(`What DingTalk would have received (${notice.bytes} bytes):\n  ${notice.body}`);
  const handle = /(?:\/n\/|%2Fn%2F)([A-Za-z0-9_-]{22})/.exec(notice.body)?.[1] ?? '';
  const opened = await openAsPartner(server, officer, handle, new Map(files.map((file) => [file.name, file.bytes])));
  const logVerified = await verifiesLog(server, officer);
  const { messages } = await officer.json<{ messages: SandboxMessage[] }>('GET', '/api/v1/sandbox/messages');
  const meter = await officer.json<Meter>('GET', '/api/v1/meter');
  const contentBytes = files.reduce((sum, file) => sum + file.bytes.length, Buffer.byteLength(MESSAGE));
  const crossedBytes = messages.reduce((sum, message) => sum + Buffer.byteLength(message.body), 0);
  const known = [
    MESSAGE.slice(0, 3),
    PARTNER.name,
    PARTNER.organisation,
    '+853 6612 3456',
    '66123456',
    ...DOCUMENTS.map((path) => basename(path)),
  ];
  const personalDataCrossed = (await personalDataIn(messages, known)) + meter.personalDataCrossed;
  const agree = meter.contentBytes === contentBytes && meter.crossedBytes === crossedBytes;
  if (!agree) throw new Error('the meter and the bytes do not agree');
  return {
    contentBytes,
    crossedBytes,
    keptShare: Math.round((1 - crossedBytes / contentBytes) * 1e6) / 1e6,
    personalDataCrossed,
    decision: outcomes.join(', then '),
    ...opened,
    logVerified,
    seconds: Math.round((performance.now() - started) / 100) / 10,
  };
}

const server = await startDemoServer();
try {
  const result = await run(server);
  say(
    `\nContent ${result.contentBytes} bytes, crossed ${result.crossedBytes} bytes, kept ${result.keptShare}; personal data in what crossed: ${result.personalDataCrossed}.`,
  );
  if (asJson) process.stdout.write(`${JSON.stringify(result)}\n`);
  const good = result.personalDataCrossed === 0 && result.opened && result.identical && result.logVerified;
  process.exitCode = good && result.decision === 'held, then allow' ? 0 : 1;
} finally {
  await server.stop();
}
