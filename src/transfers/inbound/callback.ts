/** What a vendor posts to an address of ours: the message is kept before the vendor is answered, its files are fetched later. */
import type { PushedRequest } from '../../channels/receive.ts';
import type { Tenant } from '../deps.ts';
import { archiveMessage } from './archive.ts';
import type { InboundDeps } from './deps.ts';

/**
 * Returns the JSON that the vendor wants to hear, or undefined when nothing is known of it: a connection that does not exist, one that takes
 * nothing in this way, a wrong signature. Which of them is not told.
 */
export async function takeCallback(
  deps: InboundDeps,
  tenant: Tenant,
  connectionId: string,
  request: PushedRequest,
): Promise<object | undefined> {
  const via = deps.channels.connections().find((one) => one.id === connectionId);
  const inlet = via === undefined ? undefined : (await deps.post.channel(via.id))?.inlet;
  const pushed = inlet?.callback(request, deps.clock.now(), deps.random);
  if (via === undefined || pushed === undefined) return undefined;
  if (pushed.message !== undefined) await archiveMessage(deps, tenant, via, pushed.message);
  return pushed.answer;
}
