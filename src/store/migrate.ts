/**
 * Brings the schema up to date from numbered SQL files. Each file runs in one transaction together with its row in
 * `schema_migration`, so a crash leaves it applied whole or not at all.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { codeOf } from '../base/errors.ts';
import { describeError, silentLogger, type Logger } from '../base/logger.ts';
import { sleep } from '../base/retry.ts';
import type { Database } from './database.ts';
import { STORE, sqlState } from './errors.ts';
import { tx, type Trx } from './transaction.ts';

export type Migration = {
  readonly number: number;
  readonly name: string;
  readonly text: string;
  readonly digest: string;
};

export const MIGRATIONS_DIRECTORY = join(import.meta.dirname, 'migrations');

type AppliedRow = { number: number; name: string; digest: string };

/**
 * Returns the migrations of a directory in order. Files that do not end in `.sql` are passed over.
 *
 * @throws `store.migration_bad_name` unless names are `NNNN-kebab-name.sql` with numbers 1, 2, 3 …: a gap is a missing file.
 */
export async function readMigrations(directory: string = MIGRATIONS_DIRECTORY): Promise<readonly Migration[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort();
  const migrations: Migration[] = [];
  for (const file of files) {
    const match = /^(\d{4})-([a-z0-9-]+)\.sql$/.exec(file);
    const number = Number(match?.[1]);
    if (match === null || number !== migrations.length + 1) throw STORE.migration_bad_name({ file });
    // Line ends differ between checkouts; the digest must not.
    const text = (await readFile(join(directory, file), 'utf8')).replaceAll('\r\n', '\n');
    migrations.push({ number, name: match[2] ?? '', text, digest: createHash('sha256').update(text).digest('hex') });
  }
  return migrations;
}

/** Returns one digest over all migrations: the version of the schema. */
export function schemaDigest(migrations: readonly Migration[]): string {
  const hash = createHash('sha256');
  for (const { number, digest } of migrations) hash.update(`${number}:${digest}\n`);
  return hash.digest('hex');
}

/**
 * Returns the names of the migrations applied by this call; empty when the schema was up to date.
 * Several processes may start at once: each migration is applied by one of them, the others wait for it.
 *
 * @throws `store.migration_changed`, `store.schema_too_new`, `store.migration_failed` (with the SQLSTATE).
 */
export async function migrate(
  db: Database,
  options: { readonly directory?: string; readonly logger?: Logger } = {},
): Promise<readonly string[]> {
  const migrations = await readMigrations(options.directory);
  const logger = options.logger ?? silentLogger;
  await createHistory(db);
  await checkHistory(db, migrations);
  const applied: string[] = [];
  for (const migration of migrations) {
    if (await applyOnce(db, migration)) {
      applied.push(migration.name);
      logger.info({ migration: migration.number }, 'schema migration applied');
    }
  }
  return applied;
}

/**
 * Whether every migration has been applied, for a process that leaves that to another.
 *
 * @throws `store.migration_changed`, `store.schema_too_new`; whatever the database says
 */
export async function isMigrated(db: Database): Promise<boolean> {
  const migrations = await readMigrations();
  const tables = await db.query.introspection.getTables();
  if (!tables.some((table) => table.name === 'schema_migration')) return false;
  await checkHistory(db, migrations);
  const { rows } = await sql<{ number: number }>`select number from schema_migration`.execute(db.query);
  return migrations.every(({ number }) => rows.some((row) => row.number === number));
}

/** CREATE TABLE IF NOT EXISTS is not safe against itself: two at once can collide in the catalogue, on the table, its type or an index of the catalogue. */
const COLLIDED: ReadonlySet<string | undefined> = new Set(['23505', '42P07', '42710', '40001']);

async function createHistory(db: Database): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await sql`create table if not exists schema_migration (
        number     integer     not null,
        name       text        not null,
        digest     text        not null,
        applied_at timestamptz not null,
        primary key (number)
      )`.execute(db.query);
      return;
    } catch (error) {
      const state = sqlState(error);
      if (attempt >= 20 || !COLLIDED.has(state)) throw error;
      await sleep(10 * (attempt + 1));
    }
  }
}

async function checkHistory(db: Database, migrations: readonly Migration[]): Promise<void> {
  const history = await sql<AppliedRow>`select number, name, digest from schema_migration order by number`.execute(
    db.query,
  );
  for (const row of history.rows) {
    const migration = migrations[row.number - 1];
    if (migration === undefined) throw STORE.schema_too_new({ number: row.number });
    if (migration.digest !== row.digest) throw STORE.migration_changed({ number: row.number });
  }
}

/**
 * Returns false when the migration was already there. The history row is inserted first: a second process that inserts
 * the same number waits on the unique key until the first one commits, and then finds nothing to do.
 */
async function applyOnce(db: Database, migration: Migration): Promise<boolean> {
  try {
    return await tx(db, (trx) => applyIn(trx, migration), { idempotent: true });
  } catch (error) {
    if (codeOf(error).startsWith('store.')) throw error;
    const at = describeError(error)['errorKind'] ?? 'unknown';
    throw STORE.migration_failed({ number: migration.number, sqlState: sqlState(error) ?? 'none', kind: at }, error);
  }
}

async function applyIn(trx: Trx, migration: Migration): Promise<boolean> {
  // An index over a large table takes longer than any ordinary statement may.
  await sql`set local statement_timeout = 0`.execute(trx);
  const inserted = await sql<AppliedRow>`
    insert into schema_migration (number, name, digest, applied_at)
    values (${migration.number}, ${migration.name}, ${migration.digest}, now())
    on conflict (number) do nothing returning number, name, digest`.execute(trx);
  if (inserted.rows.length === 0) {
    const found = await sql<AppliedRow>`
      select number, name, digest from schema_migration where number = ${migration.number}`.execute(trx);
    if (found.rows[0]?.digest !== migration.digest) throw STORE.migration_changed({ number: migration.number });
    return false;
  }
  await sql.raw(migration.text).execute(trx);
  return true;
}
