/**
 * What the log needs from the world. The database side keeps order and the head of the log; the tile side keeps
 * what everybody may read. Implementations: memory.ts (tests), directory-node.ts (tiles), the store (database, S3).
 */
import type { Json } from '../base/canonical-json.ts';
import type { Bytes } from '../base/bytes.ts';

/** Read access to the resources of a log by their path (`checkpoint`, `tile/0/000`, …): a directory, a URL, memory. */
export type LogSource = {
  /** Returns the bytes, or undefined when there is nothing at this path. Throws only on faults. */
  readonly read: (path: string) => Promise<Bytes | undefined>;
};

/** Where tiles, entry bundles and the checkpoint are published. */
export type TileStore = LogSource & {
  /**
   * Keeps an immutable resource. Durable when it resolves. Writing the same bytes again is harmless.
   *
   * @throws `log.tile_conflict` when other bytes are there already: nothing is overwritten.
   */
  readonly write: (path: string, bytes: Uint8Array) => Promise<void>;
  /** Replaces `checkpoint` atomically: a reader sees the old or the new text. Durable when it resolves. */
  readonly writeCheckpoint: (text: string) => Promise<void>;
};

/** A store that can also name what it holds, for fsck. */
export type ListableSource = LogSource & { readonly list: () => AsyncIterable<string> };

/** The committed head of a log. */
export type LogHead = {
  readonly size: number;
  /** 32 bytes. */
  readonly root: Bytes;
  /** Hashes of the right-hand partial tiles, level 0 first; their widths follow from the size (tile.ts). */
  readonly edge: Bytes;
  /** The signed note over origin, size and root. */
  readonly checkpoint: string;
};

/** Entries with their final, consecutive indexes: `firstIndex`, `firstIndex + 1`, … */
export type SequencedBatch = { readonly firstIndex: number; readonly entries: readonly Bytes[] };

/**
 * The database side of one log. Every method is one transaction.
 *
 * INVARIANT: an index, once given by `sequence`, belongs to that entry for ever; `commit` is the only way the head moves.
 */
export type LogState = {
  /** Returns the committed head, or undefined when the log was never created. */
  readonly head: () => Promise<LogHead | undefined>;
  /** Stores the head of a new, empty log; false (and no change) when there is one already. */
  readonly create: (head: LogHead) => Promise<boolean>;
  /** Hint for electing one integrator; false when another holder's lease has not run out. Safety never depends on it. */
  readonly lease: (holder: string, milliseconds: number) => Promise<boolean>;
  /**
   * Takes up to `limit` waiting entries out of the outbox, gives them the next indexes in their order and stages them
   * as one batch, all in one transaction. Returns the number taken.
   */
  readonly sequence: (limit: number) => Promise<number>;
  /** Returns staged batches that were not discarded yet, by first index, up to about `limit` entries. */
  readonly pending: (limit: number) => Promise<readonly SequencedBatch[]>;
  /** Compare-and-swap: replaces the head only if its size and root are still those of `from`. False when they are not. */
  readonly commit: (from: LogHead, to: LogHead) => Promise<boolean>;
  /** Deletes a staged batch. Called only for batches that the committed head covers; again is harmless. */
  readonly discard: (batch: SequencedBatch) => Promise<void>;
};

/** A stored event, as fsck compares it with the log: for each field its opening, or its hash alone when erased. */
export type StoredEvent = {
  readonly index: number;
  readonly fields: readonly StoredField[];
};

export type StoredField =
  | { readonly kind: 'open'; readonly key: Bytes; readonly value: Json }
  | { readonly kind: 'hidden'; readonly hash: Bytes };

/** The database's events of one log in the order of their indexes. */
export type EventSource = { readonly events: () => AsyncIterable<StoredEvent> };
