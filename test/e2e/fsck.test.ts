/** Every way of being damaged that fsck knows, made by hand, beside a running server and without one; and the commands around it. */
import { copyFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Client as Postgres } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fsck as fsckCommand, type FsckResult } from '../../src/app/fsck.ts';
import { scratch, runHere } from '../support/command.ts';
import {
  addRecipient,
  askForCode,
  openAsRecipient,
  type Officer,
  setUpOrganisation,
  submit,
  type Submitted,
  upload,
  waitForNotice,
  waitForUpload,
} from '../support/flows.ts';
import { type CommandResult, environmentOf, runEntrepot, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let officer: Officer;
let postgres: Postgres;
let sent: Submitted;
let ended: Submitted;
let email: string;
let secretBytes: number;

const entrepot = (...args: string[]): Promise<CommandResult> => runEntrepot(args, { env: environmentOf(server) });
/** In a process of its own; the others are the same command without the two seconds of a start each. */
const fsckApart = (...args: string[]): Promise<FsckResult> => judged(entrepot('fsck', '--json', ...args));
const fsck = (...args: string[]): Promise<FsckResult> =>
  judged(runHere(['fsck', '--json', ...args], { composed: { fsck: fsckCommand } }));
async function judged(run: Promise<CommandResult>): Promise<FsckResult> {
  const { code, out, err } = await run;
  expect(code, err).toBeLessThan(2);
  const result = JSON.parse(out) as FsckResult;
  expect(code).toBe(result.outcome === 'clean' ? 0 : 1);
  return result;
}
const codes = (result: FsckResult): string[] => result.findings.map((one) => one.code).sort();

/** Makes the change, looks, and takes it back. */
async function withChange(change: string, back: string, look: () => Promise<void>): Promise<void> {
  const { rowCount } = await postgres.query(change);
  expect(rowCount, 'the change changed nothing').toBeGreaterThan(0);
  try {
    await look();
  } finally {
    await postgres.query(back);
  }
}

function blobPaths(): string[] {
  const root = join(server.dataDirectory, 'objects/objects');
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

beforeAll(async () => {
  server = await startServer();
  Object.assign(process.env, environmentOf(server));
  officer = await setUpOrganisation(server);
  const recipient = await addRecipient(officer);
  email = recipient.email;
  const uploadId = await upload(officer, new TextEncoder().encode('The canteen opens at noon.\n'), 'a.txt');
  await waitForUpload(officer, uploadId);
  sent = await submit(officer, { recipientIds: [recipient.id], uploadIds: [uploadId] });
  const handle = await waitForNotice(officer, sent.transferId);
  const opener = await openAsRecipient(server, handle, email, await askForCode(officer, handle, email));
  expect((await opener.open(opener.opened.objects[0]?.id ?? '')).outcome).toBe('released');
  ended = await submit(officer, { recipientIds: [recipient.id] });
  await waitForNotice(officer, ended.transferId);
  await officer.post(`/api/v1/transfers/${ended.transferId}/revoke`, {});
  const note = JSON.parse(readFileSync(join(server.dataDirectory, 'postgres.connection.json'), 'utf8'));
  const { host, port, user, database } = note as { host: string; port: number; user: string; database: string };
  postgres = new Postgres({ host, port, user, database });
  // The test halts the server, and with it the database, while this connection waits.
  postgres.on('error', () => undefined);
  await postgres.connect();
  const found = await postgres.query('select max(octet_length(wrapped_secret)) as n from object_grant');
  secretBytes = Number(found.rows[0].n);
});
afterAll(async () => {
  await postgres?.end().catch(() => undefined);
  await server?.stop();
});

describe('fsck beside a running server', () => {
  it('is clean after a transfer was sent, opened and ended', async () => {
    const result = await fsckApart();
    expect(result.findings).toEqual([]);
    expect(result.counts).toMatchObject({ transfers: 2, objects: 3 });
    expect(result.log?.eventsCompared).toBe(result.counts.events);
    expect(result.counts.events).toBeGreaterThan(10);
  });

  it.each<[string, (path: string) => void, string]>([
    ['is missing', (path) => rmSync(path), 'fsck.object_missing'],
    ['was cut', (path) => truncateSync(path, 50), 'fsck.object_wrong_size'],
    ['has another header', (path) => flip(path, 20), 'fsck.object_wrong_header'],
    ['has one bit flipped', (path) => flip(path, readFileSync(path).length - 3), 'fsck.object_damaged'],
  ])('finds an object that %s', async (_, damage, code) => {
    const [path = ''] = blobPaths();
    copyFileSync(path, '/tmp/entrepot-fsck-kept');
    try {
      damage(path);
      expect(codes(await fsck())).toEqual([code]);
    } finally {
      copyFileSync('/tmp/entrepot-fsck-kept', path);
      rmSync('/tmp/entrepot-fsck-kept');
    }
  });

  it.each([
    ['says to have another holder', `holder = 'viewer'`, `holder = 'custodian'`],
    [
      'was added to',
      `envelope = envelope || '\\x00'`,
      `envelope = substring(envelope from 1 for octet_length(envelope) - 1)`,
    ],
    ['hands out more than was signed', `permission = 'view'`, `permission = 'download'`],
  ])('finds a share that %s', async (_, change, back) => {
    const where = `where transfer_id = '${sent.transferId}' and holder <> 'records'`;
    await withChange(
      `update object_grant set ${change} ${where}`,
      `update object_grant set ${back} ${where}`,
      async () => expect(codes(await fsck())).toEqual(['fsck.share_unreadable']),
    );
  });

  it('calls bytes that belong to nothing harmless', async () => {
    const root = join(server.dataDirectory, 'objects');
    const [known = ''] = blobPaths();
    const paths = [
      join(root, 'staging/left-over'),
      join(known, '..', `${basename(known).slice(0, 4)}${'ab'.repeat(30)}`),
    ];
    for (const path of paths) writeFileSync(path, 'x');
    const result = await fsck('--quick');
    for (const path of paths) rmSync(path);
    expect(result.outcome).toBe('clean');
    expect(codes(result)).toEqual(['fsck.orphan_object', 'fsck.stale_staging']);
  });

  it.each<[string, () => [string, string], string]>([
    [
      'a granted transfer without a grant',
      () => [
        `update object_grant set recipient_id = null where transfer_id = '${sent.transferId}' and holder = 'custodian'`,
        `update object_grant g set recipient_id = r.recipient_id from transfer_recipient r where r.transfer_id = g.transfer_id and g.recipient_id is null and g.holder = 'custodian'`,
      ],
      'fsck.grant_missing',
    ],
    [
      'an ended transfer with a release secret',
      () => [
        `update object_grant set wrapped_secret = 'x' where recipient_id is not null and transfer_id = '${ended.transferId}'`,
        `update object_grant set wrapped_secret = null where recipient_id is not null and transfer_id = '${ended.transferId}'`,
      ],
      'fsck.secret_left',
    ],
    [
      'an ended transfer whose key the server still has',
      () => [
        `update sealed_object set custody_secret = 'x' where object_id in (select object_id from transfer_object where transfer_id = '${ended.transferId}')`,
        `update sealed_object set custody_secret = null where object_id in (select object_id from transfer_object where transfer_id = '${ended.transferId}')`,
      ],
      'fsck.custody_left',
    ],
    [
      'a living grant without its secret',
      () => [
        `update object_grant set envelope = envelope || wrapped_secret, wrapped_secret = null where transfer_id = '${sent.transferId}'`,
        `update object_grant set wrapped_secret = substring(envelope from octet_length(envelope) - ${secretBytes - 1}),
           envelope = substring(envelope from 1 for octet_length(envelope) - ${secretBytes}) where transfer_id = '${sent.transferId}'`,
      ],
      'fsck.secret_missing',
    ],
    [
      'more openings than granted',
      () => [
        `update transfer set opens_max = 0 where transfer_id = '${sent.transferId}'`,
        `update transfer set opens_max = 5 where transfer_id = '${sent.transferId}'`,
      ],
      'fsck.opened_too_often',
    ],
    [
      'an opening before its event',
      () => [
        `update opening set event_id = opening_id, grant_id = grant_id`,
        `update opening o set event_id = e.event_id from audit_event e where e.kind = 'object.opened' and e.transfer_id = o.transfer_id`,
      ],
      'fsck.opening_unlogged',
    ],
    [
      'an upload with figures that contradict its state',
      () => [`update upload set received = 1`, `update upload set received = size`],
      'fsck.upload_odd',
    ],
    [
      'acknowledged bytes that are not there',
      () => [`update upload set state = 'inspecting'`, `update upload set state = 'used'`],
      'fsck.upload_lost',
    ],
    [
      'a sent notice that does not say what was sent',
      () => [
        `update outbox set sent_at = null where state = 'sent'`,
        `update outbox set sent_at = created_at where state = 'sent'`,
      ],
      'fsck.outbox_odd',
    ],
    [
      'a sent notice without a record',
      () => [`update egress set bytes = bytes + 1`, `update egress set bytes = bytes - 1`],
      'fsck.outbox_unrecorded',
    ],
    [
      'an event that lost its place',
      () => [
        `update audit_event set idx = null, class = 100 + idx where idx = (select max(idx) from audit_event)`,
        `update audit_event set idx = class - 100, class = 0 where class >= 100`,
      ],
      'fsck.event_misplaced',
    ],
    [
      'an event whose fields were exchanged',
      () => [
        `update audit_event set fields_sealed = reverse_bytes.f from (select fields_sealed as f from audit_event where idx = 0) as reverse_bytes where idx = 1`,
        `select 1`,
      ],
      'fsck.event_disagrees',
    ],
  ])(
    'finds %s',
    async (_, changes, code) => {
      const [change, back] = changes();
      const before = await postgres.query('select fields_sealed from audit_event where idx = 1');
      await withChange(change, back, async () => {
        const result = await fsck('--quick');
        expect(result.outcome).toBe('problems');
        expect(codes(result)).toContain(code);
      });
      await postgres.query('update audit_event set fields_sealed = $1 where idx = 1', [before.rows[0].fields_sealed]);
      expect((await fsck('--quick')).findings).toEqual([]);
    },
    60_000,
  );

  it('takes an erased field for what it is', async () => {
    const kept = await postgres.query('delete from audit_field_key where field = 10 returning *');
    expect(kept.rowCount).toBeGreaterThan(5);
    expect((await entrepot('log', 'fsck')).code).toBe(0);
    for (const row of kept.rows)
      await postgres.query(
        'insert into audit_field_key (org_id, event_id, field, wrapped_key) values ($1, $2, $3, $4)',
        [row.org_id, row.event_id, row.field, row.wrapped_key],
      );
  });

  it('finds a log whose tiles were changed', async () => {
    const tile = join(server.dataDirectory, 'log/1/tile/entries/000.p');
    const newest = readdirSync(tile).sort((a, b) => Number(b) - Number(a))[0] ?? '';
    const path = join(tile, newest);
    const bytes = readFileSync(path);
    flip(path, 40);
    const result = await fsckApart('--quick');
    writeFileSync(path, bytes);
    expect(codes(result)).toContain('fsck.log_refused');
  });

  it('finds a schema of another program', async () => {
    await withChange(
      `update schema_migration set digest = 'x' || digest where number = 3`,
      `update schema_migration set digest = substr(digest, 2) where number = 3`,
      async () => expect(codes(await fsck())).toEqual(['fsck.migration_missing']),
    );
  });
});

describe('the installation’s other commands', () => {
  it('make evidence about a transfer that verifies by the key that keys show says', async () => {
    const folder = scratch();
    const { log, records } = JSON.parse((await entrepot('keys', 'show', '--json')).out);
    expect(records.publicKey).toBe(officer.recordsKey.recipient);
    const made = await entrepot('evidence', 'make', sent.reference, '-o', folder.path('bundle'));
    expect(made).toMatchObject({ code: 0 });
    const verified = await entrepot('evidence', 'verify', folder.path('bundle'), '--vkey', log.vkey, '--json');
    expect(verified.code).toBe(0);
    const { events } = JSON.parse(verified.out);
    const actions = events.map((event: { fields: { name: string; value: unknown }[] }) =>
      event.fields.find((field) => field.name === 'action'),
    );
    expect(JSON.stringify(actions)).toContain('object.opened');
    expect(verified.out).not.toContain(email);
    expect(await entrepot('evidence', 'make', 'EN-0000-0000-0000', '-o', folder.path('b2'))).toMatchObject({ code: 1 });
    folder.remove();
  });

  it('send files as a signed-in person, and hold what the law holds', async () => {
    const folder = scratch();
    writeFileSync(folder.path('a.txt'), 'The lift is repaired.\n');
    writeFileSync(folder.path('pay.txt'), 'Name: Chan Siu Ming, HKID A123456(3), salary MOP 30,000\n');
    const env = {
      ...environmentOf(server),
      XDG_CONFIG_HOME: folder.directory,
      ENTREPOT_EMAIL: officer.email,
      ENTREPOT_PASSWORD: officer.password,
      ENTREPOT_TOTP: await officer.totp(),
    };
    const run = (...args: string[]) => runEntrepot(args, { env });
    expect(await run('sign-in', '--server', server.url)).toMatchObject({ code: 0 });
    const good = await run('send', folder.path('a.txt'), '--to', email.toUpperCase(), '--yes', '--json');
    expect(JSON.parse(good.out)).toMatchObject({ state: 'granted' });
    const held = await run('send', folder.path('pay.txt'), '--to', email, '--yes');
    expect(held.out).toMatch(/^EN-\S+ held\n$/);
    expect(held.err).toContain('Law 8/2005');
    expect(held.err).not.toContain('A123456');
    expect((await run('send', folder.path('a.txt'), '--to', 'nobody@example.org', '--yes')).code).toBe(1);
    expect(await run('sign-out')).toMatchObject({ code: 0, out: 'signed out\n' });
    expect((await run('send', folder.path('a.txt'), '--to', email, '--yes')).err).toContain('cli.signed_out');
    folder.remove();
  });
});

describe('fsck without a server', () => {
  it('starts the database for the time of the check and leaves nothing running', async () => {
    await server.halt();
    const result = await fsckApart();
    expect(result.outcome).toBe('clean');
    expect(readdirSync(server.dataDirectory)).not.toContain('postgres.connection.json');
    await server.restart();
    expect((await officer.session()).stage).toBe('ready');
  });

  it('says so when there is no installation, and makes none', async () => {
    const folder = scratch();
    const env = { ...environmentOf(server), ENTREPOT_DATA: folder.path('none') };
    const result = await runEntrepot(['fsck'], { env });
    expect(result).toMatchObject({ code: 2 });
    expect(result.err).toContain('installation.not_found');
    expect(readdirSync(folder.directory)).toEqual([]);
    folder.remove();
  });
});

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}
