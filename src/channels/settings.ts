/** Building blocks of the channels' settings: secrets that cannot be printed, addresses that need TLS. */
import { z } from 'zod';
import { Secret } from '../base/secret.ts';
import { jurisdictionSchema } from '../model/jurisdiction.ts';
import { isLoopback } from './text.ts';

/** Returns a schema for a secret of the given shape; comes out as `Secret`, goes in as text or as `Secret`. */
export function secretText(shape: RegExp) {
  const wrapped = z.instanceof(Secret).transform((secret): unknown => secret.reveal());
  return z
    .union([wrapped, z.string()])
    .pipe(z.string().regex(shape))
    .transform((text) => new Secret(text));
}

/** An address over TLS, or plain to this machine; no user part, no query, no fragment. */
export const serviceUrlSchema = z
  .string()
  .max(500)
  .refine((text) => {
    const url = URL.parse(text);
    if (url === null || url.username !== '' || url.search !== '' || url.hash !== '') return false;
    return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  });

export const placeSchema = jurisdictionSchema.default('unknown');

/** One mailbox, ASCII, without display name. What a mail server would accept beyond that is not needed here. */
export const mailboxSchema = z
  .string()
  .max(254)
  .regex(/^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*$/);

/** E.164: plus, country code, at most 15 digits. */
export const phoneSchema = z.string().regex(/^\+[1-9]\d{6,14}$/);

/**
 * Tells whether a text may stand at the end of an address as its secret part: a path from the root, perhaps with a query. Nothing in it can
 * lead to another host or out of the path, and no parser of addresses would change it.
 */
export function isSecretPath(text: string): boolean {
  if (text.length > 2000 || !/^\/(?!\/)[A-Za-z0-9\-._~!$&'()*+,;=:@%/?]*$/.test(text)) return false;
  return !/\.\.|%2e|:\/\//i.test(text);
}

/** Returns `host:port`, the form of the egress guard's allow list. */
export function hostOf(url: string): string {
  const parsed = new URL(url);
  const port = parsed.port === '' ? (parsed.protocol === 'https:' ? '443' : '80') : parsed.port;
  return `${parsed.hostname}:${port}`;
}
