/** What packs in the console need beside the feature itself. */
import type { Facts } from '../../model/facts.ts';
import type { TransferDeps } from '../../transfers/deps.ts';
import type { PolicyHolder } from './rules.ts';

/** A situation that was agreed on with lawyers and officers: what is said about it must not change unnoticed. */
export type AgreedSituation = { readonly name: string; readonly facts: Facts };

export type PackDeps = TransferDeps & {
  readonly rules: PolicyHolder;
  readonly situations: () => Promise<readonly AgreedSituation[]>;
};
/** Names of staff by id. */
export type Names = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
