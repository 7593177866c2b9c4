/** Where the sealed parts of a connection belong. */
import type { Random } from '../base/random.ts';

/** Settings, credentials among them: JSON. */
export function connectionContext(connectionId: string): string {
  return `connection.settings:${connectionId}`;
}

export function connectionNameContext(connectionId: string): string {
  return `connection.name:${connectionId}`;
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** Returns a new id: `c-` and 50 random bits. Ids are told to vendors' records and stand in addresses: never made from a name. */
export function newConnectionId(random: Random): string {
  return `c-${Array.from(random(10), (byte) => BASE32[byte & 31]).join('')}`;
}
