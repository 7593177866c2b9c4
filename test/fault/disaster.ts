/** What the fault tests see of a server from outside: its database, its log directory, and the moment to strike. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { directorySource } from '../../src/audit-log/directory-node.ts';
import { nodeSha256 } from '../../src/audit-log/hash-node.ts';
import { parseVerifierKey, treeHasher, verifyLog } from '../../src/audit-log/index.ts';
import { connectToRunning } from '../../src/store/postgres/connection-file.ts';
import { environmentOf, runEntrepot, type TestServer } from '../support/server.ts';

export type Sql = {
  readonly rows: <T>(text: string, values?: readonly unknown[]) => Promise<T[]>;
  /** True when the statement finds anything. */
  readonly any: (text: string) => Promise<boolean>;
  readonly close: () => Promise<void>;
};

/** A connection of our own to the server's database; it outlives the server. */
export async function connectBeside(server: Pick<TestServer, 'dataDirectory'>): Promise<Sql> {
  const connection = await connectToRunning(server.dataDirectory);
  if (connection === undefined) throw new Error('the database does not answer');
  const { host, port, user, database } = connection;
  const client = new Client({ host, port, user, database });
  client.on('error', () => undefined);
  await client.connect();
  const rows = async <T>(text: string, values: readonly unknown[] = []): Promise<T[]> =>
    (await client.query(text, [...values])).rows as T[];
  return { rows, any: async (text) => (await rows(text)).length > 0, close: () => client.end().catch(() => undefined) };
}

export const logDirectory = (server: Pick<TestServer, 'dataDirectory'>): string => join(server.dataDirectory, 'log/1');

export function publishedCheckpoint(server: Pick<TestServer, 'dataDirectory'>): string {
  return readFileSync(join(logDirectory(server), 'checkpoint'), 'utf8');
}

export function sizeOf(checkpoint: string): number {
  return Number(checkpoint.split('\n')[1]);
}

/** Collects every checkpoint that anybody could have seen, until `stop`. */
export function watchCheckpoints(server: TestServer): { readonly seen: Set<string>; readonly stop: () => void } {
  const seen = new Set<string>();
  const look = (): void => {
    if (existsSync(join(logDirectory(server), 'checkpoint'))) seen.add(publishedCheckpoint(server));
  };
  const timer = setInterval(look, 10);
  return { seen, stop: () => clearInterval(timer) };
}

/** Every entry and tile of the directory checked again, and every checkpoint seen before. Returns the outcome. */
export async function verifyDirectory(server: TestServer, sql: Sql, older: Iterable<string>) {
  const [row] = await sql.rows<{ vkey: string }>('select vkey from log');
  return verifyLog({
    source: directorySource(logDirectory(server)),
    key: parseVerifierKey(row?.vkey ?? ''),
    hasher: treeHasher(nodeSha256),
    entries: 'entrepot',
    older: [...older].filter((text) => sizeOf(text) > 0),
  });
}

/** `entrepot fsck` beside the running server; throws what it found. */
export async function expectCleanFsck(server: TestServer): Promise<void> {
  const { code, out, err } = await runEntrepot(['fsck'], { env: environmentOf(server), cwd: '/tmp' });
  if (code !== 0) throw new Error(`fsck ended with ${code}\n${out}${err}`);
}

/** Waits until `condition` holds, `limitMs` at most. Asked without a pause: the moments to hit are short. */
export async function until(condition: () => Promise<boolean> | boolean, limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (Date.now() < deadline) {
    if (await condition()) return true;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return false;
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
