/** Everything with state: data directory, lock, database, objects, keys, jobs. */
import { chmod, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { World } from '../base/deps.ts';
import { nodeCrypto } from '../seal/node-crypto.ts';
import { openDiskBlobs } from '../store/blobs/disk.ts';
import type { BlobStore } from '../store/blobs/port.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { type Jobs, startJobs } from '../store/jobs.ts';
import { openKeyDirectory } from '../store/keys/key-directory.ts';
import { migrate } from '../store/migrate.ts';
import { findOrganisation } from '../store/tables/organisation.ts';
import { acquireDataLock } from '../store/postgres/data-lock.ts';
import { startPostgres } from '../store/postgres/supervisor.ts';
import { QUEUES } from '../transfers/deps.ts';
import { type KeyRing, loadKeyRing } from '../transfers/key-ring.ts';
import type { Config } from '../config.ts';

export type State = {
  readonly directory: string;
  readonly db: Database;
  readonly blobs: BlobStore;
  readonly keys: KeyRing;
  readonly jobs: Jobs;
  readonly postgres: { readonly version: string; readonly origin: string; readonly adopted: boolean };
  /** In the reverse order of opening; safe after a failed start. */
  readonly close: () => Promise<void>;
};

/** Opens the state of one installation. What was opened is closed again when a later step fails. */
export async function openState(config: Config, world: World): Promise<State> {
  const directory = resolve(config['data.directory']);
  const opened: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of opened.splice(0).reverse()) await step();
  };
  try {
    // The embedded database runs under an account of its own, which must be able to pass through.
    await mkdir(directory, { recursive: true, mode: 0o711 });
    const lock = await acquireDataLock(directory);
    opened.push(lock.release);
    const postgres = await startPostgres({
      dataDirectory: directory,
      logger: world.logger,
      lock,
      settings: {
        ...(config['database.url'] === undefined ? {} : { databaseUrl: config['database.url'].reveal() }),
        ...(config['database.binaries'] === undefined ? {} : { binaries: config['database.binaries'] }),
      },
    });
    opened.push(postgres.stop);
    const db = openDatabase(postgres.connection, world.logger);
    opened.push(db.close);
    await migrate(db, { logger: world.logger });
    const blobs = await openDiskBlobs(await privateFolder(directory, 'objects'));
    const isNew = (await findOrganisation(db.query)) === undefined;
    const keys = await loadKeyRing(await openKeyDirectory(join(directory, 'keys')), nodeCrypto, world.random, isNew);
    const jobs = await startJobs({
      connection: postgres.connection,
      logger: world.logger,
      queues: QUEUES.map((name) => ({ name, retries: 20, retryDelaySeconds: 1, retryDelayMaxSeconds: 600 })),
    });
    opened.push(jobs.stop);
    const { version, origin, adopted } = postgres;
    return { directory, db, blobs, keys, jobs, postgres: { version, origin, adopted }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A folder that only this account can read. */
export async function privateFolder(directory: string, name: string): Promise<string> {
  const path = join(directory, name);
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
  return path;
}
