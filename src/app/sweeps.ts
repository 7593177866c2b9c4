/** Sweeps in the process that serves the console: those under way, and those that the last process left. */
import { availableParallelism } from 'node:os';
import { describeError } from '../base/logger.ts';
import { sleep } from '../base/retry.ts';
import type { SweepDeps } from '../governance/sweeps/deps.ts';
import { resumeSweeps } from '../governance/sweeps/sweeps.ts';
import type { Features, Ground } from './features.ts';

const MOST_JOBS = 4;
const LONGEST_STOP_MS = 5000;

export function openSweeps({ config, tenants, world }: Ground, { transfers }: Features) {
  const deps: SweepDeps = {
    transfers,
    folders: config['sweep.folders'],
    // One core stays for whoever opens a page meanwhile.
    jobs: Math.max(1, Math.min(MOST_JOBS, availableParallelism() - 1)),
    running: new Map(),
  };
  const resume = async (): Promise<void> => {
    const tenant = await tenants.current();
    if (tenant !== undefined && transfers.db.writes.refusedFor() === undefined) await resumeSweeps(deps, tenant);
  };
  void resume().catch((error: unknown) => world.logger.error(describeError(error), 'sweeps could not be resumed'));
  return {
    deps,
    stop: async () => {
      for (const stop of deps.running.values()) stop.abort();
      // Each ends with the file that it is at; the database is closed after this.
      for (let waited = 0; deps.running.size > 0 && waited < LONGEST_STOP_MS; waited += 50) await sleep(50);
    },
  };
}
