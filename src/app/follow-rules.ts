/** Rules and levels that another process changed: looked for every few seconds, so that every process decides by the same ones. */
import { describeError } from '../base/logger.ts';
import { sleep } from '../base/retry.ts';
import { SECOND } from '../base/units.ts';
import type { LevelsHolder } from '../governance/levels/holder.ts';
import type { PolicyHolder } from '../governance/packs/rules.ts';
import { levelsVersion } from '../store/tables/level-policies.ts';
import { rulesVersion } from '../store/tables/packs.ts';
import type { Ground } from './features.ts';

const EVERY_MS = 3 * SECOND;

/** Returns what ends it. Rules that cannot be read leave those in use: they were good when they were read. */
export function followRules(ground: Ground, rules: PolicyHolder): () => Promise<void> {
  return follow(ground, 'changed rules could not be read; the old ones stay in use', rules, () =>
    rulesVersion(ground.state.db.query, ground.orgId),
  );
}

/** The same for the organisation's levels and exceptions. */
export function followLevels(ground: Ground, levels: LevelsHolder): () => Promise<void> {
  return follow(ground, 'changed levels could not be read; the old ones stay in use', levels, () =>
    levelsVersion(ground.state.db.query, ground.orgId),
  );
}

function follow(
  { world }: Ground,
  failed: string,
  held: { readonly reload: () => Promise<void> },
  versionOf: () => Promise<string>,
): () => Promise<void> {
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    let known: string | undefined;
    while (!stopping.signal.aborted) {
      try {
        const version = await versionOf();
        // The first look may come after a change that the start did not see.
        if (version !== known) await held.reload();
        known = version;
      } catch (error) {
        if (!stopping.signal.aborted) world.logger.error(describeError(error), failed);
      }
      await sleep(EVERY_MS, stopping.signal);
    }
  };
  const loop = run();
  return async () => {
    stopping.abort();
    await loop;
  };
}
