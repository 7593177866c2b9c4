/** What connections need; built once by app. */
import type { PostOffice } from '../../transfers/post.ts';
import type { TransferDeps } from '../../transfers/deps.ts';

export type ConnectionDeps = {
  readonly transfers: TransferDeps;
  readonly office: PostOffice;
  /** No request leaves this machine. */
  readonly sandbox: boolean;
};
