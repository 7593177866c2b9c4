/** How much a caller may send, and how that is read from the socket. */
import { type Bytes, concat } from '../base/bytes.ts';
import { KIB, MIB } from '../base/units.ts';
import type { GatewayCtx } from './deps.ts';

export const MAX_BODY_BYTES = MIB;
/** Node counts the first line as well. */
export const MAX_HEADER_BYTES = 32 * KIB;
const MAX_ADDRESS = 16 * KIB;
/** What is read and thrown away of a body that is too large, so that its sender hears the answer rather than a broken connection. */
const MAX_DRAINED = 32 * MIB;

export const ADDRESS_HELP =
  'The address of this call is too long. Some programs add another timestamp and sign to it with every message (ElastAlert 2 does, ' +
  'for as long as a rule stays loaded): restart that program, or give it a door without signature that accepts its network instead.\n';

/** The answer to a call whose address is longer than 16 KB; undefined when it is not. */
export function tooLongAddress(c: GatewayCtx): Response | undefined {
  if ((c.env.incoming.url ?? '').length <= MAX_ADDRESS) return undefined;
  return c.text(ADDRESS_HELP, 414, { connection: 'close' });
}

export type ReadBody = { readonly kind: 'read'; readonly bytes: Bytes } | { readonly kind: 'too_large' };

/** Reads the body, however it is framed. A sender that stops in between is cut off by the listener. */
export async function readBody(c: GatewayCtx, limit: number = MAX_BODY_BYTES): Promise<ReadBody> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of c.env.incoming) {
    if (!(part instanceof Uint8Array)) continue;
    length += part.length;
    if (length <= limit) parts.push(part);
    else parts.length = 0;
    if (length > MAX_DRAINED) break;
  }
  return length > limit ? { kind: 'too_large' } : { kind: 'read', bytes: concat(...parts) };
}
