/** Rules that another process changed: looked for every few seconds, so that every process decides by the same ones. */
import { describeError } from '../base/logger.ts';
import { sleep } from '../base/retry.ts';
import { SECOND } from '../base/units.ts';
import type { PolicyHolder } from '../governance/packs/rules.ts';
import { rulesVersion } from '../store/tables/packs.ts';
import type { Ground } from './features.ts';

const EVERY_MS = 3 * SECOND;

/** Returns what ends it. Rules that cannot be read leave those in use: they were good when they were read. */
export function followRules({ state, orgId, world }: Ground, rules: PolicyHolder): () => Promise<void> {
  const stopping = new AbortController();
  const follow = async (): Promise<void> => {
    let known: string | undefined;
    while (!stopping.signal.aborted) {
      try {
        const version = await rulesVersion(state.db.query, orgId);
        // The first look may come after a change that the start did not see.
        if (version !== known) await rules.reload();
        known = version;
      } catch (error) {
        if (!stopping.signal.aborted)
          world.logger.error(describeError(error), 'changed rules could not be read; the old ones stay in use');
      }
      await sleep(EVERY_MS, stopping.signal);
    }
  };
  const loop = follow();
  return async () => {
    stopping.abort();
    await loop;
  };
}
