/** The organisation's levels, read from the store with the key that hashes values. */
import { createHmac } from 'node:crypto';
import { base64url, utf8 } from '../base/bytes.ts';
import type { World } from '../base/deps.ts';
import { type LevelsHolder, openLevels } from '../governance/levels/holder.ts';
import { KEY_LENGTH } from '../seal/crypto.ts';
import { expandSha384 } from '../seal/hkdf.ts';
import { nodeCrypto } from '../seal/node-crypto.ts';
import type { State } from './state.ts';

/** Domain of the derived key: the hash of a value here never equals one that was made for counting persons. */
const PURPOSE = 'entrepot.finding/v1';
const TAG_BYTES = 16;

/** @param indexKey - Outside the database: with the database alone nobody can tell whether a value is excepted. */
export async function createTagger(indexKey: Uint8Array<ArrayBuffer>): Promise<LevelsHolder['tag']> {
  const key = await expandSha384(nodeCrypto, indexKey, utf8(PURPOSE), KEY_LENGTH);
  return (valueKey) => base64url(createHmac('sha384', key).update(valueKey, 'utf8').digest().subarray(0, TAG_BYTES));
}

export async function openOwnLevels(
  state: Pick<State, 'db' | 'keys'>,
  orgId: string,
  { clock }: Pick<World, 'clock'>,
): Promise<LevelsHolder> {
  return openLevels({ db: state.db, orgId, clock, tag: await createTagger(state.keys.index) });
}
