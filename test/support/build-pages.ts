/** Both web bundles as their sources are now: before the first browser test and only then, because the files of all tests read the same ones. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export function setup(): void {
  buildPages();
}

/** Builds what is older than its sources; nothing otherwise. */
export function buildPages(): void {
  const built = spawnSync(process.execPath, [join(import.meta.dirname, '../../scripts/build-if-needed.ts')], {
    stdio: ['ignore', 2, 2],
  });
  if (built.status !== 0) throw new Error('the pages could not be built');
}
