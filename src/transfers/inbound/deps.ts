/** What is needed to take messages in. */
import type { RateLimiter } from '../../access/rate-limit.ts';
import type { Incoming } from '../../channels/receive.ts';
import type { Connection, TransferDeps } from '../deps.ts';
import type { Post } from '../send-outbox.ts';

/** Hands a message that was archived to the program that is registered for the robot, if there is one. */
export type Relay = (doorId: string, message: Incoming) => Promise<void>;

export type InboundDeps = TransferDeps & {
  readonly limiter: RateLimiter;
  readonly post: Pick<Post, 'channel' | 'egress' | 'tokens'>;
  readonly relay: Relay;
};

/** The connection by which a message came. */
export type Via = Pick<Connection, 'id' | 'kind'>;

/** First word of the kind: all ways of one vendor name people and conversations alike. */
export function vendorOf(via: Pick<Via, 'kind'>): string {
  return via.kind.split('_')[0] ?? via.kind;
}
