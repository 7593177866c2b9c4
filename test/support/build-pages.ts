/** Before the first browser test: both web bundles as their sources are now. Once, because the files of all tests read the same ones. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export function setup(): void {
  const built = spawnSync(process.execPath, [join(import.meta.dirname, '../../scripts/build-if-needed.ts')], {
    stdio: ['ignore', 2, 2],
  });
  if (built.status !== 0) throw new Error('the pages could not be built');
}
