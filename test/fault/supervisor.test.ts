import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { silentLogger, type LogFields } from '../../src/base/logger.ts';
import { sleep } from '../../src/base/retry.ts';
import { openDatabase } from '../../src/store/database.ts';
import { connectToRunning } from '../../src/store/postgres/connection-file.ts';
import { acquireDataLock } from '../../src/store/postgres/data-lock.ts';
import { findNpmNative, hydrateLinks } from '../../src/store/postgres/npm-binaries.ts';
import { startPostgres, type RunningPostgres } from '../../src/store/postgres/supervisor.ts';
import {
  installedPrograms,
  openDirectory,
  removeDataDirectory,
  removeSeeds,
  seededDirectory,
  serverPid,
} from '../support/clusters.ts';

const programs = await installedPrograms();
const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn('not root: the tests of the change of account are left out');

const directories: string[] = [];
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const directory of directories.splice(0)) removeDataDirectory(directory);
});

afterAll(removeSeeds);

function newDirectory(): string {
  const directory = openDirectory();
  directories.push(directory);
  return directory;
}

async function seeded(programs: string): Promise<string> {
  const directory = await seededDirectory(programs);
  directories.push(directory);
  return directory;
}

type Child = {
  readonly process: ChildProcess;
  readonly lines: string[];
  readonly until: (pattern: RegExp) => Promise<string>;
};

function startChild(dataDirectory: string, role: 'write' | 'idle', ...rest: string[]): Child {
  const script = join(import.meta.dirname, 'supervisor-child.ts');
  const child = spawn(process.execPath, [script, dataDirectory, role, ...rest], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const until = async (pattern: RegExp): Promise<string> => {
    for (let waited = 0; waited < 60_000; waited += 10) {
      const found = lines.find((line) => pattern.test(line));
      if (found !== undefined) return found;
      await sleep(10);
    }
    throw new Error(`no line like ${pattern} among ${lines.slice(0, 5).join(' | ')}`);
  };
  return { process: child, lines, until };
}

async function killHard(child: Child): Promise<void> {
  const gone = new Promise((resolve) => child.process.once('exit', resolve));
  child.process.kill('SIGKILL');
  await gone;
  await sleep(50);
}

function start(dataDirectory: string, binaries?: string): Promise<RunningPostgres> {
  return startPostgres({ dataDirectory, logger: silentLogger, settings: binaries === undefined ? {} : { binaries } });
}

async function settingOf(postgres: RunningPostgres, name: string): Promise<string | undefined> {
  const client = new Client(postgres.connection);
  await client.connect();
  const result = await client.query<{ v: string }>('select current_setting($1) as v', [name]);
  await client.end();
  return result.rows[0]?.v;
}

describe.each(programs)('the supervisor with $name', ({ directory: binaries }) => {
  it('loses no acknowledged row when its process is killed, five times', async () => {
    const dataDirectory = await seeded(binaries);
    const acknowledged: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      const child = startChild(dataDirectory, 'write', binaries);
      expect(await child.until(/^(ready|error) /)).toBe(round === 0 ? 'ready started' : 'ready adopted');
      await child.until(/^row /);
      await sleep(150);
      await killHard(child);
      acknowledged.push(...child.lines.filter((line) => line.startsWith('row ')).map((line) => line.slice(4)));
    }
    const postgres = await start(dataDirectory, binaries);
    const db = openDatabase(postgres.connection, silentLogger);
    const kept = await sql<{ id: string }>`select id from row_kept`.execute(db.query);
    const ids = new Set(kept.rows.map(({ id }) => id));
    expect(acknowledged.length).toBeGreaterThan(10);
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    await db.close();
    await postgres.stop();
    expect(serverPid(join(dataDirectory, 'postgres'))).toBeUndefined();
  });

  it('loses no acknowledged row when the server and its process are killed together', async () => {
    const dataDirectory = await seeded(binaries);
    const acknowledged: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const child = startChild(dataDirectory, 'write', binaries);
      expect(await child.until(/^(ready|error) /)).toBe('ready started');
      await child.until(/^row /);
      await sleep(150);
      process.kill(serverPid(join(dataDirectory, 'postgres'))!, 'SIGKILL');
      await killHard(child);
      acknowledged.push(...child.lines.filter((line) => line.startsWith('row ')).map((line) => line.slice(4)));
    }
    const postgres = await start(dataDirectory, binaries);
    const db = openDatabase(postgres.connection, silentLogger);
    const kept = await sql<{ id: string }>`select id from row_kept`.execute(db.query);
    const ids = new Set(kept.rows.map(({ id }) => id));
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    await db.close();
    await postgres.stop();
  });

  it('starts the server again when it alone is killed, at the same address', async () => {
    const dataDirectory = await seeded(binaries);
    const postgres = await start(dataDirectory, binaries);
    const db = openDatabase(postgres.connection, silentLogger);
    await sql`create table kept (id integer, primary key (id))`.execute(db.query);
    const before = serverPid(join(dataDirectory, 'postgres'))!;
    process.kill(before, 'SIGKILL');
    let answered = false;
    for (let waited = 0; !answered && waited < 15_000; waited += 100) {
      await sleep(100);
      answered = await sql`select * from kept`.execute(db.query).then(
        () => serverPid(join(dataDirectory, 'postgres')) !== before,
        () => false,
      );
    }
    expect(answered).toBe(true);
    await db.close();
    await postgres.stop();
    expect(serverPid(join(dataDirectory, 'postgres'))).toBeUndefined();
  });

  it('stops a server left behind that does not answer, and starts', async () => {
    const dataDirectory = await seeded(binaries);
    const child = startChild(dataDirectory, 'idle', binaries);
    await child.until(/^ready/);
    await killHard(child);
    const left = serverPid(join(dataDirectory, 'postgres'))!;
    rmSync(join(dataDirectory, 'postgres/run/.s.PGSQL.5432'));
    const postgres = await start(dataDirectory, binaries);
    expect(postgres.adopted).toBe(false);
    expect(serverPid(join(dataDirectory, 'postgres'))).not.toBe(left);
    await postgres.stop();
  });

  it('is not misled by a stale pid file that names a living process', async () => {
    const dataDirectory = await seeded(binaries);
    await (await start(dataDirectory, binaries)).stop();
    const file = join(dataDirectory, 'postgres/cluster/postmaster.pid');
    writeFileSync(
      file,
      `${process.pid}\n${join(dataDirectory, 'postgres/cluster')}\n1\n5432\n${join(dataDirectory, 'postgres/run')}\n\n  1 1\n`,
    );
    const postgres = await start(dataDirectory, binaries);
    expect(postgres.adopted).toBe(false);
    await postgres.stop();
  });

  it('is not reached by Ctrl-C in the terminal', async () => {
    const dataDirectory = await seeded(binaries);
    const postgres = await start(dataDirectory, binaries);
    const pid = serverPid(join(dataDirectory, 'postgres'))!;
    const group = (of: number | 'self'): string =>
      readFileSync(`/proc/${of}/stat`, 'utf8').split(') ')[1]!.split(' ')[2]!;
    expect(group(pid)).toBe(String(pid));
    expect(group(pid)).not.toBe(group('self'));
    await postgres.stop();
    await postgres.stop();
  });

  it.runIf(isRoot)(
    'keeps the cluster elsewhere when the data directory is closed to its account, and finds it again',
    async () => {
      const dataDirectory = mkdtempSync('/tmp/entrepot-closed-');
      directories.push(dataDirectory);
      const logged: LogFields[] = [];
      const logger = { ...silentLogger, info: (fields: LogFields) => logged.push(fields) };
      const first = await startPostgres({ dataDirectory, logger, settings: { binaries } });
      const place = readFileSync(join(dataDirectory, 'postgres.location'), 'utf8').trim();
      expect(place).toMatch(/^\/var\/lib\/entrepot\/[0-9a-f]{16}$/);
      expect(logged.filter((fields) => fields['place'] === place)).toHaveLength(1);
      expect(statSync(join(place, 'cluster')).mode & 0o777).toBe(0o700);
      expect(statSync(join(place, 'cluster')).uid).not.toBe(0);
      await first.stop();
      const second = await start(dataDirectory, binaries);
      expect(second.connection.host).toBe(join(place, 'run'));
      await second.stop();
      rmSync(join(place, 'cluster'), { recursive: true });
      rmSync(place, { recursive: true });
      await expect(start(dataDirectory, binaries)).rejects.toMatchObject({ code: 'store.postgres_cluster_missing' });
    },
  );

  it('keeps the socket elsewhere when the path is longer than a socket address', async () => {
    const dataDirectory = join(newDirectory(), 'x'.repeat(60), 'y'.repeat(60), 'z'.repeat(60));
    mkdirSync(dataDirectory, { recursive: true });
    const first = await start(dataDirectory, binaries);
    const host = first.connection.host!;
    expect(host).toMatch(/^\/tmp\/entrepot-\w+$/);
    expect(statSync(host).mode & 0o777).toBe(0o700);
    expect(existsSync(join(dataDirectory, 'postgres/cluster/PG_VERSION'))).toBe(true);
    await first.stop();
    expect(existsSync(host)).toBe(false);
  });

  it('has checksums, writes through and listens on no network', async () => {
    const postgres = await start(await seeded(binaries), binaries);
    expect(await settingOf(postgres, 'data_checksums')).toBe('on');
    expect(await settingOf(postgres, 'fsync')).toBe('on');
    expect(await settingOf(postgres, 'listen_addresses')).toBe('');
    await postgres.stop();
  });

  it('writes nothing into its log of a statement that failed', async () => {
    const dataDirectory = await seeded(binaries);
    const postgres = await start(dataDirectory, binaries);
    const db = openDatabase(postgres.connection, silentLogger);
    await sql`create table person (name text, primary key (name))`.execute(db.query);
    const insert = (): Promise<unknown> => sql`insert into person values ('canary-chan-tai-man')`.execute(db.query);
    await insert();
    await expect(insert()).rejects.toMatchObject({ code: '23505' });
    await expect(sql`select ${'canary'}::integer`.execute(db.query)).rejects.toMatchObject({ code: '22P02' });
    await db.close();
    await postgres.stop();
    const log = readFileSync(join(dataDirectory, 'postgres/postgres.log'), 'utf8');
    expect(log).toContain('ready to accept connections');
    expect(log).not.toContain('canary');
    expect(log).not.toContain('insert');
  });

  it('says by code why a server does not start', async () => {
    const dataDirectory = await seeded(binaries);
    await (await start(dataDirectory, binaries)).stop();
    writeFileSync(join(dataDirectory, 'postgres/cluster/postgresql.conf'), 'no_such_setting = on\n');
    await expect(start(dataDirectory, binaries)).rejects.toMatchObject({
      code: 'store.postgres_start_failed',
      details: { reason: 'bad_setting', ready: 'exited' },
    });
    // The lock was given back.
    await (await acquireDataLock(dataDirectory)).release();
  });
});

describe('the choice of programs', () => {
  it.runIf(programs.length > 1)('never opens a cluster with another major version', async () => {
    const dataDirectory = newDirectory();
    await (await start(dataDirectory, programs[0]!.directory)).stop();
    await expect(start(dataDirectory, programs[1]!.directory)).rejects.toMatchObject({
      code: 'store.postgres_wrong_version',
    });
    const unconfigured = await start(dataDirectory);
    expect(unconfigured.origin).toBe('system');
    await unconfigured.stop();
  });

  it('takes the programs from npm for a cluster that only they fit', async () => {
    const npm = programs.find(({ name }) => name.includes('npm'));
    if (npm === undefined) return;
    const dataDirectory = newDirectory();
    await (await start(dataDirectory, npm.directory)).stop();
    const postgres = await start(dataDirectory);
    expect([postgres.origin, postgres.version.split('.')[0]]).toEqual(['npm', '18']);
    await postgres.stop();
  });

  it('does not fall back when the configured programs are missing', async () => {
    await expect(start(newDirectory(), '/nonexistent')).rejects.toMatchObject({ code: 'store.postgres_no_binaries' });
  });

  it('never writes over a directory that is not a cluster', async () => {
    const dataDirectory = newDirectory();
    mkdirSync(join(dataDirectory, 'postgres/cluster'), { recursive: true });
    writeFileSync(join(dataDirectory, 'postgres/cluster/keep'), 'x');
    await expect(start(dataDirectory)).rejects.toMatchObject({ code: 'store.postgres_cluster_missing' });
    expect(readdirSync(join(dataDirectory, 'postgres/cluster'))).toEqual(['keep']);
  });

  it('removes what a killed creation of a cluster left', async () => {
    const dataDirectory = newDirectory();
    const left = join(dataDirectory, 'postgres/cluster.new-0123');
    mkdirSync(left, { recursive: true });
    chmodSync(join(dataDirectory, 'postgres'), 0o711);
    const postgres = await start(dataDirectory);
    expect(existsSync(left)).toBe(false);
    await postgres.stop();
  });

  it('makes the library links of the npm package, and copies it when its account cannot enter', async () => {
    const native = await findNpmNative();
    if (native === undefined) return;
    const closed = mkdtempSync('/tmp/entrepot-native-');
    const copy = join(closed, 'native');
    await cp(native, copy, { recursive: true, verbatimSymlinks: true });
    for (const name of readdirSync(join(copy, 'lib')))
      if (/\.so(\.\d+)?$/.test(name) && name.startsWith('libpq')) rmSync(join(copy, 'lib', name));
    expect(await hydrateLinks(copy)).toBe(true);
    expect(await hydrateLinks(copy)).toBe(true);
    expect(existsSync(join(copy, 'lib/libpq.so.5'))).toBe(true);
    const dataDirectory = newDirectory();
    const postgres = await start(dataDirectory, join(copy, 'bin'));
    expect(existsSync(join(dataDirectory, `postgres/bin-${postgres.version}/bin/postgres`))).toBe(isRoot);
    await postgres.stop();
    rmSync(closed, { recursive: true });
  });

  it('uses a given address as it is and starts nothing', async () => {
    const postgres = await start(newDirectory());
    const { host, user, database } = postgres.connection;
    const databaseUrl = `postgres://${user}@/${database}?host=${encodeURIComponent(host!)}`;
    const dataDirectory = newDirectory();
    const given = await startPostgres({ dataDirectory, logger: silentLogger, settings: { databaseUrl } });
    expect([given.origin, await settingOf(given, 'fsync')]).toEqual(['url', 'on']);
    await given.stop();
    expect(readdirSync(dataDirectory)).toEqual([]);
    expect(await settingOf(postgres, 'fsync')).toBe('on');
    await postgres.stop();
    const gone = startPostgres({ dataDirectory, logger: silentLogger, settings: { databaseUrl } });
    await expect(gone).rejects.toMatchObject({ code: 'store.postgres_not_answering' });
  });
});

describe('two processes on one data directory', () => {
  it('are told apart: the second one is refused, a command beside it may connect', async () => {
    const dataDirectory = newDirectory();
    const first = startChild(dataDirectory, 'idle');
    await first.until(/^ready/);
    const second = startChild(dataDirectory, 'idle');
    expect(await second.until(/^(ready|error)/)).toBe('error store.data_in_use');
    const beside = await connectToRunning(dataDirectory);
    const client = new Client(beside);
    await client.connect();
    await client.end();
    const ended = new Promise((resolve) => first.process.once('exit', resolve));
    first.process.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(await connectToRunning(dataDirectory)).toBeUndefined();
    expect(serverPid(join(dataDirectory, 'postgres'))).toBeUndefined();
  });

  it('get the lock one after the other, never together', async () => {
    const dataDirectory = newDirectory();
    let held = 0;
    let most = 0;
    let taken = 0;
    const worker = async (): Promise<void> => {
      while (taken < 40) {
        const lock = await acquireDataLock(dataDirectory).catch(() => undefined);
        if (lock === undefined) {
          await sleep(1);
          continue;
        }
        held += 1;
        taken += 1;
        most = Math.max(most, held);
        await sleep(1);
        held -= 1;
        await lock.release();
      }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    expect(most).toBe(1);
    expect(readdirSync(dataDirectory).filter((name) => name.startsWith('entrepot.lock'))).toHaveLength(1);
  });

  it.each(['', '{', '{"pid":1}', JSON.stringify({ pid: 2 ** 22 + 1, started: '1', boot: 'x', namespace: 'y' })])(
    'take over a lock file with the content %j',
    async (content) => {
      const dataDirectory = newDirectory();
      writeFileSync(join(dataDirectory, 'entrepot.lock.7'), content);
      const lock = await acquireDataLock(dataDirectory);
      await expect(acquireDataLock(dataDirectory)).rejects.toMatchObject({
        code: 'store.data_in_use',
        details: { pid: process.pid },
      });
      await lock.release();
    },
  );
});
