/**
 * Whether a call may come through a door of a robot: signature, keywords, network (DingTalk: security settings of custom robots). As with the
 * vendor, each of the three that is set must hold.
 */
import { createHmac } from 'node:crypto';
import { contains, parseAddress, parseNetwork } from '../../access/cidr.ts';
import { base64, equal, utf8 } from '../../base/bytes.ts';
import { HOUR } from '../../base/units.ts';
import type { DoorSecurity } from '../../model/door.ts';
import { decodeOnce, type QueryPair, valuesOf } from './query.ts';

/** Why a call was turned away; the words are the vendor's own, because clients look for them. */
export type Objection = 'sign not match' | 'invalid timestamp' | 'keywords not in content' | 'ip not in whitelist';

/** Whether anything but the content speaks against the call. */
export function checkCaller(
  call: { readonly query: readonly QueryPair[]; readonly client: string; readonly now: Date },
  security: DoorSecurity,
  secrets: readonly string[],
): Objection | undefined {
  const { signed, keywords, networks } = security;
  if (networks.length > 0 && !isWithin(networks, call.client)) return 'ip not in whitelist';
  if (signed) return checkSignature(call.query, secrets, call.now);
  // INVARIANT: without a signature a keyword or the network vouches for a call; a door with none of them lets nobody in.
  return keywords.length === 0 && networks.length === 0 ? 'sign not match' : undefined;
}

/** Whether one of the keywords is in what people would read. */
export function checkKeywords(text: string, security: DoorSecurity): Objection | undefined {
  const { keywords } = security;
  return keywords.length === 0 || keywords.some((word) => text.includes(word)) ? undefined : 'keywords not in content';
}

/** Whether the client's address lies in one of the networks. A network that cannot be read holds nobody. */
export function isWithin(networks: readonly string[], client: string): boolean {
  const address = parseAddress(client);
  if (address === undefined) return false;
  return networks.some((text) => {
    const network = parseNetwork(text);
    return network !== undefined && contains(network, address);
  });
}

/**
 * Some clients add a pair of timestamp and sign to the same address with every message, some encode the sign twice, some send one pair many
 * times: one good pair is enough, and a pair is no proof that a call is new.
 */
function checkSignature(query: readonly QueryPair[], secrets: readonly string[], now: Date): Objection | undefined {
  const timestamps = valuesOf(query, 'timestamp');
  const signs = query.filter((pair) => pair.name === 'sign' && pair.raw !== '').map((pair) => pair.raw);
  let isLate = false;
  let matches = false;
  for (const [i, timestamp] of timestamps.entries()) {
    const sign = signs[i];
    if (sign === undefined) break;
    if (!isTimely(timestamp, now)) isLate = true;
    else if (secrets.some((secret) => isSignature(sign, timestamp, secret))) matches = true;
  }
  if (matches) return undefined;
  return isLate ? 'invalid timestamp' : 'sign not match';
}

function isTimely(timestamp: string, now: Date): boolean {
  return /^\d{1,16}$/.test(timestamp) && Math.abs(now.getTime() - Number(timestamp)) <= HOUR;
}

/** HMAC-SHA256 with the secret over `timestamp\nsecret`, base64. Compared in constant time, in every spelling that clients use. */
function isSignature(raw: string, timestamp: string, secret: string): boolean {
  const expected = utf8(signOf(timestamp, secret));
  const once = decodeOnce(raw);
  const spellings = [once, decodeOnce(once)].map((text) => text.trim().replaceAll(' ', '+'));
  let isSame = false;
  for (const spelling of spellings) if (equal(utf8(spelling), expected)) isSame = true;
  return isSame;
}

/** The signature of a call (help.dingtalk.io, customize robot security settings). */
export function signOf(timestamp: string, secret: string): string {
  return base64(new Uint8Array(createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest()));
}
