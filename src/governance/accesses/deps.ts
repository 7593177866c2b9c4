/** What the looks at what is somebody's need; built once in app/. */
import type { LogSource, VerifierKey } from '../../audit-log/index.ts';
import type { TransferDeps } from '../../transfers/deps.ts';

export type AccessDeps = {
  readonly transfers: TransferDeps;
  /** The published log and its key, for proofs. */
  readonly log: () => Promise<{ readonly source: LogSource; readonly key: VerifierKey }>;
};
