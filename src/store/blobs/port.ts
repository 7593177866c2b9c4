/**
 * Where sealed objects lie: bytes named by the SHA-256 of themselves, which are ciphertext. The database decides what
 * exists; an object without a row is swept, a row without its object is damage.
 *
 * Staging is always on a local disk, for object stores too: bytes can be appended, made durable and cut back there
 * before the digest, and so the name, is known.
 */
import type { Bytes } from '../../base/bytes.ts';

/** 64 lower-case hexadecimal digits. */
export type BlobHash = string;
export type BlobRef = { readonly hash: BlobHash; readonly size: number };

/** Bytes from `offset`, `length` of them at most; the end of the object cuts it short. */
export type BlobRange = { readonly offset: number; readonly length: number };

/** Bytes on their way in. One writer at a time per id: the caller holds the upload's lease. */
export type StagedBlob = {
  readonly id: string;
  /** Bytes appended so far. After `stage` of an existing id it may include bytes that were never synced. */
  readonly size: () => number;
  /** Adds bytes at the end. Nothing is promised before `sync`. @throws `store.disk_full`, with `size` unchanged. */
  readonly append: (bytes: Uint8Array) => Promise<void>;
  /** Returns when everything appended is on the disk; only then may it be acknowledged. @throws `store.disk_full` */
  readonly sync: () => Promise<void>;
  /** Cuts back to `size` bytes, at most the present ones. */
  readonly truncate: (size: number) => Promise<void>;
  /** @throws `store.blob_bad_range` when it does not lie within the appended bytes. */
  readonly read: (offset: number, length: number) => Promise<Bytes>;
  /** Returns the digest of everything appended. Reads it all again only after `truncate` or a restart. */
  readonly digest: () => Promise<BlobHash>;
  /** Removes it for good. Does nothing when it is gone. */
  readonly discard: () => Promise<void>;
  /** Leaves it for a later `stage` of the same id and frees what is held open. */
  readonly close: () => Promise<void>;
  /**
   * Returns the reference when the object is durable under its name; the staged bytes are gone then. An object that is
   * there already is kept as it is.
   *
   * @throws `store.blob_hash_mismatch` when `hash` is not the digest: the staged bytes stay.
   */
  readonly publish: (hash: BlobHash) => Promise<BlobRef>;
};

export type OpenBlob = {
  readonly hash: BlobHash;
  readonly size: number;
  /** Returns exactly the bytes of the range, cut at the end. @throws `store.blob_bad_range`, `store.blob_damaged` */
  readonly read: (offset: number, length: number) => Promise<Bytes>;
  /** Yields the bytes of the range (all when left out) in pieces of 1 MiB at most; holds one file open meanwhile. */
  readonly stream: (range?: BlobRange) => AsyncGenerator<Bytes, void, undefined>;
};

export type BlobStore = {
  /** Returns new or left-over staging space for an id of letters, digits, `-` and `_`. @throws `store.blob_bad_id` */
  readonly stage: (id: string) => Promise<StagedBlob>;
  /** Returns the object or undefined. The digest is not checked: the seal does that when it is opened. */
  readonly open: (hash: BlobHash) => Promise<OpenBlob | undefined>;
  /** Returns true when there was something to remove. A stream already begun still ends. */
  readonly remove: (hash: BlobHash) => Promise<boolean>;
  /** Yields every published object, in no order. Objects published or removed meanwhile may be missed. */
  readonly list: () => AsyncGenerator<BlobRef, void, undefined>;
  /** Ids of the staging space that there is, in no order. */
  readonly staged: () => Promise<readonly string[]>;
  /** Removes staging space not touched since `before` and returns how many were removed. */
  readonly sweepStaging: (before: Date) => Promise<number>;
};
