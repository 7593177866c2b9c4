/**
 * A fresh database per test file, on one cluster shared by all test processes of a run. The cluster is started by
 * whichever process comes first, through the supervisor of the product, and stopped when the run is over.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import { isMainThread } from 'node:worker_threads';
import { Client, type PoolConfig } from 'pg';
import { codeOf } from '../../src/base/errors.ts';
import { silentLogger } from '../../src/base/logger.ts';
import { sleep } from '../../src/base/retry.ts';
import { openDatabase, type Database, type DatabaseOptions } from '../../src/store/database.ts';
import { sqlState } from '../../src/store/errors.ts';
import { MIGRATIONS_DIRECTORY, migrate, readMigrations, schemaDigest } from '../../src/store/migrate.ts';
import { connectToRunning } from '../../src/store/postgres/connection-file.ts';
import { startPostgres } from '../../src/store/postgres/supervisor.ts';

export type TestDatabase = {
  readonly db: Database;
  /** For pools of others (pg-boss, sign-in) on the same database. */
  readonly connection: PoolConfig;
  /** A second, independent pool on the same database, as another process would have. */
  readonly open: (options?: DatabaseOptions) => Database;
  readonly close: () => Promise<void>;
};

export type TestDatabaseOptions = DatabaseOptions & {
  /** False gives an empty database; otherwise all migrations are applied. */
  readonly migrated?: boolean;
  /** Another directory of migrations. */
  readonly migrations?: string;
};

/** Returns a database of its own; call `close` at the end (`afterAll`). About 30 ms after the first. */
export async function withTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const cluster = await sharedCluster();
  const template = options.migrated === false ? undefined : await migratedTemplate(cluster, options.migrations);
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  await administer(cluster, `create database ${name}${template === undefined ? '' : ` template ${template}`}`);
  const connection = { ...cluster, database: name };
  const opened: Database[] = [];
  const open = (more: DatabaseOptions = {}): Database => {
    const db = openDatabase(connection, silentLogger, { maxConnections: 6, ...options, ...more });
    opened.push(db);
    return db;
  };
  return {
    db: open(),
    connection,
    open,
    close: async () => {
      await Promise.all(opened.map((db) => db.close()));
      await administer(cluster, `drop database if exists ${name} with (force)`);
    },
  };
}

let shared: Promise<PoolConfig> | undefined;

function sharedCluster(): Promise<PoolConfig> {
  shared ??= findOrStart();
  return shared;
}

/** The process of the whole run: test files run in children or in threads of it. */
function runPid(): number {
  const inside = process.env['VITEST'] !== undefined || process.env['VITEST_WORKER_ID'] !== undefined;
  return isMainThread && inside ? process.ppid : process.pid;
}

async function findOrStart(): Promise<PoolConfig> {
  const dataDirectory = `/tmp/entrepot-test-${process.getuid?.() ?? 0}-${runPid()}`;
  await mkdir(dataDirectory, { recursive: true });
  // The account of Postgres has to get through; nothing secret is kept by tests.
  await chmod(dataDirectory, 0o711);
  for (;;) {
    const running = await connectToRunning(dataDirectory);
    if (running !== undefined) return running;
    try {
      const postgres = await startPostgres({ dataDirectory, logger: silentLogger });
      endWithRun(dataDirectory);
      return postgres.connection;
    } catch (error) {
      // Another test process is starting it right now.
      if (codeOf(error) !== 'store.data_in_use') throw error;
      await sleep(50);
    }
  }
}

/**
 * Test processes come and go, so none of them can stop the cluster. A small shell waits for the end of the run,
 * whatever way it ends, stops the server and removes the directory.
 */
function endWithRun(dataDirectory: string): void {
  const script = `
    while kill -0 ${runPid()} 2>/dev/null; do sleep 0.5; done
    pid=$(head -n 1 '${dataDirectory}/postgres/cluster/postmaster.pid') && kill -QUIT "$pid"
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    rm -rf '${dataDirectory}'`;
  spawn('/bin/sh', ['-c', script], { detached: true, stdio: 'ignore', cwd: '/' }).unref();
}

/** Returns the name of a database with all migrations applied, made once per run and set of migrations. */
async function migratedTemplate(cluster: PoolConfig, directory = MIGRATIONS_DIRECTORY): Promise<string> {
  const digest = schemaDigest(await readMigrations(directory));
  const name = `template_${createHash('sha256').update(digest).digest('hex').slice(0, 24)}`;
  for (let attempt = 0; ; attempt += 1) {
    const found = await administer(cluster, `select 1 from pg_database where datname = '${name}'`);
    if (found > 0) return name;
    try {
      await administer(cluster, `create database ${name}_making`);
    } catch (error) {
      if (!['42P04', '23505', '55006'].includes(sqlState(error) ?? '') || attempt > 600) throw error;
      await sleep(50);
      continue;
    }
    try {
      const making = openDatabase({ ...cluster, database: `${name}_making` }, silentLogger);
      try {
        await migrate(making, { directory });
      } finally {
        await making.close();
      }
      await administer(cluster, `alter database ${name}_making rename to ${name}`);
    } catch (error) {
      await administer(cluster, `drop database if exists ${name}_making with (force)`);
      throw error;
    }
  }
}

async function administer(cluster: PoolConfig, statement: string): Promise<number> {
  const client = new Client({ ...cluster, database: 'postgres' });
  await client.connect();
  try {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return (await client.query(statement)).rowCount ?? 0;
      } catch (error) {
        // 55006: the template is being copied by another test process at this moment.
        if (sqlState(error) !== '55006' || attempt > 100) throw error;
        await sleep(50);
      }
    }
  } finally {
    await client.end();
  }
}
