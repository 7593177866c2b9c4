/** The primitives of OPAQUE on node:crypto. Node only. */
import { createHash, createHmac } from 'node:crypto';
import { ownBytes } from '../../base/bytes.ts';
import type { OpaqueHash } from './suite.ts';

export const nodeOpaqueHash: OpaqueHash = {
  hash: (data) => ownBytes(new Uint8Array(createHash('sha256').update(data).digest())),
  hmac: (key, data) => ownBytes(new Uint8Array(createHmac('sha256', key).update(data).digest())),
};
