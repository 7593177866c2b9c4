/** Clusters of their own for tests of the supervisor and of what depends on the version of Postgres. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { silentLogger } from '../../src/base/logger.ts';
import { findNpmNative } from '../../src/store/postgres/npm-binaries.ts';
import { startPostgres } from '../../src/store/postgres/supervisor.ts';

export type Programs = { readonly name: string; readonly directory: string };

/** Returns the system's newest Postgres >= 15 and the one from npm, as far as they are installed. */
export async function installedPrograms(): Promise<readonly Programs[]> {
  const found: Programs[] = [];
  const parent = '/usr/lib/postgresql';
  const versions = existsSync(parent)
    ? readdirSync(parent)
        .map(Number)
        .filter((major) => major >= 15)
    : [];
  const newest = Math.max(...versions);
  const system = join(parent, String(newest), 'bin');
  if (existsSync(join(system, 'initdb'))) found.push({ name: `system Postgres ${newest}`, directory: system });
  else console.warn('no system Postgres >= 15: its tests are left out');
  const native = await findNpmNative();
  if (native === undefined) console.warn('no npm package with Postgres for this machine: its tests are left out');
  else found.push({ name: 'Postgres from npm', directory: join(native, 'bin') });
  return found;
}

/** Returns a new directory under /tmp that others may enter but not list. */
export function openDirectory(): string {
  const directory = mkdtempSync('/tmp/entrepot-pg-');
  chmodSync(directory, 0o711);
  return directory;
}

const seeds = new Map<string, Promise<string>>();

/**
 * Returns a new data directory with a cluster of these programs that was started and stopped once: copying it is
 * several times faster than initdb. Call `removeSeeds` at the end.
 */
export async function seededDirectory(programs: string): Promise<string> {
  const seed = seeds.get(programs) ?? makeSeed(programs);
  seeds.set(programs, seed);
  const directory = openDirectory();
  execFileSync('cp', ['-a', join(await seed, 'postgres'), directory]);
  return directory;
}

async function makeSeed(programs: string): Promise<string> {
  const dataDirectory = openDirectory();
  const postgres = await startPostgres({ dataDirectory, logger: silentLogger, settings: { binaries: programs } });
  await postgres.stop();
  return dataDirectory;
}

export async function removeSeeds(): Promise<void> {
  for (const seed of seeds.values()) removeDataDirectory(await seed);
  seeds.clear();
}

/** Removes a data directory and, when the cluster was kept elsewhere, that too. Stops a server left in it first. */
export function removeDataDirectory(dataDirectory: string): void {
  const note = join(dataDirectory, 'postgres.location');
  const place = existsSync(note) ? readFileSync(note, 'utf8').trim() : join(dataDirectory, 'postgres');
  const pid = serverPid(place);
  if (pid !== undefined) {
    process.kill(pid, 'SIGQUIT');
    for (let tries = 0; existsSync(`/proc/${pid}/cwd`) && tries < 100; tries += 1) execFileSync('sleep', ['0.05']);
  }
  if (place.startsWith('/var/lib/entrepot/')) rmSync(place, { recursive: true, force: true });
  rmSync(dataDirectory, { recursive: true, force: true });
}

/** Returns the pid of a living server in this place (the directory that holds `cluster`). */
export function serverPid(place: string): number | undefined {
  const file = join(place, 'cluster/postmaster.pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : Number.NaN;
  return Number.isInteger(pid) && existsSync(`/proc/${pid}`) ? pid : undefined;
}
