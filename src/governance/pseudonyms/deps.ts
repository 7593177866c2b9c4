/** What pseudonymising works with; built once in app/. */
import type { ListReader } from '../../classify/list-reader.ts';
import type { TransferDeps } from '../../transfers/deps.ts';

export type PseudonymDeps = TransferDeps & {
  /** Reads and writes lists where they can harm nobody. */
  readonly lists: ListReader;
};
