/** Blobs in memory, for tests of features. Same contract as the disk, nothing survives the process. */
import { createHash } from 'node:crypto';
import { type Bytes, concat } from '../../base/bytes.ts';
import { type Clock, systemClock } from '../../base/clock.ts';
import { STORE } from '../errors.ts';
import { checkHash, checkStagingId, clampRange, PIECE } from './checks.ts';
import type { BlobHash, BlobStore, OpenBlob, StagedBlob } from './port.ts';

type Staging = { bytes: Bytes; touched: Date };

export function createMemoryBlobs(clock: Clock = systemClock): BlobStore {
  const objects = new Map<BlobHash, Bytes>();
  const staging = new Map<string, Staging>();
  return {
    stage: async (id) => {
      checkStagingId(id);
      const found = staging.get(id) ?? { bytes: new Uint8Array(0), touched: clock.now() };
      staging.set(id, found);
      return stagedIn(id, found, staging, objects, clock);
    },
    open: async (hash) => {
      const bytes = objects.get(checkHash(hash));
      return bytes === undefined ? undefined : openOf(hash, bytes);
    },
    remove: async (hash) => objects.delete(checkHash(hash)),
    list: async function* () {
      for (const [hash, bytes] of objects) yield { hash, size: bytes.length };
    },
    staged: async () => [...staging.keys()],
    sweepStaging: async (before) => {
      const stale = [...staging].filter(([, { touched }]) => touched < before);
      for (const [id] of stale) staging.delete(id);
      return stale.length;
    },
  };
}

function stagedIn(
  id: string,
  at: Staging,
  staging: Map<string, Staging>,
  objects: Map<BlobHash, Bytes>,
  clock: Clock,
): StagedBlob {
  const digest = (): BlobHash => createHash('sha256').update(at.bytes).digest('hex');
  return {
    id,
    size: () => at.bytes.length,
    append: async (bytes) => {
      at.bytes = concat(at.bytes, bytes);
      at.touched = clock.now();
    },
    sync: async () => {},
    truncate: async (size) => {
      if (clampRange(at.bytes.length, 0, size) !== size) throw STORE.blob_bad_range({ size: at.bytes.length });
      at.bytes = at.bytes.slice(0, size);
    },
    read: async (offset, length) => {
      if (clampRange(at.bytes.length, offset, length) !== length) throw STORE.blob_bad_range({ size: at.bytes.length });
      return at.bytes.slice(offset, offset + length);
    },
    digest: async () => digest(),
    discard: async () => {
      staging.delete(id);
    },
    close: async () => {},
    publish: async (hash) => {
      checkHash(hash);
      if (digest() !== hash) throw STORE.blob_hash_mismatch();
      if (!objects.has(hash)) objects.set(hash, at.bytes);
      staging.delete(id);
      return { hash, size: at.bytes.length };
    },
  };
}

function openOf(hash: BlobHash, bytes: Bytes): OpenBlob {
  return {
    hash,
    size: bytes.length,
    read: async (offset, length) => bytes.slice(offset, offset + clampRange(bytes.length, offset, length)),
    stream: async function* (range = { offset: 0, length: bytes.length }) {
      const end = range.offset + clampRange(bytes.length, range.offset, range.length);
      for (let at = range.offset; at < end; at += PIECE) yield bytes.slice(at, Math.min(end, at + PIECE));
    },
  };
}
