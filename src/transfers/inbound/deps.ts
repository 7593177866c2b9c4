/** What is needed to take messages in. */
import type { RateLimiter } from '../../access/rate-limit.ts';
import type { Connection, TransferDeps } from '../deps.ts';
import type { Post } from '../post.ts';
import type { StreamRelay } from '../stream-relay.ts';

export type InboundDeps = TransferDeps & {
  readonly limiter: RateLimiter;
  readonly post: Pick<Post, 'channel' | 'egress' | 'tokens'>;
  /** To programs that are connected through a door. */
  readonly relay: StreamRelay;
};

/** The connection by which a message came. */
export type Via = Pick<Connection, 'id' | 'kind'>;

/** First word of the kind: all ways of one vendor name people and conversations alike. */
export function vendorOf(via: Pick<Via, 'kind'>): string {
  return via.kind.split('_')[0] ?? via.kind;
}
