/**
 * Postgres for the store: a given one, or our own, started, watched and stopped here. After kill -9 of this process the
 * server lives on; the next start finds it and takes it over.
 */
import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { Client, type ClientConfig, type PoolConfig } from 'pg';
import { describeError, type Logger } from '../../base/logger.ts';
import { sleep } from '../../base/retry.ts';
import { MINUTE, SECOND } from '../../base/units.ts';
import { STORE, sqlState } from '../errors.ts';
import { canEnter, chooseAccount, type Account } from './account.ts';
import { chooseBinaries, OLDEST_MAJOR } from './binaries.ts';
import type { Binaries, Origin } from './binaries-type.ts';
import { clusterMajor, createCluster, writeAccessRules } from './cluster.ts';
import { readConnectionNote, removeConnectionNote, writeConnectionNote } from './connection-file.ts';
import { acquireDataLock, type DataLock } from './data-lock.ts';
import { copyBinaries, hydrateLinks } from './npm-binaries.ts';
import { choosePlace, ensureDataDirectory, socketDirectory, type Place } from './place.ts';
import * as server from './postmaster.ts';
import { limitLog, logSize, readLogSince, reasonOf } from './server-log.ts';

export type PostgresSettings = {
  /** DATABASE_URL: used as it is; nothing is started. */
  readonly databaseUrl?: string;
  /** ENTREPOT_PG_BIN: a directory with `postgres` and `initdb`. */
  readonly binaries?: string;
};

export type StartOptions = {
  readonly dataDirectory: string;
  readonly logger: Logger;
  readonly settings?: PostgresSettings;
  /** The lock of the serving process when it holds it already; otherwise it is taken here and released by `stop`. */
  readonly lock?: DataLock;
};

export type RunningPostgres = {
  readonly connection: PoolConfig;
  readonly version: string;
  readonly origin: 'url' | Origin;
  /** True when a server left behind by a killed process was taken over. */
  readonly adopted: boolean;
  /** Stops our own server (a given one is left alone). Close all pools first. Safe to call twice. */
  readonly stop: () => Promise<void>;
};

const START_DEADLINE = 30 * SECOND;
/** Replaying the log after a crash takes as long as it takes; the server says so meanwhile. */
const RECOVERY_DEADLINE = 10 * MINUTE;
const STOP_DEADLINE = 30 * SECOND;
const WATCH_INTERVAL = 2 * SECOND;

/**
 * Returns a Postgres that answers. Order: `databaseUrl`, configured programs, the system's (>= 15), those from npm.
 * The cluster has checksums, writes through (fsync), listens only on a socket in a private directory and never runs as root.
 *
 * @throws `store.data_in_use`, `store.postgres_*`: see errors.ts.
 */
export async function startPostgres(options: StartOptions): Promise<RunningPostgres> {
  const url = options.settings?.databaseUrl;
  if (url !== undefined) return useGiven(url);
  const account = await chooseAccount();
  await ensureDataDirectory(options.dataDirectory, account);
  const lock = options.lock ?? (await acquireDataLock(options.dataDirectory));
  const releaseLock = options.lock === undefined ? lock.release : () => Promise.resolve();
  try {
    const place = await choosePlace(options.dataDirectory, account, options.logger);
    const supervised = await adoptOrStart({ ...options, account, place });
    const { connection, version } = await openServer(supervised.postmaster);
    const { host, port } = connection;
    await writeConnectionNote(options.dataDirectory, {
      host,
      port,
      user: server.SUPERUSER,
      database: server.DATABASE,
      origin: supervised.origin,
    });
    options.logger.info({ version, origin: supervised.origin, adopted: supervised.adopted }, 'postgres is ready');
    const watch = keepAlive({ ...options, account, place }, supervised);
    const stop = async (): Promise<void> => {
      await watch.end();
      const stopped = await server.stopPostmaster(watch.current(), STOP_DEADLINE);
      if (!stopped) options.logger.error({ pid: watch.current().pid }, 'postgres did not stop');
      await removeConnectionNote(options.dataDirectory);
      if (host !== place.run) await rm(host, { recursive: true, force: true });
      await releaseLock();
    };
    let stopping: Promise<void> | undefined;
    return {
      connection,
      version,
      origin: supervised.origin,
      adopted: supervised.adopted,
      stop: () => {
        stopping ??= stop();
        return stopping;
      },
    };
  } catch (error) {
    await releaseLock();
    throw error;
  }
}

async function useGiven(url: string): Promise<RunningPostgres> {
  const connection = { connectionString: url };
  const answer = await server.ask(connection);
  if (answer.kind !== 'yes') throw STORE.postgres_not_answering({ reason: answer.kind });
  if (Number.parseInt(answer.version, 10) < OLDEST_MAJOR)
    throw STORE.postgres_wrong_version({ needed: OLDEST_MAJOR, found: [answer.version] });
  return { connection, version: answer.version, origin: 'url', adopted: false, stop: () => Promise.resolve() };
}

type Context = StartOptions & { readonly account: Account; readonly place: Place };
type Supervised = { readonly postmaster: server.Postmaster; readonly origin: Origin; readonly adopted: boolean };

async function adoptOrStart(context: Context): Promise<Supervised> {
  const { cluster } = context.place;
  const found = await server.findPostmaster(cluster);
  if (found !== undefined) {
    if (await answersWithin(found, START_DEADLINE / 3)) {
      const note = await readConnectionNote(context.dataDirectory);
      return { postmaster: found, origin: note?.origin ?? 'system', adopted: true };
    }
    context.logger.warn({ pid: found.pid }, 'a postgres left behind does not answer and is stopped');
    if (!(await server.stopPostmaster(found, STOP_DEADLINE))) throw STORE.postgres_in_use({ pid: found.pid });
  } else {
    await refuseForeignServer(cluster);
  }
  return start(context);
}

/** A server in another container on the same volume has a pid that means nothing here, but its socket answers. */
async function refuseForeignServer(cluster: string): Promise<void> {
  const noted = await server.readPidFile(cluster);
  if (noted === undefined || noted.socket === '') return;
  const answer = await server.ask({ ...connectionOf(noted), database: 'postgres' });
  if (answer.kind !== 'no') throw STORE.postgres_in_use({ pid: noted.pid });
}

async function start(context: Context): Promise<Supervised> {
  const { place, account, logger } = context;
  const major = await clusterMajor(place.cluster);
  const binaries = await makeReachable(await chooseBinaries(context.settings?.binaries, major), place, account, logger);
  if (major === undefined) await createCluster(binaries, place.cluster, account);
  await writeAccessRules(place.cluster, account);
  await limitLog(place.log);
  const postmaster = await startServer(context, binaries);
  return { postmaster, origin: binaries.origin, adopted: false };
}

/** Programs that the account cannot enter, or whose links cannot be made in place, are copied to the home of the cluster. */
async function makeReachable(binaries: Binaries, place: Place, account: Account, logger: Logger): Promise<Binaries> {
  const reachable = await canEnter(account, binaries.directory);
  if (reachable && (binaries.origin !== 'npm' || (await hydrateLinks(binaries.root)))) return binaries;
  logger.info(
    { version: binaries.version, origin: binaries.origin },
    'the postgres programs are copied to where they can be run',
  );
  return copyBinaries(binaries, place.home);
}

async function startServer(context: Context, binaries: Binaries): Promise<server.Postmaster> {
  const { place, account } = context;
  const socket = await socketDirectory(place, account);
  const program = join(binaries.directory, 'postgres');
  for (let attempt = 0; ; attempt += 1) {
    const logFrom = await logSize(place.log);
    const spawned = await server.spawnPostgres(program, place.cluster, socket, place.log, account);
    const connection = { ...connectionOf({ socket, port: server.PORT }), database: 'postgres' };
    const ready = await waitUntilReady(connection, spawned);
    if (ready === 'ready') {
      const postmaster = await server.findPostmaster(place.cluster);
      if (postmaster !== undefined) return postmaster;
    }
    const reason = reasonOf(await readLogSince(place.log, logFrom));
    if ((reason === 'still_stopping' || reason === 'lock_file') && attempt < 50) {
      await clearRemains(place.cluster, socket, reason);
      continue;
    }
    const exit = spawned.exited();
    if (exit === undefined && spawned.pid > 0) process.kill(spawned.pid, 'SIGQUIT');
    throw STORE.postgres_start_failed({ reason, ready, exitCode: exit?.exitCode ?? 'none', version: binaries.version });
  }
}

/**
 * After the server was killed its sessions leave by themselves, and the next server may not start before they have. Its
 * pid can stay taken, by a zombie that nobody collects or by another program; Postgres then takes the server for living.
 *
 * INVARIANT: lock files are removed only when no process works in the cluster: they also protect against sessions left.
 */
async function clearRemains(cluster: string, socket: string, reason: 'still_stopping' | 'lock_file'): Promise<void> {
  if (reason === 'still_stopping' || (await server.isOccupied(cluster))) {
    await sleep(200);
    return;
  }
  const name = `.s.PGSQL.${server.PORT}`;
  for (const file of [join(cluster, 'postmaster.pid'), join(socket, name), join(socket, `${name}.lock`)]) {
    await rm(file, { force: true });
  }
}

async function waitUntilReady(
  connection: ClientConfig,
  spawned: server.Spawned,
): Promise<'ready' | 'exited' | 'timeout'> {
  const began = performance.now();
  for (let wait = 4; ; wait = Math.min(100, wait * 1.5)) {
    if (spawned.exited() !== undefined) return 'exited';
    const answer = await server.ask(connection);
    if (answer.kind === 'yes') return 'ready';
    const deadline = answer.kind === 'not_yet' ? RECOVERY_DEADLINE : START_DEADLINE;
    if (performance.now() - began > deadline) return 'timeout';
    await sleep(wait);
  }
}

async function answersWithin(postmaster: server.Postmaster, milliseconds: number): Promise<boolean> {
  const began = performance.now();
  for (;;) {
    const answer = await server.ask({ ...connectionOf(postmaster), database: 'postgres' });
    if (answer.kind === 'yes') return true;
    const deadline = answer.kind === 'not_yet' ? RECOVERY_DEADLINE : milliseconds;
    if (!(await server.isRunning(postmaster)) || performance.now() - began > deadline) return false;
    await sleep(50);
  }
}

function connectionOf(at: { readonly socket: string; readonly port: number }): {
  host: string;
  port: number;
  user: string;
} {
  return { host: at.socket, port: at.port, user: server.SUPERUSER };
}

/** Returns the connection to our database, which is created at the first start. */
async function openServer(
  postmaster: server.Postmaster,
): Promise<{ connection: { host: string; port: number; user: string; database: string }; version: string }> {
  const connection = { ...connectionOf(postmaster), database: server.DATABASE };
  let answer = await server.ask(connection);
  if (answer.kind === 'no_database') {
    const client = new Client({ ...connection, database: 'postgres' });
    await client.connect();
    try {
      await client.query(`create database ${server.DATABASE}`);
    } catch (error) {
      if (sqlState(error) !== '42P04') throw error;
    } finally {
      await client.end();
    }
    answer = await server.ask(connection);
  }
  if (answer.kind !== 'yes') throw STORE.postgres_not_answering({ reason: answer.kind });
  return { connection, version: answer.version };
}

type Watch = { readonly current: () => server.Postmaster; readonly end: () => Promise<void> };

/**
 * Looks after the server while we run: starts it again when it is gone (killed for memory, crashed) and keeps its log
 * small. Pools find it again at the same socket.
 */
function keepAlive(context: Context, supervised: Supervised): Watch {
  let current = supervised.postmaster;
  let busy: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    if (await server.isRunning(current)) {
      await limitLog(context.place.log);
      return;
    }
    context.logger.error({ pid: current.pid }, 'postgres is gone and is started again');
    current = (await start(context)).postmaster;
  };
  const timer = setInterval(() => {
    busy ??= look()
      .catch((error: unknown) => context.logger.error(describeError(error), 'postgres could not be looked after'))
      .finally(() => {
        busy = undefined;
      });
  }, WATCH_INTERVAL);
  timer.unref();
  return {
    current: () => current,
    end: async () => {
      clearInterval(timer);
      await busy;
    },
  };
}
