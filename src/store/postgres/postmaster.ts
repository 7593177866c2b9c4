/** The server process: who holds a cluster, starting it, asking whether it answers, stopping it. */
import { spawn } from 'node:child_process';
import { open, readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, type ClientConfig } from 'pg';
import { sleep } from '../../base/retry.ts';
import { SECOND } from '../../base/units.ts';
import { sqlState } from '../errors.ts';
import { PLAIN_ENVIRONMENT, type Account } from './account.ts';
import { startTime } from './data-lock.ts';

export const SUPERUSER = 'entrepot';
export const DATABASE = 'entrepot';
export const PORT = 5432;

/** `started` tells this process from a later one with the same pid. */
export type Postmaster = {
  readonly pid: number;
  readonly started: string;
  readonly socket: string;
  readonly port: number;
};

/** Returns the process that holds the cluster, or undefined when its pid file is missing, stale or somebody else's. */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const noted = await readPidFile(cluster);
  if (noted === undefined) return undefined;
  const started = await startTime(noted.pid);
  if (started === undefined) return undefined;
  // A postmaster works in its cluster directory; a process that reused the pid does not.
  const at = await readlink(`/proc/${noted.pid}/cwd`).catch(() => undefined);
  if (process.platform === 'linux' && at !== (await realpath(cluster))) return undefined;
  return { ...noted, started };
}

/** Returns what postmaster.pid says: pid, then data directory, start, port and socket directory, a line each. */
export async function readPidFile(cluster: string): Promise<Omit<Postmaster, 'started'> | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  return { pid, port: Number(lines[3]), socket: lines[4] ?? '' };
}

/**
 * Returns true when a living process works in the cluster: the server or a session that outlived it. Without /proc it
 * cannot be told and counts as true.
 */
export async function isOccupied(cluster: string): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const at = await realpath(cluster);
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const cwd = await readlink(`/proc/${name}/cwd`).catch(() => undefined);
    if (cwd === at && (await startTime(Number(name))) !== undefined) return true;
  }
  return false;
}

export async function isRunning(postmaster: Postmaster): Promise<boolean> {
  return (await startTime(postmaster.pid)) === postmaster.started;
}

/**
 * Settings that the safety of the data or the silence of the log depends on. Given on the command line, where neither
 * the configuration file nor ALTER SYSTEM changes them; everything else may be tuned in postgresql.conf.
 */
export function serverSettings(socket: string): readonly string[] {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socket,
    unix_socket_permissions: '0700',
    port: String(PORT),
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    zero_damaged_pages: 'off',
    // Messages of failed statements quote values: the log keeps what the server says about itself only.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_statement: 'none',
    log_min_duration_statement: '-1',
    logging_collector: 'off',
    log_destination: 'stderr',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ssl: 'off',
    jit: 'off',
    cluster_name: 'entrepot',
  };
  return Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
}

export type Spawned = {
  readonly pid: number;
  readonly exited: () => { readonly exitCode: number | null; readonly signal: string | null } | undefined;
};

/**
 * Starts the server in a session of its own, so that Ctrl-C in our terminal does not reach it before our own stop does,
 * and with its output in a file, so that it lives on when we are killed.
 */
export async function spawnPostgres(
  program: string,
  cluster: string,
  socket: string,
  logFile: string,
  account: Account,
): Promise<Spawned> {
  const log = await open(logFile, 'a', 0o600);
  try {
    const child = spawn(program, ['-D', cluster, ...serverSettings(socket)], {
      ...(account.switched ? { uid: account.uid, gid: account.gid } : {}),
      cwd: '/',
      env: PLAIN_ENVIRONMENT,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    let gone: { exitCode: number | null; signal: string | null } | undefined;
    child.once('exit', (exitCode, signal) => {
      gone = { exitCode, signal };
    });
    child.once('error', () => {
      gone ??= { exitCode: null, signal: null };
    });
    child.unref();
    return { pid: child.pid ?? 0, exited: () => gone };
  } finally {
    await log.close();
  }
}

export type Answer =
  | { readonly kind: 'yes'; readonly version: string; readonly directory: string }
  | { readonly kind: 'no_database' | 'not_yet' | 'no' };

/** Asks a server for its version and data directory. `not_yet`: it is starting, recovering or going down (57P03). */
export async function ask(connection: ClientConfig): Promise<Answer> {
  const client = new Client({ ...connection, connectionTimeoutMillis: 5 * SECOND, query_timeout: 5 * SECOND });
  client.on('error', () => {});
  try {
    await client.connect();
    const result = await client.query<{ version: string; directory: string }>(
      `select current_setting('server_version') as version, current_setting('data_directory') as directory`,
    );
    const row = result.rows[0];
    return { kind: 'yes', version: row?.version.split(' ')[0] ?? '', directory: row?.directory ?? '' };
  } catch (error) {
    const state = sqlState(error);
    if (state === '3D000') return { kind: 'no_database' };
    return { kind: state === '57P03' ? 'not_yet' : 'no' };
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Stops the server: SIGINT ends sessions and writes a checkpoint, SIGQUIT leaves recovery to the next start. Returns
 * false when it is still there after both.
 */
export async function stopPostmaster(
  postmaster: Postmaster,
  fastMs: number,
  immediateMs = 10 * SECOND,
): Promise<boolean> {
  for (const [signal, deadline] of [
    ['SIGINT', fastMs],
    ['SIGQUIT', immediateMs],
  ] as const) {
    if (!(await isRunning(postmaster))) return true;
    try {
      process.kill(postmaster.pid, signal);
    } catch {
      return !(await isRunning(postmaster));
    }
    if (await isGoneWithin(postmaster, deadline)) return true;
  }
  return false;
}

async function isGoneWithin(postmaster: Postmaster, milliseconds: number): Promise<boolean> {
  const until = performance.now() + milliseconds;
  for (let wait = 5; performance.now() < until; wait = Math.min(100, wait * 2)) {
    if (!(await isRunning(postmaster))) return true;
    await sleep(wait);
  }
  return !(await isRunning(postmaster));
}
