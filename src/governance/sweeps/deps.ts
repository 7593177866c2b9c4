/** What sweeps in the console work with; built once in app/. */
import type { TransferDeps } from '../../transfers/deps.ts';

export type SweepDeps = {
  readonly transfers: TransferDeps;
  /** Absolute paths of the folders that may be swept; the server reads no other. */
  readonly folders: readonly string[];
  readonly jobs: number;
  /** Sweeps under way in this process. */
  readonly running: Map<string, AbortController>;
};
