/**
 * Where the mark's random numbers come from. Every page and view has four streams, each under a key of its own, so that whoever draws a page
 * gets the four keys and never the key that they come from.
 */
import { createCipheriv, createHmac } from 'node:crypto';
import { type Bytes, ownBytes } from '../../base/bytes.ts';
import type { StreamKeys } from './port.ts';

/** The two layers: faint cells of the background, and a warp of what stands there. */
export type Layer = 'L' | 'W';

const NO_COUNTER = Buffer.alloc(16);

/** Name of a page image in the mark: a function of the content, so that keys are known before anything is drawn. `page` from 1. */
export function pageIdOf(objectId: string, sha256Hex: string, page: number): string {
  return `${objectId}:${sha256Hex}:${page}`;
}

/** The same for a page of a downloaded file, whose mark differs from that of the page image. */
export function downloadPageIdOf(objectId: string, sha256Hex: string, page: number): string {
  return `${objectId}:${sha256Hex}:d${page}`;
}

/** Keys of the four streams of this page and view. `viewId`: 12 lower-case hex digits. */
export function streamKeys(key: Uint8Array, pageId: string, viewId: string): StreamKeys {
  return {
    carrierL: carrierKey(key, pageId, 'L'),
    fingerprintL: fingerprintKey(key, pageId, 'L', viewId),
    carrierW: carrierKey(key, pageId, 'W'),
    fingerprintW: fingerprintKey(key, pageId, 'W', viewId),
  };
}

/** Of a page, the same for all its views. */
export function carrierKey(key: Uint8Array, pageId: string, layer: Layer): Bytes {
  return derive(key, `carrier|${pageId}|${layer}`);
}

/** Of one view of a page. */
export function fingerprintKey(key: Uint8Array, pageId: string, layer: Layer, viewId: string): Bytes {
  return derive(key, `fp|${pageId}|${layer}|${viewId}`);
}

/** The first `length` bytes of a stream: AES-256-CTR over zeroes, from a counter of zero. Longer reads begin with the shorter ones. */
export function keystream(streamKey: Uint8Array, length: number): Bytes {
  return ownBytes(createCipheriv('aes-256-ctr', streamKey, NO_COUNTER).update(new Uint8Array(length)));
}

function derive(key: Uint8Array, label: string): Bytes {
  return ownBytes(createHmac('sha256', key).update(label, 'utf8').digest());
}
