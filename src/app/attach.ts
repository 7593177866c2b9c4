/**
 * The state of an installation for a process beside the one that keeps it: nothing is created, migrated or locked here. It waits for the
 * keeper, because both are started at the same time.
 */
import { join, resolve } from 'node:path';
import type { World } from '../base/deps.ts';
import { sleep } from '../base/retry.ts';
import { MINUTE, SECOND } from '../base/units.ts';
import type { Config } from '../config.ts';
import { findPendingSetup } from '../store/access/enrolments.ts';
import { openDiskBlobs } from '../store/blobs/disk.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { startJobs } from '../store/jobs.ts';
import { isMigrated } from '../store/migrate.ts';
import { connectToRunning } from '../store/postgres/connection-file.ts';
import { findOrganisation } from '../store/tables/organisation.ts';
import { readKeyRing } from './installation.ts';
import { SERVE } from './roles.ts';
import type { State } from './state.ts';

type PoolConfig = Parameters<typeof openDatabase>[0];

const WAIT_LIMIT_MS = MINUTE;

/**
 * Opens the state beside its keeper.
 *
 * @throws `serve.not_running`, `serve.not_set_up` when the keeper is not there within a minute; `store.schema_too_new`,
 *   `store.migration_changed` when it is of another version; `installation.not_found`, `keys.missing`
 */
export async function attachState(config: Config, world: World): Promise<State> {
  const directory = resolve(config['data.directory']);
  const opened: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of opened.splice(0).reverse()) await step();
  };
  try {
    const deadline = performance.now() + WAIT_LIMIT_MS;
    const connection = await waitFor(deadline, () => findConnection(config, directory));
    if (connection === undefined) throw SERVE.not_running();
    const db = openDatabase(connection, world.logger);
    opened.push(db.close);
    if ((await waitFor(deadline, async () => (await isReady(db)) || undefined)) === undefined) throw SERVE.not_set_up();
    const blobs = await openDiskBlobs(join(directory, 'objects'));
    const keys = await readKeyRing(directory);
    const jobs = await startJobs({ connection, logger: world.logger, queues: [], attached: true });
    opened.push(jobs.stop);
    return { directory, db, blobs, keys, jobs, postgres: { version: '', origin: 'attached', adopted: false }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function findConnection(config: Config, directory: string): Promise<PoolConfig | undefined> {
  const url = config['database.url']?.reveal();
  return url === undefined ? connectToRunning(directory) : { connectionString: url };
}

/** The schema is ours, and the organisation or the link that makes one is there: its id is fixed from then on. */
async function isReady(db: Database): Promise<boolean> {
  if (!(await isMigrated(db))) return false;
  return (await findOrganisation(db.query)) !== undefined || (await findPendingSetup(db.query)) !== undefined;
}

async function waitFor<T>(deadline: number, look: () => Promise<T | undefined>): Promise<T | undefined> {
  for (;;) {
    const found = await look();
    if (found !== undefined || performance.now() > deadline) return found;
    await sleep(SECOND / 4);
  }
}
