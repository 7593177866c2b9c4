/** What sweeps in the console work with; built once in app/. */
import type { TransferDeps } from '../../transfers/deps.ts';
import type { FileReader } from './engine/read-file.ts';

export type SweepDeps = {
  readonly transfers: TransferDeps;
  /** Absolute paths of the folders that may be swept; the server reads no other. */
  readonly folders: readonly string[];
  readonly jobs: number;
  /** Reads a file by the organisation's levels, where it can harm nobody. */
  readonly read: FileReader;
  /** This process, as leases name it. */
  readonly holder: string;
  /** Sweeps under way in this process. */
  readonly running: Map<string, AbortController>;
};
