/** The organisation's levels, read from the store with the key that hashes values. */
import { createHmac } from 'node:crypto';
import { base64url, utf8 } from '../base/bytes.ts';
import { describeError } from '../base/logger.ts';
import { sleep } from '../base/retry.ts';
import { SECOND } from '../base/units.ts';
import { type LevelsHolder, openLevels } from '../governance/levels/holder.ts';
import { KEY_LENGTH } from '../seal/crypto.ts';
import { expandSha384 } from '../seal/hkdf.ts';
import { nodeCrypto } from '../seal/node-crypto.ts';
import { levelsVersion } from '../store/tables/level-policies.ts';
import type { Ground } from './features.ts';

/** Domain of the derived key: the hash of a value here never equals one that was made for counting persons. */
const PURPOSE = 'entrepot.finding/v1';
const TAG_BYTES = 16;
const EVERY_MS = 3 * SECOND;

/** @param indexKey - Outside the database: with the database alone nobody can tell whether a value is excepted. */
export async function createTagger(indexKey: Uint8Array<ArrayBuffer>): Promise<LevelsHolder['tag']> {
  const key = await expandSha384(nodeCrypto, indexKey, utf8(PURPOSE), KEY_LENGTH);
  return (valueKey) => base64url(createHmac('sha384', key).update(valueKey, 'utf8').digest().subarray(0, TAG_BYTES));
}

export async function openOwnLevels({
  state,
  orgId,
  world,
}: Pick<Ground, 'state' | 'orgId' | 'world'>): Promise<LevelsHolder> {
  return openLevels({ db: state.db, orgId, clock: world.clock, tag: await createTagger(state.keys.index) });
}

/** Levels that another process changed: looked for every few seconds. Returns what ends it. Unreadable ones leave those in use. */
export function followLevels({ state, orgId, world }: Ground, levels: LevelsHolder): () => Promise<void> {
  const stopping = new AbortController();
  const follow = async (): Promise<void> => {
    let known: string | undefined;
    while (!stopping.signal.aborted) {
      try {
        const version = await levelsVersion(state.db.query, orgId);
        if (version !== known) await levels.reload();
        known = version;
      } catch (error) {
        if (!stopping.signal.aborted)
          world.logger.error(describeError(error), 'changed levels could not be read; the old ones stay in use');
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
