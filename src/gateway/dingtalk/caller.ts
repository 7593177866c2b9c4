/** What is kept of a caller: enough to find the program, not enough to follow a person. */
import { formatAddress, maskAddress, parseAddress } from '../../access/cidr.ts';
import type { GatewayCtx } from '../deps.ts';

const MAX_ENDPOINT = 120;
const MAX_PARTS = 8;

/** The network (/24 or /48) and the product name of a caller. */
export function callerOf(c: GatewayCtx): { readonly network: string; readonly agent: string } {
  return { network: networkOf(c.get('client')), agent: productOf(c.req.header('user-agent') ?? '') };
}

/** `10.1.2.0/24`, an IPv6 /48, or `unknown`. */
export function networkOf(client: string): string {
  const address = parseAddress(client);
  if (address === undefined) return 'unknown';
  const prefix = address.family === 4 ? 24 : 48;
  return `${formatAddress(maskAddress(address, prefix))}/${prefix}`;
}

/** The product of a user agent (RFC 9110, section 10.1.5) without version and comment: `Go-http-client`, `axios`. */
export function productOf(agent: string): string {
  return /^[A-Za-z][A-Za-z_.-]{0,39}(?=[/ ;(,]|$)/.exec(agent)?.[0] ?? '';
}

/**
 * Method and path with everything that could be an identifier, a name or a number masked: only parts that look like words of an
 * interface stay, and none right after the name of a collection, where identifiers stand. At most 120 characters.
 */
export function endpointOf(method: string, path: string): string {
  const verb = /^[A-Z]{1,10}$/.test(method) ? method : '*';
  const parts = path.slice(0, 1024).split('/').slice(1);
  const shown = parts
    .slice(0, MAX_PARTS)
    .map((part, i) => (isWord(part) && (ACTIONS.has(part) || !COLLECTIONS.has(parts[i - 1] ?? '')) ? part : '*'));
  const more = parts.length > MAX_PARTS ? ['…'] : [];
  return `${verb} /${[...shown, ...more].join('/')}`.slice(0, MAX_ENDPOINT);
}

/** Parts of v1.0 paths after which an identifier stands (paths of @alicloud/dingtalk). */
const COLLECTIONS = new Set(
  'users calendars events spaces files dentries tasks departments groups members records instances forms apps oauth2 conversations videoConferences sheets workbooks docs mailboxes customers projects'.split(
    ' ',
  ),
);

/** Words that may stand there as well. */
const ACTIONS = new Set(
  'me query send batchSend batchQuery batchRecall recall readStatus create createAndDeliver update delete search list download accessToken userAccessToken corpAccessToken ssoAccessToken'.split(
    ' ',
  ),
);

/** `v1.0`, `v2`, `oToMessages`, `asyncsend_v2`: letters of one word, a digit only in a version. */
function isWord(part: string): boolean {
  return part === '' || /^v\d{1,2}(\.\d{1,2})?$/.test(part) || /^[A-Za-z][A-Za-z_-]{0,31}(?:_v\d|\d)?$/.test(part);
}
