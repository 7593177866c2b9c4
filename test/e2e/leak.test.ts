/**
 * Marked texts go the whole way of a transfer, and then every place where they must not be is searched for them: what left towards a
 * channel, the log, every file and row of the server, every answer to somebody who has not proved who he is.
 */
import { randomBytes } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransferDetail } from '../../src/model/api/transfers.ts';
import { createSearch, type Hit, spellings } from '../support/byte-search.ts';
import {
  addRecipient,
  askForCode,
  client,
  inviteAndEnrol,
  openAsRecipient,
  PASSWORD,
  sandboxMessages,
  setUpOrganisation,
  type StaffClient,
  submit,
  upload,
  waitForNotice,
  waitForUpload,
} from '../support/flows.ts';
import { type Outside, startOutside } from '../support/outside.ts';
import { filesOf, openRunningDatabase } from '../support/running-database.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** Rare characters, so that no dictionary, word list or catalogue holds them in this order. */
const CJK = {
  message: '鱻龘靐齉',
  fileName: '麤龗灪爩',
  docxName: '灩龖厵滟',
  txt: '癵驫鱲豔',
  docx: '钃讟鸜爨',
  recipient: '虋纞麷鑼',
  partner: '饢籱鼺鼉',
  staff: '戇钁龥鬱',
  evidence: '籲爧蠽齾',
  reason: '顴鸛釁欞',
} as const;
type Name = keyof typeof CJK;

/** A marked text: rare characters and an unguessable word. */
type Canary = { readonly text: string; readonly pieces: readonly string[] };
type Canaries = Readonly<Record<Name | 'mailbox', Canary>>;

function makeCanaries(): Canaries {
  const word = (): string => `Kn${randomBytes(9).toString('hex')}`;
  const made = Object.entries(CJK).map(([name, cjk]) => {
    const own = word();
    return [name, { text: `${cjk} ${own}`, pieces: [cjk, own] }];
  });
  const mailbox = word().toLowerCase();
  return { ...Object.fromEntries(made), mailbox: { text: `${mailbox}@harbour.example`, pieces: [mailbox] } };
}

function docx(text: string): Uint8Array<ArrayBuffer> {
  const w = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
  return Uint8Array.from(
    zipSync({
      '[Content_Types].xml': strToU8(
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
      ),
      'word/document.xml': strToU8(
        `<?xml version="1.0"?><w:document xmlns:w="${w}"><w:body><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:body></w:document>`,
      ),
    }),
  );
}

/** How the way out looks to the flow: in the sandbox, or at the stand-ins. */
type Mail = {
  readonly handle: (staff: StaffClient, transferId: string, reference: string) => Promise<string>;
  readonly code: (staff: StaffClient, handle: string, address: string) => Promise<string>;
};

/** What the flow learned on its way and what else must not be found anywhere. */
type Walked = {
  readonly beforeIdentity: readonly Buffer[];
  readonly refusals: readonly Buffer[];
  /** Never in the log nor in any file. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly handle: string;
  readonly reference: string;
  readonly code: string;
};

async function walk(server: TestServer, canaries: Canaries, mail: Mail): Promise<Walked> {
  const officer = await setUpOrganisation(server);
  const sender = await inviteAndEnrol(officer, 'sender', `Ho ${canaries.staff.text}`);
  const approvers = [officer, await inviteAndEnrol(officer, 'officer', `Lei ${canaries.staff.text}`)];
  const recipient = await addRecipient(sender, {
    name: canaries.recipient.text,
    organisation: canaries.partner.text,
    email: canaries.mailbox.text,
    jurisdiction: 'CN',
    city: 'CN-GD-ZH',
    kind: 'controller',
    locale: 'zh-Hans',
  });
  const txt = new TextEncoder().encode(`僱員：李小明，電話 +853 6612 3456。${canaries.txt.text}\n`);
  const uploadIds = [
    await upload(sender, txt, `${canaries.fileName.text}.txt`),
    await upload(sender, docx(`聯絡電話 +853 6612 3456 ${canaries.docx.text}`), `${canaries.docxName.text}.docx`),
  ];
  for (const id of uploadIds) await waitForUpload(sender, id);
  const message = `李先生：聯絡電話 +853 6612 3456。${canaries.message.text}`;
  const entityId = (await sender.session()).entities[0]?.id ?? '';
  const what = { recipientIds: [recipient.id], uploadIds, message, purpose: 'employment' as const };
  await sender.post('/api/v1/transfers/preview', {
    entityId,
    ...what,
    basis: null,
    connectionId: 'dingtalk',
    noticeLocale: 'zh-Hans',
    limits: { expiresInDays: 7, opensMax: 3 },
  });
  const refusals = await provoke(sender, canaries, recipient.id);
  const { transferId, reference, state } = await submit(sender, what);
  expect(state).toBe('held');
  const evidence = `HR ${canaries.evidence.text}`;
  const lift = (bases: readonly string[], filings: readonly string[]): Promise<unknown> =>
    sender.post(`/api/v1/transfers/${transferId}/basis`, { bases, filings, necessary: true, evidence });
  await lift(['consent.explicit', 'consent.unambiguous'], []);
  await lift([], ['mo_art20_notice']);
  const stateNow = async (): Promise<string> =>
    (await sender.get<TransferDetail>(`/api/v1/transfers/${transferId}`)).state;
  for (const approver of approvers) {
    if ((await stateNow()) !== 'held') break;
    const answer = { outcome: 'approved', reason: `checked ${canaries.reason.text}` };
    await approver.post(`/api/v1/transfers/${transferId}/approval`, answer);
  }
  expect(await stateNow()).toBe('granted');
  const handle = await mail.handle(officer, transferId, reference);
  const { code, answers } = await approach(server, officer, handle, canaries, mail);
  const opener = await openAsRecipient(server, handle, canaries.mailbox.text, code);
  const names: string[] = [];
  for (const object of opener.opened.objects) {
    names.push(object.name);
    const opened = await opener.open(object.id);
    if (opened.outcome !== 'released') throw new Error(`not released: ${opened.reason}`);
    if (object.kind === 'message') expect(opened.text).toBe(message);
    else expect((await opener.download(opened.openingId)).status).toBe(200);
  }
  expect(names).toContain(`${canaries.fileName.text}.txt`);
  await sender.post(`/api/v1/transfers/${transferId}/revoke`, {});
  const secrets = new Map([
    ['password', PASSWORD],
    ['authenticator secret', sender.totpSecret],
    ['records share', officer.recordsKey.shares[0]],
    ['set-up token', server.setupToken()],
    ['staff CSRF token', await sender.csrf()],
    ['recipient CSRF token', opener.opened.csrf],
    // Without its signature, whose key is in no database, a token is of no use.
    ...[...sender.jar].map(([name, value]) => [`staff cookie ${name}`, decodeURIComponent(value)] as const),
    ...[...opener.jar].map(([name, value]) => [`recipient cookie ${name}`, value] as const),
  ]);
  return { beforeIdentity: answers, refusals, secrets, handle, reference, code };
}

/** Requests with marked texts that end badly: errors are where content likes to show up. */
async function provoke(sender: StaffClient, canaries: Canaries, recipientId: string): Promise<Buffer[]> {
  const headers = { 'content-type': 'application/json', 'x-entrepot-csrf': await sender.csrf() };
  const marked = encodeURIComponent(canaries.message.text);
  const name = Buffer.from(canaries.fileName.text).toString('base64');
  const json = (path: string, body: string): Promise<Response> => sender.request('POST', path, { headers, body });
  const answers = [
    await sender.request('GET', `/api/v1/transfers?state=${marked}`),
    await sender.request('GET', `/api/v1/transfers/${marked}`),
    await sender.request('GET', `/${marked}/${marked}.txt`),
    await json('/api/v1/transfers', `{"message": "${canaries.message.text}`),
    await json('/api/v1/transfers', JSON.stringify({ message: canaries.message.text, [canaries.fileName.text]: 1 })),
    await json(
      '/api/v1/recipients',
      JSON.stringify({
        name: canaries.recipient.text,
        organisation: canaries.partner.text,
        email: canaries.mailbox.text,
        jurisdiction: 'CN',
        city: null,
        kind: 'controller',
        locale: 'en',
      }),
    ),
    await json(`/api/v1/transfers/${recipientId}/basis`, JSON.stringify({ evidence: canaries.evidence.text })),
    await json(`/api/v1/transfers/${recipientId}/approval`, JSON.stringify({ reason: canaries.reason.text })),
    await sender.request('POST', '/api/v1/uploads', {
      headers: {
        ...headers,
        'tus-resumable': '1.0.0',
        'upload-length': '999999999999999',
        'upload-metadata': `filename ${name}`,
      },
    }),
  ];
  for (const answer of answers) expect(answer.status).toBeGreaterThanOrEqual(400);
  return Promise.all(answers.map(wholeAnswer));
}

/** Everything that somebody with the link alone can ask. */
async function approach(
  server: TestServer,
  staff: StaffClient,
  handle: string,
  canaries: Canaries,
  mail: Mail,
): Promise<{ code: string; answers: Buffer[] }> {
  const stranger = client(server.url);
  const headers = { 'content-type': 'application/json' };
  const post = async (path: string, body: object): Promise<Buffer> =>
    wholeAnswer(await stranger.request('POST', path, { headers, body: JSON.stringify(body) }));
  const address = canaries.mailbox.text;
  const objectId = '01930000-0000-7000-8000-000000000001';
  const answers = [
    await wholeAnswer(await stranger.request('GET', `/n/${handle}`)),
    await wholeAnswer(await stranger.request('HEAD', `/n/${handle}`)),
    await post('/open/api/code', { handle, address: 'nobody@elsewhere.example', locale: 'en' }),
    await post('/open/api/session', { handle }),
    await post('/open/api/open', { handle, objectId }),
    await post('/open/api/verify', { handle, address: 'nobody@elsewhere.example', code: '000000' }),
    await wholeAnswer(await stranger.request('GET', `/log/1/checkpoint`)),
    await wholeAnswer(await stranger.request('GET', `/log/1/tile/entries/000.p/5`)),
    await wholeAnswer(await stranger.request('GET', `/api/v1/session`)),
  ];
  const code = await mail.code(staff, handle, address);
  const wrong = code === '000000' ? '111111' : '000000';
  answers.push(await post('/open/api/verify', { handle, address, code: wrong }));
  answers.push(await post('/open/api/code', { handle, address, locale: 'en' }));
  return { code, answers };
}

async function wholeAnswer(answer: Response): Promise<Buffer> {
  const head = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\r\n');
  return Buffer.concat([Buffer.from(`${answer.status}\r\n${head}\r\n\r\n`), Buffer.from(await answer.arrayBuffer())]);
}

/** A hit that is meant to be, and why. */
type Exception = { readonly label: string; readonly where: RegExp; readonly because: string };

type Found = Hit & { readonly where: string };

/** Bytes with the line breaks taken out as well: mails break base64 and quoted-printable into lines. */
function look(search: (bytes: Uint8Array) => readonly Hit[], where: string, bytes: Buffer): Found[] {
  const unfolded = Buffer.from(bytes.toString('latin1').replace(/=?\r?\n[ \t]?/g, ''), 'latin1');
  return [...search(bytes), ...search(unfolded)].map((hit) => ({ ...hit, where }));
}

function unexpected(found: readonly Found[], exceptions: readonly Exception[]): string[] {
  const rest = found.filter((hit) => !exceptions.some((one) => one.label === hit.label && one.where.test(hit.where)));
  return [...new Set(rest.map((hit) => `${hit.label} as ${hit.encoding} in ${hit.where}`))];
}

function searchFor(canaries: Canaries, more: ReadonlyMap<string, string> = new Map()) {
  const pieces = Object.entries(canaries).flatMap(([name, one]) => one.pieces.map((piece) => [name, piece] as const));
  return createSearch([...pieces, ...more].flatMap(([label, text]) => spellings(label, text)));
}

/** Log, files, rows: what the server keeps for itself. */
async function searchServer(server: TestServer, canaries: Canaries, walked: Walked): Promise<Found[]> {
  const own = searchFor(canaries, walked.secrets);
  const inLog = searchFor(canaries, new Map([...walked.secrets, ['handle', walked.handle], ['code', walked.code]]));
  const database = await openRunningDatabase(server.dataDirectory);
  const found: Found[] = [];
  try {
    await database.sql('checkpoint');
    for (const [table, rows] of await database.rows()) found.push(...look(own, `table ${table}`, Buffer.from(rows)));
  } finally {
    await database.close();
  }
  for (const { path, bytes } of filesOf(server.dataDirectory)) {
    const where = path.slice(server.dataDirectory.length);
    found.push(...own(bytes).map((hit) => ({ ...hit, where: `file ${where}` })));
    found.push(...own(Buffer.from(path)).map((hit) => ({ ...hit, where: `path ${where}` })));
  }
  // The set-up link is for the terminal of whoever starts the server, and is printed once.
  const log = server.output().replace(/Set up here, once: \S+/, '');
  found.push(...look(inLog, 'log', Buffer.from(log)));
  return found;
}

describe('the search itself', () => {
  const canaries = makeCanaries();
  const search = searchFor(canaries);

  it('finds a planted text in every encoding and at every alignment', () => {
    const { text, pieces } = canaries.message;
    const quoted = [...Buffer.from(text)].map((byte) => `=${byte.toString(16).toUpperCase()}`).join('');
    const planted: [string, string | Buffer][] = [
      ['utf-8', `before ${text} after`],
      ['utf-16le', Buffer.from(`x${text}`, 'utf16le')],
      ['base64', Buffer.from(text).toString('base64')],
      ['base64', Buffer.from(`1${text}9`).toString('base64url')],
      ['base64', Buffer.from(`12${text}98`).toString('base64')],
      ['hex', Buffer.from(text).toString('hex')],
      ['hex', Buffer.from(text).toString('hex').toUpperCase()],
      ['percent', encodeURIComponent(text)],
      ['json', `"${text.replace(/./gsu, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`],
      ['quoted-printable', quoted.replace(/.{72}/g, '$&=\r\n')],
    ];
    for (const [encoding, value] of planted) {
      const hits = look(search, 'here', Buffer.isBuffer(value) ? value : Buffer.from(value));
      expect(hits, encoding).toContainEqual(expect.objectContaining({ label: 'message', encoding }));
    }
    const mime = Buffer.from(`the first words of a mail, ${pieces[0]}`).toString('base64').replace(/.{20}/g, '$&\r\n');
    expect(look(search, 'here', Buffer.from(mime))).not.toEqual([]);
  });

  it('finds nothing where nothing is', () => {
    expect(search(randomBytes(1 << 20))).toEqual([]);
  });
});

describe('a whole transfer in the sandbox', () => {
  const canaries = makeCanaries();
  let server: TestServer;
  let walked: Walked;
  let crossed: { readonly where: string; readonly bytes: Buffer }[] = [];

  beforeAll(async () => {
    server = await startServer({ ENTREPOT_LOG_LEVEL: 'debug' });
    let reader: StaffClient | undefined;
    walked = await walk(server, canaries, {
      handle: (staff, transferId) => {
        reader = staff;
        return waitForNotice(staff, transferId);
      },
      code: askForCode,
    });
    if (reader === undefined) throw new Error('nobody read the sandbox');
    crossed = (await sandboxMessages(reader)).flatMap((one) => [
      { where: `${one.kind} head`, bytes: Buffer.from(JSON.stringify(one.head)) },
      { where: `${one.kind} body`, bytes: Buffer.from(one.body) },
    ]);
  }, 180_000);
  afterAll(async () => {
    await server.stop();
  });

  it('shows channels nothing but what a notice and a code are made of', () => {
    expect(crossed.length).toBeGreaterThanOrEqual(4);
    const search = searchFor(canaries, walked.secrets);
    const found = crossed.flatMap(({ where, bytes }) => look(search, where, bytes));
    expect(
      unexpected(found, [
        {
          label: 'mailbox',
          where: /^code (head|body)$/,
          because: 'the envelope and the To line of the mail with the code',
        },
      ]),
    ).toEqual([]);
    const notices = crossed.filter(({ where }) => where === 'notice body');
    expect(notices.every(({ bytes }) => bytes.includes('Lótus Commercial') && bytes.includes(walked.reference))).toBe(
      true,
    );
  });

  it('L12: keeps nothing readable in its log, its rows and its files', async () => {
    const found = await searchServer(server, canaries, walked);
    expect(
      unexpected(found, [
        { label: 'mailbox', where: /sandbox_message/, because: 'the sandbox stands for the mailbox; nothing leaves' },
        { label: 'mailbox', where: /^file .*\/postgres\//, because: 'the file of the same rows' },
      ]),
    ).toEqual([]);
    // The same eyes do see what is allowed to be there: the files were read, and read whole.
    expect(found.some((hit) => hit.label === 'mailbox' && hit.where.startsWith('file '))).toBe(true);
  }, 120_000);

  it('says nothing to whoever has the link alone, nor in a refusal', () => {
    const search = searchFor(canaries, walked.secrets);
    const found = [...walked.beforeIdentity, ...walked.refusals].flatMap((bytes) => look(search, 'answer', bytes));
    expect(unexpected(found, [])).toEqual([]);
  });

  it('L4: logs requests without their addresses', () => {
    const lines = server
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.filter((line) => /\/n\/|\/api\/|https?:/.test(line))).toEqual([]);
  });
});

describe('a whole transfer over the real way out', () => {
  const canaries = makeCanaries();
  let outside: Outside;
  let server: TestServer;
  let walked: Walked;

  beforeAll(async () => {
    outside = await startOutside();
    server = await startServer({
      ...outside.settings(),
      ENTREPOT_LOG_LEVEL: 'debug',
      ENTREPOT_PLACES: '127.0.0.1/32=CN/CN-GD-ZH',
    });
    walked = await walk(server, canaries, {
      handle: (_staff, _transferId, reference) => outside.handle(reference),
      code: async (_staff, handle, address) => {
        const before = outside.smtp.taken.length;
        await client(server.url).post('/open/api/code', { handle, address, locale: 'en' });
        return outside.code(address, before);
      },
    });
  }, 180_000);
  afterAll(async () => {
    await server?.stop();
    await outside.close();
  });

  it('puts nothing marked on any wire', () => {
    const search = searchFor(canaries, walked.secrets);
    const found = [...outside.wires()].flatMap(([wire, bytes]) => look(search, `${wire} wire`, bytes));
    expect(
      unexpected(found, [
        { label: 'mailbox', where: /^smtp wire$/, because: 'RCPT TO and the To line: a mail needs its address' },
      ]),
    ).toEqual([]);
    expect(outside.wires().get('dingtalk')?.includes(walked.reference)).toBe(true);
    expect(found.some((hit) => hit.label === 'mailbox')).toBe(true);
  });

  it('keeps nothing readable in its log, its rows and its files', async () => {
    const more = new Map([...walked.secrets, ['robot token', 'robottoken0000']]);
    expect(unexpected(await searchServer(server, canaries, { ...walked, secrets: more }), [])).toEqual([]);
  }, 120_000);

  it('says nothing to whoever has the link alone, nor in a refusal', () => {
    const search = searchFor(canaries, walked.secrets);
    const found = [...walked.beforeIdentity, ...walked.refusals].flatMap((bytes) => look(search, 'answer', bytes));
    expect(unexpected(found, [])).toEqual([]);
  });
});
