/** Finds Postgres programs: configured ones, the system's, or those that came with npm. */
import { execFile } from 'node:child_process';
import { access, constants, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { STORE } from '../errors.ts';
import type { Binaries, Origin } from './binaries-type.ts';
import { findNpmNative } from './npm-binaries.ts';

/** The SQL of the store needs Postgres 15. */
export const OLDEST_MAJOR = 15;

/** Where distributions put one directory per major version. */
const SYSTEM_PARENTS = [
  { parent: '/usr/lib/postgresql', pattern: /^\d+$/ },
  { parent: '/usr', pattern: /^pgsql-\d+$/ },
] as const;

/**
 * Returns the programs to use. Configured ones are used alone: falling back would hide a wrong setting.
 * An existing cluster (`clusterMajor`) is opened only by its own major version.
 *
 * @throws `store.postgres_no_binaries`, `store.postgres_wrong_version` with the versions that were found.
 */
export async function chooseBinaries(
  configured: string | undefined,
  clusterMajor: number | undefined,
): Promise<Binaries> {
  const found: Binaries[] = [];
  for await (const candidate of candidates(configured)) {
    if (clusterMajor === undefined ? candidate.major >= OLDEST_MAJOR : candidate.major === clusterMajor)
      return candidate;
    found.push(candidate);
  }
  const versions = found.map(({ origin, version }) => `${origin} ${version}`);
  if (clusterMajor === undefined) throw STORE.postgres_no_binaries({ found: versions });
  throw STORE.postgres_wrong_version({ needed: clusterMajor, found: versions });
}

/** Best first; lazily, because asking each program for its version costs a process. */
async function* candidates(configured: string | undefined): AsyncGenerator<Binaries> {
  if (configured !== undefined) {
    const binaries = await inspect('configured', configured, join(configured, '..'));
    if (binaries !== undefined) yield binaries;
    return;
  }
  const directories = await systemDirectories();
  for (const directory of directories) {
    const binaries = await inspect('system', directory, join(directory, '..'));
    if (binaries !== undefined) yield binaries;
  }
  const onPath = await capture('pg_config', ['--bindir']);
  if (onPath !== undefined && !directories.includes(onPath)) {
    const binaries = await inspect('system', onPath, join(onPath, '..'));
    if (binaries !== undefined) yield binaries;
  }
  const native = await findNpmNative();
  if (native !== undefined) {
    const binaries = await inspect('npm', join(native, 'bin'), native);
    if (binaries !== undefined) yield binaries;
  }
}

async function systemDirectories(): Promise<readonly string[]> {
  const directories: { major: number; path: string }[] = [];
  for (const { parent, pattern } of SYSTEM_PARENTS) {
    const names = await readdir(parent).catch(() => []);
    for (const name of names) {
      if (pattern.test(name))
        directories.push({ major: Number(name.replace(/\D/g, '')), path: join(parent, name, 'bin') });
    }
  }
  return directories.sort((a, b) => b.major - a.major).map(({ path }) => path);
}

async function inspect(origin: Origin, directory: string, root: string): Promise<Binaries | undefined> {
  try {
    for (const program of ['postgres', 'initdb']) await access(join(directory, program), constants.X_OK);
  } catch {
    return undefined;
  }
  const text = await capture(join(directory, 'postgres'), ['--version']);
  const version = /\(PostgreSQL\) (\d+)(\S*)/.exec(text ?? '');
  if (version === null) return undefined;
  return { origin, directory, root, version: `${version[1]}${version[2]}`, major: Number(version[1]) };
}

function capture(file: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(file, args, { timeout: 10_000 }, (error, stdout) => resolve(error === null ? stdout.trim() : undefined));
  });
}
