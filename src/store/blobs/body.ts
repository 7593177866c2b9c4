/** The bytes of a sealed object, wherever they lie: short messages in their row, everything else in the object store. */
import { hex, ownBytes } from '../../base/bytes.ts';
import type { SealedObjectRow } from '../tables/uploads.ts';
import { clampRange, PIECE } from './checks.ts';
import type { BlobStore, OpenBlob } from './port.ts';

/** Returns the object or undefined when its bytes are gone. The digest is not checked: the seal does that when it is opened. */
export function openBody(
  blobs: Pick<BlobStore, 'open'>,
  row: Pick<SealedObjectRow, 'ciphertext_hash' | 'body'>,
): Promise<OpenBlob | undefined> {
  const hash = hex(row.ciphertext_hash);
  return row.body === null ? blobs.open(hash) : Promise.resolve(inRow(hash, row.body));
}

function inRow(hash: string, body: Uint8Array): OpenBlob {
  return {
    hash,
    size: body.length,
    read: async (offset, length) => ownBytes(body.slice(offset, offset + clampRange(body.length, offset, length))),
    stream: async function* (range = { offset: 0, length: body.length }) {
      const end = range.offset + clampRange(body.length, range.offset, range.length);
      for (let at = range.offset; at < end; at += PIECE) yield ownBytes(body.slice(at, Math.min(at + PIECE, end)));
    },
  };
}
