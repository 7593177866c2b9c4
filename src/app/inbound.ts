/** What takes messages in, over the features; the gateway's programs are attached when the gateway runs in this process. */
import { describeError } from '../base/logger.ts';
import type { Tenant } from '../transfers/deps.ts';
import type { InboundDeps } from '../transfers/inbound/deps.ts';
import { type Blocked, noteStopped } from '../transfers/inbound/stopped.ts';
import type { PostOffice } from '../transfers/post.ts';
import type { OpenDeps } from '../transfers/recipient-access.ts';
import type { StreamRelay } from '../transfers/stream-relay.ts';

export type AttachedRelay = StreamRelay & { readonly attach: (relay: StreamRelay) => void };

/** Returns a relay that finds nobody until one is attached. */
export function createAttachedRelay(): AttachedRelay {
  let attached: StreamRelay | undefined;
  return {
    attach: (relay) => {
      attached = relay;
    },
    deliver: async (doorId, message) => (attached === undefined ? 'nobody' : attached.deliver(doorId, message)),
  };
}

export function createInboundDeps(transfers: OpenDeps, office: PostOffice, relay: StreamRelay): InboundDeps {
  return { ...transfers, limiter: transfers.access.limiter, post: office.post, relay };
}

/** What the egress guard stopped becomes an incident. A fault of the record changes nothing about the stop. */
export function recordStopped(transfers: OpenDeps, tenant: Pick<Tenant, 'orgId'>, blocked: Blocked): void {
  noteStopped(transfers, tenant, blocked).catch((error: unknown) =>
    transfers.logger.error(describeError(error), 'an incident could not be recorded'),
  );
}
