/** An installation as a command sees it: beside a running server or without one, and only to read. */
import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { systemRandom } from '../base/random.ts';
import { defineErrors } from '../base/errors.ts';
import { createLogger, type Logger } from '../base/logger.ts';
import { MINUTE } from '../base/units.ts';
import type { Io } from '../cli/io.ts';
import { loadConfig, processSource } from '../config.ts';
import { nodeCrypto } from '../seal/node-crypto.ts';
import { findPendingSetup } from '../store/access/enrolments.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { type KeyDirectory, KEYS, openKeyDirectory } from '../store/keys/key-directory.ts';
import { connectToRunning } from '../store/postgres/connection-file.ts';
import { startPostgres } from '../store/postgres/supervisor.ts';
import { findOrganisation } from '../store/tables/organisation.ts';
import { type KeyRing, loadKeyRing } from '../transfers/key-ring.ts';

export const INSTALLATION = defineErrors('installation', {
  not_found: [500, 'there is no installation in this data directory', 'permanent'],
});

type PoolConfig = Parameters<typeof openDatabase>[0];

export type Installation = {
  readonly directory: string;
  readonly db: Database;
  readonly keys: KeyRing;
  /** Undefined before the first set-up link was made. */
  readonly orgId: string | undefined;
  readonly close: () => Promise<void>;
};

/**
 * Opens the installation of the settings. Beside a running server its database is used; without one the database is started for
 * the time of the command, under the same lock as the server's. Every transaction is read-only, by the database's own word, unless the command
 * says that it has something to record (`writes`).
 *
 * @throws `installation.not_found`, `keys.missing`, `store.data_in_use` when a server is just starting or stopping, `store.postgres_*`
 */
export async function openInstallation(io: Io, options: { readonly writes?: boolean } = {}): Promise<Installation> {
  const config = loadConfig(processSource());
  const directory = resolve(config['data.directory']);
  const logger = createLogger({ level: 'error', destination: { write: io.stderr } });
  const keys = await readKeyRing(directory);
  const url = config['database.url']?.reveal();
  const binaries = config['database.binaries'];
  const settings = {
    ...(url === undefined ? {} : { databaseUrl: url }),
    ...(binaries === undefined ? {} : { binaries }),
  };
  const running = url === undefined ? await connectToRunning(directory) : undefined;
  if (running !== undefined)
    return assemble(directory, keys, connectionFor(running, options), logger, () => Promise.resolve());
  const postgres = await startPostgres({ dataDirectory: directory, logger, settings });
  return assemble(directory, keys, connectionFor(postgres.connection, options), logger, postgres.stop);
}

/** INVARIANT: whatever a command does by mistake, a connection without `writes` changes nothing. */
function connectionFor(connection: PoolConfig, { writes = false }: { readonly writes?: boolean }): PoolConfig {
  return writes ? connection : { ...connection, options: '-c default_transaction_read_only=on' };
}

/** The keys as they are: none is made. @throws `installation.not_found`, `keys.missing` */
export async function readKeyRing(directory: string): Promise<KeyRing> {
  const folder = join(directory, 'keys');
  await access(folder).catch((cause: unknown) => {
    throw INSTALLATION.not_found({}, cause);
  });
  const { read } = await openKeyDirectory(folder);
  const readOnly: KeyDirectory = {
    read,
    create: async (file) => {
      throw KEYS.missing({ file });
    },
  };
  return loadKeyRing(readOnly, nodeCrypto, systemRandom, true);
}

async function assemble(
  directory: string,
  keys: KeyRing,
  connection: PoolConfig,
  logger: Logger,
  stop: () => Promise<void>,
): Promise<Installation> {
  const db = openDatabase(connection, logger, { maxConnections: 3, statementTimeoutMs: 30 * MINUTE });
  const close = async (): Promise<void> => {
    await db.close();
    await stop();
  };
  try {
    return { directory, db, keys, orgId: await findOrg(db), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A database without tables has no organisation. */
async function findOrg(db: Database): Promise<string | undefined> {
  const tables = await db.query.introspection.getTables();
  if (!tables.some((table) => table.name === 'organisation')) return undefined;
  return (await findOrganisation(db.query))?.id ?? (await findPendingSetup(db.query));
}
