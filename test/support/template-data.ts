/**
 * The database of a server that has never been started, with the schema in it: made once per run by starting a server and emptying every
 * table, then copied. Keys, log and everything else of a data directory are each server's own.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { openRunningDatabase } from './running-database.ts';

/** The process of the whole run, see test-database.ts. */
function runPid(): number {
  return isMainThread && process.env['VITEST'] !== undefined ? process.ppid : process.pid;
}

/**
 * Puts the database of a fresh installation into an empty data directory. `make` starts and stops a server on the directory that it is given;
 * it is called once per run, by whoever comes first.
 */
export async function copyTemplate(
  dataDirectory: string,
  make: (directory: string, whileRunning: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const root = `/tmp/entrepot-template-${process.getuid?.() ?? 0}-${runPid()}`;
  await makeOnce(root, make);
  // As root the database has an account of its own: it stays the owner.
  mkdirSync(dataDirectory, { recursive: true, mode: 0o711 });
  const copied = spawnSync('cp', ['-a', join(root, 'data/postgres'), dataDirectory]);
  if (copied.status !== 0) throw new Error(`the template could not be copied: ${copied.stderr.toString()}`);
}

async function makeOnce(root: string, make: Parameters<typeof copyTemplate>[1]): Promise<void> {
  const making = `${root}.making`;
  for (;;) {
    if (existsSync(root)) return;
    try {
      mkdirSync(making, { mode: 0o711 });
      break;
    } catch {
      // Another test process is at it; when it failed, the next one tries.
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  if (existsSync(root)) return rmSync(making, { recursive: true });
  try {
    chmodSync(making, 0o711);
    removeWithRun(root);
    const data = join(making, 'data');
    await make(data, () => empty(data));
    rmSync(join(data, 'postgres/run'), { recursive: true, force: true });
    renameSync(making, root);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw error;
  }
}

async function empty(dataDirectory: string): Promise<void> {
  const database = await openRunningDatabase(dataDirectory);
  try {
    const tables = await database.sql<{ name: string }>(`
      select quote_ident(table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema = 'public' and table_name <> 'schema_migration'`);
    await database.sql(`truncate ${tables.map(({ name }) => name).join(', ')}`);
  } finally {
    await database.close();
  }
}

function removeWithRun(root: string): void {
  const script = `while kill -0 ${runPid()} 2>/dev/null; do sleep 0.5; done; rm -rf '${root}' '${root}.making'`;
  spawn('/bin/sh', ['-c', script], { detached: true, stdio: 'ignore', cwd: '/' }).unref();
}
