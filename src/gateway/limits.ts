/** How much a caller may send, and how that is read from the socket. */
import { type Bytes, concat } from '../base/bytes.ts';
import { KIB, MIB } from '../base/units.ts';
import type { GatewayCtx } from './deps.ts';

export const MAX_BODY_BYTES = MIB;
/** What the listener reads at all, first line included: enough to say which of the following two was exceeded. */
export const MAX_HEAD_BYTES = 64 * KIB;
const MAX_HEADERS = 32 * KIB;
const MAX_ADDRESS = 16 * KIB;
/** What is read and thrown away of a body that is too large, so that its sender hears the answer rather than a broken connection. */
const MAX_DRAINED = 32 * MIB;

export const ADDRESS_HELP =
  'The address of this call is too long. Some programs add another timestamp and sign to it with every message (ElastAlert 2 does, ' +
  'for as long as a rule stays loaded): restart that program, or give it a door without signature that accepts its network instead.\n';

/** The answer to a call whose address is longer than 16 KB, or its headers than 32 KB; undefined when they are not. */
export function tooLongHead(c: GatewayCtx): Response | undefined {
  const { url = '', rawHeaders } = c.env.incoming;
  if (url.length > MAX_ADDRESS) return c.text(ADDRESS_HELP, 414, { connection: 'close' });
  let length = 0;
  for (const part of rawHeaders) length += part.length;
  return length > MAX_HEADERS
    ? c.text('The headers of this call are too large.\n', 431, { connection: 'close' })
    : undefined;
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
