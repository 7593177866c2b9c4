/**
 * The address that DingTalk gives with a message to a robot, for answers to it: `sessionWebhook`, good for about an hour and a half.
 * It takes the bodies of robot/send without a signature. Whoever has it may write into the conversation, so its query is a secret.
 */
import { Secret } from '../../base/secret.ts';
import { CHANNELS } from '../errors.ts';
import { hostOf, serviceUrlSchema } from '../settings.ts';

export type SessionAddress = {
  /** May be logged. */
  readonly url: string;
  readonly secretQuery: Secret<Readonly<Record<string, string>>>;
};

/**
 * Returns the address in two parts.
 *
 * @param hosts - `host:port` that the connection may open: an address of another host came from somebody else.
 * @throws `channels.bad_draft` for an address that is not DingTalk's; its value is not in the error.
 */
export function sessionAddress(address: Secret<string>, hosts: readonly string[]): SessionAddress {
  const url = URL.parse(address.reveal());
  if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') throw notOurs();
  const open = `${url.origin}${url.pathname}`;
  // The path is shown in logs, so it must not be able to carry anything.
  if (!serviceUrlSchema.safeParse(open).success || !/^\/robot\/[A-Za-z]{1,40}$/.test(url.pathname)) throw notOurs();
  if (!hosts.includes(hostOf(open))) throw notOurs();
  return { url: open, secretQuery: new Secret(Object.fromEntries(url.searchParams)) };
}

function notOurs(): Error {
  return CHANNELS.bad_draft({ field: 'target' });
}
