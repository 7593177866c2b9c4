/** SQL on the database of a running test server, beside it, and its files as bytes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { connectToRunning } from '../../src/store/postgres/connection-file.ts';

export type Sql = <T extends Record<string, unknown>>(statement: string, values?: readonly unknown[]) => Promise<T[]>;

export type RunningDatabase = {
  readonly sql: Sql;
  /** Every row of every table of ours and of the sign-in and job tables as text, by table. Unlike the files, never compressed. */
  readonly rows: () => Promise<ReadonlyMap<string, string>>;
  readonly close: () => Promise<void>;
};

export async function openRunningDatabase(dataDirectory: string): Promise<RunningDatabase> {
  const connection = await connectToRunning(dataDirectory);
  if (connection === undefined) throw new Error('no database answers');
  const client = new Client(connection);
  await client.connect();
  const sql: Sql = async <T extends Record<string, unknown>>(statement: string, values: readonly unknown[] = []) =>
    (await client.query<T>(statement, [...values])).rows;
  return {
    sql,
    rows: async () => {
      const tables = await sql<{ name: string }>(`
        select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
        where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1`);
      const out = new Map<string, string>();
      for (const { name } of tables) {
        const rows = await sql<{ row: string }>(`select t::text as row from ${name} t order by 1`);
        out.set(name, rows.map((one) => one.row).join('\n'));
      }
      return out;
    },
    close: () => client.end(),
  };
}

/** Every file below the data directory, wherever the database keeps its own. */
export function* filesOf(dataDirectory: string): Generator<{ readonly path: string; readonly bytes: Buffer }> {
  const note = join(dataDirectory, 'postgres.location');
  const roots = [dataDirectory, ...(existsSync(note) ? [readFileSync(note, 'utf8').trim()] : [])];
  for (const root of roots) {
    for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      yield { path, bytes: readIfThere(path) };
    }
  }
}

/** A running database replaces files while they are listed. */
function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
