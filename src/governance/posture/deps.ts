/** What the check of the setup needs. */
import type { KnownConnection, Post } from '../../transfers/post.ts';
import type { TransferDeps } from '../../transfers/deps.ts';

export type PostureDeps = Pick<
  TransferDeps,
  'db' | 'clock' | 'ids' | 'random' | 'sha256' | 'fields' | 'log' | 'logger'
> & {
  readonly post: Pick<Post, 'egress' | 'tokens'>;
  readonly connections: () => Promise<readonly KnownConnection[]>;
  readonly installation: {
    readonly sandbox: boolean;
    /** Lowest version of TLS that the gateway takes; null while there is no gateway. */
    readonly gatewayTls: '1.2' | '1.3' | null;
    /** Looked at again every week by itself. */
    readonly weekly: boolean;
  };
};

export type Finding = {
  readonly checkId: string;
  readonly result: 'good' | 'bad' | 'asked' | 'unknown';
  /** Counts and switches only. */
  readonly detail: Readonly<Record<string, string | number | boolean>>;
};
