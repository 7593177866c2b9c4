import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/base/logger.ts';
import { sleep } from '../../src/base/retry.ts';
import { jsonb, openDatabase, type Database } from '../../src/store/database.ts';
import { createStatementRecorder } from '../../src/store/lint/recorder.ts';
import { migrate, readMigrations } from '../../src/store/migrate.ts';
import { startPostgres, type RunningPostgres } from '../../src/store/postgres/supervisor.ts';
import { tx, type Trx } from '../../src/store/transaction.ts';
import { installedPrograms, openDirectory, removeDataDirectory } from '../support/clusters.ts';

const programs = await installedPrograms();

describe.each(programs)('the database on $name', ({ directory }) => {
  let dataDirectory: string;
  let postgres: RunningPostgres;
  let db: Database;

  beforeAll(async () => {
    dataDirectory = openDirectory();
    postgres = await startPostgres({ dataDirectory, logger: silentLogger, settings: { binaries: directory } });
    db = openDatabase(postgres.connection, silentLogger);
    await sql`create table counter (org_id uuid, n bigint not null, primary key (org_id))`.execute(db.query);
  });
  afterAll(async () => {
    await db.close();
    await postgres.stop();
    removeDataDirectory(dataDirectory);
  });

  const org = '01900000-0000-7000-8000-000000000001';
  const other = '01900000-0000-7000-8000-000000000002';
  beforeEach(async () => {
    await sql`delete from counter`.execute(db.query);
    await sql`insert into counter values (${org}, 0), (${other}, 0)`.execute(db.query);
  });
  const read = async (id = org): Promise<number | undefined> =>
    (await sql<{ n: number }>`select n from counter where org_id = ${id}`.execute(db.query)).rows[0]?.n;
  const add = (trx: Trx, id = org): Promise<unknown> =>
    sql`update counter set n = n + 1 where org_id = ${id}`.execute(trx);

  describe('safety', () => {
    it.each([
      ['fsync', 'on'],
      ['full_page_writes', 'on'],
      ['synchronous_commit', 'on'],
      ['data_checksums', 'on'],
      ['listen_addresses', ''],
      ['server_encoding', 'UTF8'],
      ['log_min_error_statement', 'panic'],
    ])('runs with %s = %j', async (name, value) => {
      const result = await sql<{ v: string }>`select current_setting(${name}) as v`.execute(db.query);
      expect(result.rows[0]?.v).toBe(value);
    });
  });

  describe('types', () => {
    const value = async (expression: string): Promise<unknown> =>
      (await sql<{ v: unknown }>`select ${sql.raw(expression)} as v`.execute(db.query)).rows[0]?.v;

    it('reads bigint as an exact number and refuses one that is not', async () => {
      expect(await value(`9007199254740991::int8`)).toBe(Number.MAX_SAFE_INTEGER);
      expect(await value(`(-9007199254740991)::int8`)).toBe(Number.MIN_SAFE_INTEGER);
      await expect(value(`9007199254740992::int8`)).rejects.toMatchObject({ code: 'store.unsafe_integer' });
      expect(await value('1::int8')).toBe(1);
    });

    it('reads counts as numbers and numeric as text', async () => {
      expect(await value('count(*)')).toBe(1);
      expect(await value(`123456789012345678901234567890.5::numeric`)).toBe('123456789012345678901234567890.5');
    });

    it('keeps bytes as they are, in an array of their own', async () => {
      const bytes = crypto.getRandomValues(new Uint8Array(65_536));
      const result = await sql<{ v: Uint8Array }>`select ${bytes}::bytea as v`.execute(db.query);
      const back = result.rows[0]!.v;
      expect(Buffer.isBuffer(back)).toBe(false);
      expect(back).toEqual(bytes);
      expect(back.buffer.byteLength).toBe(bytes.length);
    });

    it('reads bytes also where the server writes them in the old escape form', async () => {
      const back = await tx(db, async (trx) => {
        await sql`set local bytea_output = 'escape'`.execute(trx);
        return (await sql<{ v: Uint8Array }>`select '\\x00615cff'::bytea as v`.execute(trx)).rows[0]?.v;
      });
      expect(back).toEqual(new Uint8Array([0, 0x61, 0x5c, 0xff]));
    });

    it('keeps an instant to the millisecond and a day as text', async () => {
      const at = new Date('2026-02-28T23:59:59.123Z');
      const result = await sql<{ v: Date }>`select ${at}::timestamptz as v`.execute(db.query);
      expect(result.rows[0]?.v).toEqual(at);
      expect(await value(`'2026-03-01'::date`)).toBe('2026-03-01');
    });

    it.each([[[1, 2]], [['a', { b: '中文' }]], [{ a: [] }], ['text'], [null], [true]])(
      'keeps %j as jsonb',
      async (json) => {
        const result = await sql<{ v: unknown }>`select ${jsonb(json)} as v`.execute(db.query);
        expect(result.rows[0]?.v).toEqual(json);
      },
    );
  });

  describe('transactions', () => {
    it('keeps what was committed and nothing of what threw', async () => {
      await tx(db, (trx) => add(trx));
      await expect(
        tx(db, async (trx) => {
          await add(trx);
          throw new RangeError('no');
        }),
      ).rejects.toThrow(RangeError);
      expect(await read()).toBe(1);
    });

    it('counts exactly under serializable conflicts', async () => {
      let tries = 0;
      await Promise.all(
        Array.from({ length: 8 }, () =>
          tx(
            db,
            async (trx) => {
              tries += 1;
              const n = (await sql<{ n: number }>`select n from counter where org_id = ${org}`.execute(trx)).rows[0]!.n;
              await sleep(5);
              await sql`update counter set n = ${n + 1} where org_id = ${org}`.execute(trx);
            },
            { isolation: 'serializable', attempts: 100 },
          ),
        ),
      );
      expect(await read()).toBe(8);
      expect(tries).toBeGreaterThan(8);
    });

    it('gets out of a deadlock', async () => {
      const both = (first: string, second: string): Promise<void> =>
        tx(db, async (trx) => {
          await add(trx, first);
          await sleep(100);
          await add(trx, second);
        });
      await Promise.all([both(org, other), both(other, org)]);
      expect([await read(org), await read(other)]).toEqual([2, 2]);
    });

    it('sees a conflict through the error that a caller wraps around it', async () => {
      let tries = 0;
      const failing = Object.assign(new Error('conflict'), { code: '40001' });
      await tx(db, async (trx) => {
        tries += 1;
        await add(trx);
        if (tries < 3) throw new Error('wrapped', { cause: failing });
      });
      expect([tries, await read()]).toEqual([3, 1]);
    });

    it('gives up after the last try', async () => {
      const conflict = tx(db, () => Promise.reject(Object.assign(new Error('x'), { code: '40P01' })), { attempts: 2 });
      await expect(conflict).rejects.toMatchObject({ code: 'store.busy', details: { attempts: 2, sqlState: '40P01' } });
    });

    it('does not take a swallowed statement error for success', async () => {
      const run = tx(db, async (trx) => {
        await add(trx);
        await sql`select 1 / 0`.execute(trx).catch(() => {});
      });
      await expect(run).rejects.toThrow();
      expect(await read()).toBe(0);
    });

    it('tries again when the connection is lost before the commit', async () => {
      let tries = 0;
      await tx(db, async (trx) => {
        tries += 1;
        await add(trx);
        if (tries > 1) return;
        const pid = (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)).rows[0]!.pid;
        await sql`select pg_terminate_backend(${pid})`.execute(db.query);
        await sleep(20);
        await add(trx);
      });
      expect([tries, await read()]).toEqual([2, 1]);
    });

    it('reads one consistent picture in a read-only snapshot and refuses changes in it', async () => {
      await tx(
        db,
        async (trx) => {
          const n = sql<{ n: number }>`select n from counter where org_id = ${org}`;
          expect((await n.execute(trx)).rows[0]?.n).toBe(0);
          await tx(db, (inner) => add(inner));
          expect((await n.execute(trx)).rows[0]?.n).toBe(0);
        },
        { access: 'read only', isolation: 'repeatable read' },
      );
      await expect(tx(db, (trx) => add(trx), { access: 'read only' })).rejects.toMatchObject({ code: '25006' });
    });

    it('refuses every change once the store is read-only, and still reads', async () => {
      const closed = openDatabase(postgres.connection, silentLogger);
      closed.writes.refuse('log.ahead');
      let ran = false;
      const change = tx(closed, async (trx) => {
        ran = true;
        await add(trx);
      });
      await expect(change).rejects.toMatchObject({ code: 'store.read_only' });
      expect(ran).toBe(false);
      expect(
        await tx(closed, async (trx) => (await sql`select 1`.execute(trx)).rows.length, { access: 'read only' }),
      ).toBe(1);
      expect(closed.writes.refusedFor()).toBe('log.ahead');
      await closed.close();
      await closed.close();
    });
  });

  describe('a commit whose outcome is unknown', () => {
    const admin = async (statement: string): Promise<{ rows: { pid: number }[] }> => {
      const client = new Client(postgres.connection);
      await client.connect();
      try {
        return { rows: (await client.query<{ pid: number }>(statement)).rows };
      } finally {
        await client.end();
      }
    };
    it('is reported and not repeated', async () => {
      // No standby exists: every commit is written and then waits for ever, until its session is ended.
      await admin(`alter system set synchronous_standby_names = '*'`);
      await admin('select pg_reload_conf()');
      await sleep(100);
      let tries = 0;
      const running = tx(db, async (trx) => {
        tries += 1;
        await add(trx);
      });
      const outcome = expect(running).rejects.toMatchObject({ code: 'store.commit_unknown' });
      let waiting: number | undefined;
      for (; waiting === undefined; await sleep(20)) {
        waiting = (await admin(`select pid from pg_stat_activity where wait_event = 'SyncRep'`)).rows[0]?.pid;
      }
      await admin(`select pg_terminate_backend(${waiting})`);
      await outcome;
      await admin('alter system reset synchronous_standby_names');
      await admin('select pg_reload_conf()');
      expect(tries).toBe(1);
      // It had been written, so a second try would have counted twice.
      expect(await read()).toBe(1);
    });
  });

  describe('migrations', () => {
    let files: string;
    let fresh: Database[];
    beforeEach(async () => {
      files = await mkdtemp(join(tmpdir(), 'entrepot-migrations-'));
      const name = `m_${crypto.randomUUID().replaceAll('-', '')}`;
      await sql`create database ${sql.ref(name)}`.execute(db.query);
      fresh = Array.from({ length: 4 }, () => openDatabase({ ...postgres.connection, database: name }, silentLogger));
      await writeFile(join(files, '0001-first.sql'), 'create table a (org_id uuid, primary key (org_id));\n');
      await writeFile(
        join(files, '0002-second.sql'),
        `create table b (org_id uuid, primary key (org_id));\ninsert into a values ('${org}');\n`,
      );
    });
    afterEach(async () => {
      await Promise.all(fresh.map((one) => one.close()));
      await rm(files, { recursive: true });
    });

    it('are applied once, in order, however many processes start at once', async () => {
      const applied = await Promise.all(fresh.map((one) => migrate(one, { directory: files })));
      expect(applied.flat().sort()).toEqual(['first', 'second']);
      expect(await migrate(fresh[0]!, { directory: files })).toEqual([]);
      const rows = await sql`select 1 from a`.execute(fresh[0]!.query);
      expect(rows.rows).toHaveLength(1);
    });

    it('are refused when an applied one was changed, whatever its line ends', async () => {
      await migrate(fresh[0]!, { directory: files });
      await writeFile(join(files, '0001-first.sql'), 'create table a (org_id uuid, primary key (org_id));\r\n');
      expect(await migrate(fresh[0]!, { directory: files })).toEqual([]);
      await writeFile(join(files, '0001-first.sql'), 'create table a (org_id uuid, x text, primary key (org_id));\n');
      const again = migrate(fresh[0]!, { directory: files });
      await expect(again).rejects.toMatchObject({ code: 'store.migration_changed', details: { number: 1 } });
    });

    it('leave nothing of one that fails, and say which and why by code', async () => {
      await writeFile(
        join(files, '0003-third.sql'),
        'create table c (org_id uuid, primary key (org_id));\nselect * from nowhere;',
      );
      const failing = migrate(fresh[0]!, { directory: files });
      await expect(failing).rejects.toMatchObject({
        code: 'store.migration_failed',
        details: { number: 3, sqlState: '42P01' },
      });
      await expect(sql`select 1 from c`.execute(fresh[0]!.query)).rejects.toMatchObject({ code: '42P01' });
      await sql`select 1 from b`.execute(fresh[0]!.query);
      await writeFile(join(files, '0003-third.sql'), 'create table c (org_id uuid, primary key (org_id));');
      expect(await migrate(fresh[0]!, { directory: files })).toEqual(['third']);
    });

    it('are refused by an older program', async () => {
      await migrate(fresh[0]!, { directory: files });
      await rm(join(files, '0002-second.sql'));
      const older = migrate(fresh[0]!, { directory: files });
      await expect(older).rejects.toMatchObject({ code: 'store.schema_too_new', details: { number: 2 } });
    });

    it.each(['0004-gap.sql', '0002-twice.sql', 'x.sql', '0003_under.sql'])('refuse the file name %s', async (name) => {
      await writeFile(join(files, name), 'select 1;');
      await mkdir(join(files, 'notes.txt'));
      await expect(readMigrations(files)).rejects.toMatchObject({ code: 'store.migration_bad_name' });
    });

    it('of the product apply to this version', async () => {
      expect((await migrate(fresh[0]!)).length).toBe((await readMigrations()).length);
    });
  });

  it('shows the lint every statement it sends', async () => {
    const recorder = createStatementRecorder();
    const watched = openDatabase(postgres.connection, silentLogger, { onStatement: recorder.onStatement });
    await sql`select n from counter where org_id = ${org}`.execute(watched.query);
    await tx(watched, (trx) => sql`select n from counter for update`.execute(trx));
    await watched.close();
    // The beginning and the end of the transaction are statements too.
    expect(recorder.seen()).toBe(4);
    expect(recorder.findings().map(({ rule }) => rule)).toEqual(['locking_many_rows']);
  });

  it('cancels a statement that takes too long', async () => {
    const hasty = openDatabase(postgres.connection, silentLogger, { statementTimeoutMs: 100 });
    await expect(sql`select pg_sleep(5)`.execute(hasty.query)).rejects.toMatchObject({ code: '57014' });
    await hasty.close();
  });
});
