/** What levels in the console need beside the feature itself. */
import type { PolicyHolder } from '../packs/rules.ts';
import type { TransferDeps } from '../../transfers/deps.ts';
import type { LevelsHolder } from './holder.ts';

export type LevelDeps = TransferDeps & {
  readonly levels: LevelsHolder;
  readonly rules: Pick<PolicyHolder, 'current'>;
};
