/** Sweeps in a process that serves the console: those under way, and those that another process left. */
import { availableParallelism, hostname } from 'node:os';
import { describeError } from '../base/logger.ts';
import { sleep } from '../base/retry.ts';
import { SECOND } from '../base/units.ts';
import type { SweepDeps } from '../governance/sweeps/deps.ts';
import { createFileReader } from '../governance/sweeps/engine/read-file.ts';
import { resumeSweeps } from '../governance/sweeps/sweeps.ts';
import type { Features, Ground } from './features.ts';
import { openSweepFiles } from './files/open.ts';

const MOST_JOBS = 4;
const LONGEST_STOP_MS = 5 * SECOND;
/** How often it is looked whether a sweep was left. */
const LOOK_MS = 5 * SECOND;

export function openSweeps({ config, tenants, world }: Ground, { transfers, levels }: Features) {
  // One core stays for whoever opens a page meanwhile.
  const jobs = Math.max(1, Math.min(MOST_JOBS, availableParallelism() - 1));
  const files = openSweepFiles(config, jobs);
  const deps: SweepDeps = {
    transfers,
    folders: config['sweep.folders'],
    jobs,
    read: createFileReader(files.classify, levels.levels.settings),
    holder: `${hostname()}:${process.pid}:${world.ids.handle()}`,
    running: new Map(),
  };
  const stopping = new AbortController();
  const follow = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const tenant = await tenants.current();
        if (tenant !== undefined && transfers.db.writes.refusedFor() === undefined) await resumeSweeps(deps, tenant);
      } catch (error) {
        if (!stopping.signal.aborted) world.logger.error(describeError(error), 'sweeps could not be resumed');
      }
      await sleep(LOOK_MS, stopping.signal);
    }
  };
  const following = follow();
  return {
    deps,
    stop: async () => {
      stopping.abort();
      await following;
      for (const stop of deps.running.values()) stop.abort();
      // Each gives its lease back, so that the next process goes on at once; the database is closed after this.
      for (let waited = 0; deps.running.size > 0 && waited < LONGEST_STOP_MS; waited += 50) await sleep(50);
      await files.close();
    },
  };
}
